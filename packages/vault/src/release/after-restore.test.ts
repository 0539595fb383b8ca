import { join } from "node:path";
import { DAY } from "@commonhall/domain";
import { expect, test } from "vitest";
import { restoreVault } from "../backup/restore.ts";
import { openVault, type Vault } from "../open-vault.ts";
import { newRegisterId } from "../ids.ts";
import { fileSealer } from "../files/seal-files.ts";
import { LIGHT, PEPPER } from "../testing/light-core.ts";
import { deskOf } from "../testing/light-desk.ts";
import {
  coreOf,
  DAY_OF_RELEASE,
  made,
  POLICY,
  type ReleaseHall,
  releaseHall,
  signAll,
} from "../testing/release-hall.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { readItems } from "./release-items.ts";

/*
 * A vault that comes back from a backup of before a release day does not know what was said on it. Everything of here is
 * what it must not do then (decision 0048).
 */

/** The papers of a recovery key that two have signed. */
async function papersOf(hall: ReleaseHall): Promise<readonly string[]> {
  const recovery = await (await hall.desk("ana")).keys.makeRecovery(2, 2);
  if (!recovery.ok) throw new Error(recovery.error.type);
  const { keys } = await hall.desk("ana2");
  for (const { fingerprint } of await keys.candidates()) await keys.sign(fingerprint);
  return recovery.value.papers;
}

async function backUpOf(hall: ReleaseHall, folder: string, papers: readonly string[]) {
  const [data, keyring] = [join(folder, "data.backup"), join(folder, "keyring.backup")];
  expect(await hall.vault.backUp({ program: "1", data, keyring })).toMatchObject({ ok: true });
  const to = join(folder, "vault");
  return async (work: (back: Vault, folder: string) => Promise<void>) => {
    const pepperFile = join(folder, "pepper");
    expect(await restoreVault({ folder: to, pepperFile, data, keyring, papers })).toMatchObject({ ok: true });
    const files = fileSealer({ cleanImage: async () => undefined });
    await using back = await openVault({
      folder: to,
      clock: hall.clock,
      pepper: PEPPER,
      stretching: LIGHT,
      files,
      alarm: () => {},
    });
    await work(back, to);
  };
}

test("what was released since a backup is released no more after it, by no name and in no table; what came later is", async () => {
  await using hall = await releaseHall();
  await using elsewhere = await temporaryFolder();
  const papers = await papersOf(hall);
  const person = newRegisterId();
  await hall.records(30);
  await hall.records(1, { person, persons: [person] });
  // Verified when the quarter was over: nobody of these can have been in what was said of it.
  await hall.records(30, { verified: "2027-01" });
  await hall.records(1, { person, persons: [person], verified: "2027-01" });
  expect(await (await hall.room("pia")).setPolicy(POLICY)).toMatchObject({ ok: true });
  const comesBack = await backUpOf(hall, elsewhere.path, papers);
  await made(hall);
  await signAll(hall);
  hall.clock.set(DAY_OF_RELEASE);
  const said = await hall.vault.outlet.offered();
  expect(said.length).toBeGreaterThan(0);
  hall.clock.set(DAY_OF_RELEASE + DAY);
  await comesBack(async (back, folder) => {
    // It does not say that there was nothing to say either.
    expect([await back.outlet.offered(), await back.outlet.lastHour()]).toEqual([[], undefined]);
    for (let at = hall.clock(); at < Date.UTC(2027, 3, 29); at += 7 * DAY) {
      hall.clock.set(at);
      await back.sweep();
    }
    hall.clock.set(Date.UTC(2027, 3, 29));
    await back.sweep();
    expect(await (await deskOf(back, "pia")).release.make()).toMatchObject({ ok: true });
    await using core = await coreOf(folder, hall.clock);
    const items = await readItems(core);
    const members = items.flatMap((item) => item.members);
    expect(members.length).toBeGreaterThan(0);
    expect(members.some((one) => one.person === person)).toBe(false);
    const records = items.filter(({ release }) => release.type === "statistics").map((item) => item.members.length);
    expect(records).toEqual([30, 30]);
    hall.clock.set(Date.UTC(2027, 4, 4, 9));
    expect(await back.outlet.lastHour()).toBe(Date.UTC(2027, 4, 4, 9));
  });
});

test("what two people had signed by then for a day that has gone by does not leave: a consent may have been taken back", async () => {
  await using hall = await releaseHall();
  await using elsewhere = await temporaryFolder();
  const papers = await papersOf(hall);
  await hall.records(30);
  await made(hall);
  await signAll(hall);
  const comesBack = await backUpOf(hall, elsewhere.path, papers);
  hall.clock.set(DAY_OF_RELEASE + DAY);
  await comesBack(async (back, folder) => {
    expect([await back.outlet.offered(), await back.outlet.lastHour()]).toEqual([[], undefined]);
    await using core = await coreOf(folder, hall.clock);
    const items = await readItems(core);
    expect(new Set(items.map(({ state, droppedFor }) => `${state}: ${droppedFor}`))).toEqual(
      new Set(["dropped: brought back"]),
    );
  });
});

test("where no release day lies between, what two people have signed leaves on its day", async () => {
  await using hall = await releaseHall();
  await using elsewhere = await temporaryFolder();
  const papers = await papersOf(hall);
  await hall.records(30);
  await made(hall);
  await signAll(hall);
  const comesBack = await backUpOf(hall, elsewhere.path, papers);
  await comesBack(async (back) => {
    expect(await back.outlet.offered()).toEqual([]);
    hall.clock.set(DAY_OF_RELEASE);
    expect((await back.outlet.offered()).length).toBeGreaterThan(0);
    expect(await back.outlet.lastHour()).toBe(DAY_OF_RELEASE);
  });
});
