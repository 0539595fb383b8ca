import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { readerOf } from "../keys/readers.ts";
import { readRoster } from "../keys/roster.ts";
import { openUnder, sealUnder } from "../seal/sealing.ts";
import { deskOf, foundWith, reported } from "../testing/light-desk.ts";
import { lightVault } from "../testing/light-vault.ts";

test("attack: a name written among the readers of a wrap lets nobody in when the case is shared next", async () => {
  await using hall = await lightVault();
  const { vault, folder } = hall;
  await foundWith(vault, "ana", "bo", "emil");
  const ana = await deskOf(vault, "ana");
  const { id } = await reported(vault, ana);
  for (const member of ["bo", "emil"]) expect((await ana.cases.takeBack(id, member)).ok).toBe(true);
  // Whoever has both files opens the outer layer; the inner one names its readers where nothing protects them.
  const [data, keyring] = [new Sqlite(`${folder}/data.db`), new Sqlite(`${folder}/keyring.db`)];
  const row = data.prepare("select erase_key, wrap from sealed_case").get() as { erase_key: string; wrap: string };
  const key = Buffer.from(String(keyring.prepare("select key from erase_key").pluck().get()), "base64url");
  const label = `case-key:${id}:${row.erase_key}` as const;
  const inner = JSON.parse(String(await openUnder(key, label, row.wrap)));
  const roster = String(data.prepare("select document from roster").pluck().get());
  const bo = readRoster(roster)!.roster.members.find((member) => member.id === "bo")!;
  const [own] = inner.recipients;
  inner.recipients.push({ ...own, header: { ...own.header, kid: readerOf(bo).id } });
  data.prepare("update sealed_case set wrap = ?").run(await sealUnder(key, label, JSON.stringify(inner)));
  for (const file of [data, keyring]) file.close();
  await ana.cases.share(id, "emil");
  expect(await (await deskOf(vault, "bo")).cases.open(id)).toEqual({ ok: false, error: { type: "not found" } });
});
