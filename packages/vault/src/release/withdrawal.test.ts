import { expect, test } from "vitest";
import { DAY_OF_RELEASE, made, releaseHall, signAll } from "../testing/release-hall.ts";

const DONE = { ok: true, value: undefined };
const refused = (type: string) => ({ ok: false, error: { type } });
const NEXT = Date.UTC(2027, 4, 4, 9);

async function releasedOne() {
  const hall = await releaseHall();
  await hall.records(30);
  await made(hall);
  await signAll(hall);
  hall.clock.set(DAY_OF_RELEASE);
  const offered = await hall.vault.outlet.offered();
  const waiting = await (await hall.room("pia")).released();
  // What the store has not taken yet is not withdrawn: there is nothing to withdraw.
  expect(await (await hall.room("pia")).withdraw(waiting[0]!.id, "at once")).toEqual(refused("not found"));
  for (const { id } of offered) await hall.vault.outlet.confirm(id);
  const line = waiting.find(({ release }) => release.type === "bulletin")!;
  return { ...hall, line };
}

test("two people withdraw a whole bulletin, and it leaves on the next release day, once", async () => {
  await using hall = await releasedOne();
  const { line, vault } = hall;
  const [pia, ari] = [await hall.room("pia"), await hall.room("ari")];
  expect(await ari.withdraw(line.id, "release day")).toEqual(refused("no right"));
  expect(await pia.withdraw(line.id, "release day")).toEqual(DONE);
  expect(await pia.withdraw(line.id, "release day")).toEqual(refused("signed before"));
  expect(await (await hall.room("ana")).withdraw(line.id, "at once")).toEqual(refused("no right"));
  // Whoever agrees does not move it nearer.
  expect(await ari.withdraw(line.id, "at once")).toEqual(DONE);
  expect(await vault.outlet.withdrawals()).toEqual([]);
  expect((await pia.released()).find(({ id }) => id === line.id)?.withdrawal).toEqual({
    by: "pia",
    second: "ari",
    due: NEXT,
  });
  await hall.until(0, NEXT);
  const [withdrawal, ...more] = await vault.outlet.withdrawals();
  expect(more).toEqual([]);
  expect(JSON.parse(withdrawal!.payload)).toEqual({ id: withdrawal!.id, type: "withdrawal" });
  expect(await vault.approvals.areTwo(withdrawal!)).toBe(true);
  expect(await vault.outlet.withdrawals()).toEqual([withdrawal]);
  await vault.outlet.confirmWithdrawal(withdrawal!.id);
  expect(await vault.outlet.withdrawals()).toEqual([]);
  expect(await (await hall.room("pia")).withdraw(line.id, "at once")).toEqual(refused("not found"));
});

test("at once where somebody's life is in danger, and never by one", async () => {
  await using hall = await releasedOne();
  const { line, vault } = hall;
  expect(await (await hall.room("two")).withdraw(line.id, "at once")).toEqual(DONE);
  expect(await (await hall.room("two")).withdraw(line.id, "at once")).toEqual(refused("signed before"));
  expect(await vault.outlet.withdrawals()).toEqual([]);
  expect(await (await hall.room("ari")).withdraw(line.id, "at once")).toEqual(DONE);
  expect(await vault.outlet.withdrawals()).toHaveLength(1);
});

test("all of it stands in the audit, by whom", async () => {
  await using hall = await releasedOne();
  await (await hall.room("pia")).withdraw(hall.line.id, "at once");
  await (await hall.room("ari")).withdraw(hall.line.id, "at once");
  const { lines, intact } = await (await hall.desk("dina")).audit.read();
  expect(intact).toBe(true);
  const told = new Set(lines.map(({ by, did }) => `${by} ${did}`));
  for (const line of [
    "pia set the release policy",
    "pia opened the coded records",
    "pia proposed a release",
    "ari approved a release",
    "program released",
    "pia asked to withdraw a bulletin",
    "ari withdrew a bulletin",
  ])
    expect([line, told.has(line)]).toEqual([line, true]);
});
