import {
  type Breaker,
  CLOSED,
  type Duration,
  failed,
  hostOf,
  HOUR,
  type InboxUrl,
  isOpen,
  type LeasedDelivery,
  MINUTE,
  type Timestamp,
} from "@commonhall/domain";
import fc from "fast-check";
import { expect } from "vitest";
import { type DeliveryWorld, ERROR, FOLLOWERS, HALL } from "./delivery-scene.ts";
import { actorAt, follow, inboxOf, ourObject, outgoing, remoteActor } from "../samples.ts";

/**
 * Random histories of a queue, against a model of a few lists. Workers take deliveries, settle them or crash; time
 * goes by; hosts fall silent and answer again. After each step the queue has to have done what the model allows, and
 * in the end everything has to have arrived, in order.
 */
export async function deliveryModelHolds(open: () => Promise<DeliveryWorld>): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { minLength: 5, maxLength: 40 }), async (steps) => {
      const world = await open();
      try {
        const model = await begin(world);
        for (const step of steps) await take(world, model, step);
        await finish(world, model);
      } finally {
        await world.close();
      }
    }),
    { numRuns: 60 },
  );
}

const INBOXES: readonly InboxUrl[] = [
  inboxOf(actorAt("one.example", "ana")),
  inboxOf(actorAt("one.example", "bo")),
  inboxOf(actorAt("two.example", "cy")),
  inboxOf(actorAt("three.example", "di")),
];

type Step =
  | { readonly type: "append"; readonly object: number; readonly to: readonly number[] | "followers" }
  | { readonly type: "delete"; readonly object: number }
  | { readonly type: "lease"; readonly limit: number; readonly perHost: number; readonly leaseFor: Duration }
  | { readonly type: "settle"; readonly which: number; readonly as: "done" | "retry" | "failed" | "held" }
  | { readonly type: "crash" }
  | { readonly type: "wait"; readonly for: Duration };

const STEP: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant("append" as const),
      object: fc.nat({ max: 2 }),
      to: fc.oneof(fc.constant("followers" as const), fc.subarray([0, 1, 2, 3], { minLength: 1 })),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant("lease" as const),
      limit: fc.integer({ min: 1, max: 6 }),
      perHost: fc.integer({ min: 1, max: 3 }),
      leaseFor: fc.integer({ min: 1000, max: 2 * MINUTE }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant("settle" as const),
      which: fc.nat(),
      as: fc.constantFrom("done" as const, "done" as const, "retry" as const, "failed" as const, "held" as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("delete" as const), object: fc.nat({ max: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("crash" as const) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("wait" as const), for: fc.integer({ min: 0, max: HOUR }) }) },
);

interface Expected {
  readonly activity: string;
  readonly object: string;
  readonly inbox: InboxUrl;
  /** As failed, but that it can still be found out that it has arrived. */
  state: "waiting" | "done" | "failed" | "withdrawn";
  due: Timestamp;
  leasedUntil: Timestamp;
  attempts: number;
}

interface Model {
  /** In the order in which they were planned. */
  readonly deliveries: Expected[];
  readonly breakers: Map<string, Breaker>;
  /** What workers hold and have not settled. */
  held: { readonly delivery: LeasedDelivery; readonly until: Timestamp }[];
  activities: number;
}

async function begin({ actors, follows }: DeliveryWorld): Promise<Model> {
  for (const actor of [actorAt("one.example", "ana"), actorAt("two.example", "cy")]) {
    await actors.put(remoteActor(actor));
    await follows.put(follow(actor, HALL));
  }
  return { deliveries: [], breakers: new Map(), held: [], activities: 0 };
}

async function take(world: DeliveryWorld, model: Model, step: Step): Promise<void> {
  if (step.type === "append") await append(world, model, step);
  if (step.type === "delete") await remove(world, model, step);
  if (step.type === "lease") await lease(world, model, step);
  if (step.type === "settle") await settle(world, model, step);
  if (step.type === "crash") model.held = [];
  if (step.type === "wait") {
    world.clock.advance(step.for);
    // A worker gives up before its lease ends.
    model.held = model.held.filter(({ until }) => until > world.clock());
  }
}

async function append({ outbox, clock }: DeliveryWorld, model: Model, step: Step & { type: "append" }): Promise<void> {
  const activity = outgoing(`activity-${++model.activities}`, { object: ourObject(`object-${step.object}`) });
  const inboxes = step.to === "followers" ? [INBOXES[0], INBOXES[2]] : step.to.map((index) => INBOXES[index]);
  const named = inboxes.filter((inbox) => inbox !== undefined);
  await outbox.append(
    activity,
    step.to === "followers" ? [FOLLOWERS] : named.map((inbox) => ({ type: "inbox", inbox })),
  );
  for (const inbox of named) {
    const { id, object } = activity;
    model.deliveries.push({ activity: id, object, inbox, state: "waiting", due: clock(), leasedUntil: 0, attempts: 0 });
  }
}

/** All who may have got it are told; what waits of it is withdrawn, also while somebody has it. */
async function remove({ outbox, clock }: DeliveryWorld, model: Model, step: Step & { type: "delete" }): Promise<void> {
  const object = ourObject(`object-${step.object}`);
  const id = `activity-${++model.activities}`;
  const activity = outgoing(id, { type: "Delete", object });
  await outbox.append(activity, [{ type: "everyone who got", object }]);
  const about = model.deliveries.filter((one) => one.object === object);
  for (const one of about) if (one.state === "waiting") one.state = "withdrawn";
  for (const inbox of new Set(about.map((one) => one.inbox))) {
    const leases = about.filter((one) => one.inbox === inbox && one.state === "withdrawn");
    const due = Math.max(clock(), ...leases.map(({ leasedUntil }) => leasedUntil));
    model.deliveries.push({ activity: activity.id, object, inbox, state: "waiting", due, leasedUntil: 0, attempts: 0 });
  }
}

const expectedOf = (model: Model, { activity, inbox }: Pick<LeasedDelivery, "activity" | "inbox">): Expected => {
  const found = model.deliveries.find((one) => one.activity === activity && one.inbox === inbox);
  if (found === undefined) throw new Error(`Nobody planned ${activity} for ${inbox}`);
  return found;
};

/** Whether the queue may lease it now, as far as its host's limits are not concerned. */
function mayBeLeased(model: Model, one: Expected, now: Timestamp): boolean {
  const earlier = model.deliveries.slice(0, model.deliveries.indexOf(one));
  const openUntil = model.breakers.get(hostOf(one.inbox))?.openUntil ?? 0;
  return (
    one.state === "waiting" &&
    one.due <= now &&
    one.leasedUntil <= now &&
    openUntil <= now &&
    !earlier.some((other) => other.state === "waiting" && other.object === one.object && other.inbox === one.inbox)
  );
}

function capacityOf(model: Model, host: string, perHost: number, busy: ReadonlyMap<string, number>): number {
  const isOpenHost = isOpen(model.breakers.get(host) ?? CLOSED);
  return Math.max(0, (isOpenHost ? 1 : perHost) - (busy.get(host) ?? 0));
}

async function lease(
  { deliveries, clock }: DeliveryWorld,
  model: Model,
  { limit, perHost, leaseFor }: Pick<Step & { type: "lease" }, "limit" | "perHost" | "leaseFor">,
): Promise<readonly LeasedDelivery[]> {
  const now = clock();
  const busy = countBy(model.held.map(({ delivery }) => delivery.host));
  const due = model.deliveries.filter((one) => mayBeLeased(model, one, now));
  const leased = await deliveries.lease(now, { limit, perHost, leaseFor, busy });
  expect(leased.length).toBeLessThanOrEqual(limit);
  for (const delivery of leased) {
    const expected = expectedOf(model, delivery);
    expect(due).toContain(expected);
    expect(delivery.attempts).toBe(expected.attempts);
  }
  for (const [host, count] of countBy(leased.map(({ host }) => host))) {
    expect(count).toBeLessThanOrEqual(capacityOf(model, host, perHost, busy));
  }
  expectNobodyPassedOver(model, { limit, perHost, busy, due, leased });
  for (const delivery of leased) {
    expectedOf(model, delivery).leasedUntil = now + leaseFor;
    model.held.push({ delivery, until: now + leaseFor });
  }
  return leased;
}

interface Round {
  readonly limit: number;
  readonly perHost: number;
  readonly busy: ReadonlyMap<string, number>;
  readonly due: readonly Expected[];
  readonly leased: readonly LeasedDelivery[];
}

/** Where there was room, nothing that was due was left. Hosts whose breaker is open may have to wait for one another. */
function expectNobodyPassedOver(model: Model, { limit, perHost, busy, due, leased }: Round): void {
  if (leased.length === limit) return;
  const taken = countBy(leased.map(({ host }) => host));
  const left = due.filter((one) => !leased.some((it) => it.activity === one.activity && it.inbox === one.inbox));
  for (const { inbox } of left) {
    const host = hostOf(inbox);
    if (isOpen(model.breakers.get(host) ?? CLOSED)) continue;
    expect(taken.get(host) ?? 0).toBe(capacityOf(model, host, perHost, busy));
  }
}

async function settle(world: DeliveryWorld, model: Model, { which, as }: Step & { type: "settle" }): Promise<void> {
  const { clock, deliveries } = world;
  const [held] = model.held.splice(which % Math.max(1, model.held.length), 1);
  if (held === undefined) return;
  const { id, host } = held.delivery;
  const expected = expectedOf(model, held.delivery);
  const before = model.breakers.get(host) ?? CLOSED;
  const after = as === "done" ? CLOSED : as === "retry" ? failed(before, clock()) : before;
  const at = clock() + MINUTE;
  await deliveries.settle(
    clock(),
    [
      as === "retry"
        ? { id, type: as, at, error: ERROR }
        : as === "failed"
          ? { id, type: as, error: ERROR }
          : { id, type: as },
    ],
    [{ host, breaker: after }],
  );
  model.breakers.set(host, after);
  if (expected.state === "withdrawn") letDeleteThrough(model, expected, clock());
  expected.leasedUntil = 0;
  if (as !== "held") expected.attempts++;
  if (as === "done" || (as === "failed" && expected.state === "waiting")) expected.state = as;
  if (as === "retry") expected.due = at;
  if (isOpen(before) && !isOpen(after)) {
    const waiting = model.deliveries.filter((one) => one.state === "waiting" && hostOf(one.inbox) === host);
    for (const one of waiting) one.due = Math.min(one.due, clock());
  }
}

function letDeleteThrough(model: Model, withdrawn: Expected, now: Timestamp): void {
  for (const one of model.deliveries) {
    const isBehind = one.object === withdrawn.object && one.inbox === withdrawn.inbox && one.state === "waiting";
    if (isBehind && one.attempts === 0 && one.leasedUntil <= now) one.due = now;
  }
}

/** All hosts answer again, and a worker goes on until nothing is due any more. */
async function finish(world: DeliveryWorld, model: Model): Promise<void> {
  model.held = [];
  for (let rounds = 0; model.deliveries.some(({ state }) => state === "waiting"); rounds++) {
    expect(rounds).toBeLessThan(500);
    const leased = await lease(world, model, { limit: 3, perHost: 2, leaseFor: MINUTE });
    if (leased.length === 0) world.clock.set(Math.max(world.clock() + 1, (await world.deliveries.nextDue()) ?? 0));
    while (model.held.length > 0) await settle(world, model, { type: "settle", which: 0, as: "done" });
  }
  expect(await world.deliveries.nextDue()).toBeUndefined();
  const counts = await world.views.counts();
  expect(counts.done + counts.failed).toBe(model.deliveries.length);
}

function countBy<T>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
