import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/**
 * What queries and triggers use of SQLite's functions that PostgreSQL has under another name, or not at all. They come
 * before every migration.
 */
export const sqliteFunctions: Record<string, Migration> = {
  "0000-sqlite-functions": {
    async up(db: Kysely<unknown>): Promise<void> {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  },
};

const statements = [
  `create function min(one bigint, other bigint) returns bigint language sql immutable
   return case when one < other then one else other end`,
  `create function max(one bigint, other bigint) returns bigint language sql immutable
   return case when one > other then one else other end`,
  "create function instr(text, text) returns integer language sql immutable return strpos($1, $2)",
  `create function json_each(json text, out value text) returns setof text language sql immutable
   as 'select json_array_elements_text($1::json)'`,
  // Of an object, by a path such as $.release.id.
  `create function json_extract(text, text) returns text language sql immutable
   return $1::jsonb #>> string_to_array(substr($2, 3), '.')`,
  // In regular expressions and in patterns of file names, lists of characters are written in the same way.
  `create function glob(subject text, pattern text) returns boolean language sql immutable
   return subject ~ ('^' || replace(replace(
     regexp_replace(pattern, '([.+(){}|^$\\\\])', '\\\\\\1', 'g'), '*', '.*'), '?', '.') || '$')`,
];
