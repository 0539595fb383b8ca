import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fakeClock } from "@commonhall/testkit";
import Sqlite, { type Database } from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { openVault } from "../open-vault.ts";
import { fileSealer } from "../files/seal-files.ts";
import { deskOf } from "../testing/light-desk.ts";
import { LIGHT, PEPPER } from "../testing/light-core.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { dataMigrations, keyringMigrations } from "./migrations.ts";
import type { Upgrade } from "./upgrade.ts";
import { DATA_FILE, KEYRING_FILE, openVaultFiles } from "./vault-files.ts";

/*
 * `schemas/` has for each migration of the two files a database as it was left by it, with rows in every table, as text.
 * They are never made anew: a file that changes would no longer be what lies on somebody's disk.
 */

const SCHEMAS = join(import.meta.dirname, "schemas");
const DATA = Object.keys(dataMigrations);
const KEYRING = Object.keys(keyringMigrations);

/** When they were left, which keyring belonged to which data. */
const keyringOf = (data: string): string => (data < "0003" ? "0001-first" : "0002-standing-of-a-case");
const LEFT_AT = 1_798_448_400_000;

function lay(folder: string, data: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [file, name] of [
    [DATA_FILE, `data-${data}`],
    [KEYRING_FILE, `keyring-${keyringOf(data)}`],
  ] as const) {
    using db = use(join(folder, file));
    db.connection.exec(readFileSync(join(SCHEMAS, `${name}.sql`), "utf8"));
  }
}

function use(path: string): Disposable & { readonly connection: Database } {
  const connection = new Sqlite(path);
  return { connection, [Symbol.dispose]: () => void connection.close() };
}

type Row = Readonly<Record<string, unknown>>;

/** What each table has, but for the program's own notes of what it has done, and how it is made. */
function contentOf(file: string) {
  using db = use(file);
  const { connection } = db;
  const schema = connection
    .prepare<[], string>("select type || ' ' || name || ' ' || sql from sqlite_master where sql is not null order by 1")
    .pluck()
    .all();
  const tables = connection
    .prepare<[], string>("select name from sqlite_master where type = 'table' and name not like 'kysely_%'")
    .pluck()
    .all();
  return {
    schema,
    rows: tables.map((table) => [table, connection.prepare<[], Row>(`select * from "${table}"`).all()] as const),
  };
}

test("each migration of either file has a database that it left", () => {
  const names = [...DATA.map((name) => `data-${name}.sql`), ...KEYRING.map((name) => `keyring-${name}.sql`)];
  expect(readdirSync(SCHEMAS).toSorted()).toEqual(names.toSorted());
});

describe.each(DATA)("a vault that %s left", (name) => {
  test("becomes as a new one is, and keeps every row", async () => {
    await using root = await temporaryFolder();
    const [folder, fresh] = [join(root.path, "vault"), join(root.path, "new")];
    lay(folder, name);
    const before = [DATA_FILE, KEYRING_FILE].map((file) => contentOf(join(folder, file)));
    for (const each of [folder, fresh]) (await openVaultFiles(each)).close();
    for (const [at, file] of [DATA_FILE, KEYRING_FILE].entries()) {
      const after = contentOf(join(folder, file));
      expect(after.schema).toEqual(contentOf(join(fresh, file)).schema);
      const now = new Map(after.rows);
      for (const [table, rows] of before[at]?.rows ?? []) {
        expect([table, rows.length > 0]).toEqual([table, true]);
        const kept = rows.map((row) => expect.objectContaining(row));
        expect([table, now.get(table)]).toEqual([table, expect.arrayContaining(kept)]);
      }
    }
  });

  test("opens with the passphrases of before, and so do its cases", async () => {
    await using root = await temporaryFolder();
    const folder = join(root.path, "vault");
    lay(folder, name);
    await using vault = await openVault({
      folder,
      clock: fakeClock(LEFT_AT),
      pepper: PEPPER,
      stretching: LIGHT,
      files: fileSealer({ cleanImage: async () => undefined }),
      alarm: () => undefined,
    });
    const { cases } = await deskOf(vault, "ana");
    const { items } = await cases.list({});
    const opened = await Promise.all(items.map(({ id }) => cases.open(id)));
    const stories = opened.map((one) => one.ok && one.value.told[0]?.texts.story);
    expect(stories.toSorted()).toEqual(["They kept my passport.", "With a file."]);
    expect(opened.map((one) => one.ok && one.value.broken)).toEqual([0, 0]);
  });
});

test("before an upgrade a copy of the data may be kept, never of the keyring, and a later version's vault is refused", async () => {
  await using root = await temporaryFolder();
  const folder = join(root.path, "vault");
  lay(folder, "0002-recovery-of-a-case");
  const said: Upgrade[] = [];
  const full = Object.assign(new Error("full"), { code: "ENOSPC" });
  await expect(openVaultFiles(folder, 1, async () => Promise.reject(full))).rejects.toBe(full);
  const keep = async (upgrade: Upgrade) => {
    said.push(upgrade);
    await upgrade.copyTo(join(root.path, "copy"));
  };
  (await openVaultFiles(folder, 1, keep)).close();
  expect(said).toMatchObject([{ file: join(folder, DATA_FILE), to: DATA.slice(2) }]);
  (await openVaultFiles(folder, 1, keep)).close();
  expect(said).toHaveLength(1);
  for (const file of [KEYRING_FILE, DATA_FILE]) {
    {
      using db = use(join(folder, file));
      db.connection.exec("insert into kysely_migration values ('9999-later', '2036-01-01')");
    }
    await expect(openVaultFiles(folder, 1)).rejects.toMatchObject({ code: "COMMONHALL_NEWER" });
  }
});
