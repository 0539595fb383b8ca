import { type Core, sameMac } from "../core.ts";
import type { DataSchema, KeyringSchema } from "../database/schema.ts";
import type { Data, Keyring } from "../database/vault-files.ts";
import type { CaseId } from "../ids.ts";

/** What stands in the clear about a case, and decides when it goes and with which key. */
export type Standing = Pick<DataSchema["sealed_case"], "id" | "status" | "erase_after" | "erase_key">;

/**
 * The program's word on how a case stands and which entries it has, beside it under a MAC; how it stands is kept a second
 * time in the keyring. So whoever writes into the data file can change neither unseen, and whoever puts an old copy of it
 * there is noticed by its number. The keyring may be behind, where the program ended between the two files.
 */
export interface Word {
  readonly standing: Standing;
  /** The highest number that either file knows. */
  readonly version: number;
  /** The case stands as this program wrote it last. */
  readonly stands: boolean;
  /** All entries that this program ever wrote to it; undefined where somebody changed the list of them. */
  readonly log: readonly string[] | undefined;
  /** It is in a bulletin. True, too, where nobody can say any more: nobody is ever released twice. */
  readonly released: boolean;
  /** How it stood when the keyring was written last; undefined where there is no word of the program on that. */
  readonly copy: Copy | undefined;
}

export type Copy = KeyringSchema["case_standing"];

/** Undefined where there is no such case; with as many questions to the files. */
export async function readWord(core: Core, db: Data, id: CaseId): Promise<Word | undefined> {
  const copy = await core.files.keyring.db
    .selectFrom("case_standing")
    .selectAll()
    .where("case_id", "=", id)
    .executeTakeFirst();
  const row = await db
    .selectFrom("sealed_case")
    .leftJoin("case_word", "case_word.case_id", "sealed_case.id")
    .select(["id", "status", "erase_after", "erase_key", "version", "standing", "log"])
    .where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? undefined : wordOf(core, row, copy);
}

type Row = Standing & { readonly [name in "version" | "standing" | "log"]: DataSchema["case_word"][name] | null };

function wordOf(core: Core, { version, standing: mac, log, ...standing }: Row, kept: Copy | undefined): Word {
  const copy = kept !== undefined && sameMac(kept.mac, copyMac(core, kept)) ? kept : undefined;
  const own = version ?? 0;
  const isNew = copy === undefined || own >= copy.version;
  const read = isNew && log !== null ? readLog(core, standing.id, own, log) : undefined;
  return {
    standing,
    version: Math.max(own, copy?.version ?? 0),
    stands: isNew && mac !== null && sameMac(mac, standingMac(core, standing, own)),
    log: read?.entries,
    released: read?.released ?? true,
    copy,
  };
}

/**
 * For the commit that changes something. What nobody vouched for before is not vouched for because something was added.
 * The answer goes into the keyring with `keepCopies` afterwards.
 */
export async function giveWord(
  core: Core,
  db: Data,
  standing: Standing,
  word: Pick<Word, "version" | "stands" | "log" | "released">,
): Promise<readonly Copy[]> {
  const version = word.version + 1;
  const row = wordRow(core, standing, { ...word, version });
  await db
    .insertInto("case_word")
    .values(row)
    .onConflict((at) => at.column("case_id").doUpdateSet(row))
    .execute();
  return word.stands ? [copyOf(core, standing, version)] : [];
}

/** For a case as it is in the file now, and as it is to stand; with entries that are new. */
export async function giveNextWord(
  core: Core,
  db: Data,
  { id, status, erase_after, erase_key }: Standing,
  added: readonly string[],
  change: Partial<Pick<Word, "released">> = {},
): Promise<readonly Copy[]> {
  const word = await readWord(core, db, id);
  if (word === undefined) return [];
  const log = word.log === undefined ? undefined : [...new Set([...word.log, ...added])];
  return giveWord(core, db, { id, status, erase_after, erase_key }, { ...word, log, ...change });
}

/** Of a case that is written for the first time. */
export const firstWord = (core: Core, standing: Standing, entry: string) => ({
  row: wordRow(core, standing, { version: 1, stands: true, log: [entry], released: false }),
  copy: copyOf(core, standing, 1),
});

const wordRow = (
  core: Core,
  standing: Standing,
  { version, stands, log, released }: Pick<Word, "version" | "stands" | "log" | "released">,
): DataSchema["case_word"] => ({
  case_id: standing.id,
  version,
  standing: stands ? standingMac(core, standing, version) : "",
  log: log === undefined ? "" : logText(core, standing.id, version, [...log, sign(core, standing.id, released)]),
});

export function copyOf(core: Core, { id, status, erase_after, erase_key }: Standing, version: number): Copy {
  const copy = { case_id: id, version, status, erase_after, erase_key };
  return { ...copy, mac: copyMac(core, copy) };
}

/** What two commits wrote one after the other may come here the other way round. */
export async function keepCopies(db: Keyring, copies: readonly Copy[]): Promise<void> {
  for (const copy of copies) {
    await db
      .insertInto("case_standing")
      .values(copy)
      .onConflict((at) => at.column("case_id").doUpdateSet(copy).where("case_standing.version", "<", copy.version))
      .execute();
  }
}

/** Which of them stand otherwise than this program wrote. */
export async function changedAmong(core: Core, rows: readonly Omit<Row, "log">[]): Promise<readonly CaseId[]> {
  const words = await wordsOf(core, rows);
  return words.flatMap(({ stands, standing }) => (stands ? [] : [standing.id]));
}

export async function wordsOf(core: Core, rows: readonly Omit<Row, "log">[]): Promise<readonly Word[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const copies = await core.files.keyring.db
    .selectFrom("case_standing")
    .selectAll()
    .where("case_id", "in", ids)
    .execute();
  const known = new Map(copies.map((copy) => [copy.case_id, copy]));
  return rows.map(({ id, status, erase_after, erase_key, version, standing }) =>
    wordOf(core, { id, status, erase_after, erase_key, version, standing, log: null }, known.get(id)),
  );
}

const parts = ({ status, erase_after, erase_key }: Omit<Standing, "id">, version: number): readonly string[] => [
  String(version),
  status,
  erase_after,
  erase_key,
];

const standingMac = (core: Core, standing: Standing, version: number): string =>
  core.mac("case standing", standing.id, ...parts(standing, version));

const copyMac = (core: Core, { case_id: id, version, ...standing }: Omit<Copy, "mac">): string =>
  core.mac("case standing in keyring", id, ...parts(standing, version));

/** In the order of their random ids, which tells nothing. */
function logText(core: Core, id: CaseId, version: number, entries: readonly string[]): string {
  const text = entries.toSorted().join(" ");
  return `${text}.${logMac(core, id, version, text)}`;
}

const logMac = (core: Core, id: CaseId, version: number, text: string): string =>
  core.mac("case log", id, String(version), text);

function readLog(
  core: Core,
  id: CaseId,
  version: number,
  log: string,
): { readonly entries: readonly string[]; readonly released: boolean } | undefined {
  const [text = "", mac = ""] = log.split(".");
  if (!sameMac(mac, logMac(core, id, version, text))) return undefined;
  const all = text === "" ? [] : text.split(" ");
  const [yes, no] = [sign(core, id, true), sign(core, id, false)];
  return { entries: all.filter((one) => one !== yes && one !== no), released: all.includes(yes) };
}

/** Stands among the entries of every case and looks like one of them, so that the file does not tell which it is. */
const sign = (core: Core, id: CaseId, released: boolean): string =>
  Buffer.from(core.mac("released", id, String(released)), "base64url")
    .subarray(0, 16)
    .toString("hex");
