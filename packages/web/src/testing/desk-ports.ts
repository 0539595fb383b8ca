import {
  checkCampaign,
  DAY,
  close,
  err,
  judge,
  ok,
  renew,
  resume,
  suspend,
  trusted,
  type Action,
  type BulletinLine,
  type Campaign,
  type CampaignCommands,
  type Centre,
  type CentreCommands,
  type DeliveryLine,
  type DomainLevel,
  type FeedName,
  type FollowCommands,
  type FollowLine,
  type FollowRefused,
  type FollowState,
  type MovedLine,
  type Host,
  type NodeFacts,
  type ObjectViews,
  type Post,
  type PublishRefused,
  type Result,
  type SilentHost,
  type StatTableLine,
  type TimelineItem,
  type Tombstone,
  type UpdateCentreRefused,
  type WorkInProgress,
  originOf,
} from "@commonhall/domain";
import { addressesOf } from "@commonhall/wire";
import type { WebPorts } from "../ports.ts";
import { caseworkPorts, type CaseworkWorld } from "./casework-ports.ts";
import { everything, NOW, SITE } from "./fixtures.ts";
import { intakePorts } from "./intake-ports.ts";
import { memoryAllies, type AllyWorld } from "./memory-allies.ts";
import { emptyAlliances, memoryAlliances, type AllianceWorld } from "./memory-alliances.ts";
import { memoryBulletins } from "./memory-bulletins.ts";
import { memoryFeeds, watchedFeeds, type Carried } from "./memory-feeds.ts";
import { deliveryViews, domainPolicies, workInProgress } from "./memory-desk.ts";
import { memoryCalls, type CallWorld } from "./memory-calls.ts";
import { memoryModeration } from "./memory-moderation.ts";
import { memoryPledges, pledgeWorld, type PledgeWorld } from "./memory-pledges.ts";
import { memoryNotices } from "./memory-notices.ts";
import { emptyTogether, memoryTogether, type TogetherWorld } from "./memory-together.ts";
import { member, memoryStaffDesk, type StaffWorld } from "./memory-staff-desk.ts";
import { memoryPorts, type Seen } from "./memory-ports.ts";

/** A node behind its desk, in memory: what tests arrange before and look at after. */
export interface DeskWorld extends StaffWorld, CallWorld, PledgeWorld, TogetherWorld, AllyWorld, AllianceWorld {
  centre: Centre;
  campaigns: Campaign[];
  bulletins: BulletinLine[];
  carried: Carried[];
  readonly watched: Set<FeedName>;
  tables: StatTableLine[];
  posts: Post[];
  actions: Action[];
  readonly works: Map<string, WorkInProgress>;
  readonly policies: Map<Host, DomainLevel>;
  following: FollowLine[];
  followers: FollowLine[];
  moved: MovedLine[];
  timeline: TimelineItem[];
  tombstones: Tombstone[];
  deliveries: DeliveryLine[];
  silent: SilentHost[];
  /** What the next follow is answered with. */
  followAnswer: Result<FollowState, FollowRefused>;
  /** What every command is refused with, if it is to be refused. */
  publishRefused?: PublishRefused;
  /** What changing the centre is refused with. */
  centreRefused?: UpdateCentreRefused;
  calendar: string;
  /** How the node is. */
  node: NodeFacts;
}

export function deskPorts(changed: Partial<WebPorts> = {}): {
  readonly ports: WebPorts;
  readonly world: DeskWorld;
  /** Behind the door of the vault. */
  readonly sealed: CaseworkWorld;
  readonly seen: Seen;
} {
  const world: DeskWorld = {
    centre: everything.centre,
    campaigns: [...everything.campaigns],
    bulletins: [],
    carried: [],
    watched: new Set(),
    tables: [],
    posts: [...everything.posts],
    actions: [...everything.actions],
    calls: [...everything.calls],
    receivedCalls: [],
    allies: [],
    staff: [
      member("mina", "editor"),
      member("first", "administrator"),
      member("hala", "helper"),
      member("case", "caseworker"),
      member("prop", "proposer"),
      member("appr", "approver"),
      member("audit", "auditor"),
    ],
    sessions: new Map(),
    invitations: new Map(),
    secondFactors: new Set(),
    works: new Map(),
    policies: new Map(),
    following: [],
    followers: [],
    moved: [],
    timeline: [],
    tombstones: [],
    deliveries: [],
    silent: [],
    ...pledgeWorld(),
    followAnswer: ok("pending"),
    done: [],
    calendar: "first-secret",
    node: ALL_WELL,
    ...emptyTogether(),
    ...emptyAlliances(),
  };
  const { ports, seen } = memoryPorts({ centre: everything.centre, campaigns: [], posts: [], actions: [] });
  const { casework, world: sealed } = caseworkPorts(world.done);
  let made = 0;
  const newId = () => `0199f0bb-0000-7000-8000-${String((made += 1)).padStart(12, "0")}`;
  const clock = () => seen.now;
  const calls = memoryCalls(world, { clock, newId, done: world.done });
  const alliances = memoryAlliances(world, clock);
  const desk: WebPorts = {
    ...ports,
    newId,
    campaigns: campaignViews(world),
    bulletins: memoryBulletins(world),
    feeds: memoryFeeds(world),
    watchedFeeds: watchedFeeds(world.watched),
    objects: objectViews(world, ports.objects),
    staffDesk: memoryStaffDesk(world, clock, newId),
    centres: { get: () => Promise.resolve(world.centre) },
    centreCommands: { ...ports.centreCommands, updateCentre: updateCentre(world, clock, newId) },
    campaignCommands: campaignCommands(world, clock, newId),
    followCommands: followCommands(world),
    follows: {
      following: () => Promise.resolve(world.following),
      moved: () => Promise.resolve(world.moved),
      followers: (of) => Promise.resolve(world.followers.filter((line) => of === undefined || line.ours === of)),
    },
    ...calls,
    audiences: { ...calls.audiences, alliances },
    deliveries: deliveryViews(world),
    workInProgress: workInProgress(world),
    domains: domainPolicies(world),
    ...memoryPledges(world, clock),
    moderation: memoryModeration((host, level) => void world.policies.set(host, level)),
    ...memoryNotices(),
    ...memoryTogether(world),
    allies: memoryAllies(world, clock),
    alliances,
    calendarAddress: calendarAddress(world),
    watch: { health: () => Promise.resolve(judge(world.node, clock())) },
    casework,
    intake: intakePorts(clock).intake,
    ...changed,
  };
  return { ports: desk, world, sealed, seen };
}

const GIBIBYTE = 1024 ** 3;

/** A node to which nothing needs to be done. */
export const ALL_WELL: NodeFacts = {
  disk: { free: 40 * GIBIBYTE, total: 60 * GIBIBYTE },
  backup: { last: NOW, due: false, possible: true },
  queue: { waiting: 0, silent: [] },
  allies: [],
  keys: { founded: true, lockedDown: false, rosterChanged: false, recovery: { shares: 3, needed: 2 } },
  clock: { ahead: 400, jumped: false },
  certificate: { needed: true, seen: { until: NOW + 60 * DAY } },
  mail: { set: true, works: true, readers: 1 },
  memory: { used: GIBIBYTE / 4, limit: GIBIBYTE },
  version: "1.2.3",
};

const campaignViews = (world: DeskWorld): WebPorts["campaigns"] => ({
  get: (id) => Promise.resolve(world.campaigns.find((campaign) => campaign.id === id)),
  byHandle: (handle) => Promise.resolve(world.campaigns.find((campaign) => campaign.handle === handle)),
  list: () => Promise.resolve(world.campaigns),
  post: (id) => Promise.resolve(world.posts.find((post) => post.id === id)),
  posts: (campaign, limit) =>
    Promise.resolve(world.posts.filter((post) => campaign === undefined || post.campaign === campaign).slice(0, limit)),
  publicPosts: (limit) => Promise.resolve(world.posts.filter(({ audience }) => audience === undefined).slice(0, limit)),
  action: (id) => Promise.resolve(world.actions.find((action) => action.id === id)),
  actions: (campaign, limit) =>
    Promise.resolve(
      world.actions.filter((action) => campaign === undefined || action.campaign === campaign).slice(0, limit),
    ),
});

const objectViews = (world: DeskWorld, base: ObjectViews): ObjectViews => ({
  ...base,
  get: (id) => Promise.resolve(world.timeline.find(({ object }) => object.id === id)?.object),
  tombstone: (id) => Promise.resolve(world.tombstones.find((tombstone) => tombstone.id === id)),
  withdrawnBy: (authors) =>
    Promise.resolve(
      world.tombstones.filter(
        ({ id, reach }) => reach === "public" && authors.some((author) => originOf(author) === originOf(id)),
      ),
    ),
  timeline({ kind, from, reason, isPublic, limit, after }) {
    const wanted = world.timeline.filter(
      (item) =>
        (kind === undefined || item.object.kind === kind) &&
        (from === undefined || item.from === from) &&
        (isPublic !== true || item.object.reach === "public") &&
        (reason === undefined || item.reason === reason),
    );
    const begin = after === undefined ? 0 : wanted.findIndex(({ object }) => object.id === after) + 1;
    const items = wanted.slice(begin, begin + limit);
    const last = wanted.length > begin + limit ? items.at(-1) : undefined;
    return Promise.resolve({ items, ...(last === undefined ? {} : { next: last.object.id }) });
  },
});

const updateCentre =
  (world: DeskWorld, clock: () => number, newId: () => string): CentreCommands["updateCentre"] =>
  (change, by) => {
    if (world.centreRefused !== undefined) return Promise.resolve(err(world.centreRefused));
    const { id, handle, founded } = world.centre;
    world.centre = { ...change, id, handle, founded, changed: { at: clock(), by } };
    world.done.push(`change the centre by ${by}`);
    return Promise.resolve(ok({ id, activity: addressesOf(SITE).activity(newId()) }));
  };

/** The rules of the domain, without keys, documents and a network. */
function campaignCommands(world: DeskWorld, clock: () => number, newId: () => string): CampaignCommands {
  const at = addressesOf(SITE);
  const now = () => clock();
  type Answer = ReturnType<CampaignCommands["publishPost"]>;
  const done = (kind: "campaign" | "post" | "action", id: string, what: string, by: string): Answer => {
    if (world.publishRefused !== undefined) return Promise.resolve(err(world.publishRefused));
    world.done.push(`${what} ${id} by ${by}`);
    return Promise.resolve(ok({ id: trusted.object(id), url: id, kind, activity: at.activity(newId()) }));
  };
  const refuse = (why: PublishRefused): Answer => Promise.resolve(err(why));
  const step = (
    id: string,
    by: string,
    what: string,
    take: (campaign: Campaign) => ReturnType<typeof suspend>,
  ): Answer => {
    const campaign = world.campaigns.find((one) => one.id === id);
    if (campaign === undefined) return refuse({ type: "not found", id });
    const taken = take(campaign);
    if (!taken.ok) return refuse(taken.error);
    world.campaigns = world.campaigns.map((one) => (one === campaign ? taken.value : one));
    return done("campaign", id, what, by);
  };
  return {
    publishCampaign(draft, by) {
      if (world.campaigns.some(({ handle }) => handle === draft.handle)) {
        return refuse({ type: "handle taken", handle: draft.handle });
      }
      const dates = checkCampaign(draft, now());
      if (!dates.ok) return refuse(dates.error);
      const id = at.campaign(draft.handle);
      if (world.publishRefused === undefined) {
        const log = [{ at: now(), by, what: "published" }] as const;
        const more = {
          centre: everything.centre.id,
          openingPost: at.post(newId()),
          status: "running",
          published: now(),
          log,
        } as const;
        world.campaigns = [...world.campaigns, { ...draft, ...dates.value, ...more, id }];
      }
      return done("campaign", id, "publish", by);
    },
    updateCampaign: (id, draft, by) =>
      step(id, by, "update", (campaign) => {
        const log = [...campaign.log, { at: now(), by, what: "changed" } as const];
        return ok({
          ...campaign,
          ...draft,
          starts: draft.starts ?? campaign.starts,
          ends: draft.ends ?? campaign.ends,
          updated: now(),
          log,
        });
      }),
    renewCampaign: (id, by) => step(id, by, "renew", (campaign) => renew(campaign, by, now())),
    suspendCampaign: (id, by) => step(id, by, "suspend", (campaign) => suspend(campaign, by, now())),
    resumeCampaign: (id, by) => step(id, by, "resume", (campaign) => resume(campaign, by, now())),
    closeCampaign: (id, closing, by) => step(id, by, "close", (campaign) => close(campaign, closing, by, now())),
    publishPost(draft, by) {
      const post: Post = { ...draft, id: at.post(newId()), centre: everything.centre.id, published: now() };
      world.posts = [post, ...world.posts];
      return done("post", post.id, "publish", by);
    },
    updatePost(id, draft, by) {
      world.posts = world.posts.map((post) => (post.id === id ? { ...post, ...draft, updated: now() } : post));
      return done("post", id, "update", by);
    },
    publishAction(draft, by) {
      const ids = { id: at.action(newId()), announcement: at.post(newId()) };
      world.actions = [
        ...world.actions,
        { ...draft, ...ids, centre: everything.centre.id, cancelled: false, published: now(), sequence: 0 },
      ];
      return done("action", ids.id, "publish", by);
    },
    updateAction(id, draft, by) {
      world.actions = world.actions.map((action) =>
        action.id === id ? { ...action, ...draft, updated: now(), sequence: action.sequence + 1 } : action,
      );
      return done("action", id, "update", by);
    },
    cancelAction(id, by) {
      world.actions = world.actions.map((action) => (action.id === id ? { ...action, cancelled: true } : action));
      return done("action", id, "cancel", by);
    },
    deletePublication(id, by) {
      world.campaigns = world.campaigns.filter((campaign) => campaign.id !== String(id));
      world.posts = world.posts.filter((post) => post.id !== id);
      world.actions = world.actions.filter((action) => action.id !== id);
      return done("post", id, "delete", by);
    },
  };
}

const followCommands = (world: DeskWorld): FollowCommands => ({
  follow(address) {
    if (!world.followAnswer.ok) return Promise.resolve(world.followAnswer);
    world.done.push(`follow ${address}`);
    return Promise.resolve(
      ok({ id: trusted.actor("https://ally.example/centres/ally"), state: world.followAnswer.value }),
    );
  },
  unfollow(address) {
    const line = world.following.find(({ id }) => id === address);
    if (line === undefined) return Promise.resolve(err({ type: "not followed", address }));
    world.done.push(`unfollow ${address}`);
    return Promise.resolve(ok({ id: line.id, state: "ended" }));
  },
});

const calendarAddress = (world: DeskWorld): WebPorts["calendarAddress"] => ({
  get: () => Promise.resolve(world.calendar),
  renew() {
    world.done.push("renew the calendar");
    world.calendar = "second-secret";
    return Promise.resolve(world.calendar);
  },
});
