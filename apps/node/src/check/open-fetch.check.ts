import { randomUUID } from "node:crypto";
import type { ObjectId } from "@commonhall/domain";
import { few, finding, notDone, notServed, well } from "./finding.ts";
import type { Check, CheckPorts } from "./ports.ts";
import type { Answered, Way } from "./ways.ts";

const MOST = 25;
const FORMS = [
  { accept: "application/activity+json" },
  { accept: 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"' },
  { accept: "text/html" },
] as const;

/** Fetches what is for some alone as a stranger would, unsigned, and looks whether it is there, or answers unlike what is not. */
export const checkOpenFetch: Check = async (ports) => {
  if (ports.ways.length === 0) return notServed("open-fetch");
  const { restricted, handle } = await whatIsRestricted(ports);
  if (restricted.length === 0) {
    return notDone("open-fetch", "Nothing has been said yet that is not for everybody, so there is nothing to steal.");
  }
  const found = (await Promise.all(ports.ways.map((way) => steal(way, restricted, handle)))).flat();
  return found.length === 0
    ? well(
        "open-fetch",
        `${restricted.length} things that are not for everybody were asked for without a signature: none was given, and nothing told that they exist.`,
      )
    : finding(
        "open-fetch",
        `A stranger gets at what is not for everybody: ${few(found)}.`,
        "If it is at the public address alone, whatever stands before the node keeps answers: switch its cache off. If not, this version is broken: stop the node and write to whoever made it.",
      );
};

/** Calls, posts and bulletins of ours that some alone may read, the latest of each. */
async function whatIsRestricted({ store }: CheckPorts): Promise<{
  readonly restricted: readonly ObjectId[];
  readonly handle: string;
}> {
  const centre = await store.direct.centres.get();
  const [calls, posts, bulletins, open] = await Promise.all([
    store.callViews.list({ limit: 500 }),
    store.campaignViews.posts(undefined, 500),
    store.bulletinViews.list({}),
    store.bulletinViews.listPublic({}),
  ]);
  const isOpen = new Set<string>(open.map(({ object }) => object));
  const ours = bulletins
    .filter(({ by, object }) => by === centre?.id && !isOpen.has(object))
    .map(({ object }) => object);
  return {
    handle: centre?.handle ?? "",
    restricted: [
      ...calls
        .filter(({ audience }) => audience.type !== "public")
        .map(({ id }) => id)
        .slice(0, MOST),
      ...posts
        .filter(({ audience }) => audience !== undefined && audience.type !== "public")
        .map(({ id }) => id)
        .slice(0, MOST),
      ...ours.slice(0, MOST),
    ],
  };
}

async function steal(way: Way, restricted: readonly ObjectId[], handle: string): Promise<string[]> {
  const found: string[] = [];
  for (const id of restricted) {
    const path = new URL(id).pathname;
    const never = path.replace(/[^/]+$/, randomUUID());
    for (const headers of FORMS) {
      const [answer, nothing] = [await way.ask(path, headers), await way.ask(never, headers)];
      if (answer === undefined) continue;
      if (answer.status < 400) found.push(`${path} at the ${way.name} is given out (${answer.status})`);
      else if (!isAlike(answer, nothing))
        found.push(`${path} at the ${way.name} answers otherwise than what never was`);
    }
  }
  const lists = [
    `/centres/${handle}/outbox`,
    `/centres/${handle}/outbox?page=1`,
    `/centres/${handle}.atom`,
    `/centres/${handle}.json`,
    "/calls",
    "/bulletins",
  ];
  for (const path of lists) {
    const answer = await way.ask(path, { accept: path.includes("outbox") ? "application/activity+json" : "*/*" });
    const told = restricted.find((id) => answer?.body.includes(id) === true);
    if (told !== undefined) found.push(`${path} at the ${way.name} tells of ${new URL(told).pathname}`);
  }
  return [...new Set(found)];
}

const isAlike = (one: Answered, other: Answered | undefined): boolean =>
  one.status === other?.status && one.body.length === other.body.length;
