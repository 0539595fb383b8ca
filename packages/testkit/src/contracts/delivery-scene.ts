import {
  type Breaker,
  CLOSED,
  type DeliveryOutcome,
  type DeliveryQueue,
  type DeliveryViews,
  type DomainPolicies,
  failed,
  type Follows,
  type LeasedDelivery,
  type LeaseOptions,
  MINUTE,
  OPENS_AT,
  type Outbox,
  type Recipients,
  type RemoteActors,
  type SettledHost,
  trusted,
} from "@commonhall/domain";
import { beforeEach } from "vitest";
import type { FakeClock } from "../fake-clock.ts";
import { actorAt, follow, ourActor, ourObject, outgoing, remoteActor } from "../samples.ts";

/** A delivery queue, and what is needed to plan something for it. */
export interface DeliveryWorld {
  readonly clock: FakeClock;
  readonly deliveries: DeliveryQueue;
  readonly views: Pick<DeliveryViews, "counts">;
  readonly outbox: Outbox;
  readonly actors: Pick<RemoteActors, "put">;
  readonly follows: Pick<Follows, "put" | "between">;
  readonly domains: Pick<DomainPolicies, "set">;
  readonly close: () => Promise<void>;
}

export const HALL = ourActor("hall");
export const FOLLOWERS: Recipients = { type: "followers", of: HALL };
export const ERROR = { type: "timeout" } as const;
const LEASE: LeaseOptions = { limit: 100, leaseFor: MINUTE, perHost: 10, busy: new Map() };

/** What the tests do to a world, in few words. Each test has a world of its own. */
export type Scene = ReturnType<typeof deliveryScene>;

export function deliveryScene(open: () => Promise<DeliveryWorld>) {
  let world: DeliveryWorld;
  beforeEach(async () => {
    world = await open();
    return () => world.close();
  });
  const lease = (options: Partial<LeaseOptions> = {}) =>
    world.deliveries.lease(world.clock(), { ...LEASE, ...options });
  const settle = (outcomes: readonly DeliveryOutcome[], hosts: readonly SettledHost[] = []) =>
    world.deliveries.settle(world.clock(), outcomes, hosts);
  return {
    world: () => world,
    clock: () => world.clock,
    lease,
    settle,
    leasedNames: async (options: Partial<LeaseOptions> = {}) => (await lease(options)).map(nameOf),
    done: (deliveries: readonly LeasedDelivery[]) => settle(deliveries.map(({ id }) => ({ id, type: "done" }))),
    followedBy: async (host: string, who = "ally", sharedInbox?: string) => {
      const actor = actorAt(host, who);
      const shared = sharedInbox === undefined ? {} : { sharedInbox: trusted.inbox(sharedInbox) };
      await world.actors.put(remoteActor(actor, shared));
      await world.follows.put(follow(actor, HALL));
      return actor;
    },
    append: (activity: string, recipients: readonly Recipients[] = [FOLLOWERS], object = activity) =>
      world.outbox.append(outgoing(activity, { object: ourObject(object) }), recipients),
    /** Deletes the object of these activities. */
    remove: (
      object: string,
      recipients: readonly Recipients[] = [{ type: "everyone who got", object: ourObject(object) }],
    ) => world.outbox.append(outgoing("delete", { type: "Delete", object: ourObject(object) }), recipients),
    /** As many failures in a row as open a breaker. */
    breakHost: async (host: string): Promise<Breaker> => {
      let breaker = CLOSED;
      for (let count = 0; count < OPENS_AT; count++) breaker = failed(breaker, world.clock());
      await settle([], [{ host: trusted.host(host), breaker }]);
      return breaker;
    },
  };
}

export const nameOf = ({ document }: LeasedDelivery): string => JSON.parse(document).activity;
