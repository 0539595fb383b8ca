import { expect, test } from "vitest";
import { keepCase, prepareCase } from "../cases/new-case.ts";
import { openCase } from "../cases/opened-case.ts";
import { shareCases } from "../cases/share-case.ts";
import { sessions } from "../desk/sessions.ts";
import { register } from "../register/register.ts";
import { actorIn } from "../testing/light-actor.ts";
import { lightCore } from "../testing/light-core.ts";
import { deskOf, foundWith, reported, tokenOf } from "../testing/light-desk.ts";
import { ENGLISH, FROM_WEB, intakeOf, lightVault } from "../testing/light-vault.ts";
import { endLockDown, lockDown } from "./lock-down.ts";

const failures = (settled: readonly PromiseSettledResult<unknown>[]): unknown[] =>
  settled.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : []));

test("reports that come while something is erased, withdrawn, swept or locked disturb none of it, nor are they disturbed", async () => {
  await using hall = await lightVault();
  const { vault, clock } = hall;
  await foundWith(vault);
  const ana = await deskOf(vault, "ana");
  const cases = [];
  for (let n = 0; n < 6; n++) cases.push(await reported(vault, ana, { consents: ["C2"] }));
  const settled = await Promise.allSettled(
    cases.flatMap(({ id, code }, n) => [
      vault.intakes.submit(intakeOf(), FROM_WEB),
      n % 2 === 0 ? ana.cases.erase(id) : vault.returnChannel.withdrawConsent(code),
      vault.returnChannel.add(code, { language: ENGLISH, text: "More.", files: [] }),
      n % 3 === 0 ? vault.sweep() : ana.cases.note(id, "A note."),
    ]),
  );
  expect(failures(settled)).toEqual([]);
  expect(hall.alarms).toEqual([]);
  clock.advance(8 * 86_400_000);
  await tokenOf(vault, "ana");
  const locked = await Promise.allSettled([
    vault.intakes.submit(intakeOf(), FROM_WEB),
    vault.sweep(),
    vault.intakes.submit(intakeOf(), FROM_WEB),
    vault.door.lockDown("ana"),
  ]);
  expect(failures(locked.slice(-1))).toEqual([]);
});

test("whatever was under way when everything was locked brings no key back", async () => {
  await using core = await lightCore();
  const ana = await actorIn(core, "ana");
  const roster = ana.roster.roster;
  const told = { type: "report", at: 0, channel: "web", language: ENGLISH, happened: [], consents: [] } as const;
  const report = { ...told, happened: [], consents: [], files: [], receipt: null };
  const kept = await prepareCase(core, roster, "unverified", report);
  await keepCase(core, kept, [], async () => {});
  const late = await prepareCase(core, roster, "unverified", report);
  const opened = await openCase(core, ana, kept.id);
  expect(opened.ok).toBe(true);
  await lockDown(core, sessions(core.clock), "ana");
  await expect(keepCase(core, late, [], async () => {})).rejects.toThrow();
  await expect(register(core, ana).add({ kind: "employer", name: "Harbour" })).rejects.toThrow();
  await shareCases(core, ana).takeBack(kept.id, "bo");
  expect(await core.files.keyring.db.selectFrom("erase_key").selectAll().execute()).toEqual([]);
  const cases = await core.files.data.db.selectFrom("sealed_case").select("id").execute();
  expect(cases).toEqual([{ id: kept.id }]);
  await endLockDown(core, [kept.eraseKey]);
  expect((await openCase(core, ana, kept.id)).ok).toBe(true);
  await keepCase(core, late, [], async () => {});
});
