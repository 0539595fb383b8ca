import { randomUUID } from "node:crypto";
import { startPostgres, whyNoPostgres, type PostgresCluster } from "@commonhall/testkit/postgres";
import { afterAll, beforeAll, describe } from "vitest";

/** Where the nodes of a scenario have their stores. */
export interface Databases {
  /** The address of a new one; undefined where a node's store lies in its folder. */
  readonly newDatabase: () => Promise<string | undefined>;
  /** The same of the other kind. */
  readonly newElsewhere: () => Promise<string | undefined>;
  /** What lay in it is gone, and it is there. */
  readonly lose: (database: string | undefined) => Promise<void>;
}

/** The same scenarios over each database that a node may have its store in. */
export function onEachDatabase(scenarios: (databases: Databases) => void): void {
  const canHave = whyNoPostgres() === undefined;
  let cluster: PostgresCluster | undefined;
  beforeAll(async () => {
    if (canHave) cluster = await startPostgres();
  });
  afterAll(() => cluster?.stop());
  const inFolder = async () => undefined;
  const inPostgres = async () => {
    const name = `hall_${randomUUID().replaceAll("-", "")}`;
    await cluster?.create(name);
    return cluster?.url(name);
  };
  const lose = async (database: string | undefined) => {
    if (database === undefined) return;
    const name = new URL(database).pathname.slice(1);
    await cluster?.drop(name);
    await cluster?.create(name);
  };
  describe("over SQLite", () => scenarios({ newDatabase: inFolder, newElsewhere: inPostgres, lose }));
  describe.runIf(canHave)("over PostgreSQL", () =>
    scenarios({ newDatabase: inPostgres, newElsewhere: inFolder, lose }),
  );
}
