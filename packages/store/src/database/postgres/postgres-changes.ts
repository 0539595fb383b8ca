import { randomUUID } from "node:crypto";
import type { Change } from "@commonhall/domain";
import { sql } from "kysely";
import type { Changes } from "../changes.ts";
import { createListeners } from "../listeners.ts";
import type { Db } from "../session.ts";
import { postgresClient } from "./postgres-pool.ts";

export interface PostgresChanges extends Omit<Changes, "stop"> {
  /** Inside a commit: the others hear of it when it has come about. */
  readonly tellOthers: (db: Db, change: Change) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const CHANNEL = "commonhall";
const CHANGES: readonly Change[] = ["inbox", "deliveries", "anything"];
const TRY_AGAIN_AFTER = 1000;

/**
 * Every process tells the others of its commits by NOTIFY, and listens on a connection of its own. While that is away
 * nothing is heard; once it is there again anything may have happened.
 */
export async function postgresChanges(url: string): Promise<PostgresChanges> {
  const { listen, tell, forgetAll } = createListeners();
  const me = randomUUID();
  let client: ReturnType<typeof postgresClient> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;

  const connect = async (): Promise<void> => {
    const fresh = postgresClient(url);
    fresh.on("notification", ({ payload = "" }) => {
      const [from, ...said] = payload.split(" ");
      if (from !== me) tell(CHANGES.find((change) => change === said.join(" ")) ?? "anything");
    });
    fresh.on("error", () => undefined);
    fresh.once("end", () => {
      if (client !== fresh) return;
      client = undefined;
      later();
    });
    await fresh.connect();
    await fresh.query(`listen ${CHANNEL}`);
    client = fresh;
  };

  const later = (): void => {
    if (isOver) return;
    timer = setTimeout(() => {
      connect().then(
        () => (isOver ? client?.end() : tell("anything")),
        () => later(),
      );
    }, TRY_AGAIN_AFTER);
    timer.unref();
  };

  await connect();
  return {
    listen,
    tell,
    tellOthers: async (db, change) => void (await sql`select pg_notify(${CHANNEL}, ${`${me} ${change}`})`.execute(db)),
    stop: async () => {
      isOver = true;
      clearTimeout(timer);
      forgetAll();
      const last = client;
      client = undefined;
      await last?.end();
    },
  };
}
