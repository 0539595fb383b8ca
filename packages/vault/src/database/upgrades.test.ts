import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { fakeClock } from "@commonhall/testkit";
import Sqlite, { type Database } from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { OpenCase } from "../cases/ports.ts";
import type { VaultAlarm } from "../core.ts";
import { fileSealer } from "../files/seal-files.ts";
import { openVault, type Vault } from "../open-vault.ts";
import { type ReceiptCode, readReceiptCode } from "../receipts/receipt-code.ts";
import { LIGHT, PEPPER } from "../testing/light-core.ts";
import { allCases, deskOf } from "../testing/light-desk.ts";
import { passphraseOf } from "../testing/light-vault.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { dataMigrations, keyringMigrations } from "./migrations.ts";
import type { Upgrade } from "./upgrade.ts";
import { DATA_FILE, KEYRING_FILE, openVaultFiles } from "./vault-files.ts";

/*
 * `schemas/` has for each migration of the data a vault as the program of that time left it; see its README. None is ever
 * made anew: a file that changes would no longer be what lies on somebody's disk.
 */

const SCHEMAS = join(import.meta.dirname, "schemas");
const DATA = Object.keys(dataMigrations);
const KEYRING = Object.keys(keyringMigrations);
const FIRST = DATA[0];

const leftSchema = z.record(
  z.string(),
  z.object({ left: z.number(), papers: z.array(z.string()), codes: z.record(z.string(), z.string()) }),
);
const LEFT = leftSchema.parse(JSON.parse(readFileSync(join(SCHEMAS, "papers-and-codes.json"), "utf8")));

/** Something stands there only while a case is being erased; a file's chunks are large, and one vault has one. */
const mayBeEmpty = (table: string, level: string): boolean =>
  table === "erasing" || (table === "chunk" && level !== FIRST);

function lay(folder: string, level: string): void {
  mkdirSync(folder, { recursive: true });
  const data = gunzipSync(readFileSync(join(SCHEMAS, `${level}.data.sql.gz`))).toString("utf8");
  const keyring = readFileSync(join(SCHEMAS, `${level}.keyring.sql`), "utf8");
  for (const [file, statements] of [
    [DATA_FILE, data],
    [KEYRING_FILE, keyring],
  ] as const) {
    using db = use(join(folder, file));
    db.connection.exec(statements);
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

interface OldVault extends AsyncDisposable {
  readonly vault: Vault;
  readonly alarms: readonly VaultAlarm[];
}

/** By the program of today, in the hour in which the old one was closed. */
async function openedToday(level: string): Promise<OldVault> {
  const root = await temporaryFolder();
  const folder = join(root.path, "vault");
  lay(folder, level);
  const alarms: VaultAlarm[] = [];
  const vault = await openVault({
    folder,
    clock: fakeClock(LEFT[level]?.left),
    pepper: PEPPER,
    stretching: LIGHT,
    files: fileSealer({ cleanImage: async () => undefined }),
    alarm: (alarm) => alarms.push(alarm),
  });
  return {
    vault,
    alarms,
    [Symbol.asyncDispose]: async () => {
      await vault.close();
      await root[Symbol.asyncDispose]();
    },
  };
}

function codeFor(level: string, story: string): ReceiptCode {
  const code = readReceiptCode(LEFT[level]?.codes[story] ?? "");
  if (!code.ok) throw new Error("Not a fixture");
  return code.value;
}

/** By the story that it began with. */
async function casesOf(vault: Vault, id: string): Promise<ReadonlyMap<string, OpenCase>> {
  const desk = await deskOf(vault, id);
  const found = new Map<string, OpenCase>();
  for (const line of await allCases(desk)) {
    const opened = await desk.cases.open(line.id);
    if (!opened.ok) throw new Error(opened.error.type);
    found.set(opened.value.told[0]?.texts.story ?? "", opened.value);
  }
  return found;
}

test("each migration of either file has a vault that was left by it", () => {
  const files = DATA.flatMap((level) => [`${level}.data.sql.gz`, `${level}.keyring.sql`]);
  expect(readdirSync(SCHEMAS).toSorted()).toEqual(["README.md", ...files, "papers-and-codes.json"].toSorted());
  const keyrings = DATA.map((level) => readFileSync(join(SCHEMAS, `${level}.keyring.sql`), "utf8"));
  for (const name of KEYRING) expect(keyrings.some((text) => text.includes(`values ('${name}'`))).toBe(true);
  expect(keyrings[0]).not.toContain(KEYRING[1]);
});

describe.each(DATA)("a vault that the program of %s left", (level) => {
  test("becomes as a new one is, and keeps every row", async () => {
    await using root = await temporaryFolder();
    const [folder, fresh] = [join(root.path, "vault"), join(root.path, "new")];
    lay(folder, level);
    const before = [DATA_FILE, KEYRING_FILE].map((file) => contentOf(join(folder, file)));
    for (const each of [folder, fresh]) (await openVaultFiles(each)).close();
    for (const [at, file] of [DATA_FILE, KEYRING_FILE].entries()) {
      const after = contentOf(join(folder, file));
      expect(after.schema).toEqual(contentOf(join(fresh, file)).schema);
      const now = new Map(after.rows);
      for (const [table, rows] of before[at]?.rows ?? []) {
        expect([table, rows.length > 0 || mayBeEmpty(table, level)]).toEqual([table, true]);
        const kept = rows.map((row) => expect.objectContaining(row));
        expect([table, now.get(table)]).toEqual([table, expect.arrayContaining(kept)]);
      }
    }
  });

  test("opens every case with the passphrases of before, whole", async () => {
    await using old = await openedToday(level);
    const [ana, bo] = [await casesOf(old.vault, "ana"), await casesOf(old.vault, "bo")];
    expect([...ana.keys()].toSorted()).toEqual([
      "Nobody looked at this yet.",
      "They kept my passport.",
      "Three weeks without pay.",
      "With a file.",
    ]);
    expect([...bo.keys()].toSorted()).toEqual([...ana.keys()].filter((story) => story !== "With a file.").toSorted());
    for (const one of [...ana.values(), ...bo.values()]) expect(one).toMatchObject({ broken: 0, cut: false });
    expect(ana.get("They kept my passport.")).toMatchObject({
      status: "open",
      title: "The cook",
      told: [
        {
          texts: { where: "Beirut", when: "June", work: "Cleaning", employer: "Golden Star" },
          contact: { how: "phone", details: "After six", safeTimes: "evenings" },
        },
        { texts: { added: "They called again." } },
      ],
      coding: { kinds: ["wage.unpaid"], place: "LB-BA", origin: "NP", adult: true },
      notes: [
        { by: "ana", text: "Called twice." },
        { by: "bo", text: "Met her." },
      ],
      replies: [{ by: "ana", text: "We believe you." }],
      tasks: [{ kind: "visa", text: "Renew", due: "2027-01-04", by: "ana", done: false }],
      hold: { reason: "Court", until: "2027-06-01", by: "ana", second: "bo" },
      readers: expect.arrayContaining(["ana", "bo"]),
    });
    const levels = ana.get("They kept my passport.")?.consents.map((consent) => consent.level);
    expect(levels?.toSorted()).toEqual(["C1", "C2", "C4"]);
    expect(ana.get("Three weeks without pay.")).toMatchObject({ conclusion: { outcome: "solved", text: "Paid." } });
    expect(ana.get("Nobody looked at this yet.")).toMatchObject({ status: "quarantined", channel: "helper" });
    expect(ana.get("With a file.")?.readers).not.toContain("bo");
    expect(old.alarms).toEqual([]);
  });

  test("has its register, reminders and audit, and works on", async () => {
    await using old = await openedToday(level);
    const ana = await deskOf(old.vault, "ana");
    expect(await ana.register.list("employer")).toMatchObject([{ name: "Golden Star Manpower", details: "Beirut" }]);
    expect(await ana.register.list("recruiter")).toMatchObject([{ name: "Mohammed Hassan" }]);
    const audit = await (await deskOf(old.vault, "dina")).audit.read();
    expect(audit.intact).toBe(true);
    const id = (await casesOf(old.vault, "ana")).get("They kept my passport.")?.id;
    if (id === undefined) throw new Error("no such case");
    expect((await ana.cases.note(id, "Ten years on.")).ok).toBe(true);
    expect((await casesOf(old.vault, "bo")).get("They kept my passport.")).toMatchObject({
      notes: [{}, {}, { by: "ana", text: "Ten years on." }],
      broken: 0,
    });
    await old.vault.sweep();
    expect((await casesOf(old.vault, "ana")).size).toBe(4);
    expect(old.alarms).toEqual([]);
  });

  test("lets a worker read the answer by the code, and papers bring in somebody new", async () => {
    await using old = await openedToday(level);
    const back = await old.vault.returnChannel.open(codeFor(level, "They kept my passport."));
    expect(back).toMatchObject({ replies: [{ text: "We believe you." }] });
    const papers = LEFT[level]?.papers ?? [];
    const admitted = await old.vault.admitByRecovery(papers.slice(0, 2), "emil");
    expect(admitted).toMatchObject({ ok: true });
    const opened = await old.vault.door.unlock("emil", passphraseOf("emil"));
    expect(opened.ok).toBe(true);
  });
});

test("a file that the first program sealed opens", async () => {
  const level = FIRST ?? "";
  await using old = await openedToday(level);
  const { cases } = await deskOf(old.vault, "ana");
  const one = (await casesOf(old.vault, "ana")).get("With a file.");
  const [file] = one?.told[0]?.files ?? [];
  if (one === undefined || file === undefined) throw new Error("no file");
  const opened = await cases.file(one.id, file.id);
  expect(opened.ok && Buffer.from(opened.value.bytes).toString()).toBe("a pay slip");
});

test("what two people signed for a release day is still theirs to let out", async () => {
  await using old = await openedToday(DATA.at(-1) ?? "");
  const day = await (await deskOf(old.vault, "pia")).release.day();
  // The heartbeat of that time was signed as well; today none is.
  const candidates = day?.candidates.filter(({ release }) => release.type !== "heartbeat") ?? [];
  expect(candidates.map(({ release }) => release.type)).toContain("bulletin");
  for (const one of candidates) expect(one).toMatchObject({ proposedBy: "pia", approvedBy: "ari" });
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
