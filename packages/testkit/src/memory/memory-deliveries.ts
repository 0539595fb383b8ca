import {
  type ActorId,
  type Breaker,
  type Clock,
  type DeliveryOutcome,
  type DeliveryQueue,
  type DeliveryState,
  type DeliveryViews,
  type DomainLevel,
  type DomainPolicies,
  type Follow,
  type Follows,
  type Host,
  hostOf,
  type InboxUrl,
  isOpen,
  type LeaseOptions,
  levelOf,
  type ObjectId,
  type OutgoingActivity,
  type Outbox,
  type Recipients,
  type RemoteActor,
  type RemoteActors,
  type SettledHost,
  type Timestamp,
} from "@commonhall/domain";

/** Delivery as the ports say it, in lists: slow, and simple enough to be seen to be right. */
export interface MemoryDeliveries {
  readonly outbox: Outbox;
  readonly deliveries: DeliveryQueue;
  readonly views: Pick<DeliveryViews, "counts">;
  readonly actors: Pick<RemoteActors, "put">;
  readonly follows: Pick<Follows, "put" | "between">;
  readonly domains: DomainPolicies;
}

interface Row {
  readonly id: number;
  readonly activity: OutgoingActivity;
  readonly inbox: InboxUrl;
  readonly host: Host;
  readonly created: Timestamp;
  state: DeliveryState;
  due: Timestamp;
  leased: boolean;
  attempts: number;
}

interface Memory {
  readonly activities: Map<string, OutgoingActivity>;
  readonly rows: Row[];
  /** The highest id so far. */
  last: number;
  readonly breakers: Map<Host, Breaker>;
  readonly gone: Set<InboxUrl>;
  readonly actors: Map<ActorId, RemoteActor>;
  readonly follows: Map<string, Follow>;
  readonly levels: Map<Host, DomainLevel>;
}

export function memoryDeliveries(clock: Clock): MemoryDeliveries {
  const memory: Memory = {
    activities: new Map(),
    rows: [],
    last: 0,
    breakers: new Map(),
    gone: new Set(),
    actors: new Map(),
    follows: new Map(),
    levels: new Map(),
  };
  return {
    outbox: {
      get: async (id) => memory.activities.get(id),
      append: async (activity, recipients) => append(memory, clock(), activity, recipients),
      repeat: async (id) => repeat(memory, clock(), id),
      withdrawFor: async (actor, objects) => withdrawFor(memory, actor, objects),
    },
    deliveries: {
      lease: async (now, options) => lease(memory, now, options),
      settle: async (now, outcomes, hosts) => settle(memory, now, outcomes, hosts),
      breakers: async () => new Map([...memory.breakers].filter(([, { failures }]) => failures > 0)),
      nextDue: async () => earliest(heads(memory).map((row) => Math.max(row.due, openUntil(memory, row.host)))),
    },
    views: { counts: async () => countStates(memory) },
    actors: {
      put: async (actor) => {
        memory.actors.set(actor.id, actor);
        memory.gone.delete(actor.inbox);
        if (actor.sharedInbox !== undefined) memory.gone.delete(actor.sharedInbox);
      },
    },
    follows: {
      put: async (follow) => void memory.follows.set(pairOf(follow), follow),
      between: async (follower, followed) => memory.follows.get(pairOf({ follower, followed })),
    },
    domains: {
      set: async (host, level) => void memory.levels.set(host, level),
      all: async () => [...memory.levels].map(([host, level]) => ({ host, level })),
    },
  };
}

const pairOf = ({ follower, followed }: Pick<Follow, "follower" | "followed">): string => `${follower} ${followed}`;

function append(memory: Memory, now: Timestamp, activity: OutgoingActivity, recipients: readonly Recipients[]): void {
  if (memory.activities.has(activity.id)) throw new Error(`There is an activity ${activity.id} already`);
  memory.activities.set(activity.id, activity);
  if (activity.type === "Delete") withdraw(memory, activity.object);
  const inboxes = new Set(recipients.flatMap((recipient) => inboxesOf(memory, recipient)));
  for (const inbox of inboxes) {
    const host = hostOf(inbox);
    if (memory.gone.has(inbox) || isRefused(memory, host)) continue;
    const due = Math.max(now, ...underWay(memory, activity.object, inbox).map((row) => row.due));
    const fresh = { state: "waiting", due, leased: false, attempts: 0, created: now } as const;
    memory.rows.push({ id: ++memory.last, activity, inbox, host, ...fresh });
  }
}

/** Nothing of it goes out any more. What is leased may be on its way. */
function withdraw(memory: Memory, object: ObjectId): void {
  for (const row of memory.rows) {
    if (row.activity.object === object && row.state === "waiting") row.state = "failed";
  }
}

/** For one inbox, and only what does not tell of an end; that waits for what may be on its way. */
function withdrawFor(memory: Memory, actor: ActorId, objects: readonly ObjectId[]): void {
  const inbox = ownInboxOf(memory, actor);
  for (const row of memory.rows) {
    const isMeant = row.inbox === inbox && row.state === "waiting" && objects.includes(row.activity.object);
    if (!isMeant || TELL_OF_THE_END.includes(row.activity.type)) continue;
    row.state = "failed";
    const behind = row.leased ? memory.rows.filter((one) => isBehind(one, row) && one.state === "waiting") : [];
    for (const one of behind) one.due = Math.max(one.due, row.due);
  }
}

const TELL_OF_THE_END = ["Delete", "Undo"];

const isBehind = (later: Row, row: Row): boolean =>
  later.activity.object === row.activity.object && later.inbox === row.inbox;

/** What was withdrawn while somebody had it. */
const underWay = (memory: Memory, object: ObjectId, inbox: InboxUrl): Row[] =>
  memory.rows.filter(
    (row) => row.state === "failed" && row.leased && row.activity.object === object && row.inbox === inbox,
  );

/** It waits behind what waits already. */
function repeat(memory: Memory, now: Timestamp, activity: string): void {
  const sent = memory.rows.filter((row) => row.activity.id === activity && ["done", "failed"].includes(row.state));
  for (const row of sent.filter(({ inbox, host }) => !memory.gone.has(inbox) && !isRefused(memory, host))) {
    memory.rows.splice(memory.rows.indexOf(row), 1);
    memory.rows.push({
      ...row,
      id: ++memory.last,
      state: "waiting",
      due: now,
      leased: false,
      attempts: 0,
      created: now,
    });
  }
}

function inboxesOf(memory: Memory, recipient: Recipients): InboxUrl[] {
  if (recipient.type === "inbox") return [recipient.inbox];
  if (recipient.type === "actors") return recipient.actors.flatMap((actor) => ownInboxOf(memory, actor) ?? []);
  if (recipient.type === "everyone who got") {
    const excepted = (recipient.except ?? []).map((actor) => ownInboxOf(memory, actor));
    const everyone = memory.rows.filter(({ activity }) => activity.object === recipient.object);
    return everyone.map(({ inbox }) => inbox).filter((inbox) => !excepted.includes(inbox));
  }
  return [...memory.follows.values()]
    .filter(({ followed, state }) => followed === recipient.of && state === "accepted")
    .flatMap(({ follower }) => memory.actors.get(follower) ?? [])
    .map(({ inbox, sharedInbox }) => sharedInbox ?? inbox);
}

function ownInboxOf(memory: Memory, actor: ActorId): InboxUrl | undefined {
  const { inbox, sharedInbox } = memory.actors.get(actor) ?? {};
  return inbox === sharedInbox ? undefined : inbox;
}

const isRefused = (memory: Memory, host: Host): boolean => levelOf(host, memory.levels) === "refuse";

const openUntil = (memory: Memory, host: Host): Timestamp => memory.breakers.get(host)?.openUntil ?? 0;

const isOpenHost = (memory: Memory, host: Host): boolean => isOpen(memory.breakers.get(host) ?? { failures: 0 });

/** The first that waits about each object for each inbox, of hosts that are not refused. */
function heads(memory: Memory): Row[] {
  const first = new Map<string, Row>();
  for (const row of memory.rows) {
    const chain = `${row.activity.object} ${row.inbox}`;
    if (row.state === "waiting" && !first.has(chain)) first.set(chain, row);
  }
  return [...first.values()].filter(({ host }) => !isRefused(memory, host));
}

function lease(memory: Memory, now: Timestamp, { limit, leaseFor, perHost, busy }: LeaseOptions) {
  const due = heads(memory)
    .filter((row) => row.due <= now && openUntil(memory, row.host) <= now)
    .sort((a, b) => a.due - b.due || a.id - b.id);
  const taken = new Map(busy);
  const underWay = [...busy].reduce((sum, [, count]) => sum + count, 0);
  const probing = [...busy.keys()].filter((host) => isOpenHost(memory, host)).length;
  // A quarter of what is under way may be probes of hosts that do not answer.
  let probes = Math.max(1, Math.floor((limit + underWay) / 4)) - probing;
  const chosen: Row[] = [];
  for (const row of due) {
    const isProbe = isOpenHost(memory, row.host);
    const count = taken.get(row.host) ?? 0;
    if (chosen.length === limit || count >= (isProbe ? 1 : perHost) || (isProbe && probes <= 0)) continue;
    if (isProbe) probes--;
    taken.set(row.host, count + 1);
    chosen.push(row);
  }
  for (const row of chosen) {
    row.leased = true;
    row.due = now + leaseFor;
  }
  return chosen.map(({ id, activity, inbox, host, attempts, created }) => ({
    id,
    activity: activity.id,
    activityType: activity.type,
    actor: activity.actor,
    object: activity.object,
    inbox,
    host,
    document: activity.document,
    attempts,
    created,
  }));
}

function settle(
  memory: Memory,
  now: Timestamp,
  outcomes: readonly DeliveryOutcome[],
  hosts: readonly SettledHost[],
): void {
  for (const outcome of outcomes) {
    const row = memory.rows.find(({ id }) => id === outcome.id);
    if (row?.state === "failed" && row.leased) settleWithdrawn(memory, now, row, outcome);
    if (row?.state !== "waiting") continue;
    row.leased = false;
    if (outcome.type !== "held") row.attempts++;
    if (outcome.type === "held") row.due = now;
    else if (outcome.type === "retry") row.due = outcome.at;
    else row.state = outcome.type;
    if (outcome.type === "gone") markGone(memory, row.inbox, now);
  }
  for (const { host, breaker } of hosts) {
    const closes = isOpenHost(memory, host) && !isOpen(breaker);
    memory.breakers.set(host, breaker);
    if (!closes) continue;
    const waiting = memory.rows.filter((row) => row.host === host && row.state === "waiting" && !row.leased);
    for (const row of waiting) row.due = Math.min(row.due, now);
  }
}

function settleWithdrawn(memory: Memory, now: Timestamp, row: Row, outcome: DeliveryOutcome): void {
  row.leased = false;
  if (outcome.type === "done") row.state = "done";
  for (const later of memory.rows) {
    if (isBehind(later, row) && later.state === "waiting" && !later.leased && later.attempts === 0) later.due = now;
  }
}

/** Nothing more goes there, and whoever read there follows nobody any more. */
function markGone(memory: Memory, inbox: InboxUrl, at: Timestamp): void {
  memory.gone.add(inbox);
  for (const row of memory.rows) {
    if (row.inbox === inbox && row.state === "waiting") row.state = "gone";
  }
  for (const [pair, follow] of memory.follows) {
    const actor = memory.actors.get(follow.follower);
    if (actor?.inbox !== inbox && actor?.sharedInbox !== inbox) continue;
    memory.follows.set(pair, { ...follow, state: "ended", since: at });
  }
}

function countStates({ rows }: Memory): Record<DeliveryState, number> {
  const counts = { waiting: 0, done: 0, failed: 0, gone: 0 };
  for (const { state } of rows) counts[state]++;
  return counts;
}

const earliest = (times: readonly Timestamp[]): Timestamp | undefined =>
  times.length === 0 ? undefined : Math.min(...times);
