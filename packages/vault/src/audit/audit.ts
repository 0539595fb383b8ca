import { createHash } from "node:crypto";
import type { Timestamp } from "@commonhall/domain";
import { z } from "zod";
import { type Core, sameMac } from "../core.ts";
import type { Data } from "../database/vault-files.ts";
import { type CaseId, newId, isCaseId } from "../ids.ts";
import { readerOf, recoveryReader } from "../keys/readers.ts";
import { membersWith, type Roster, signatories } from "../keys/roster.ts";
import { openSealed, type Reader, readersOf, sealTo } from "../seal/sealing.ts";
import { type KeysOf, sign, type Signer, verify } from "../seal/signing.ts";
import { type Week, weekOf } from "../weeks.ts";

export const AUDITED = [
  "unlocked",
  "opened",
  "opened a file",
  "accepted from quarantine",
  "verified",
  "coded",
  "noted",
  "replied",
  "set a task",
  "finished a task",
  "shared",
  "took back",
  "recorded consent",
  "changed status",
  "kept open",
  "asked for a hold",
  "confirmed a hold",
  "ended a hold",
  "erased",
  "put a case right",
  "missed entries",
  "missed a key",
  "found the clock ahead",
  "trusted the clock",
  "wrote the register",
  "proposed a roster",
  "signed a roster",
  "renewed keys",
  "refused a roster",
  "backed up",
  "restored",
  "locked in panic",
  "read the audit",
  "set the release policy",
  "opened the coded records",
  "proposed a release",
  "approved a release",
  "dropped a release",
  "released",
  "asked to withdraw a bulletin",
  "withdrew a bulletin",
] as const;
export type Audited = (typeof AUDITED)[number];

const lineSchema = z.object({
  /** How many lines came before. */
  n: z.int(),
  previous: z.string(),
  at: z.number(),
  what: z.enum(AUDITED),
  case: z.string().refine(isCaseId).nullable(),
  with: z.string().nullable(),
});

/** Who did what, to which case by its random id, with which colleague; never what was in it. */
export interface AuditLine {
  readonly at: Timestamp;
  readonly by: string;
  readonly what: Audited;
  readonly case: CaseId | null;
  readonly with: string | null;
}

export type Deed = Pick<AuditLine, "what"> & Partial<Pick<AuditLine, "case" | "with">>;

const USE = "audit";
const HEAD = "audit head";

/**
 * One line, signed by who acts, chained to the line before, sealed to the auditors; in the same commit as the deed. The
 * hash of the last line stands under a MAC; printed every week, it shows on paper that nothing was cut off.
 */
export async function writeAudit(core: Core, db: Data, roster: Roster, by: Signer, deed: Deed): Promise<void> {
  const at = core.clock();
  const { count: n, hash: previous } = await readHead(core, db);
  const line = { n, previous, at, what: deed.what, case: deed.case ?? null, with: deed.with ?? null };
  const jws = await sign(by, USE, line);
  const id = newId();
  const sealed = await sealTo(auditReaders(roster), `audit:${id}`, jws);
  await db
    .insertInto("audit")
    .values({ id, week: weekOf(at), sealed, mac: rowMac(core, id, sealed) })
    .execute();
  const value = headText(core, { count: n + 1, hash: hashOfLine(jws) });
  await db
    .insertInto("vault")
    .values({ name: HEAD, value })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
    .execute();
}

/** While there is neither an auditor nor a recovery key, whoever may sign keeps the lines for them. */
function auditReaders(roster: Roster): readonly Reader[] {
  const auditors = membersWith(roster, "auditor").map(readerOf);
  const readers = [...auditors, ...recoveryReader(roster)];
  return readers.length > 0 ? readers : signatories(roster).map(readerOf);
}

export interface AuditRead {
  /** Those that this reader may read, the newest first: lines may have been sealed before there was this auditor. */
  readonly lines: readonly AuditLine[];
  /** How many lines of the whole audit are not sealed to this reader. */
  readonly unreadable: number;
  /** No line of the whole audit was altered, added or left out, and those that were read follow one another. */
  readonly intact: boolean;
  /** The week before which there is more. */
  readonly next?: Week;
}

interface Found {
  readonly n: number;
  readonly previous: string;
  readonly hash: string;
  readonly line: AuditLine;
}

/**
 * Opens whole weeks, the newest first, until there are so many lines: opening one takes a millisecond, and a centre writes
 * thousands in a year. That nothing is missing anywhere is seen without opening: by the number of lines and what the
 * program vouches for beside each.
 */
export async function readAudit(
  core: Core,
  { reader, keysOf }: { readonly reader: Reader; readonly keysOf: KeysOf },
  { before, atLeast }: { readonly before: Week | undefined; readonly atLeast: number },
): Promise<AuditRead> {
  const { rows, head } = await core.files.data.db
    .transaction()
    .setAccessMode("read only")
    .execute(async (db) => ({
      rows: await db.selectFrom("audit").selectAll().execute(),
      head: await readHead(core, db),
    }));
  const whole = head.whole && rows.length === head.count;
  const written = whole && rows.every(({ id, sealed, mac }) => sameMac(mac, rowMac(core, id, sealed)));
  const weeks = [...new Set(rows.map((row) => row.week))].toSorted().toReversed();
  const found: Found[] = [];
  let last: Week | undefined;
  for (const week of weeks.filter((one) => before === undefined || one < before)) {
    if (found.length >= atLeast) break;
    last = week;
    for (const { id, sealed } of rows.filter((row) => row.week === week)) {
      const line = await openLine(id, sealed, reader, keysOf);
      if (line !== undefined) found.push(line);
    }
  }
  found.sort((one, other) => other.n - one.n);
  const more = last !== undefined && weeks.at(-1) !== last ? { next: last } : {};
  const unreadable = rows.filter(({ sealed }) => !readersOf(sealed).includes(reader.id)).length;
  return { lines: found.map(({ line }) => line), unreadable, intact: written && isChain(found, head), ...more };
}

async function openLine(id: string, sealed: string, reader: Reader, keysOf: KeysOf): Promise<Found | undefined> {
  const jws = await openSealed(sealed, `audit:${id}`, reader);
  const verified = typeof jws === "string" ? await verify(jws, USE, keysOf) : undefined;
  const parsed = lineSchema.safeParse(verified?.value);
  if (verified === undefined || typeof jws !== "string" || !parsed.success) return undefined;
  const { n, previous, ...line } = parsed.data;
  return { n, previous, hash: hashOfLine(jws), line: { ...line, by: verified.by } };
}

/** Each line names the hash of the one before it, where that has been read too; the last of all is the head's. */
const isChain = (found: readonly Found[], head: Head): boolean =>
  found.every((line, index) => {
    const after = found[index - 1];
    if (after?.n === line.n + 1) return after.previous === line.hash;
    return line.n !== head.count - 1 || line.hash === head.hash;
  });

/** For the paper file. */
export const auditHead = async (core: Core): Promise<string> => (await readHead(core, core.files.data.db)).hash;

interface Head {
  readonly count: number;
  readonly hash: string;
  /** It is one that this program wrote. */
  readonly whole: boolean;
}

async function readHead(core: Core, db: Data): Promise<Head> {
  const row = await db.selectFrom("vault").select("value").where("name", "=", HEAD).executeTakeFirst();
  if (row === undefined) return { count: 0, hash: "", whole: true };
  const [count = "", hash = ""] = row.value.split(".");
  const head = { count: Number(count) || 0, hash };
  const whole = sameMac(row.value, headText(core, head));
  if (!whole) core.alarm("row changed");
  return { ...head, whole };
}

const headText = (core: Core, { count, hash }: Omit<Head, "whole">): string =>
  `${count}.${hash}.${core.mac("audit head", String(count), hash)}`;

const rowMac = (core: Core, id: string, sealed: string): string => core.mac("audit row", id, sealed);

const hashOfLine = (jws: string): string => createHash("sha256").update(jws).digest("hex");
