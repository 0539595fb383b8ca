import { asObject, DAY, HOUR, type Follow } from "@commonhall/domain";
import { fakeClock, type FakeClock } from "@commonhall/testkit";
import { rejectActivity } from "@commonhall/wire";
import fc from "fast-check";
import { expect, test } from "vitest";
import { beginHandling, inCommits } from "../inbox/handling.ts";
import { hall, START, type Hall } from "../testing/hall.fixture.ts";
import { accidents, actorOf, network, side, type Side, type Step } from "../testing/two-sides.fixture.ts";
import { answerFollow } from "./answer-follow.ts";
import { followCommands } from "./follow-commands.ts";
import { remind } from "./remind.ts";
import { sendFollow } from "./send-follow.ts";

// Two nodes, of which one follows the other, and a network between them that loses, doubles, delays and reorders what
// they say. Whatever it does: when it has come to rest, both sides say the same, and what the follower wanted last.

function followingSide(here: Hall): Side {
  const { ports } = here;
  const inCommit = inCommits(ports, { forget: () => undefined });
  const elsewhere = async () => {
    throw new Error("Nothing has to be looked up here");
  };
  const find = { byAccount: elsewhere, byAddress: elsewhere, fresh: elsewhere };
  return side(here, {
    remind: (task) => remind({ inCommit }, task),
    "answer follow": (task) => answerFollow({ find, direct: ports.direct, inCommit }, task),
  });
}

const steps = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("follow", "unfollow", "refuse").map((type) => ({ type, pick: 0 })) },
  ...accidents,
);

async function play(script: readonly Step[], clock: FakeClock, a: Side, b: Side) {
  // What is lost for good is asked for again: only answers can be, because a Follow is repeated and an Undo is not.
  const between = network({ a, b, clock }, (type) => type === "Accept" || type === "Reject");
  let wanted = false;
  for (const step of script) {
    clock.advance(1000);
    if (step.type === "follow" || step.type === "unfollow") {
      wanted = step.type === "follow";
      await (wanted ? follow(a, b) : unfollow(a, b));
    } else if (step.type === "refuse") await refuse(b, a);
    else await between.happens(step);
  }
  // For long enough that every reminder has been sent.
  for (const wait of [HOUR, DAY, 0]) {
    await between.calms();
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
    const [a, b] = [followingSide(here), followingSide(there)];
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
