import { type Breaker, type Host, OPENS_AT } from "@commonhall/domain";
import type { Db } from "../database/session.ts";
import type { RemoteHostTable } from "./delivery-tables.ts";

export async function readBreakers(db: Db): Promise<ReadonlyMap<Host, Breaker>> {
  const rows = await db.selectFrom("remote_host").selectAll().where("since", "is not", null).execute();
  return new Map(rows.map((row) => [row.host, breakerFrom(row)]));
}

export const breakerFrom = (row: Pick<RemoteHostTable, "failures" | "since" | "open_until">): Breaker => ({
  failures: row.failures,
  ...(row.since === null ? {} : { since: row.since }),
  ...(row.open_until === null ? {} : { openUntil: row.open_until }),
});

/** Hosts whose breaker is open, as `isOpen` says of a breaker. */
export const openHosts = (db: Db) =>
  db.selectFrom("remote_host").where("since", "is not", null).where("failures", ">=", OPENS_AT);
