/**
 * One process of several that decide over one PostgreSQL, one commit after the other: either alone, under the lock that the
 * store takes, or serializable, each commit run again until the database lets it be. Begins when told to.
 */
import { once } from "node:events";
import { trusted, type ObjectId } from "@commonhall/domain";
import { actorAt, outgoing, ourActor, remoteActor, storedObject } from "@commonhall/testkit";
import { outbox } from "../delivery/outbox-commits.ts";
import { remoteActors } from "../following/remote-actor-commits.ts";
import { BEGIN_ALONE } from "../database/postgres/postgres-database.ts";
import { overPool } from "../database/postgres/postgres-dialect.ts";
import { postgresPool } from "../database/postgres/postgres-pool.ts";
import { insideCommit, type Db } from "../database/session.ts";
import { arrivals } from "../objects/arrival-commits.ts";
import { objects } from "../objects/object-commits.ts";

const [url = "", way = "", what = "", name = "", count = "0"] = process.argv.slice(2);
/** As many as the inbox worker takes at once. */
const ACTIVITIES = 64;
/** Who is told of a post, by every process the same. */
const HOSTS = 20;
const clock = () => 1_000_000;

const pool = postgresPool(url);
const begin = way === "alone" ? BEGIN_ALONE : "begin isolation level serializable";
const db = overPool({ pool, begin });

/** What came from an actor of this process's own, as the inbox hands it over: an actor's things go to one at a time. */
async function takeIn(inside: Db, turn: number): Promise<void> {
  const rooms = insideCommit(inside);
  const from = actorAt(`host${name}.example`);
  for (let one = 0; one < ACTIVITIES; one += 1) {
    const id: ObjectId = trusted.object(`${from}/posts/${turn}-${one}`);
    await objects(rooms).put(storedObject(id, { published: turn }));
    await arrivals(rooms).add({ object: id, from, reason: "followed", backfilled: false, received: turn });
  }
}

async function publish(inside: Db, turn: number): Promise<void> {
  const rooms = insideCommit(inside);
  const id: ObjectId = trusted.object(`${ourActor("hall")}/posts/${name}-${turn}`);
  await objects(rooms).put(storedObject(id, { local: true, attributedTo: ourActor("hall") }));
  const actors = Array.from({ length: HOSTS }, (_, index) => actorAt(`host${index}.example`));
  await outbox(rooms, clock).append(outgoing(`${name}-${turn}`, { object: id }), [{ type: "actors", actors }]);
}

let tries = 0;
/** A commit that did not go well may go well when it is run again: it is neither the work's error nor the last word. */
async function commit(work: (inside: Db) => Promise<void>): Promise<void> {
  for (;;) {
    tries += 1;
    try {
      await db.transaction().execute(work);
      return;
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code !== "40001" && code !== "40P01") throw error;
    }
  }
}

const hostsToKnow = name === "0" ? HOSTS : 0;
for (let host = 0; host < hostsToKnow; host += 1) {
  await commit((inside) => remoteActors(insideCommit(inside)).put(remoteActor(actorAt(`host${host}.example`))));
}
tries = 0;
process.send?.("ready");
await once(process, "message");
for (let turn = 0; turn < Number(count); turn += 1) {
  await commit((inside) => (what === "taking in" ? takeIn(inside, turn) : publish(inside, turn)));
}
process.send?.({ tries });
await pool.end();
process.disconnect();
