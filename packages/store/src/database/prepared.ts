import type { Compilable, CompiledQuery } from "kysely";
import { hasOneWriter } from "./row-locks.ts";
import type { Db } from "./session.ts";

/** Runs the query with other values; what comes back is typed as what the builder selects or returns. */
export type Prepared<Values, Row> = (db: Db, values: Values) => Promise<readonly Row[]>;

/** Stands in the query where a value goes that is known only when it runs. */
class Slot {
  readonly name: PropertyKey;
  constructor(name: PropertyKey) {
    this.name = name;
  }
}

/**
 * A query that is built and compiled once. Building costs several times what SQLite then takes for reading one row, so
 * whatever runs for each activity that comes in, or goes out, is written in this way:
 *
 *     const find = prepared<{ id: ObjectId }>()((db, value) => db.selectFrom("object").where("id", "=", value("id")))
 *
 * `value` may stand wherever a builder takes a value, not where it takes a name, a list or a number of rows.
 */
export const prepared =
  <Values extends object>() =>
  <Row>(build: (db: Db, value: ValueOf<Values>) => Compilable<Row>): Prepared<Values, Row> => {
    // Once for each kind of database: what a query is in the words of one is none to the other.
    const texts = new Map<boolean, CompiledQuery<Row>>();
    return async (db, values) => {
      const kind = hasOneWriter(db);
      const compiled = texts.get(kind) ?? build(db, slot).compile();
      texts.set(kind, compiled);
      const given = new Map<PropertyKey, unknown>(Object.entries(values));
      const parameters = compiled.parameters.map((one) => (one instanceof Slot ? given.get(one.name) : one));
      const query: CompiledQuery<Row> = { ...compiled, parameters };
      return (await db.executeQuery(query)).rows;
    };
  };

export type ValueOf<Values> = <Name extends keyof Values>(name: Name) => Values[Name];

/** A row of an insert, each of its columns given when it runs. */
export const valuesOf = <Values extends object>(
  names: readonly (keyof Values)[],
  value: ValueOf<Values>,
): { readonly [Name in keyof Values]: Values[Name] } =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  Object.fromEntries(names.map((name) => [name, value(name)])) as Values;

/** A builder hands on what it does not know as it is; only `prepared` ever looks at it again. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const slot = (name: PropertyKey): never => new Slot(name) as never;
