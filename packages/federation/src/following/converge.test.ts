import {
  asObject,
  DAY,
  HOUR,
  MINUTE,
  trusted,
  type Follow,
  type LeasedDelivery,
  type RemoteActor,
} from "@commonhall/domain";
import { fakeClock, type FakeClock } from "@commonhall/testkit";
import { rejectActivity } from "@commonhall/wire";
import fc from "fast-check";
import { expect, test } from "vitest";
import { beginHandling, inCommits } from "../inbox/handling.ts";
import { createInboxDoor, type InboxDoor } from "../inbox/door.ts";
import { createTaskRunner } from "../tasks/task-runner.ts";
import { hall, START, type Hall } from "../testing/hall.fixture.ts";
import { answerFollow } from "./answer-follow.ts";
import { followCommands } from "./follow-commands.ts";
import { remind } from "./remind.ts";
import { sendFollow } from "./send-follow.ts";

// Two nodes, of which one follows the other, and a network between them that loses, doubles, delays and reorders what
// they say. Whatever it does: when it has come to rest, both sides say the same, and what the follower wanted last.

/** One of the two, as it is seen by the network: what it sends is taken from its delivery table, what comes goes through its door. */
interface Side {
  readonly hall: Hall;
  readonly door: InboxDoor;
  /** Does what is due, the network aside. */
  work(): Promise<void>;
  leaves(): Promise<readonly LeasedDelivery[]>;
  settle(delivery: LeasedDelivery, arrived: boolean): Promise<void>;
}

const actorOf = (here: Hall): RemoteActor => ({
  id: here.centre,
  type: "Organization",
  handle: `@hall@${new URL(here.origin).host}`,
  host: trusted.host(new URL(here.origin).host),
  name: "Hall",
  inbox: trusted.inbox(`${here.centre}/inbox`),
  document: "{}",
  fetched: START + 10 * DAY,
});

function side(here: Hall): Side {
  const { ports, store, clock } = here;
  const levels = { of: async () => "accept" as const };
  const inCommit = inCommits(ports, { forget: () => undefined });
  const elsewhere = async () => {
    throw new Error("Nothing has to be looked up here");
  };
  const find = { byAccount: elsewhere, byAddress: elsewhere, fresh: elsewhere };
  const nothing = async () => ({ ok: true, value: undefined }) as const;
  const runner = createTaskRunner(ports, {
    backfill: nothing,
    "fetch object": nothing,
    "fetch campaign": nothing,
    "refresh actor": nothing,
    "fetch recommendations": nothing,
    "tell staff": nothing,
    "mail notice": nothing,
    "tell progress": nothing,
    remind: (task) => remind({ inCommit }, task),
    "answer follow": (task) => answerFollow({ find, direct: ports.direct, inCommit }, task),
  });
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

interface Letter {
  readonly to: Side;
  readonly document: string;
}

async function deliver({ to, document }: Letter): Promise<void> {
  const path = `${new URL(to.hall.centre).pathname}/inbox`;
  const headers = { "content-type": "application/activity+json", host: new URL(to.hall.origin).host };
  const answer = await to.door({ method: "POST", path, headers, body: Buffer.from(document) });
  expect(answer.status).toBe(202);
}

const steps = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("follow", "unfollow", "refuse").map((type) => ({ type, pick: 0 })) },
  { weight: 4, arbitrary: fc.constantFrom("work a", "work b").map((type) => ({ type, pick: 0 })) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constantFrom("arrive", "lose", "arrive unheard", "delay", "late letter"),
      pick: fc.nat(20),
    }),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 50 }).map((pick) => ({ type: "pass", pick })) },
);

async function play(
  script: readonly { readonly type: string; readonly pick: number }[],
  clock: FakeClock,
  a: Side,
  b: Side,
) {
  const late: Letter[] = [];
  let wanted = false;

  const network = async (type: string, pick: number): Promise<void> => {
    const under = [
      ...(await a.leaves()).map((delivery) => ({ delivery, from: a, to: b })),
      ...(await b.leaves()).map((delivery) => ({ delivery, from: b, to: a })),
    ];
    const chosen = under.length === 0 ? undefined : under[pick % under.length];
    for (const one of under) if (one !== chosen) await one.from.settle(one.delivery, false);
    if (chosen === undefined) return;
    const { delivery, from, to } = chosen;
    // What is lost for good is asked for again: only answers can be, because a Follow is repeated and an Undo is not.
    const isAnswer = delivery.activityType === "Accept" || delivery.activityType === "Reject";
    if (type === "lose") return from.settle(delivery, isAnswer);
    if (type === "delay") late.push({ to, document: delivery.document });
    else await deliver({ to, document: delivery.document });
    await from.settle(delivery, type !== "arrive unheard");
  };

  for (const { type, pick } of script) {
    clock.advance(1000);
    if (type === "follow" || type === "unfollow") {
      wanted = type === "follow";
      await (wanted ? follow(a, b) : unfollow(a, b));
    } else if (type === "refuse") await refuse(b, a);
    else if (type === "work a") await a.work();
    else if (type === "work b") await b.work();
    else if (type === "pass") clock.advance(pick * MINUTE);
    else if (type === "late letter") await Promise.all(late.splice(pick % (late.length + 1), 1).map(deliver));
    else await network(type, pick);
  }

  // Then the network is a good one, for long enough that every reminder has been sent.
  for (const wait of [HOUR, DAY, 0]) {
    for (const letter of late.splice(0).toReversed()) await deliver(letter);
    for (let round = 0; round < 4; round += 1) {
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
    clock.advance(wait);
  }
  return wanted;
}

async function follow(a: Side, b: Side): Promise<void> {
  const { ports, centre } = a.hall;
  await ports.work.run(async (rooms) => {
    const current = await rooms.follows.between(centre, b.hall.centre);
    if (current?.state === "pending" || current?.state === "accepted") return rooms.outbox.repeat(current.id);
    return sendFollow(await beginHandling(ports, rooms, new Set()), centre, actorOf(b.hall));
  });
}

async function unfollow(a: Side, b: Side): Promise<void> {
  const unused = async () => {
    throw new Error("One leaves without asking anybody");
  };
  const commands = followCommands(a.hall.ports, {
    find: { byAccount: unused, byAddress: unused, fresh: unused },
    levels: { of: unused },
  });
  await commands.unfollow(b.hall.centre);
}

/** B does not want A any more; whatever A asks under a new id is another matter. */
async function refuse(b: Side, a: Side): Promise<void> {
  const { ports, centre, clock } = b.hall;
  await ports.work.run(async (rooms) => {
    const { addresses, newId } = await beginHandling(ports, rooms, new Set());
    const current = await rooms.follows.between(a.hall.centre, centre);
    if (current?.state !== "accepted") return;
    await rooms.follows.put({ ...current, state: "rejected", since: clock() });
    const id = addresses.activity(newId());
    const document = JSON.stringify(
      rejectActivity({ id, actor: centre, follow: { id: current.id, actor: current.follower, object: centre } }),
    );
    const sent = {
      id,
      type: "Reject",
      actor: centre,
      object: asObject(current.follower),
      document,
      published: clock(),
      listed: false,
    };
    await rooms.outbox.append(sent, [{ type: "inbox", inbox: actorOf(a.hall).inbox }]);
  });
}

const between = (here: Side, a: Side, b: Side): Promise<Follow | undefined> =>
  here.hall.store.direct.follows.between(a.hall.centre, b.hall.centre);

test("both sides of a follow come to the same end, and to the one that was wanted", async () => {
  const property = fc.asyncProperty(fc.array(steps, { minLength: 5, maxLength: 40 }), async (script) => {
    const clock = fakeClock(START);
    await using here = await hall({ host: "a.example", clock });
    await using there = await hall({ host: "b.example", clock });
    const [a, b] = [side(here), side(there)];
    await here.knows(actorOf(there));
    await there.knows(actorOf(here));
    const wanted = await play(script, clock, a, b);
    const [asked, answered] = [await between(a, a, b), await between(b, a, b)];
    expect(answered?.id).toBe(asked?.id);
    if (asked === undefined) return;
    if (wanted) {
      expect(["accepted", "rejected"]).toContain(asked.state);
      expect(answered?.state).toBe(asked.state);
    } else {
      expect(asked.state).toBe("ended");
      expect(answered?.state).not.toBe("accepted");
    }
  });
  await fc.assert(property, { numRuns: 40 });
}, 120_000);
