import { MINUTE } from "@commonhall/domain";
import { expect, test } from "vitest";
import type { VaultDesk } from "../desk/ports.ts";
import { allCases, deskOf, foundWith, reported, tokenOf } from "../testing/light-desk.ts";
import { lightVault, type LightVault } from "../testing/light-vault.ts";

type Work = (desk: VaultDesk) => ReturnType<VaultDesk["cases"]["shareAll"]>;

/** Four cases of which only ana can open any. */
async function withCases(hall: LightVault) {
  const { vault } = hall;
  await foundWith(vault, "ana", "bo");
  const ana = await deskOf(vault, "ana");
  for (let told = 0; told < 4; told++) {
    const { id } = await reported(vault, ana);
    await ana.cases.takeBack(id, "bo");
  }
  const token = await tokenOf(vault, "ana");
  const desk = await vault.door.desk("ana", token);
  if (desk === undefined) throw new Error("closed");
  return { desk, token };
}

const shared = async ({ vault }: LightVault) => (await allCases(await deskOf(vault, "bo"))).length;

const shareWithBo: Work = (desk) => desk.cases.shareAll("bo");

test.each([
  ["somebody signs out", (hall: LightVault, token: string) => hall.vault.door.lock(token)],
  ["everything is locked", (hall: LightVault) => hall.vault.door.lockDown("bo")],
  ["a quarter of an hour goes by", async (hall: LightVault) => hall.clock.advance(15 * MINUTE)],
] as const)("work on all cases stops at the next one when %s", async (_when, close) => {
  await using hall = await lightVault();
  const { desk, token } = await withCases(hall);
  const steps: number[] = [];
  const work = async () => {
    for await (const { done } of shareWithBo(desk)) {
      steps.push(done);
      if (done === 2) await close(hall, token);
    }
  };
  await expect(work()).rejects.toThrow("The keys were closed");
  expect(steps).toEqual([0, 1, 2]);
});

test("what was done stays done, and begun again it goes on with the rest", async () => {
  await using hall = await lightVault();
  const { desk, token } = await withCases(hall);
  for (const work of [shareWithBo(desk), desk.keys.renewCases()]) {
    await work[Symbol.asyncIterator]().next();
    await hall.vault.door.lock(token);
    await expect(work[Symbol.asyncIterator]().next()).rejects.toThrow();
  }
  expect(await shared(hall)).toBe(0);
  const again = await deskOf(hall.vault, "ana");
  let last = 0;
  for await (const { done } of shareWithBo(again)) last = done;
  expect([last, await shared(hall)]).toEqual([4, 4]);
});

test("looking whether somebody is still there keeps nobody's keys open", async () => {
  await using hall = await lightVault();
  const { desk, token } = await withCases(hall);
  const work = shareWithBo(desk)[Symbol.asyncIterator]();
  await work.next();
  for (let minutes = 0; minutes < 15; minutes += 5) {
    await work.next();
    hall.clock.advance(5 * MINUTE);
  }
  expect(await hall.vault.door.desk("ana", token)).toBeUndefined();
});
