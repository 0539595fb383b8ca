import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { ENGLISH, lightVault, type LightVault } from "../testing/light-vault.ts";
import { deskOf, foundWith, reported } from "../testing/light-desk.ts";

/** A case with two notes, the last of which somebody takes out of the file. */
async function cutOff(hall: LightVault) {
  await foundWith(hall.vault, "ana", "bo", "dina");
  const ana = await deskOf(hall.vault, "ana");
  const { id, code } = await reported(hall.vault, ana);
  const file = new Sqlite(`${hall.folder}/data.db`);
  const entries = () => file.prepare("select id from entry").pluck().all();
  await ana.cases.note(id, "One.");
  const known = entries();
  const word = file.prepare("select * from case_word").get() as { log: string; version: number };
  await ana.cases.note(id, "Two.");
  const open = async () => {
    const opened = await ana.cases.open(id);
    return opened.ok ? [opened.value.broken, opened.value.cut] : undefined;
  };
  expect(await open()).toEqual([0, false]);
  const [two] = entries().filter((entry) => !known.includes(entry));
  file.prepare("delete from entry where id = ?").run(two);
  return { ana, id, code, file, word, open, [Symbol.dispose]: () => void file.close() };
}

test("attack: what came last and was taken away is missed by whoever opens the case, and that stands in the audit", async () => {
  await using hall = await lightVault();
  using scene = await cutOff(hall);
  expect(await scene.open()).toEqual([1, true]);
  expect(hall.alarms).toContain("row changed");
  const { lines } = await (await deskOf(hall.vault, "dina")).audit.read();
  expect(lines.filter(({ did }) => did === "missed entries")).toMatchObject([{ by: "ana", caseId: scene.id }]);
});

test("attack: it stays missed, whatever is added, shared or sealed anew afterwards", async () => {
  await using hall = await lightVault();
  using scene = await cutOff(hall);
  const { ana, id, code } = scene;
  await hall.vault.returnChannel.add(code, { language: ENGLISH, text: "They moved me.", files: [] });
  expect(await scene.open()).toEqual([1, true]);
  await ana.cases.note(id, "Three.");
  expect((await ana.cases.takeBack(id, "bo")).ok).toBe(true);
  expect((await ana.cases.share(id, "bo")).ok).toBe(true);
  expect(await scene.open()).toEqual([1, true]);
  const bo = await deskOf(hall.vault, "bo");
  expect(await bo.cases.open(id)).toMatchObject({ ok: true, value: { broken: 1, cut: true } });
});

test.each(["shorter by hand", "the one of before", "none"])(
  "attack: a list of the entries that is %s hides nothing, then or later",
  async (how) => {
    await using hall = await lightVault();
    using scene = await cutOff(hall);
    const { file, word, ana, id } = scene;
    const put = file.prepare("update case_word set log = ?");
    const now = file.prepare("select log from case_word").pluck().get() as string;
    if (how === "shorter by hand") put.run(`${word.log.split(".")[0]}.${now.split(".")[1]}`);
    else if (how === "none") file.exec("delete from case_word");
    else file.prepare("update case_word set version = @version, standing = @standing, log = @log").run(word);
    expect(await scene.open()).toMatchObject([expect.any(Number), true]);
    await ana.cases.note(id, "Three.");
    expect(await scene.open()).toMatchObject([expect.any(Number), true]);
  },
);
