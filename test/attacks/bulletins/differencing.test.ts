import { ENGINE_CODES, isStigmatised, NINE_SECTORS, type StatTable } from "@commonhall/domain";
import { seededRandom } from "@commonhall/testkit";
import { expect, test } from "vitest";
import { differencing, fixedGroups } from "./differencing.ts";
import { aBulletin, QATAR } from "./made-by-hand.ts";
import { passes } from "./outcome.ts";
import { LIKELY } from "./published-facts.ts";

const EXACT = { tables: 0, codes: 0 };

function table(by: StatTable["by"], people: Readonly<Record<string, number>>): StatTable {
  const codes = by === "sector" ? NINE_SECTORS.all : ENGINE_CODES.all.filter((code) => !isStigmatised(code));
  const cells = codes.map((code) => ({ code, people: people[code] ?? ("<11" as const) }));
  return { released: aBulletin().released, place: QATAR, period: "2026-Q1", by, cells };
}

test("a table without noise beside a bulletin says how few were left out of it", async () => {
  const published = { bulletins: [aBulletin()], tables: [table("sector", { household: 13 })] };
  const { fixed } = await fixedGroups(published, seededRandom(1), EXACT);
  expect(fixed).toContainEqual({ name: "in no bulletin: 2026-Q1 household", least: 0, most: 2 });
  expect((await fixedGroups(published, seededRandom(1))).fixed).toEqual([]);
});

test("bulletins of one day that fill a cell to the last fix each other, even under noise", async () => {
  const inProvinces = [aBulletin(), aBulletin({ level: "B2", place: QATAR })];
  const filled = { bulletins: inProvinces, tables: [table("sector", { household: 19 })] };
  const outcome = await differencing([filled], seededRandom(2));
  expect(outcome.measured).toBeLessThan(11);
  expect(passes(outcome)).toBe(false);
  const roomy = { bulletins: inProvinces, tables: [table("sector", { household: 30 })] };
  expect(passes(await differencing([roomy], seededRandom(2)))).toBe(true);
});

test("shares without noise say of how many a code is true", async () => {
  const bulletin = aBulletin({ people: "11-19", abuse: [{ code: "sexual", share: "many" }] });
  const { fixed } = await fixedGroups({ bulletins: [bulletin], tables: [] }, seededRandom(3), EXACT);
  // Such a code is shown of five at least and of a third at most.
  expect(fixed).toContainEqual({ name: `sexual of ${bulletin.id}`, least: 5, most: 6 });
  expect((await fixedGroups({ bulletins: [bulletin], tables: [] }, seededRandom(3))).fixed).toEqual([]);
});

test("noise that went further than anybody allowed for is allowed for", async () => {
  const bulletins = [aBulletin({ people: "50-99" })];
  const tables = [table("sector", { household: 40 })];
  expect((await fixedGroups({ bulletins, tables }, seededRandom(4), LIKELY)).fixed).toEqual([]);
});

test("whatever the solver gives up counts as found", async () => {
  const roomy = { bulletins: [aBulletin()], tables: [table("sector", { household: 30 })] };
  expect(passes(await differencing([roomy], seededRandom(5)))).toBe(true);
  const givenUp = await differencing([roomy], seededRandom(5), 1);
  expect(passes(givenUp)).toBe(false);
  expect(givenUp.beside).toMatch(/: 0 open by solutions of the solver, 0 by steps from one, 0 proven fixed, [1-9]/);
});
