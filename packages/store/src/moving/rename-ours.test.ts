import { trusted } from "@commonhall/domain";
import { ally, fakeClock, localActor, ourActor, remoteActor, actorAt } from "@commonhall/testkit";
import { expect, test } from "vitest";
import { openDatabase } from "../database/database.ts";
import { useEverything } from "../database/use-everything.fixture.ts";
import { openStore } from "../open-store.ts";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";

const FROM = "https://hall.example";
const TO = "https://hall.org";

/**
 * Where a former origin may stand once the node has moved, and why. A new column that holds ids of ours is in this list
 * or is renamed: whoever adds it decides.
 */
const STAYS: readonly string[] = [
  // What was sent, and to whom.
  "activity.actor",
  "activity.document",
  "activity.id",
  "activity.object",
  // What two people signed.
  "bulletin.author",
  "bulletin.object",
  "bulletin_code.object",
  "feed_entry.object",
  "object.attributed_to",
  "object.document",
  "object.id",
  "object.text",
  "publication.object",
  "release.object",
  "statistics.author",
  "statistics.object",
  "tombstone.attributed_to",
  "tombstone.id",
  // What others agreed with us, said of us or signed.
  "ally.data",
  "arrival.via",
  "attestation.data",
  "attestation.subject",
  "endorsement.campaign",
  "follow.followed",
  "follow.follower",
  "follow.id",
  "organiser.campaign",
  "organiser.lead",
  "pledge.caller",
  "pledge.data",
  "pledge.id",
  "pledge.pledger",
  "seen_organiser.campaign",
  "tally.campaign",
  "vouch.data",
  "vouch.subject",
  // Written anew by whoever moves the node.
  "local_actor.document",
  "local_actor.id",
];

test("nothing of ours keeps its former id but what is known to others under it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "commonhall-rename-"));
  const file = join(folder, "hall.sqlite");
  const clock = fakeClock();
  {
    await using store = await openStore({ file, clock, pepper: async () => Buffer.alloc(32, 7) });
    await useEverything(store, clock());
    const [hall, peer] = [ourActor("hall"), actorAt("peer.example")];
    await store.direct.localActors.put(localActor(hall, { handle: trusted.handle("hall") }));
    await store.direct.remoteActors.put(remoteActor(peer));
    await store.direct.allies.put(ally(peer));
    const mark = (text: string): string => text.replaceAll(FROM, TO);
    await store.direct.moves.renameOurs({
      from: FROM,
      to: TO,
      object: mark,
      activity: mark,
      settings: { origin: TO, other: "x" },
    });
    expect(await store.settings.get("origin")).toBe(TO);
  }
  const database = await openDatabase({ file });
  const found: string[] = [];
  const tables = await sql<{ name: string }>`select name from sqlite_schema where type = 'table'`.execute(
    database.read,
  );
  for (const { name } of tables.rows) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(database.read);
    const columns = rows.flatMap((row) =>
      Object.entries(row).filter(([, value]) => String(value).includes(`${FROM}/`)),
    );
    for (const column of new Set(columns.map(([column]) => column))) found.push(`${name}.${column}`);
  }
  await database.close();
  await rm(folder, { recursive: true, force: true });
  expect(found.filter((column) => !STAYS.includes(column))).toEqual([]);
  expect(found.length).toBeGreaterThan(5);
});
