import { DAY } from "@commonhall/domain";
import { expect, test } from "vitest";
import { allCases, deskOf, foundWith, reported } from "../testing/light-desk.ts";
import { lightVault, type LightVault } from "../testing/light-vault.ts";
import type { Vault } from "../open-vault.ts";

const left = async (vault: Vault) => (await allCases(await deskOf(vault, "ana"))).length;

const audited = async (vault: Vault) =>
  (await (await deskOf(vault, "dina")).audit.read()).lines
    .filter(({ did }) => did.endsWith("the clock") || did.startsWith("found the clock"))
    .map(({ by, did }) => [by, did]);

/** A report that ends in about thirty days, in a vault that is swept every hour. */
async function withReport(hall: LightVault) {
  await foundWith(hall.vault);
  const { id, code } = await reported(hall.vault, await deskOf(hall.vault, "ana"));
  await hall.vault.sweep();
  return { id, code };
}

test("a clock that jumps ahead erases nothing, however often it is looked at, and says so", async () => {
  await using hall = await lightVault();
  const { vault, clock, alarms } = hall;
  await withReport(hall);
  expect((await vault.door.state()).clockAhead).toBeUndefined();
  clock.advance(400 * DAY);
  for (let hour = 0; hour < 5; hour++) await vault.sweep();
  expect(await left(vault)).toBe(1);
  expect((await vault.door.state()).clockAhead).toEqual({ known: "2026-W45", now: "2027-W49" });
  expect(alarms).toEqual(["clock ahead"]);
  expect(await audited(vault)).toEqual([["program", "found the clock ahead"]]);
});

test("where it goes back nothing was lost, not even an answer that somebody looked for meanwhile", async () => {
  await using hall = await lightVault();
  const { vault, clock } = hall;
  const { id, code } = await withReport(hall);
  const ana = await deskOf(vault, "ana");
  await ana.cases.verify(id);
  await ana.cases.reply(id, "Come on Sunday.");
  clock.advance(400 * DAY);
  expect(await vault.returnChannel.open(code)).toEqual({ replies: [] });
  clock.advance(-400 * DAY);
  await vault.sweep();
  clock.advance(400 * DAY);
  await vault.sweep();
  expect(await vault.returnChannel.open(code)).toEqual({ replies: [] });
  clock.advance(-400 * DAY);
  await vault.sweep();
  expect((await vault.door.state()).clockAhead).toBeUndefined();
  expect(await vault.returnChannel.open(code)).toMatchObject({ replies: [{ text: "Come on Sunday." }] });
  expect(await left(vault)).toBe(1);
  expect(await audited(vault)).toEqual([["program", "found the clock ahead"]]);
});

test("somebody at the desk says that it is right, in the week that they were shown, and what is due goes", async () => {
  await using hall = await lightVault();
  const { vault, clock } = hall;
  await withReport(hall);
  clock.advance(40 * DAY);
  await vault.sweep();
  expect(await left(vault)).toBe(1);
  const ana = await deskOf(vault, "ana");
  const shown = (await vault.door.state()).clockAhead!.now;
  expect(await ana.confirmClock("2026-W45")).toEqual({ ok: false, error: { type: "other week" } });
  await vault.sweep();
  expect(await left(vault)).toBe(1);
  expect(await ana.confirmClock(shown)).toEqual({ ok: true, value: undefined });
  expect((await vault.door.state()).clockAhead).toBeUndefined();
  await vault.sweep();
  expect(await left(vault)).toBe(0);
  expect(await audited(vault)).toEqual([
    ["ana", "trusted the clock"],
    ["program", "found the clock ahead"],
  ]);
});

test("where nobody comes it is believed once it has kept its time for a week, and nothing stays for ever", async () => {
  await using hall = await lightVault();
  const { vault, clock } = hall;
  await withReport(hall);
  clock.advance(40 * DAY);
  for (let day = 0; day < 7; day++) {
    await vault.sweep();
    expect(await left(vault)).toBe(1);
    clock.advance(DAY);
  }
  for (let day = 0; day < 7; day++) {
    await vault.sweep();
    clock.advance(DAY);
  }
  expect(await left(vault)).toBe(0);
  expect((await audited(vault))[0]).toEqual(["program", "trusted the clock"]);
  await hall.passes(200 * DAY);
  expect(await audited(vault)).toHaveLength(2);
});

test("one that goes on jumping is not believed, nor one that was only there before and after", async () => {
  await using hall = await lightVault();
  const { vault, clock } = hall;
  await withReport(hall);
  for (let jump = 0; jump < 6; jump++) {
    clock.advance(40 * DAY);
    await vault.sweep();
    expect(await left(vault)).toBe(1);
  }
  clock.advance(-20 * DAY);
  await vault.sweep();
  clock.advance(6 * DAY);
  await vault.sweep();
  expect(await left(vault)).toBe(1);
});

test("a new start of the program changes nothing of it, nor that it was never swept before", async () => {
  await using hall = await lightVault();
  await foundWith(hall.vault);
  await reported(hall.vault, await deskOf(hall.vault, "ana"));
  hall.clock.advance(40 * DAY);
  const again = await hall.reopen();
  await again.sweep();
  expect(await left(again)).toBe(1);
  const third = await hall.reopen();
  await third.sweep();
  expect(await left(third)).toBe(1);
  expect((await third.door.state()).clockAhead).toBeDefined();
});
