import { DAY, MINUTE } from "@commonhall/domain";
import { fakeClock } from "@commonhall/testkit";
import { expect, test, vi } from "vitest";
import { openCaseKey } from "../cases/case-key.ts";
import { openCase } from "../cases/opened-case.ts";
import type { Core } from "../core.ts";
import { lockDown } from "../erasure/lock-down.ts";
import { gate } from "../gate.ts";
import { intakes } from "../intake/submit.ts";
import { openStaffKeys } from "../keys/staff-keys.ts";
import { actorIn } from "../testing/light-actor.ts";
import { lightCore } from "../testing/light-core.ts";
import { deskOf, foundWith, reported, tokenOf } from "../testing/light-desk.ts";
import { FROM_WEB, intakeOf, lightVault, passphraseOf } from "../testing/light-vault.ts";
import { rotations } from "./rotation.ts";
import { sessions } from "./sessions.ts";

const YEAR = 365 * DAY;

/** A vault with cases of more than a year ago, one that is younger, and two readers who have unlocked. */
async function aYearLater(old: number, most?: number) {
  const clock = fakeClock();
  const core = await lightCore(clock);
  const ana = await actorIn(core, "ana");
  const files = { seal: async () => ({ files: [], chunks: [] }) };
  const form = intakes({ core, files, turn: gate(1, 9) });
  for (let index = 0; index < old; index++) await form.submit(intakeOf(), FROM_WEB);
  clock.advance(YEAR);
  await form.submit(intakeOf({ story: "Younger" }), FROM_WEB);
  clock.advance(7 * DAY);
  const open = sessions(clock);
  const unlock = async (id: string) => {
    const opened = await openStaffKeys(core, id, passphraseOf(id));
    return open.open(opened?.keys ?? expect.fail());
  };
  const tokens = { ana: await unlock("ana"), bo: await unlock("bo") };
  return { clock, core, ana, open, tokens, rotation: rotations(core, open, most) };
}

const rowsOf = ({ files }: Core) => files.data.db.selectFrom("sealed_case").selectAll().orderBy("id").execute();

async function renewedOf(core: Core, before: Awaited<ReturnType<typeof rowsOf>>) {
  const after = await rowsOf(core);
  return after.filter((row, index) => row.public_key !== before[index]?.public_key);
}

test("cases whose keys are older than a year get new ones, for the same readers; younger ones keep theirs", async () => {
  const { core, ana, tokens, rotation } = await aYearLater(3);
  await using _ = core;
  const before = await rowsOf(core);
  rotation.start("ana", tokens.ana);
  rotation.start("ana", tokens.ana);
  await rotation.ended();
  const renewed = await renewedOf(core, before);
  expect(renewed).toHaveLength(3);
  expect(rotation.under("ana")).toBeUndefined();
  const bo = await actorIn(core, "bo");
  for (const row of renewed) {
    const opened = await openCase(core, bo, row.id);
    expect(opened).toMatchObject({ ok: true, value: { broken: 0, state: { report: { story: intakeOf().story } } } });
    const stale = before.find(({ id }) => id === row.id) ?? expect.fail();
    // With the old key went what the row was sealed under: an old copy of it opens for nobody.
    expect(await openCaseKey(core, stale, ana.reader)).toBeUndefined();
  }
  const after = await rowsOf(core);
  rotation.start("bo", tokens.bo);
  await rotation.ended();
  expect(await renewedOf(core, after)).toEqual([]);
});

test("a session renews so many and no more, and the next one goes on", async () => {
  const { core, tokens, rotation } = await aYearLater(5, 2);
  await using _ = core;
  const before = await rowsOf(core);
  for (const renewed of [2, 4, 5, 5]) {
    rotation.start("ana", tokens.ana);
    await rotation.ended();
    expect(await renewedOf(core, before)).toHaveLength(renewed);
  }
});

test("two readers at once renew each case once, and each is written down", async () => {
  const { core, tokens, rotation } = await aYearLater(4);
  await using _ = core;
  const before = await rowsOf(core);
  rotation.start("ana", tokens.ana);
  rotation.start("bo", tokens.bo);
  await rotation.ended();
  expect(await renewedOf(core, before)).toHaveLength(4);
  const dina = await actorIn(core, "dina");
  const { readAudit } = await import("../audit/audit.ts");
  const { lines, intact } = await readAudit(core, dina, { before: undefined, atLeast: 999 });
  expect(intact).toBe(true);
  const renewals = lines.filter(({ what }) => what === "renewed keys");
  expect(new Set(renewals.map((line) => line.case)).size).toBe(4);
  expect(renewals).toHaveLength(4);
});

test("it ends with the session, with its time, with the right to cases, and with the panic lock", async () => {
  for (const end of ["lock", "idle", "part", "panic"] as const) {
    const { clock, core, ana, open, tokens, rotation } = await aYearLater(2);
    await using _ = core;
    const before = await rowsOf(core);
    if (end === "lock") open.close(tokens.ana);
    if (end === "idle") clock.advance(15 * MINUTE);
    if (end === "panic") await lockDown(core, sessions(clock), "ana");
    if (end === "part") {
      const { keyKeeping } = await import("../keys/key-keeping.ts");
      const bo = await actorIn(core, "bo");
      await keyKeeping(core, bo).proposeRoles("ana", ["auditor"]);
      const [candidate] = await keyKeeping(core, ana).candidates();
      expect(await keyKeeping(core, ana).sign(candidate?.fingerprint ?? "")).toMatchObject({ ok: true });
    }
    rotation.start("ana", tokens.ana);
    await rotation.ended();
    expect([end, await renewedOf(core, before)]).toEqual([end, []]);
    expect(core.alarms).toEqual([]);
  }
});

test("it is no sign of life: whoever left their place is locked out in time", async () => {
  const { clock: time, core, open: desk, tokens, rotation } = await aYearLater(2);
  await using _ = core;
  const before = await rowsOf(core);
  time.advance(10 * MINUTE);
  rotation.start("ana", tokens.ana);
  await rotation.ended();
  expect(await renewedOf(core, before)).toHaveLength(2);
  time.advance(5 * MINUTE);
  expect(desk.keys("ana", tokens.ana)).toBeUndefined();
});

test("a vault does it behind the pages, says how far it is, and closes without leaving it half done", async () => {
  await using hall = await lightVault();
  const { vault, clock } = hall;
  await foundWith(vault);
  for (let index = 0; index < 3; index++) await reported(vault, await deskOf(vault, "ana"));
  clock.advance(YEAR + 7 * DAY);
  const token = await tokenOf(vault, "ana");
  expect(vault.door.renewing("ana")).toBeUndefined();
  vault.door.renewOldKeys("ana", token);
  const seen: unknown[] = [];
  await vi.waitFor(
    () => {
      const now = vault.door.renewing("ana");
      if (now !== undefined) seen.push(now);
      expect(seen.length).toBeGreaterThan(0);
    },
    { interval: 0 },
  );
  expect(seen[0]).toMatchObject({ of: 3 });
  const again = await hall.reopen();
  const ana = await deskOf(again, "ana");
  const { items } = await ana.cases.list({});
  for (const { id } of items) expect(await ana.cases.open(id)).toMatchObject({ ok: true, value: { broken: 0 } });
  expect(items).toHaveLength(3);
  expect(hall.alarms).toEqual([]);
});
