import { DAY, feedKeys, trusted, type FeedEntryId, type Kind, type StoredObject } from "@commonhall/domain";
import type { RunningNode } from "@commonhall/node";

export interface Carried {
  readonly name: string;
  readonly kind?: Kind;
  readonly document?: Readonly<Record<string, unknown>>;
  readonly regions?: readonly string[];
  readonly sectors?: readonly string[];
  readonly languages?: readonly string[];
  readonly daysAgo?: number;
  readonly starts?: number;
}

const ALLY = trusted.actor("https://ally.example/centres/ally");

/** Puts into a node's feeds what another centre published, as if it had arrived. Answers what stands there now. */
export async function carries(
  node: RunningNode,
  now: number,
  all: readonly Carried[],
): Promise<readonly StoredObject[]> {
  const objects: StoredObject[] = [];
  for (const one of all) objects.push(await carry(node, now, one));
  return objects;
}

async function carry({ store }: RunningNode, now: number, one: Carried): Promise<StoredObject> {
  const { kind = "post", regions = [], sectors = [], languages = ["en"], daysAgo = 0 } = one;
  const id = trusted.object(`https://ally.example/${kind}s/${encodeURIComponent(one.name)}`);
  const published = now - daysAgo * DAY;
  const type = kind === "action" ? "Event" : "Note";
  const times = one.starts === undefined ? {} : { startTime: new Date(one.starts).toISOString() };
  const document = {
    id,
    type,
    attributedTo: ALLY,
    name: one.name,
    content: `<p>${one.name}</p>`,
    published: new Date(published).toISOString(),
    ...times,
    ...one.document,
  };
  const object: StoredObject = {
    id,
    kind,
    type,
    attributedTo: ALLY,
    published,
    ...(one.starts === undefined ? {} : { starts: one.starts }),
    language: languages[0] ?? "und",
    text: one.name,
    document: JSON.stringify(document),
    local: false,
    reach: "public",
  };
  const keys = feedKeys({ regions, sectors, kind, languages });
  if (keys === undefined) throw new Error("No feed carries it");
  await store.direct.objects.put(object);
  await store.direct.arrivals.add({ object: id, from: ALLY, reason: "followed", backfilled: false, received: now });
  const entry = `e-${one.name}` as FeedEntryId;
  await store.direct.feeds.enter({ entry, object: id, keys, isFor: "everybody", published, entered: now });
  return object;
}
