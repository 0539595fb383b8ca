import { generateKeyPairSync } from "node:crypto";
import {
  asObject,
  languagesOf,
  ok,
  type Action,
  type BulletinLine,
  type Call,
  type CallViews,
  type Campaign,
  type CampaignViews,
  type Centre,
  type Kind,
  type ObjectId,
  type ObjectViews,
  type Participation,
  type Post,
  type ReceivedCallLine,
  type StaffDraft,
  type StatTableLine,
  type StoredObject,
} from "@commonhall/domain";
import {
  actionAnnouncementDocument,
  actionDocument,
  addressesOf,
  callDocument,
  campaignDocument,
  openingPostDocument,
  postDocument,
  type JsonObject,
} from "@commonhall/wire";
import type { WebPorts } from "../ports.ts";
import { memoryBulletins } from "./memory-bulletins.ts";
import { memoryFeeds, type Carried } from "./memory-feeds.ts";
import { memoryDecisions } from "./memory-decisions.ts";
import { memoryDigests, noDigests } from "./memory-digests.ts";
import { memoryAllies } from "./memory-allies.ts";
import { emptyAlliances, memoryAlliances } from "./memory-alliances.ts";
import { quietTogether } from "./memory-together.ts";
import { DELETED_BULLETIN, DELETED_CAMPAIGN, DELETED_POST, NOW, SITE } from "./fixtures.ts";

/** What a node holds, for pages without a database. */
export interface World {
  centre?: Centre;
  readonly campaigns: readonly Campaign[];
  readonly posts: readonly Post[];
  readonly actions: readonly Action[];
  readonly calls?: readonly Call[];
  readonly bulletins?: readonly BulletinLine[];
  readonly tables?: readonly StatTableLine[];
  readonly carried?: readonly Carried[];
}

/** What the pages did and asked for, for tests to look at. */
export interface Seen {
  readonly setUps: { readonly draft: object; readonly staff: readonly StaffDraft[] }[];
  readonly counts: Map<ObjectId, number>;
  readonly errors: string[];
  now: number;
}

export const CALENDAR = "the-secret-of-the-calendar";
export const SET_UP_CODE = "open-sesame-2026";

/** Ports for the public side. Those of the desk throw: a public page has no business with them. */
export function memoryPorts(
  world: World,
  changed: Partial<WebPorts> = {},
): { readonly ports: WebPorts; readonly seen: Seen } {
  const seen: Seen = { setUps: [], counts: new Map(), errors: [], now: NOW };
  const clock = () => seen.now;
  const ports: WebPorts = {
    site: SITE,
    version: "0.1.0",
    source: () => Promise.resolve(Buffer.from("the program text")),
    testNetwork: false,
    clock,
    newId: () => "0199f0aa-0000-7000-8000-0000000000ff",
    log: { error: (message, facts) => void seen.errors.push(`${message} ${JSON.stringify(facts)}`) },
    centres: { get: () => Promise.resolve(world.centre) },
    campaigns: campaignViews(world, clock),
    bulletins: memoryBulletins(world),
    watchedFeeds: forbidden("watchedFeeds"),
    feeds: memoryFeeds({ carried: world.carried ?? [] }),
    digests: memoryDigests(noDigests(), clock),
    calls: callViews(() => world.calls ?? []),
    callCommands: forbidden("callCommands"),
    audiences: forbidden("audiences"),
    objects: objectViews(world),
    participation: participation(seen.counts),
    setUpCode: { check: (code) => Promise.resolve(code === SET_UP_CODE) },
    calendarAddress: { get: () => Promise.resolve(CALENDAR), renew: notAsked },
    centreCommands: {
      setUp: (draft, staff) => {
        seen.setUps.push({ draft, staff });
        const id = addressesOf(SITE).centre(draft.handle);
        return Promise.resolve(ok({ id, handle: draft.handle, url: id }));
      },
      updateCentre: notAsked,
    },
    staffDesk: forbidden("staffDesk"),
    campaignCommands: forbidden("campaignCommands"),
    followCommands: forbidden("followCommands"),
    follows: forbidden("follows"),
    deliveries: forbidden("deliveries"),
    workInProgress: forbidden("workInProgress"),
    domains: forbidden("domains"),
    decisions: memoryDecisions(),
    ...quietTogether(),
    pledges: forbidden("pledges"),
    allies: memoryAllies({ allies: [], done: [] }, clock),
    alliances: memoryAlliances({ ...emptyAlliances(), done: [] }, clock),
    moderation: forbidden("moderation"),
    watch: forbidden("watch"),
    noticeCommands: forbidden("noticeCommands"),
    notices: forbidden("notices"),
    ...changed,
  };
  return { ports, seen };
}

const forbidden = (name: string): never =>
  new Proxy(
    {},
    {
      get: (_, method) => {
        throw new Error(`A public page asked for ${name}.${String(method)}`);
      },
    },
  ) as never;

const notAsked = (): Promise<never> => Promise.reject(new Error("A public page asked for what the desk shows"));

/** Those that are open first, the next to end first. */
export const callViews = (
  calls: () => readonly Call[],
  received: () => readonly ReceivedCallLine[] = () => [],
): CallViews => ({
  get: (id) => Promise.resolve(calls().find((call) => call.id === id)),
  list: ({ campaign, isPublic, limit }) =>
    Promise.resolve(
      calls()
        .filter((call) => campaign === undefined || call.campaign === campaign)
        .filter(({ audience }) => isPublic !== true || audience.type === "public")
        .toSorted((a, b) => Number(b.status === "open") - Number(a.status === "open") || a.expires - b.expires)
        .slice(0, limit),
    ),
  received: (id) => Promise.resolve(received().find(({ call }) => call.id === id)),
  openReceived: (now, limit) =>
    Promise.resolve(
      received()
        .filter(({ call }) => call.status === "open" && now < call.expires)
        .slice(0, limit),
    ),
});

const newestFirst = (a: { readonly published: number }, b: { readonly published: number }): number =>
  b.published - a.published;

const campaignViews = ({ campaigns, posts, actions }: World, clock: () => number): CampaignViews => ({
  get: (id) => Promise.resolve(campaigns.find((campaign) => campaign.id === id)),
  byHandle: (handle) => Promise.resolve(campaigns.find((campaign) => campaign.handle === handle)),
  list: () => Promise.resolve(campaigns),
  post: (id) => Promise.resolve(posts.find((post) => post.id === id)),
  posts: (campaign, limit) =>
    Promise.resolve(
      posts
        .filter((post) => campaign === undefined || post.campaign === campaign)
        .toSorted(newestFirst)
        .slice(0, limit),
    ),
  publicPosts: (limit) =>
    Promise.resolve(
      posts
        .filter(({ audience }) => audience === undefined)
        .toSorted(newestFirst)
        .slice(0, limit),
    ),
  action: (id) => Promise.resolve(actions.find((action) => action.id === id)),
  actions: (campaign, limit) => {
    const of = actions.filter((action) => campaign === undefined || action.campaign === campaign);
    const over = (action: Action) => (action.ends ?? Infinity) < clock();
    const sorted = of.toSorted((a, b) => Number(over(a)) - Number(over(b)) || a.starts - b.starts);
    return Promise.resolve(sorted.slice(0, limit));
  },
});

function participation(counts: Map<ObjectId, number>): Participation {
  return {
    count: (action) => Promise.resolve(counts.get(action) ?? 0),
    counts: (actions) => Promise.resolve(new Map(actions.map((action) => [action, counts.get(action) ?? 0]))),
    add: (action) => {
      counts.set(action, (counts.get(action) ?? 0) + 1);
      return Promise.resolve(counts.get(action) ?? 0);
    },
    set: (action, count) => {
      counts.set(action, count);
      return Promise.resolve();
    },
  };
}

/** The documents are those that the node would send. Pages of a list go on after the object that the cursor names. */
function objectViews(world: World): ObjectViews {
  const objects = objectsOf(world);
  return {
    activity: notAsked,
    timeline: notAsked,
    occasions: notAsked,
    outbox: notAsked,
    outboxSize: notAsked,
    get: (id) => Promise.resolve(objects.find((object) => object.id === id)),
    tombstone: (id) =>
      Promise.resolve(
        [DELETED_POST, DELETED_CAMPAIGN, DELETED_BULLETIN].includes(id)
          ? { id, deleted: NOW - 1000, reach: "public" }
          : undefined,
      ),
    publications: ({ campaign, kind, limit, after }) => {
      const chosen = objects
        .filter(
          (object) =>
            (campaign === undefined || object.campaign === campaign) && (kind === undefined || object.kind === kind),
        )
        .toSorted(newestFirst);
      const from = after === undefined ? 0 : chosen.findIndex(({ id }) => id === after) + 1;
      const items = chosen.slice(from, from + limit);
      const last = chosen.length > from + limit ? items.at(-1) : undefined;
      return Promise.resolve({ items, updated: NOW, ...(last === undefined ? {} : { next: last.id }) });
    },
    withdrawn: () => Promise.resolve([{ id: DELETED_POST, deleted: NOW - 1000, reach: "public" }]),
    withdrawnBy: () => Promise.resolve([]),
  };
}

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ type: "spki", format: "pem" });
const ed25519 = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" });
/** Public keys of an actor, for documents that carry them. */
export const keys = { rsaPublic: String(rsa), ed25519Public: String(ed25519) };

function objectsOf({ centre, campaigns, posts, actions, calls = [] }: World): readonly StoredObject[] {
  if (centre === undefined) return [];
  const find = (id: string | undefined) => campaigns.find((campaign) => campaign.id === id);
  const site = SITE;
  return [
    ...calls
      .filter(({ audience }) => audience.type === "public")
      .map((call) =>
        stored("call", call.id, call, callDocument({ site, call, centre, campaign: find(call.campaign) })),
      ),
    ...campaigns.flatMap((campaign) => [
      stored("campaign", asObject(campaign.id), campaign, campaignDocument({ site, campaign, keys, centre })),
      stored("campaign", campaign.openingPost, campaign, openingPostDocument({ site, campaign, centre })),
    ]),
    ...posts.map((post) => {
      const campaign = find(post.campaign);
      return stored(
        "post",
        post.id,
        post,
        postDocument({ site, post, centre, ...(campaign === undefined ? {} : { campaign }) }),
      );
    }),
    ...actions.flatMap((action) => {
      const campaign = find(action.campaign);
      if (campaign === undefined) return [];
      return [
        stored("action", action.id, action, actionDocument({ site, action, centre, campaign })),
        stored("post", action.announcement, action, actionAnnouncementDocument({ site, action, centre, campaign })),
      ];
    }),
  ];
}

function stored(kind: Kind, id: ObjectId, of: Campaign | Post | Action | Call, document: JsonObject): StoredObject {
  const campaign = "campaign" in of ? of.campaign : kind === "campaign" && "handle" in of ? of.id : undefined;
  const texts = "text" in of ? of.text : of.summary;
  return {
    id,
    kind,
    type: document["type"] as string,
    attributedTo: of.centre,
    ...(campaign === undefined ? {} : { campaign }),
    published: of.published,
    ...(of.updated === undefined ? {} : { updated: of.updated }),
    language: languagesOf(texts)[0] ?? "und",
    text: "",
    document: JSON.stringify(document),
    local: true,
    reach: "public",
  };
}
