import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { codeOf, deskOf, foundWith, reported } from "../testing/light-desk.ts";
import { FROM_WEB, intakeOf, lightVault } from "../testing/light-vault.ts";
import { newReceiptCode } from "../receipts/receipt-code.ts";
import { isBusy } from "./patience.ts";

/** Another process that writes, and is not done. */
function held(folder: string, ...names: readonly string[]) {
  const files = names.map((name) => new Sqlite(`${folder}/${name}`));
  for (const file of files) file.exec("begin immediate");
  const letGo = () => {
    for (const file of files) if (file.inTransaction) file.exec("rollback");
  };
  return {
    letGo,
    [Symbol.dispose]: () => {
      letGo();
      for (const file of files) file.close();
    },
  };
}

test("while another process holds both files, everything that is only looked at is there", async () => {
  await using hall = await lightVault({ patience: 2 });
  const { vault, folder } = hall;
  await foundWith(vault);
  const ana = await deskOf(vault, "ana");
  const { id } = await reported(vault, ana);
  using _held = held(folder, "data.db", "keyring.db");
  expect(await vault.intakes.isOpen()).toBe(true);
  expect(await vault.door.state()).toMatchObject({ founded: true });
  expect((await ana.cases.list({})).items).toMatchObject([{ id }]);
  expect(await vault.returnChannel.open(newReceiptCode())).toEqual({ replies: [] });
});

test("what has to be written waits, holds nobody up, and is written when the file is free", async () => {
  await using hall = await lightVault();
  const { vault, folder } = hall;
  await foundWith(vault);
  const ana = await deskOf(vault, "ana");
  using other = held(folder, "data.db", "keyring.db");
  const sent = [vault.intakes.submit(intakeOf(), FROM_WEB), vault.intakes.submit(intakeOf(), FROM_WEB)];
  let written = 0;
  for (const one of sent) void one.then(() => (written += 1));
  for (let looks = 0; looks < 20; looks++) expect(await vault.intakes.isOpen()).toBe(true);
  expect((await ana.cases.list({})).items).toEqual([]);
  expect(written).toBe(0);
  other.letGo();
  for (const kept of await Promise.all(sent)) expect(codeOf(kept)).toHaveLength(20);
  expect((await ana.cases.list({})).items).toHaveLength(2);
});

test.each(["data.db", "keyring.db"])(
  "where %s is not let go of, it is said to be busy, and nothing half is there",
  async (name) => {
    await using hall = await lightVault({ patience: 2 });
    const { vault, folder } = hall;
    await foundWith(vault);
    const ana = await deskOf(vault, "ana");
    const other = held(folder, name);
    const refused: unknown = await vault.intakes.submit(intakeOf(), FROM_WEB).catch((error: unknown) => error);
    expect(isBusy(refused)).toBe(true);
    other[Symbol.dispose]();
    expect((await ana.cases.list({})).items).toEqual([]);
    await vault.sweep();
    expect(codeOf(await vault.intakes.submit(intakeOf(), FROM_WEB))).toHaveLength(20);
    expect(hall.alarms).toEqual([]);
  },
);

test("a transaction under way is left by nobody: what comes meanwhile has its turn afterwards", async () => {
  await using hall = await lightVault();
  const { vault, folder } = hall;
  await foundWith(vault);
  const ana = await deskOf(vault, "ana");
  const { id } = await reported(vault, ana);
  using other = held(folder, "data.db");
  const notes = ["One.", "Two.", "Three."].map((text) => ana.cases.note(id, text));
  const looked = ana.cases.list({});
  expect((await looked).items).toHaveLength(1);
  other.letGo();
  for (const note of await Promise.all(notes)) expect(note.ok).toBe(true);
  const opened = await ana.cases.open(id);
  expect(opened.ok && opened.value.notes.map(({ text }) => text).toSorted()).toEqual(["One.", "Three.", "Two."]);
});
