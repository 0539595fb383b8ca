import { expect, test } from "vitest";
import type { VaultDesk } from "../desk/ports.ts";
import type { CaseId } from "../ids.ts";
import { allCases, deskOf, foundWith, reported } from "../testing/light-desk.ts";
import { ENGLISH, lightVault } from "../testing/light-vault.ts";

type Work = (desk: VaultDesk, id: CaseId) => Promise<unknown>;

test.each<[string, Work]>([
  ["a note", (desk, id) => desk.cases.note(id, "A note.")],
  ["sharing", (desk, id) => desk.cases.share(id, "eli")],
  ["a new key for the case", (desk, id) => desk.cases.takeBack(id, "bo")],
])("only what the worker added is new, and it stays so until somebody looks: %s", async (_, work) => {
  await using hall = await lightVault();
  await foundWith(hall.vault, "ana", "bo", "eli");
  const ana = await deskOf(hall.vault, "ana");
  for (const adds of [false, true]) {
    const { id, code } = await reported(hall.vault, ana);
    const isNew = async () => (await allCases(ana)).find((line) => line.id === id)?.added;
    await ana.cases.takeBack(id, "eli");
    await ana.cases.open(id);
    if (adds) await hall.vault.returnChannel.add(code, { language: ENGLISH, text: "They came back.", files: [] });
    await work(ana, id);
    expect(await isNew()).toBe(adds);
    await ana.cases.open(id);
    expect(await isNew()).toBe(false);
  }
});
