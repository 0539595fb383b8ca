import { DAY } from "@commonhall/domain";
import type { Core } from "../core.ts";
import type { Data } from "../database/vault-files.ts";
import { newId } from "../ids.ts";
import type { Roster } from "../keys/roster.ts";
import type { SealedSize } from "./sealed-size.ts";
import { isWeek, startOfWeek, type Week } from "../weeks.ts";

const SINCE = ["recovery renewed", "keys renewed"] as const;
/** What has happened since the last copy that makes it bring back too little. */
export type ChangedSince = (typeof SINCE)[number];
/** Why somebody should make a copy now. */
export type CopyDue = ChangedSince | "never" | "old";

const OLD = 30 * DAY;
const COPIED = "keyring copied";
const SIZE = "copied size";
const rowOf = (since: ChangedSince): string => `copy due: ${since}`;

/** In the commit that changes it. */
export async function askForCopy(db: Data, since: ChangedSince): Promise<void> {
  await write(db, rowOf(since), newId());
}

/** What asks for a copy, before it is begun: what changes while it is being made asks for another one. */
export type Asked = ReadonlyMap<string, string>;

export async function whatAsks({ files }: Core): Promise<Asked> {
  const rows = await files.data.db.selectFrom("vault").selectAll().where("name", "in", SINCE.map(rowOf)).execute();
  return new Map(rows.map(({ name, value }) => [name, value]));
}

/** When the keyring was copied is all that is kept of it. */
export async function rememberCopy(db: Data, week: Week, asked: Asked): Promise<void> {
  await write(db, COPIED, week);
  for (const [name, value] of asked) {
    await db.deleteFrom("vault").where("name", "=", name).where("value", "=", value).execute();
  }
}

/** Of the last copy of the data. */
export async function lastSize({ files }: Core): Promise<SealedSize | undefined> {
  const row = await files.data.db.selectFrom("vault").select("value").where("name", "=", SIZE).executeTakeFirst();
  const [week = "", mebibytes = ""] = row?.value.split(" ") ?? [];
  return isWeek(week) ? { week, mebibytes: Number(mebibytes) } : undefined;
}

export const rememberSize = (db: Data, { week, mebibytes }: SealedSize): Promise<void> =>
  write(db, SIZE, `${week} ${mebibytes}`);

async function write(db: Data, name: string, value: string): Promise<void> {
  await db
    .insertInto("vault")
    .values({ name, value })
    .onConflict((at) => at.column("name").doUpdateSet({ value }))
    .execute();
}

/** When the keyring was copied last: what came later does not come back after the panic lock. Undefined for never. */
export async function lastKeyringCopy({ files }: Core): Promise<Week | undefined> {
  const row = await files.data.db.selectFrom("vault").select("value").where("name", "=", COPIED).executeTakeFirst();
  return row !== undefined && isWeek(row.value) ? row.value : undefined;
}

/** Undefined where the last copy will do, and where none can be made because there is no recovery key. */
export async function copyDue(core: Core, roster: Roster | undefined): Promise<CopyDue | undefined> {
  if (roster === undefined || roster.recovery === null) return undefined;
  const copied = await lastKeyringCopy(core);
  if (copied === undefined) return "never";
  const asked = await whatAsks(core);
  const since = SINCE.find((one) => asked.has(rowOf(one)));
  return since ?? (core.clock() >= startOfWeek(copied) + OLD ? "old" : undefined);
}
