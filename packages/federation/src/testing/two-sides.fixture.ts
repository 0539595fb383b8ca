import { MINUTE, ok, trusted, type ActorId, type LeasedDelivery, type RemoteActor } from "@commonhall/domain";
import type { FakeClock } from "@commonhall/testkit";
import fc from "fast-check";
import { expect } from "vitest";
import { createInboxDoor, type InboxDoor } from "../inbox/door.ts";
import { createTaskRunner, type TaskFunctions } from "../tasks/task-runner.ts";
import { START, type Hall } from "./hall.fixture.ts";

// Two nodes, and a network between them that loses, doubles, delays and reorders what they say.

/** One of the two, as it is seen by the network: what it sends is taken from its delivery table, what comes goes through its door. */
export interface Side {
  readonly hall: Hall;
  /** Does what is due, the network aside. */
  work(): Promise<void>;
  leaves(): Promise<readonly LeasedDelivery[]>;
  settle(delivery: LeasedDelivery, arrived: boolean): Promise<void>;
  readonly door: InboxDoor;
}

/** An actor of a node as the other one knows it, for so long that it is never looked up again. */
export const actorOf = (here: Hall, id: ActorId = here.centre, more: Partial<RemoteActor> = {}): RemoteActor => ({
  id,
  type: "Organization",
  handle: `@hall@${new URL(here.origin).host}`,
  host: trusted.host(new URL(here.origin).host),
  name: "Hall",
  inbox: trusted.inbox(`${id}/inbox`),
  document: "{}",
  fetched: START + 100_000 * MINUTE,
  ...more,
});

const nothing = async () => ok();

/** For tests of what waits for nothing outside: every other task is done as soon as it is begun. */
export const NO_TASKS: TaskFunctions = {
  backfill: nothing,
  "fetch object": nothing,
  "catch up": nothing,
  "check object": nothing,
  "fill feeds": nothing,
  "fetch campaign": nothing,
  "answer follow": nothing,
  remind: nothing,
  "refresh actor": nothing,
  "fetch recommendations": nothing,
  "tell staff": nothing,
  "mail notice": nothing,
  "weigh digest": nothing,
  "mail question": nothing,
  "mail digest": nothing,
  "tell progress": nothing,
  "answer pledge": nothing,
  "reconcile pledges": nothing,
  "reseal centre": nothing,
  "reseal campaign": nothing,
  "pass on": nothing,
  "meet ally": nothing,
  "reconcile ally": nothing,
  "forget ally": nothing,
  "forget alliance": nothing,
  "ask for withdrawn": nothing,
  "check vouching": nothing,
  "check issuer": nothing,
  "check attestation": nothing,
  "fetch invited": nothing,
  "take in statement": nothing,
  "ask member": nothing,
  "check move": nothing,
  "rename moved": nothing,
};

export function side(here: Hall, functions: Partial<TaskFunctions> = {}): Side {
  const { ports, store, clock } = here;
  const levels = { of: async () => "accept" as const };
  const runner = createTaskRunner(ports, { ...NO_TASKS, ...functions });
  return {
    hall: here,
    door: createInboxDoor(ports, { levels, prove: async (_, __, document) => ({ type: "proven", document }) }),
    async work() {
      await here.reads();
      await runner.drain();
    },
    leaves: () => store.deliveries.lease(clock(), { limit: 50, leaseFor: MINUTE, perHost: 50, busy: new Map() }),
    settle: ({ id }, arrived) =>
      store.deliveries.settle(
        clock(),
        [arrived ? { id, type: "done" } : { id, type: "retry", at: clock() + MINUTE, error: { type: "timeout" } }],
        [],
      ),
  };
}

export interface Letter {
  readonly to: Side;
  readonly document: string;
}

async function deliver({ to, document }: Letter): Promise<void> {
  const path = `${new URL(to.hall.centre).pathname}/inbox`;
  const headers = { "content-type": "application/activity+json", host: new URL(to.hall.origin).host };
  const answer = await to.door({ method: "POST", path, headers, body: Buffer.from(document) });
  expect(answer.status).toBe(202);
}

/** What the network and the nodes do between what people do. */
export const accidents = [
  { weight: 4, arbitrary: fc.constantFrom("work a", "work b").map((type) => ({ type, pick: 0 })) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constantFrom("arrive", "lose", "arrive unheard", "delay", "late letter"),
      pick: fc.nat(20),
    }),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 50 }).map((pick) => ({ type: "pass", pick })) },
] as const;

export interface Step {
  readonly type: string;
  readonly pick: number;
}

interface Sides {
  readonly a: Side;
  readonly b: Side;
  readonly clock: FakeClock;
}

/** A network with letters of which the sender believes that they have arrived, while they are still under way. */
export function network({ a, b, clock }: Sides, isLostForGood: (type: string) => boolean = () => false) {
  const late: Letter[] = [];

  const one = async (type: string, pick: number): Promise<void> => {
    const under = [
      ...(await a.leaves()).map((delivery) => ({ delivery, from: a, to: b })),
      ...(await b.leaves()).map((delivery) => ({ delivery, from: b, to: a })),
    ];
    const chosen = under.length === 0 ? undefined : under[pick % under.length];
    for (const each of under) if (each !== chosen) await each.from.settle(each.delivery, false);
    if (chosen === undefined) return;
    const { delivery, from, to } = chosen;
    if (type === "lose") return from.settle(delivery, isLostForGood(delivery.activityType));
    if (type === "delay") late.push({ to, document: delivery.document });
    else await deliver({ to, document: delivery.document });
    await from.settle(delivery, type !== "arrive unheard");
  };

  return {
    async happens({ type, pick }: Step): Promise<void> {
      if (type === "work a") await a.work();
      else if (type === "work b") await b.work();
      else if (type === "pass") clock.advance(pick * MINUTE);
      else if (type === "late letter") await Promise.all(late.splice(pick % (late.length + 1), 1).map(deliver));
      else await one(type, pick);
    },
    /** Then the network is a good one, and whatever was under way arrives, the latest first. */
    async calms(): Promise<void> {
      for (const letter of late.splice(0).toReversed()) await deliver(letter);
      for (let round = 0; round < 4; round += 1) {
        clock.advance(2 * MINUTE);
        await a.work();
        await b.work();
        for (const [from, to] of [
          [a, b],
          [b, a],
        ] as const) {
          for (const delivery of await from.leaves()) {
            await deliver({ to, document: delivery.document });
            await from.settle(delivery, true);
          }
        }
      }
    },
  };
}
