import { randomUUIDv7 } from "node:crypto";
import {
  languageTag,
  trusted,
  type ActorId,
  type Approvals,
  type Follow,
  type FollowState,
  type LanguageTag,
  type ObjectId,
  type RemoteActor,
} from "@commonhall/domain";
import { openStore, type Store } from "@commonhall/store";
import { fakeClock, type FakeClock } from "@commonhall/testkit";
import type { JsonObject } from "@commonhall/wire";
import { createFederation, type Federation } from "../federation.ts";
import { createInboxWorker } from "../inbox/inbox-worker.ts";
import { createKeyRing } from "../inbox/key-ring.ts";
import { generateActorKeys } from "../keys/local-keys.ts";
import type { FederationPorts, LogFacts } from "../ports.ts";

/** A node with a centre, on a database in memory, that talks to whatever a test starts on loopback. */
export interface Hall extends AsyncDisposable {
  readonly origin: string;
  readonly centre: ActorId;
  readonly campaign: ActorId;
  readonly clock: FakeClock;
  readonly store: Store;
  readonly ports: FederationPorts;
  readonly federation: Federation;
  readonly logged: readonly { readonly line: string; readonly facts: LogFacts }[];
  /** As if the door had let it in. */
  takesIn(activity: JsonObject): Promise<"stored" | "duplicate">;
  /** Handles what came in, without doing what has to wait for the network. */
  reads(): Promise<void>;
  knows(actor: RemoteActor): Promise<void>;
  follows(actor: ActorId, state?: FollowState): Promise<Follow>;
  /** A post of our own, told to nobody. */
  says(path: string, text: string): Promise<ObjectId>;
  /** Texts in the list of what arrived, newest first. */
  list(): Promise<readonly string[]>;
  /** Everything that waits among the tasks; they are taken out. */
  tasks(): Promise<readonly unknown[]>;
}

export const START = Date.UTC(2026, 10, 22, 9);

const ENGLISH = languageTag("en") ?? ("en" as LanguageTag);
/** One pair for everybody: making them takes longer than most tests. */
const KEYS = await generateActorKeys();

export interface HallOptions {
  readonly host?: string;
  readonly clock?: FakeClock;
  /** Whose signatures let bulletins out; nobody's, where nothing is said. */
  readonly approvals?: Approvals;
}

const NOBODY: Approvals = { areTwo: async () => false };

export async function hall(options: HallOptions = {}): Promise<Hall> {
  const { host = "hall.example", clock = fakeClock(START), approvals = NOBODY } = options;
  const origin = `https://${host}`;
  const [centre, campaign] = [trusted.actor(`${origin}/centres/hall`), trusted.actor(`${origin}/campaigns/wages`)];
  const store = await openStore({ file: ":memory:", clock, pepper: async () => Buffer.alloc(32, 7) });
  const logged: { line: string; facts: LogFacts }[] = [];
  const log = (line: string, facts: LogFacts = {}) => void logged.push({ line, facts });
  const ports: FederationPorts = {
    site: { origin, handleHost: host },
    software: { name: "commonhall", version: "0.0.0" },
    testNetwork: true,
    clock,
    random: () => 0.5,
    newId: () => uuidAt(clock()),
    log: { info: log, warn: log, error: log },
    work: store.work,
    direct: store.direct,
    deliveries: store.deliveries,
    inbox: store.inbox,
    objects: store.objectViews,
    approvals,
    calls: store.callViews,
    campaigns: store.campaignViews,
    feeds: store.feedViews,
    follows: store.followViews,
    endorsements: store.endorsementViews,
    organisers: store.organiserViews,
    staff: store.staffDesk,
    noticeAddresses: store.noticeAddresses,
    digestSeals: store.digestSeals,
    digestViews: store.digestViews,
    keyValue: store.keyValue,
    tasks: store.queue("tasks"),
    onChange: (listener) => store.onChange(listener),
  };
  await setUp(store, centre, campaign, clock());
  const federation = createFederation(ports);
  const worker = createInboxWorker(ports, createKeyRing(store.direct.keys, clock));

  return {
    origin,
    centre,
    campaign,
    clock,
    store,
    ports,
    federation,
    logged,
    takesIn: (activity) =>
      store.inbox.accept({
        id: trusted.activity(textIn(activity["id"])),
        actor: trusted.actor(textIn(activity["actor"])),
        document: JSON.stringify(activity),
        received: clock(),
      }),
    reads: async () => void (await worker.drain()),
    knows: (actor) => store.direct.remoteActors.put(actor),
    async follows(actor, state = "accepted") {
      const id = trusted.activity(`${origin}/activities/${uuidAt(clock())}`);
      const follow = { id, follower: centre, followed: actor, state, since: clock() };
      await store.direct.follows.put(follow);
      return follow;
    },
    async says(path, text) {
      const id = trusted.object(`${origin}/${path}`);
      const ours = { attributedTo: centre, published: clock(), language: "en", document: "{}", local: true };
      await store.direct.objects.put({ id, kind: "post", type: "Note", text, reach: "public", ...ours });
      return id;
    },
    list: async () => (await store.objectViews.timeline({ limit: 1000 })).items.map(({ object }) => object.text),
    async tasks() {
      const waiting: unknown[] = [];
      await store.queue("tasks").drain((message) => void waiting.push(taskIn(message)));
      return waiting;
    },
    async [Symbol.asyncDispose]() {
      await federation.close();
      await store.close();
    },
  };
}

/** As the clock of the test says: two ids of the same millisecond are in no order. */
function uuidAt(at: number): string {
  const time = at.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}${randomUUIDv7().slice(13)}`;
}

const taskIn = (message: unknown): unknown =>
  typeof message === "object" && message !== null && "task" in message ? message.task : message;

async function setUp(store: Store, centre: ActorId, campaign: ActorId, founded: number): Promise<void> {
  const handle = trusted.handle("hall");
  const texts = { [ENGLISH]: "Hall" };
  await store.direct.centres.put({
    id: centre,
    handle,
    name: texts,
    summary: texts,
    languages: [ENGLISH],
    regions: [],
    sectors: [],
    founded,
  });
  await store.direct.localActors.put({
    id: centre,
    kind: "centre",
    handle,
    document: "{}",
    keys: KEYS,
    created: founded,
  });
  await store.direct.localActors.put({
    id: trusted.actor(`${new URL(centre).origin}/actor`),
    kind: "node",
    document: "{}",
    keys: KEYS,
    created: founded,
  });
  await store.direct.localActors.put({
    id: campaign,
    kind: "campaign",
    handle: trusted.handle("wages"),
    document: "{}",
    keys: KEYS,
    created: founded,
  });
}

const textIn = (value: unknown): string => {
  if (typeof value === "string") return value;
  throw new Error("An activity of a test has an id and an actor");
};
