import {
  allianceAccepts,
  allianceReaders,
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
  all: () => allAlliances(session.read),
  put: (alliance) => session.write((db) => putAlliance(db, alliance)),
  known: (id) => knownCharters(session.read, id),
  keep: (statements) => session.write((db) => keep(db, statements)),
  version: (hash) => readVersion(session.read, hash),
  leave: (hash) => session.read.selectFrom("charter_leave").selectAll().where("hash", "=", hash).executeTakeFirst(),
  async shownKey({ id, key }) {
    const row = await session.read
      .selectFrom("member_key")
      .select("shown")
      .where("member", "=", id)
      .where("key", "=", key)
      .executeTakeFirst();
    return row === undefined ? undefined : row.shown === 1;
  },
  putShownKey: ({ id, key }, shown, looked) =>
    session.write(async (db) => {
      const changes = { shown: Number(shown), looked };
      await db
        .insertInto("member_key")
        .values({ member: id, key, ...changes })
        .onConflict((conflict) => conflict.columns(["member", "key"]).doUpdateSet(changes))
        .execute();
    }),
});

export async function getAlliance(db: Db, id: ObjectId): Promise<Alliance | undefined> {
  const row = await db.selectFrom("alliance").selectAll().where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : allianceFrom(row);
}

export const allAlliances = async (db: Db): Promise<readonly Alliance[]> =>
  (await db.selectFrom("alliance").selectAll().orderBy("id").execute()).map(allianceFrom);

function allianceFrom({ id, us_id, us_key, changed, asked, standing }: AllianceTable): Alliance {
  const read: Standing = JSON.parse(standing);
  return { id, us: { id: us_id, key: us_key }, changed, asked, standing: read };
}

async function putAlliance(db: Db, { id, us, changed, asked, standing }: Alliance): Promise<void> {
  const changes = { us_id: us.id, us_key: us.key, changed, asked, standing: JSON.stringify(standing) };
  await db
    .insertInto("alliance")
    .values({ id, ...changes })
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
  for (const { version, payload } of versions) {
    const { hash, alliance, charter } = version;
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

/** Of members whose actors were looked at. */
export async function shownKeys(db: Db, members: readonly AllianceMember[]): Promise<ReadonlyMap<string, boolean>> {
  if (members.length === 0) return new Map();
  const rows = await db
    .selectFrom("member_key")
    .select(["member", "key", "shown"])
    .where("key", "in", padded(members.map(({ key }) => key)))
    .execute();
  const keys = new Map(members.map(({ id, key }) => [id, key]));
  return new Map(
    rows.filter(({ member, key }) => keys.get(member) === key).map(({ member, shown }) => [member, shown === 1]),
  );
}
