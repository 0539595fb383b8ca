import { prevalence } from "./guess-code.ts";
import { RULES } from "@commonhall/anonymity/testing";
import { dateOf, type EngineCode } from "@commonhall/domain";
import { seededRandom } from "@commonhall/testkit";
import { expect, test } from "vitest";
import { downcoding } from "./downcoding.ts";
import { inference } from "./inference.ts";
import { intakeMonth } from "./intake-month.ts";
import { aBulletin, cases, QATAR } from "./made-by-hand.ts";
import { passes } from "./outcome.ts";
import { advantage, NO_NOISE, NO_RESERVE } from "./probing.ts";
import type { Released } from "./releases.ts";
import { twoCentres } from "./two-centres.ts";
import { world } from "./worlds.ts";

/*
 * An attack that cannot win is none: each is shown a release that is bad in the way that it looks for, and one that is
 * not.
 */

const known = prevalence(seededRandom(1));

/** So many bulletins of twelve each, of whom `of` met with the code; `shown` is what is said of it. */
function releasing(code: EngineCode, of: number, shown: boolean): Released {
  const groups = Array.from({ length: 10 }, () => {
    const members = [...cases(of, { abuse: ["wages", code] }), ...cases(12 - of)];
    const bulletin = aBulletin({ abuse: shown ? [{ code, share: of > 6 ? "nearly_all" : "many" }] : [] });
    return { bulletin, members, line: { bulletin: bulletin.id, members: members.map(({ id }) => id) } };
  });
  return {
    cases: groups.flatMap(({ members }) => members),
    bulletins: groups.map(({ bulletin }) => bulletin),
    audit: groups.map(({ line }) => line),
    tables: [],
  };
}

test("a code that nearly all of a group have is guessed of each, and one that nothing is said of is not", () => {
  const [bad, worst] = inference([releasing("sexual", 10, true)], known);
  expect(bad !== undefined && passes(bad)).toBe(false);
  expect(worst?.measured).toBeCloseTo(10 / 12);
  expect(worst !== undefined && passes(worst)).toBe(false);
  expect(inference([releasing("sexual", 10, false)], known).map(passes)).toEqual([true, true]);
});

test("what two centres say of somebody is put together", () => {
  const one = releasing("sexual", 10, true);
  const again = (world: Released): Released => {
    const ids = new Map(world.bulletins.map(({ id }) => [id, `${id} elsewhere`]));
    const renamed = (id: string) => ids.get(id) ?? id;
    return {
      ...world,
      bulletins: world.bulletins.map((bulletin) => ({ ...bulletin, id: renamed(bulletin.id) })),
      audit: world.audit.map((line) => ({ ...line, bulletin: renamed(line.bulletin) })),
    };
  };
  expect(passes(twoCentres([[one, again(one)]], known))).toBe(false);
  const silent = releasing("sexual", 10, false);
  expect(passes(twoCentres([[silent, again(silent)]], known))).toBe(true);
});

/** Of each month of a year, a bulletin of those who came in it. */
function byMonth(day: (month: number) => number, seed: number | "in order"): Released {
  const random = seededRandom(seed === "in order" ? 0 : seed);
  const groups = Array.from({ length: 12 }, (_, month) => {
    const members = cases(12, { verified: `2026-${String(month + 1).padStart(2, "0")}` });
    const released = dateOf(Date.UTC(2026, day(month), 5));
    return {
      bulletin: aBulletin({ level: "B3", period: "2026", released }),
      members,
      at: seed === "in order" ? month : random(),
    };
  }).sort((one, other) => one.at - other.at);
  return {
    cases: groups.flatMap(({ members }) => members),
    bulletins: groups.map(({ bulletin }) => bulletin),
    audit: groups.map(({ bulletin, members }) => ({ bulletin: bulletin.id, members: members.map(({ id }) => id) })),
    tables: [],
  };
}

test("a day that follows the visit says when it was, and so does the order of a list; a day of the period does not", () => {
  const waiting = [1, 2].map((seed) => byMonth((month) => month + 3, seed));
  expect(intakeMonth(waiting, waiting).measured).toBeGreaterThan(0.8);
  const inOrder = [1, 2].map(() => byMonth(() => 13, "in order"));
  expect(passes(intakeMonth(inOrder, inOrder))).toBe(false);
  const together = (from: number) => Array.from({ length: 40 }, (_, index) => byMonth(() => 13, from + index));
  expect(passes(intakeMonth(together(1), together(101)))).toBe(true);
});

test("those who are left over after the finer bulletins are told by that", () => {
  const left = (sector: "household" | "fishing"): Released => {
    const members = cases(12, { sector });
    const named = cases(40, { sector: "household" });
    const fine = aBulletin({ level: "B4", place: QATAR, period: "2026", people: "20-49" });
    const coarse = aBulletin({ level: "B6", place: QATAR, period: "2026", sector: null });
    return {
      cases: [...members, ...named],
      bulletins: [fine, coarse],
      audit: [
        { bulletin: fine.id, members: named.map(({ id }) => id) },
        { bulletin: coarse.id, members: members.map(({ id }) => id) },
      ],
      tables: [],
    };
  };
  const many = (sector: "household" | "fishing") => Array.from({ length: 5 }, () => left(sector));
  expect(passes(downcoding(many("fishing"), many("fishing")))).toBe(false);
  expect(passes(downcoding(many("household"), many("household")))).toBe(true);
});

test("without noise and reserve a victim among fakes is read like a book", () => {
  const probe = { fakes: 20, withCode: 4, code: "debt" } as const;
  expect(advantage(probe, { ...RULES, ...NO_NOISE, ...NO_RESERVE }, 40, 1).measured).toBeGreaterThan(0.8);
  expect(advantage({ ...probe, withCode: 20 }, RULES, 40, 1).measured).toBeLessThan(0.3);
});

test("what is published is the same for the same seed, and it is not nothing", () => {
  const [one, again] = [world({ casesPerYear: 100 }, 3), world({ casesPerYear: 100 }, 3)];
  expect(one).toEqual(again);
  expect(one.bulletins.length).toBeGreaterThan(5);
  // The last release day is that of the third quarter after the last case.
  expect(one.tables.length).toBe(2 * 19);
});
