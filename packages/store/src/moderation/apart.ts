import {
  hostOf,
  type ActivityId,
  type ActorId,
  type Apart,
  type ApartKind,
  type ApartLine,
  type ApartViews,
} from "@commonhall/domain";
import { sql } from "kysely";
import type { Db, Session } from "../database/session.ts";

/**
 * Where offers of strangers wait, by kind: the table, and its columns with the id of the offer, who asks, and what it is
 * about. Each has `apart` and `since` besides.
 */
const TABLES: Readonly<Record<ApartKind, { table: string; offer: string; from: string; about: string }>> = {
  endorsement: { table: "endorsement", offer: "offer", from: "endorser", about: "campaign" },
  invitation: { table: "organiser", offer: "invite", from: "lead", about: "campaign" },
  ally: { table: "ally", offer: "offer", from: "peer", about: "relationship" },
  alliance: { table: "alliance", offer: "offer", from: "inviter", about: "id" },
  attestation: { table: "attestation", offer: "offer", from: "issuer", about: "subject" },
  pledge: { table: "pledge", offer: "id", from: "pledger", about: "call" },
};

const KINDS = Object.keys(TABLES).filter((kind): kind is ApartKind => kind in TABLES);

export const apart = (session: Session): Apart => ({
  letIn: (offer) => session.write(async (db) => (await letIn(db, "offer", offer)) > 0),
  letInAllOf: (actor) => session.write((db) => letIn(db, "from", actor)),
  senders: async () => [...new Set(await sendersOfAll(session.read))],
  waiting: async (host) => {
    const all = await sendersOfAll(session.read);
    return { ofHost: all.filter((sender) => hostOf(sender) === host).length, all: all.length };
  },
});

async function letIn(db: Db, by: "offer" | "from", id: ActivityId | ActorId): Promise<number> {
  let count = 0;
  for (const kind of KINDS) {
    const { table, ...columns } = TABLES[kind];
    const which = sql.ref(columns[by]);
    const { numAffectedRows = 0n } =
      await sql`update ${sql.table(table)} set apart = 0 where apart = 1 and ${which} = ${id}`.execute(db);
    count += Number(numAffectedRows);
  }
  return count;
}

export const apartViews = (db: Db): ApartViews => ({
  list: async (limit) => {
    const all = await Promise.all(KINDS.map((kind) => waiting(db, kind, limit)));
    return all
      .flat()
      .sort((a, b) => b.since - a.since)
      .slice(0, limit);
  },
  count: async () => {
    const counts = await Promise.all(KINDS.map((kind) => countOf(db, kind)));
    return counts.reduce((sum, count) => sum + count, 0);
  },
});

const sendersOfAll = async (db: Db): Promise<readonly ActorId[]> =>
  (await Promise.all(KINDS.map((kind) => senders(db, kind)))).flat();

async function senders(db: Db, kind: ApartKind): Promise<readonly ActorId[]> {
  const { table, from } = TABLES[kind];
  const { rows } = await sql<{ sender: ActorId }>`
    select ${sql.ref(from)} as sender from ${sql.table(table)} where apart = 1 and state in ('offered', 'received')`.execute(
    db,
  );
  return rows.map(({ sender }) => sender);
}

interface Row extends Omit<ApartLine, "kind" | "handle" | "name"> {
  readonly handle: string | null;
  readonly name: string | null;
}

/** What has been declined or taken back since waits for nobody. */
async function waiting(db: Db, kind: ApartKind, limit: number): Promise<readonly ApartLine[]> {
  const { table, offer, from, about } = TABLES[kind];
  const column = (name: string) => sql.ref(`${table}.${name}`);
  const { rows } = await sql<Row>`
    select ${column(offer)} as offer, ${column(from)} as "from", ${column(about)} as about, ${column("since")} as since,
      remote_actor.handle as handle, remote_actor.name as name
    from ${sql.table(table)} left join remote_actor on remote_actor.id = ${column(from)}
    where ${column("apart")} = 1 and ${column("state")} in ('offered', 'received')
    order by ${column("since")} desc limit ${limit}`.execute(db);
  return rows.map((row) => ({ ...row, kind, handle: row.handle ?? row.from, name: row.name ?? row.from }));
}

async function countOf(db: Db, kind: ApartKind): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${sql.table(TABLES[kind].table)} where apart = 1 and state in ('offered', 'received')`.execute(
    db,
  );
  return rows[0]?.count ?? 0;
}
