import { type PlainDate, plainDate } from "@commonhall/domain";
import { z } from "zod";
import { type Core, sameMac } from "../core.ts";
import type { Data } from "../database/vault-files.ts";
import { openUnder, sealUnder } from "../seal/sealing.ts";
import type { ReleasePolicy } from "./ports.ts";

export type Part = "propose" | "approve";

export interface LedgerDay {
  readonly day: PlainDate;
  /** How many statistics tables have left on it: two, and never a third (anonymity.md 5.7). */
  readonly tables: number;
  /** Who has signed on it and in which part; nobody does in both. */
  readonly parts: Readonly<Record<string, Part>>;
}

/** Which release days were held, and under what policy the next one is. */
export interface Ledger {
  readonly version: number;
  readonly policy: ReleasePolicy | null;
  /** `2027-02`: what was verified before this month is released no more; null where there is no such month. */
  readonly notBefore: string | null;
  /** Those whose candidates have been made; once there, none are made for it again. */
  readonly days: readonly LedgerDay[];
  /** The last release day of which nobody knows what was said on it, because the vault came back from a backup of before. */
  readonly missed: PlainDate | null;
}

const NAME = "release days";
const EMPTY: Ledger = { version: 0, policy: null, notBefore: null, days: [], missed: null };

/**
 * Lies in the data file under the program's own key, and its number a second time in the keyring, so that an old copy of
 * it is noticed: then a release day could be held twice. "changed", loudly, where that was tried.
 */
export async function readLedger(core: Core, db: Data = core.files.data.db): Promise<Ledger | "changed"> {
  const least = await anchored(core);
  const row = await db.selectFrom("vault").select("value").where("name", "=", NAME).executeTakeFirst();
  if (row === undefined) return least === 0 ? EMPTY : changed(core);
  const parsed = schema.safeParse(await openUnder(core.ownKey, LABEL, row.value));
  if (!parsed.success || least === undefined || parsed.data.version < least) return changed(core);
  return parsed.data;
}

/** In a commit; `anchorLedger` follows it. Undefined where the ledger cannot be trusted: nothing may be done then. */
export async function writeLedger(
  core: Core,
  db: Data,
  change: (ledger: Ledger) => Omit<Ledger, "version"> | undefined,
): Promise<Ledger | undefined> {
  const before = await readLedger(core, db);
  const changedTo = before === "changed" ? undefined : change(before);
  if (before === "changed" || changedTo === undefined) return undefined;
  const after = { ...changedTo, version: before.version + 1 };
  const value = await sealUnder(core.ownKey, LABEL, after);
  await db
    .insertInto("vault")
    .values({ name: NAME, value })
    .onConflict((at) => at.column("name").doUpdateSet({ value }))
    .execute();
  return after;
}

/** Never moved back; a program that ends before it comes here leaves it behind, which is no harm. */
export async function anchorLedger(core: Core, { version }: Ledger): Promise<void> {
  const least = await anchored(core);
  if (least !== undefined && least >= version) return;
  const value = anchorText(core, version);
  await core.files.keyring.db
    .insertInto("anchor")
    .values({ name: NAME, value })
    .onConflict((at) => at.column("name").doUpdateSet({ value }))
    .execute();
}

export const dayIn = ({ days }: Ledger, day: PlainDate): LedgerDay | undefined => days.find((one) => one.day === day);

/** The same with this day changed. */
export const withDay = (ledger: Ledger, day: LedgerDay): Ledger => ({
  ...ledger,
  days: [...ledger.days.filter((one) => one.day !== day.day), day],
});

/** 0 while there is none; undefined where somebody else wrote it. */
async function anchored(core: Core): Promise<number | undefined> {
  const row = await core.files.keyring.db
    .selectFrom("anchor")
    .select("value")
    .where("name", "=", NAME)
    .executeTakeFirst();
  if (row === undefined) return 0;
  const version = Number(row.value.split(".")[0]);
  return sameMac(row.value, anchorText(core, version)) ? version : undefined;
}

const anchorText = (core: Core, version: number): string => `${version}.${core.mac("release ledger", String(version))}`;

function changed(core: Core): "changed" {
  core.alarm("row changed");
  return "changed";
}

const LABEL = "release:ledger:1";

const dateSchema = z.string().transform((text, context) => {
  const date = plainDate(text);
  if (date !== undefined) return date;
  context.addIssue("no date");
  return z.NEVER;
});

const schema = z.strictObject({
  version: z.int(),
  // Sealed by this program under its own key, and by nobody else; its values are checked whenever it is used.
  policy: z
    .custom<ReleasePolicy>((value) => z.looseObject({ country: z.string() }).safeParse(value).success)
    .nullable(),
  // One of before knew neither of this nor of what it missed.
  notBefore: z.string().nullable().default(null),
  days: z.array(
    z.strictObject({
      day: dateSchema,
      tables: z.int(),
      parts: z.record(z.string(), z.enum(["propose", "approve"])),
    }),
  ),
  missed: dateSchema.nullable().default(null),
});
