import { join } from "node:path";
import Sqlite from "better-sqlite3";

/** One table of a node's files. */
export interface TableSize {
  readonly rows: number;
  /** With its indexes. */
  readonly bytes: number;
}

export type Sizes = ReadonlyMap<string, TableSize>;

/** Files of a node, as they lie in its data folder. */
export const FILES = ["hall.sqlite", "vault/data.db", "vault/keyring.db"] as const;

/** Every table of every file; those of the vault as `vault/…`. Reading disturbs nobody who writes. */
export function sizesIn(dataFolder: string): Sizes {
  const sizes = new Map<string, TableSize>();
  for (const file of FILES) {
    const database = new Sqlite(join(dataFolder, file), { readonly: true });
    const tables = database
      .prepare<[], { name: string; bytes: number }>(
        `select m.tbl_name as name, sum(s.pgsize) as bytes from dbstat s join sqlite_schema m on m.name = s.name
         where m.tbl_name not like 'sqlite_%' and m.tbl_name not like 'kysely_%' group by m.tbl_name`,
      )
      .all();
    for (const { name, bytes } of tables) {
      const rows = database.prepare<[], number>(`select count(*) from "${name}"`).pluck().get() ?? 0;
      sizes.set(file === "hall.sqlite" ? name : `${file.slice(0, -".db".length)}: ${name}`, { rows, bytes });
    }
    database.close();
  }
  return sizes;
}

/**
 * What a node keeps for as long as it lives, and so grows by what is said. Everything else serves its time: after that it
 * is as large in the second half of a year as in the first.
 */
export const KEPT: Readonly<Record<string, string>> = {
  object: "what was published here, and what others said",
  arrival: "the list of what others said",
  feed_entry: "what of it feeds carry",
  feed_place: "where feeds find it",
  publication: "the list of what was published here",
  tombstone: "what was deleted does not come back",
  activity: "what was told, as it was signed",
  delivery: "to whom it was told, so that a later change reaches them",
  campaign: "campaigns",
  campaign_organiser: "who organises them",
  post: "their posts",
  call: "calls",
  need: "what they need",
  received_call: "calls of others",
  local_actor: "campaigns are actors",
  handle: "a handle is given once",
  acknowledgement: "which allies have a call",
  "vault/data: audit": "who did what with which case, that it was erased among it",
};

/** Tables that grew though they are not kept: by more than a quarter and fifty rows from the half to the end. */
export const unexplained = (half: Sizes, end: Sizes): readonly string[] =>
  [...end].flatMap(([name, { rows }]) => {
    const before = half.get(name)?.rows ?? 0;
    return name in KEPT || rows <= before * 1.25 + 50
      ? []
      : [`${name}: ${before} rows at the half, ${rows} at the end`];
  });
