import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakeClock } from "@commonhall/testkit";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { openStore } from "../../open-store.ts";
import { openBehindStore } from "../behind-store.fixture.ts";

/** What a schema says, each thing as a line that both databases can be asked for. */
const PARTS = ["columns", "keys", "indexes", "references", "triggers"] as const;
type Schema = Readonly<Record<(typeof PARTS)[number], readonly string[]>>;

test("both databases have the same tables, columns, keys, indexes, references and triggers", async () => {
  const [sqlite, postgres] = [await sqliteSchema(), await postgresSchema()];
  for (const part of PARTS) {
    expect(sqlite[part].length).toBeGreaterThan(10);
    expect(postgres[part].toSorted()).toEqual(sqlite[part].toSorted());
  }
});

const TABLES =
  "(select name from sqlite_master where type = 'table' and name not glob 'sqlite_*' and name not glob 'kysely*') as t";
const IN_SQLITE: Schema = {
  columns: [
    `select t.name || '.' || c.name || ' ' || lower(c.type) || ' ' || (c."notnull" or c.pk > 0) || ' ' ||
       coalesce(c.dflt_value, '-') as line from ${TABLES}, pragma_table_info(t.name) as c`,
  ],
  keys: [
    `select t.name || ' ' || (select group_concat(name) from
       (select name from pragma_table_info(t.name) where pk > 0 order by pk)) as line from ${TABLES}`,
  ],
  indexes: [
    `select case i.origin when 'u' then '' else i.name end || ' ' || t.name || ' ' || i."unique" || ' ' ||
       (select group_concat(name) from (select name from pragma_index_info(i.name) order by seqno)) ||
       case when instr(s.sql, ' where ') > 0 then substr(s.sql, instr(s.sql, ' where ')) else '' end as line
     from ${TABLES}, pragma_index_list(t.name) as i left join sqlite_master as s on s.name = i.name
     where i.origin <> 'pk'`,
  ],
  references: [
    `select t.name || '.' || f."from" || ' ' || f."table" || '.' || f."to" || ' ' || lower(f.on_delete) as line
     from ${TABLES}, pragma_foreign_key_list(t.name) as f`,
  ],
  triggers: ["select sql as line from sqlite_master where type = 'trigger'"],
};

async function sqliteSchema(): Promise<Schema> {
  const folder = await mkdtemp(join(tmpdir(), "commonhall-"));
  const file = join(folder, "store.db");
  await (await openStore({ file, clock: fakeClock() })).close();
  const db = new Sqlite(file, { readonly: true });
  const lines = (part: (typeof PARTS)[number]) =>
    IN_SQLITE[part].flatMap((text) => db.prepare<[], { line: string }>(text).all()).map(({ line }) => plain(line));
  const schema = asSchema(lines);
  db.close();
  await rm(folder, { recursive: true });
  return schema;
}

const OURS = "n.nspname = 'public' and c.relname not like 'kysely%'";
const CLASSES = "pg_class as c join pg_namespace as n on n.oid = c.relnamespace";
const INDEXED = `(select string_agg(a.attname, ',' order by k.place) from unnest(i.indkey) with ordinality as k (number, place)
  join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = k.number)`;
const IN_POSTGRES: Schema = {
  columns: [
    `select c.relname || '.' || a.attname || ' ' ||
       case when a.atttypid = 'bigint'::regtype then 'integer'
            when a.atttypid = 'text'::regtype and l.collname = 'C' then 'text' else '?' end || ' ' ||
       a.attnotnull::integer || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '-') as line
     from ${CLASSES} join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     left join pg_attrdef as d on d.adrelid = c.oid and d.adnum = a.attnum
     left join pg_collation as l on l.oid = a.attcollation where c.relkind = 'r' and ${OURS}`,
  ],
  keys: [
    `select c.relname || ' ' || ${INDEXED} as line from ${CLASSES} join pg_index as i on i.indrelid = c.oid
     where i.indisprimary and ${OURS}`,
  ],
  indexes: [
    `select case when exists (select 1 from pg_constraint as k where k.conindid = i.indexrelid) then '' else x.relname end ||
       ' ' || c.relname || ' ' || i.indisunique::integer || ' ' || ${INDEXED} ||
       coalesce(' where ' || pg_get_expr(i.indpred, i.indrelid), '') as line
     from ${CLASSES} join pg_index as i on i.indrelid = c.oid join pg_class as x on x.oid = i.indexrelid
     where not i.indisprimary and ${OURS}`,
  ],
  references: [
    `select c.relname || '.' || a.attname || ' ' || t.relname || '.' || b.attname || ' ' ||
       case k.confdeltype when 'c' then 'cascade' when 'a' then 'no action' else '?' end as line
     from ${CLASSES} join pg_constraint as k on k.conrelid = c.oid and k.contype = 'f'
     join pg_class as t on t.oid = k.confrelid
     join pg_attribute as a on a.attrelid = c.oid and a.attnum = k.conkey[1]
     join pg_attribute as b on b.attrelid = t.oid and b.attnum = k.confkey[1] where ${OURS}`,
  ],
  triggers: [
    `select replace(pg_get_triggerdef(g.oid), ' public.', ' ') as line
     from ${CLASSES} join pg_trigger as g on g.tgrelid = c.oid where not g.tgisinternal and ${OURS}`,
  ],
};

async function postgresSchema(): Promise<Schema> {
  await using it = await openBehindStore({ clock: fakeClock() });
  const all = new Map<string, readonly string[]>();
  for (const part of PARTS) {
    const rows = await Promise.all(IN_POSTGRES[part].map((text) => it.behind(text)));
    all.set(
      part,
      rows.flat().map(({ line }) => plain(String(line))),
    );
  }
  return asSchema((part) => all.get(part) ?? []);
}

/** A line without what each database adds when it writes it down, and of a trigger only when it does something. */
const plain = (line: string): string => {
  const trigger = /^create trigger (\w+ (?:before|after) [\w, ]+? on \w+)/i.exec(line)?.[1];
  return (trigger ?? line)
    .toLowerCase()
    .replaceAll(/::(?:text|bigint)/g, "")
    .replaceAll("!=", "<>")
    .replaceAll(/[()]/g, "");
};

const asSchema = (lines: (part: (typeof PARTS)[number]) => readonly string[]): Schema => ({
  columns: lines("columns"),
  keys: lines("keys"),
  indexes: lines("indexes"),
  references: lines("references"),
  triggers: lines("triggers"),
});
