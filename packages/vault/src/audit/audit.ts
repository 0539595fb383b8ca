import { createHash } from "node:crypto";
import { err, ok, type Result, type Timestamp } from "@commonhall/domain";
import { z } from "zod";
import { type Core, sameMac } from "../core.ts";
import type { Data } from "../database/vault-files.ts";
import { type CaseId, newId, isCaseId } from "../ids.ts";
import { readerOf, recoveryReader } from "../keys/readers.ts";
import { membersWith, type Roster, signatories } from "../keys/roster.ts";
import { openSealed, type Reader, sealTo } from "../seal/sealing.ts";
import { type KeyOf, sign, type Signer, verify } from "../seal/signing.ts";
import { weekOf } from "../weeks.ts";

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
  "wrote the register",
  "proposed a roster",
  "signed a roster",
  "renewed keys",
  "refused a roster",
  "backed up",
  "restored",
  "locked in panic",
  "read the audit",
] as const;
export type Audited = (typeof AUDITED)[number];

const lineSchema = z.object({
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
const FIRST = "";

/**
 * One line, signed by who acts, chained to the line before, sealed to the auditors; in the same commit as the deed. The
 * hash of the last line stands under a MAC; printed every week, it shows on paper that nothing was cut off.
 */
export async function writeAudit(core: Core, db: Data, roster: Roster, by: Signer, deed: Deed): Promise<void> {
  const at = core.clock();
  const previous = hashOf(await readHead(core, db));
  const line = { previous, at, what: deed.what, case: deed.case ?? null, with: deed.with ?? null };
  const jws = await sign(by, USE, line);
  const id = newId();
  const sealed = await sealTo(auditReaders(roster), `audit:${id}`, jws);
  await db
    .insertInto("audit")
    .values({ id, week: weekOf(at), sealed })
    .execute();
  const hash = hashOfLine(jws);
  const value = `${hash}.${core.mac("audit", hash)}`;
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

export type AuditBroken =
  /** A line in the middle is missing or was altered. */
  | { readonly type: "chain broken"; readonly lines: readonly AuditLine[] }
  /** The end was cut off, or the file is an older copy. */
  | { readonly type: "head differs"; readonly lines: readonly AuditLine[] };

/** All lines that this reader may read, in order. The first ones may have been sealed before there was this auditor. */
export async function readAudit(
  core: Core,
  reader: Reader,
  keyOf: KeyOf,
): Promise<Result<readonly AuditLine[], AuditBroken>> {
  const { db } = core.files.data;
  const rows = await db.selectFrom("audit").selectAll().execute();
  const found = new Map<string, { readonly line: AuditLine; readonly hash: string }>();
  for (const { id, sealed } of rows) {
    const jws = await openSealed(sealed, `audit:${id}`, reader);
    const verified = typeof jws === "string" ? await verify(jws, USE, keyOf) : undefined;
    const line = lineSchema.safeParse(verified?.value);
    if (verified === undefined || typeof jws !== "string" || !line.success) continue;
    const { previous, ...rest } = line.data;
    found.set(previous, { line: { ...rest, by: verified.by }, hash: hashOfLine(jws) });
  }
  return chain(found, rows.length, hashOf(await readHead(core, db)));
}

/** From the line that nothing readable comes before. Lines sealed before this reader was one are counted, not read. */
function chain(
  found: ReadonlyMap<string, { readonly line: AuditLine; readonly hash: string }>,
  rows: number,
  head: string,
): Result<readonly AuditLine[], AuditBroken> {
  const hashes = new Set([...found.values()].map(({ hash }) => hash));
  const starts = [...found.keys()].filter((previous) => !hashes.has(previous));
  const lines: AuditLine[] = [];
  let at = starts[0] ?? FIRST;
  for (let next = found.get(at); next !== undefined; next = found.get(at)) {
    lines.push(next.line);
    at = next.hash;
  }
  if (rows === 0 && head === FIRST) return ok([]);
  if (starts.length > 1 || lines.length < found.size) return err({ type: "chain broken", lines });
  const whole = starts[0] !== FIRST || lines.length === rows;
  return at === head && whole ? ok(lines) : err({ type: "head differs", lines });
}

/** For the paper file. */
export const auditHead = async (core: Core): Promise<string> => hashOf(await readHead(core, core.files.data.db));

async function readHead(core: Core, db: Data): Promise<string | undefined> {
  const row = await db.selectFrom("vault").select("value").where("name", "=", HEAD).executeTakeFirst();
  if (row === undefined) return undefined;
  const [hash = "", mac = ""] = row.value.split(".");
  if (!sameMac(mac, core.mac("audit", hash))) core.alarm("row changed");
  return row.value;
}

const hashOf = (head: string | undefined): string => head?.split(".")[0] ?? FIRST;
const hashOfLine = (jws: string): string => createHash("sha256").update(jws).digest("hex");
