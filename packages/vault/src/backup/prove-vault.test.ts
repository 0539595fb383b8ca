import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import type { Vault } from "../open-vault.ts";
import { deskOf, foundWith, reported } from "../testing/light-desk.ts";
import { FROM_WEB, intakeOf, lightVault } from "../testing/light-vault.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { proveVault } from "./prove-vault.ts";

async function withRecovery(vault: Vault): Promise<readonly string[]> {
  const made = await (await deskOf(vault, "ana")).keys.makeRecovery(2, 2);
  if (!made.ok) throw new Error(made.error.type);
  const { keys } = await deskOf(vault, "cleo");
  for (const { fingerprint } of await keys.candidates()) await keys.sign(fingerprint);
  return made.value.papers;
}

const filesIn = (folder: string, name: string | number) => ({
  data: join(folder, `data-${name}`),
  keyring: join(folder, `keyring-${name}`),
});

/** In a folder of its own, which has to be empty afterwards but for the sealed data. */
async function proven(files: { readonly data: string; readonly keyring: string }, papers: readonly string[]) {
  await using temporary = await temporaryFolder();
  const folder = join(temporary.path, "drill");
  await mkdir(folder);
  const proof = await proveVault({ ...files, papers, folder });
  expect((await readdir(folder)).filter((name) => !name.startsWith("data.db"))).toEqual([]);
  return proof;
}

test("each of many copies opens every case that it has, while reports come in and keys are renewed all the time", async () => {
  await using hall = await lightVault();
  await using folder = await temporaryFolder();
  const { vault } = hall;
  await foundWith(vault);
  const papers = await withRecovery(vault);
  await reported(vault, await deskOf(vault, "ana"));
  const desk = await deskOf(vault, "ana");
  const over = new AbortController();
  const comesIn = (async () => {
    while (!over.signal.aborted) await vault.intakes.submit(intakeOf(), FROM_WEB);
  })();
  const renews = (async () => {
    while (!over.signal.aborted) for await (const _ of desk.keys.renewCases());
  })();
  const copies = Array.from({ length: 6 }, (_, at) => filesIn(folder.path, at));
  for (const copy of copies) expect(await vault.backUp({ program: "1", ...copy })).toMatchObject({ ok: true });
  over.abort();
  await Promise.all([comesIn, renews]);
  for (const copy of copies) {
    const proof = await proven(copy, papers);
    const cases = proof.ok ? proof.value.cases : 0;
    expect(cases).toBeGreaterThan(0);
    expect(proof).toEqual({ ok: true, value: { cases, open: cases, shut: 0, members: 4, withKeys: 4 } });
  }
});

test("what would not come back is counted: cases without a key, people without keys, another vault's keyring", async () => {
  await using hall = await lightVault();
  await using other = await lightVault({ pepper: new Uint8Array(32).fill(2) });
  await using folder = await temporaryFolder();
  for (const { vault } of [hall, other]) await foundWith(vault);
  const papers = await withRecovery(hall.vault);
  await reported(hall.vault, await deskOf(hall.vault, "ana"));
  const early = filesIn(folder.path, "early");
  await hall.vault.backUp({ program: "1", ...early });
  await reported(hall.vault, await deskOf(hall.vault, "ana"));
  const { data } = filesIn(folder.path, "late");
  await hall.vault.backUp({ program: "1", data });
  expect(await proven({ data, keyring: early.keyring }, papers)).toMatchObject({
    ok: true,
    value: { cases: 2, open: 1, shut: 1 },
  });

  const file = new Sqlite(join(hall.folder, "data.db"));
  file.exec("delete from staff_key where id = 'bo'");
  file.close();
  const without = filesIn(folder.path, "without");
  await hall.vault.backUp({ program: "1", ...without });
  expect(await proven(without, papers)).toMatchObject({ ok: true, value: { members: 4, withKeys: 3 } });

  expect(await proven(early, papers.slice(1))).toMatchObject({ ok: false, error: { type: "too few papers" } });
  const others = filesIn(folder.path, "others");
  const theirPapers = await withRecovery(other.vault);
  await other.vault.backUp({ program: "1", ...others });
  expect(await proven({ data: early.data, keyring: others.keyring }, papers)).toMatchObject({
    ok: false,
    error: { type: "other papers" },
  });
  expect(await proven(others, theirPapers)).toMatchObject({ ok: true });
});
