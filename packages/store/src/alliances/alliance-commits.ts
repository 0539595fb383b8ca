import {
  allianceAccepts,
  allianceReaders,
  type ActorId,
  type Alliance,
  type AllianceMember,
  type Alliances,
  type Charter,
  type Clock,
  type KeptStatements,
  type KnownCharters,
  type ObjectId,
  type Standing,
} from "@commonhall/domain";
import { padded } from "../database/padded.ts";
import type { Db, Session } from "../database/session.ts";
import type { AllianceTable, CharterVersionTable } from "./alliance-tables.ts";

export const alliances = (session: Session, clock: Clock): Alliances => ({
  async readers(id, kind) {
    const alliance = await getAlliance(session.read, id);
    if (alliance === undefined) return [];
    const shown = await shownKeys(session.read, alliance.standing.members);
    const shows = (member: AllianceMember): boolean => shown.get(member.id) === true;
    return allianceReaders(alliance.standing, { us: alliance.us, kind, now: clock(), shows });
  },
  async accepts(id, from, kind) {
    const alliance = await getAlliance(session.read, id);
    return (
      alliance !== undefined && allianceAccepts(alliance.standing, { us: alliance.us.id, from, kind, now: clock() })
    );
  },
  get: (id) => getAlliance(session.read, id),
  async byFirst(first) {
    const row = await session.read.selectFrom("alliance").selectAll().where("first", "=", first).executeTakeFirst();
    return row === undefined ? undefined : allianceFrom(row);
  },
  all: () => allAlliances(session.read),
  put: (alliance) => session.write((db) => putAlliance(db, alliance)),
  known: (id) => knownCharters(session.read, id),
  keep: (statements) => session.write((db) => keep(db, statements)),
  version: (hash) => readVersion(session.read, hash),
  leave: (hash) => session.read.selectFrom("charter_leave").selectAll().where("hash", "=", hash).executeTakeFirst(),
  showsKey: async (member) => (await shownKeys(session.read, [member])).get(member.id),
});

export async function getAlliance(db: Db, id: ObjectId): Promise<Alliance | undefined> {
  const row = await db.selectFrom("alliance").selectAll().where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : allianceFrom(row);
}

export const allAlliances = async (db: Db): Promise<readonly Alliance[]> =>
  (await db.selectFrom("alliance").selectAll().orderBy("id").execute()).map(allianceFrom);

function allianceFrom(row: AllianceTable): Alliance {
  const { id, changed, asked, offer, inviter: by, since: at } = row;
  const standing: Standing = JSON.parse(row.standing);
  const parties: readonly ActorId[] = JSON.parse(row.parties);
  const us = { id: row.us_id, key: row.us_key };
  const isAsked = offer !== null && by !== null && at !== null;
  const invited = isAsked ? { invited: { by, offer, at } } : {};
  return { id, us, changed, asked, standing, parties, apart: row.apart === 1, ...invited };
}

async function putAlliance(db: Db, alliance: Alliance): Promise<void> {
  const { id, us, changed, asked, standing, parties, invited, apart } = alliance;
  const [first = standing.current.hash] = standing.chain;
  const changes = {
    us_id: us.id,
    us_key: us.key,
    offer: invited?.offer ?? null,
    inviter: invited?.by ?? null,
    since: invited?.at ?? null,
    state: invited === undefined ? ("founded" as const) : ("offered" as const),
    apart: Number(apart),
    changed,
    asked,
    standing: JSON.stringify(standing),
    parties: JSON.stringify(parties),
  };
  await db
    .insertInto("alliance")
    .values({ id, first, ...changes })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(changes))
    .execute();
}

export async function knownCharters(db: Db, alliance: ObjectId): Promise<KnownCharters> {
  const versions = await db
    .selectFrom("charter_version")
    .select(["hash", "alliance", "data"])
    .where("alliance", "=", alliance)
    .orderBy("hash")
    .execute();
  const signatures = await db
    .selectFrom("charter_signature")
    .innerJoin("charter_version", "charter_version.hash", "charter_signature.version")
    .select(["charter_signature.version", "charter_signature.key", "charter_signature.at"])
    .where("charter_version.alliance", "=", alliance)
    .orderBy("charter_signature.version")
    .orderBy("charter_signature.key")
    .execute();
  const leaves = await db
    .selectFrom("charter_leave")
    .select(["hash", "member", "key", "at"])
    .where("alliance", "=", alliance)
    .orderBy("hash")
    .execute();
  return { versions: versions.map(versionFrom), signatures, leaves };
}

function versionFrom({ hash, alliance, data }: Pick<CharterVersionTable, "hash" | "alliance" | "data">) {
  const charter: Charter = JSON.parse(data);
  return { hash, alliance, charter };
}

async function keep(db: Db, { versions, signatures, leaves }: KeptStatements): Promise<void> {
  for (const { version, payload, keys } of versions) {
    const { hash, alliance, charter } = version;
    if (keys.length > 0) {
      await db
        .insertInto("member_key")
        .values(keys.map(({ id: member, key, pem }) => ({ member, key, pem })))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    await db
      .insertInto("charter_version")
      .values({ hash, alliance, payload, data: JSON.stringify(charter) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  for (const row of signatures) {
    await db
      .insertInto("charter_signature")
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  for (const row of leaves) {
    await db
      .insertInto("charter_leave")
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

const readVersion: (db: Db, hash: Parameters<Alliances["version"]>[0]) => ReturnType<Alliances["version"]> = async (
  db,
  hash,
) => {
  const row = await db.selectFrom("charter_version").selectAll().where("hash", "=", hash).executeTakeFirst();
  if (row === undefined) return undefined;
  const signatures = await db
    .selectFrom("charter_signature")
    .selectAll()
    .where("version", "=", hash)
    .orderBy("key")
    .execute();
  return { version: versionFrom(row), payload: row.payload, signatures };
};

/** Of members whose actors are known here: whether each shows the key that the charter names. */
export async function shownKeys(db: Db, members: readonly AllianceMember[]): Promise<ReadonlyMap<string, boolean>> {
  if (members.length === 0) return new Map();
  const rows = await db
    .selectFrom("member_key")
    .innerJoin("remote_actor", "remote_actor.id", "member_key.member")
    .leftJoin("remote_key", (join) =>
      join.onRef("remote_key.owner", "=", "member_key.member").onRef("remote_key.public_key", "=", "member_key.pem"),
    )
    .select(["member_key.member", "member_key.key", "remote_key.id as shown"])
    .where("member_key.member", "in", padded(members.map(({ id }) => id)))
    .where("remote_actor.gone", "is", null)
    .execute();
  const keys = new Map(members.map(({ id, key }) => [id, key]));
  const own = rows.filter(({ member, key }) => keys.get(member) === key);
  return new Map(own.map(({ member, shown }) => [member, shown !== null]));
}
