import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { spawnNode, type SpawnedNode } from "@commonhall/testkit/network";
import { newReceiptCode } from "@commonhall/vault";
import { addMore, comeBack, tell, toTheLastScreen } from "../tell.ts";
import { Visitor } from "../visitor.ts";

/* What a worker's visit leaves behind on the machine: rows of ciphertext, and apart from them not one byte. */

let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "commonhall-traces-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const PASSPHRASE = "seven words for a test of traces";

/** Everything that the process may write to is below `root`. */
async function begin(): Promise<SpawnedNode> {
  const [tmp, home] = [join(root, "tmp"), join(root, "home")];
  for (const folder of [tmp, home]) await mkdir(folder);
  const node = await spawnNode({ dataFolder: join(root, "data"), environment: { TMPDIR: tmp, HOME: home } });
  const file = join(root, "centre.yaml");
  const about = "kind: centre\nhandle: hall\nname: A hall\nsummary: A hall.\nlanguages: [en]\n";
  const person = (name: string, roles: string) =>
    `  - { name: ${name}, roles: [${roles}], passphrase: ${PASSPHRASE} }\n`;
  await writeFile(file, `${about}staff:\n${person("first", "administrator, editor")}${person("ana", "caseworker")}`);
  expect((await node.hall("setup", file)).err).toBe("");
  return node;
}

/**
 * A hash of every file, and what the process has said. Not of the index that connections of SQLite share (`-shm`): it has
 * numbers of pages and of readers, and goes with the last of them.
 */
async function bytesOf(node: SpawnedNode): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith("-shm"))
    .map((entry) => join(entry.parentPath, entry.name));
  const hashes = files.map(async (file) => {
    const hash = createHash("sha256").update(await readFile(file));
    return [relative(root, file), hash.digest("hex")] as const;
  });
  return { ...Object.fromEntries(await Promise.all(hashes)), said: node.said() };
}

type Row = Readonly<Record<string, unknown>>;

/** Every row of every table of a file. */
function rowsOf(file: string): ReadonlyMap<string, readonly Row[]> {
  const database = new Sqlite(file, { readonly: true });
  try {
    const tables = database.prepare("select name from sqlite_master where type = 'table'").pluck().all() as string[];
    return new Map(tables.map((table) => [table, database.prepare(`select * from "${table}"`).all() as Row[]]));
  } finally {
    database.close();
  }
}

/** What the program says of each case is written anew with each thing that is added: its number, and MACs. */
const WORDS = ["case_word", "case_standing"];

const added = (before: ReadonlyMap<string, readonly Row[]>, after: ReadonlyMap<string, readonly Row[]>) => {
  const text = (row: Row) => JSON.stringify(row);
  const changes = new Map<string, readonly Row[]>();
  for (const [table, rows] of after) {
    const known = new Set(before.get(table)?.map(text));
    const fresh = rows.filter((row) => !known.delete(text(row)));
    if (WORDS.includes(table)) expect(rows.length).toBeGreaterThanOrEqual(before.get(table)?.length ?? 0);
    else expect([table, [...known]], "a row was changed or deleted").toEqual([table, []]);
    if (fresh.length > 0) changes.set(table, fresh);
  }
  return changes;
};

test("looking at pages, filling them in, mistyping and trying codes changes no byte and sets no cookie", async () => {
  await using node = await begin();
  const worker = new Visitor(node.origin);
  await tell(worker, { story: "So that there is a case" });
  const before = await bytesOf(node);
  expect(Object.keys(before)).toContain("data/vault/data.db");
  for (const path of ["/page", "/page/code", "/report", "/report/code", "/page?lang=ar", "/page/code?lang=ne"]) {
    expect((await worker.open(path)).status).toBe(200);
  }
  const last = await toTheLastScreen(worker, { story: "Not sent", how: "never", consents: ["C1"] });
  expect((await worker.send(last, { go: "to-story" })).status).toBe(200);
  expect((await worker.send(last, { go: "nothing", fill: { t: "forged" } })).status).toBe(200);
  expect((await worker.send(last, { go: "send", fill: { how: "phone" } })).status).toBe(422);
  expect((await worker.send(last, { go: "send", fill: { t: "forged" } })).status).toBe(422);
  expect((await comeBack(worker, "12")).status).toBe(422);
  for (let count = 0; count < 3; count += 1) expect((await comeBack(worker, newReceiptCode())).status).toBe(200);
  await worker.post("/page", new URLSearchParams({ anything: "at all" }));
  await worker.post("/page/code", new URLSearchParams({ code: "at all" }));
  expect(await bytesOf(node)).toEqual(before);
  expect(worker.cookiesFrom).toEqual([]);
});

test("a report and what is added to it are rows of ciphertext, and nothing else", async () => {
  await using node = await begin();
  const worker = new Visitor(node.origin);
  const files = ["hall.sqlite", "vault/data.db", "vault/keyring.db"] as const;
  const state = () => files.map((file) => rowsOf(join(node.dataFolder, file)));
  const said = node.said();
  const before = state();
  const outside = async () =>
    Object.fromEntries(Object.entries(await bytesOf(node)).filter(([file]) => !file.startsWith("data/")));
  const around = await outside();

  const attached = [new File(["bytes of a file"], "a.txt", { type: "text/plain" })];
  const code = await tell(worker, { story: "They keep my passport", how: "phone", details: "+961 1", files: attached });
  const told = state();
  const [hall, data, keyring] = files.map((_, at) => added(before[at] ?? new Map(), told[at] ?? new Map()));
  expect([...(hall?.keys() ?? [])]).toEqual([]);
  expect([...(keyring?.entries() ?? [])].map(([table, rows]) => [table, rows.length]).sort()).toEqual([
    ["case_standing", 1],
    ["erase_key", 1],
  ]);
  expect([...(data?.entries() ?? [])].map(([table, rows]) => [table, rows.length]).sort()).toEqual([
    ["case_reader", 1],
    ["case_word", 1],
    ["chunk", 1],
    ["entry", 1],
    ["receipt", 1],
    ["sealed_case", 1],
  ]);
  for (const [table, rows] of data ?? []) for (const row of rows) expectNothingReadable(table, row);

  const more = await addMore(worker, await comeBack(worker, code), "They moved me", attached);
  expect(more.status).toBe(200);
  const [hallThen, dataThen, keyringThen] = files.map((_, at) =>
    added(told[at] ?? new Map(), state()[at] ?? new Map()),
  );
  expect([hallThen?.size, [...(keyringThen?.keys() ?? [])]]).toEqual([0, ["case_standing"]]);
  expect([...(dataThen?.keys() ?? [])].sort()).toEqual(["case_word", "chunk", "entry"]);
  for (const [table, rows] of dataThen ?? []) for (const row of rows) expectNothingReadable(table, row);
  expect([await outside(), node.said(), worker.cookiesFrom]).toEqual([around, said, []]);
});

/** Random ids, ids of the roster, weeks, a status, keys and MACs; all else is sealed, and shows of itself how. */
const RANDOM = /^[\w-]{20,64}$/;
const WEEK = /^\d{4}-W\d\d$/;
const READABLE: Readonly<Record<string, RegExp>> = {
  id: RANDOM,
  case_id: RANDOM,
  reader: RANDOM,
  lookup: /^[0-9a-f]{32}$/,
  mac: RANDOM,
  public_key: RANDOM,
  recovery: /^recovery\.[\w-]{12}$/,
  erase_key: RANDOM,
  week: WEEK,
  erase_after: WEEK,
  status: /^(quarantined|unverified)$/,
  standing: RANDOM,
  /** Ids of entries, and a MAC. */
  log: /^[0-9a-f]{32}( [0-9a-f]{32})*\.[\w-]{43}$/,
};

function expectNothingReadable(table: string, row: Row): void {
  for (const [column, value] of Object.entries(row)) {
    const at = `${table}.${column}`;
    if (value instanceof Uint8Array) {
      expect(value.length % (1 << 20), at).toBeLessThan(100);
      continue;
    }
    // While there is no recovery key, and while the case has the key that it was made with.
    if ((column === "recovery" || column === "key_week") && value === null) continue;
    if (column === "version") {
      expect([at, value]).toEqual([at, expect.any(Number)]);
      continue;
    }
    if (typeof value !== "string") throw new Error(`${at} is neither a text nor bytes`);
    const rule = READABLE[column];
    if (rule === undefined) expectSealed(at, value);
    else expect([at, value]).toEqual([at, expect.stringMatching(rule)]);
  }
}

/** The header says how and to whom; everything behind it is letters of base64. */
function expectSealed(at: string, text: string): void {
  if (!text.startsWith("{"))
    return expect([at, text]).toEqual([at, expect.stringMatching(/^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/)]);
  const { recipients, protected: header, ...rest } = JSON.parse(text) as Record<string, unknown>;
  expect(Object.keys(rest).sort(), at).toEqual(["ciphertext", "iv", "tag"]);
  for (const value of Object.values(rest)) expect([at, value]).toEqual([at, expect.stringMatching(/^[\w-]+$/)]);
  const shown = JSON.parse(Buffer.from(String(header), "base64url").toString()) as Row;
  expect(shown, at).toMatchObject({ enc: "A256GCM", suite: 1 });
  for (const recipient of recipients as readonly { readonly header: Row }[]) {
    const names = Object.keys({ ...shown, ...recipient.header }).sort();
    expect(names, at).toEqual(["alg", "enc", "epk", "kid", "suite"]);
  }
}
