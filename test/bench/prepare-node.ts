import { createServer } from "node:net";
import {
  hostOf,
  languageTag,
  objectId,
  trusted,
  type ActorId,
  type Arrival,
  type LanguageTag,
  type StaffDraft,
  type StoredObject,
  type Texts,
} from "@commonhall/domain";
import { startNode, type RunningNode } from "@commonhall/node";

export interface PreparedNode {
  readonly origin: string;
  readonly centre: ActorId;
  /** For the process that is to serve it. */
  readonly environment: Readonly<Record<string, string>>;
}

const STAFF: readonly StaffDraft[] = [
  { name: "first", roles: ["administrator", "editor"], passphrase: "six words that nobody else would say" },
  { name: "second", roles: ["editor"], passphrase: "six words that nobody else would say" },
  { name: "third", roles: ["caseworker"], passphrase: "six words that nobody else would say" },
];

const EN = languageTag("en") as LanguageTag;
const texts = (text: string): Texts => ({ [EN]: text });

export interface NodePlace {
  readonly dataFolder: string;
  /** Of PostgreSQL; undefined where the store lies in the folder. */
  readonly database?: string | undefined;
}

/** A node with a centre and three staff, in a place of its own; `fill` puts into it what is to be measured. */
export async function prepareNode(
  { dataFolder, database }: NodePlace,
  fill: (node: RunningNode, centre: ActorId) => Promise<void>,
): Promise<PreparedNode> {
  const listen = `127.0.0.1:${await freePort()}`;
  const origin = `http://${listen}`;
  const place = { dataFolder, ...(database === undefined ? {} : { database }) };
  const node = await startNode({ ...place, listen, clock: Date.now, works: false });
  const handle = trusted.handle("bench");
  const draft = { handle, name: texts("Bench"), summary: texts("For measuring."), regions: [], sectors: [] };
  const made = await node.federation.commands.setUp({ ...draft, languages: [EN] }, STAFF);
  if (!made.ok) throw new Error(made.error.type);
  await fill(node, made.value.id);
  await node.close();
  const environment = {
    HALL_DATA: dataFolder,
    HALL_LISTEN: listen,
    HALL_ORIGIN: origin,
    HALL_TEST_NETWORK: "1",
    ...(database === undefined ? {} : { HALL_DATABASE: database }),
  };
  return { origin, centre: made.value.id, environment };
}

export interface Neighbour {
  readonly id: ActorId;
  readonly inbox: string;
}

/** An actor elsewhere that follows the centre, is followed by it, or both. */
export async function meet(
  { store }: RunningNode,
  centre: ActorId,
  { id, inbox }: Neighbour,
  directions: { readonly followsUs?: boolean; readonly isFollowed?: boolean },
): Promise<void> {
  const now = Date.now();
  await store.direct.remoteActors.put({
    id,
    type: "Organization",
    handle: `@hall@${hostOf(id)}`,
    host: hostOf(id),
    name: "A hall elsewhere",
    inbox: trusted.inbox(inbox),
    document: "{}",
    fetched: now,
  });
  const follow = (follower: ActorId, followed: ActorId) =>
    store.direct.follows.put({
      id: trusted.activity(`${follower}#follows/${encodeURIComponent(followed)}`),
      follower,
      followed,
      state: "accepted",
      since: now,
    });
  if (directions.followsUs === true) await follow(id, centre);
  if (directions.isFollowed === true) await follow(centre, id);
}

/** So many posts of others, one a minute back from now, as if they had arrived. */
export async function arrive({ store }: RunningNode, from: ActorId, count: number): Promise<void> {
  const now = Date.now();
  const slice = 500;
  for (let start = 0; start < count; start += slice) {
    await store.work.run(async (rooms) => {
      for (let i = start; i < Math.min(start + slice, count); i++) {
        const object = postOf(from, i, now - i * 60_000);
        await rooms.objects.put(object);
        const arrival: Arrival = { object: object.id, from, reason: "followed", backfilled: false, received: now };
        await rooms.arrivals.add(arrival);
      }
    });
  }
}

function postOf(from: ActorId, index: number, published: number): StoredObject {
  const id = objectId(`${from}/posts/${index}`);
  if (id === undefined) throw new Error("No address");
  const content = `<p>Twelve of 43 have been paid, and we stay until all are. This is post ${index}.</p>`;
  return {
    id,
    kind: "post",
    type: "Note",
    attributedTo: from,
    published,
    language: "en",
    text: `Twelve of 43 have been paid, and we stay until all are. This is post ${index}.`,
    document: JSON.stringify({ id, type: "Note", attributedTo: from, content, contentMap: { en: content } }),
    local: false,
    reach: "public",
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === "string") throw new Error("No free port");
  return address.port;
}
