import { type Kysely, sql } from "kysely";

/**
 * A heartbeat says that there is nothing to say, and nobody signs it. So the database looks that nothing else passes as
 * one: a release without an approval is the text of a heartbeat to the letter, and nothing is kept or told under it that
 * has a group, a table or another kind.
 */
export const heartbeats = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const hex = (count: number): string => "[0-9a-f]".repeat(count);
const uuid = `${hex(8)}-${hex(4)}-4${hex(3)}-[89ab]${hex(3)}-${hex(12)}`;
/** As RFC 8785 writes it; its time in milliseconds has thirteen digits until the year 2286. */
const payload = [
  `{"audience":"allies","id":"${uuid}","policy":"sha256-${"[A-Za-z0-9_-]".repeat(43)}"`,
  `"published":${"[0-9]".repeat(13)},"release":{"id":"${uuid}","type":"heartbeat"}}`,
].join(",");

const isHeartbeat = `new.subject is null and new.payload glob '${payload}'
  and new.object glob '*/bulletins/' || json_extract(new.payload, '$.id')
  and json_extract(new.payload, '$.release.id') = json_extract(new.payload, '$.id')
  and json_extract(new.payload, '$.published') = new.published`;

const isUnsigned = (object: string): string =>
  `exists (select 1 from release where release.object = ${object} and release.approval = '')`;

const says = (document: string): string =>
  `(instr(${document}, '"kind":"Heartbeat"') = 0 or ${['"kind":"Bulletin"', '"kind":"StatTable"', '"group"']
    .map((word) => `instr(${document}, '${word}') > 0`)
    .join(" or ")})`;

const refuse = (name: string, event: string, when: string): string =>
  `create trigger ${name} before ${event} when ${when}
   begin select raise(abort, 'not approved: ${name}'); end`;

const saysUnsigned = `${isUnsigned("new.id")} and ${says("new.document")}`;

const statements = [
  "create index release_by_time on release (published)",
  refuse("release_unsigned", "insert on release", `new.approval = '' and not (${isHeartbeat})`),
  refuse("object_unsigned", "insert on object", saysUnsigned),
  refuse("object_made_unsigned", "update on object", saysUnsigned),
  refuse(
    "activity_unsigned",
    "insert on activity",
    `${isUnsigned("new.object")} and new.type = 'Create' and ${says("new.document")}`,
  ),
  refuse("bulletin_unsigned", "insert on bulletin", isUnsigned("new.object")),
  refuse("statistics_unsigned", "insert on statistics", isUnsigned("new.object")),
];
