import { DAY, HOUR, trusted, type ActorId, type Ally } from "@commonhall/domain";
import type { JsonObject } from "@commonhall/wire";
import { describe, expect, test } from "vitest";
import { hall, START } from "../testing/hall.fixture.ts";
import { somebody, type Said } from "../testing/somebody.fixture.ts";
import { allyCommands } from "./ally-commands.ts";

// What others say about being allies, one letter at a time. What both sides make of many is in converge.test.ts.

const SHARING = ["campaigns", "calls", "bulletins"].map((sharedKind) => ({
  sharedKind,
  fromSubject: true,
  fromObject: sharedKind !== "calls",
  passOn: false,
}));

async function scene() {
  const here = await hall();
  const peer = somebody("https://peer.example/centres/peer", here.clock);
  const third = somebody("https://third.example/centres/third", here.clock);
  await here.knows(peer.known);
  await here.knows(third.known);
  const says = async (document: JsonObject) => {
    await here.takesIn(document);
    await here.reads();
    return here.store.direct.allies.with(peer.id);
  };
  return { here, peer, third, says, [Symbol.asyncDispose]: () => here[Symbol.asyncDispose]() };
}

const refusals = ({ here: { logged } }: Awaited<ReturnType<typeof scene>>) => logged.map(({ facts }) => facts["why"]);
const iso = (time: number): string => new Date(time).toISOString();

interface Offering {
  readonly from: ActorId;
  readonly to: ActorId;
  readonly name?: string;
  readonly at?: number;
  readonly object?: JsonObject;
}

function offer({ from, to, name = "1", at = START, object = {} }: Offering): Said {
  const { origin } = new URL(from);
  const relationship = "https://w3id.org/workers-centres/ns#allyOf";
  return {
    id: `${origin}/offers/${name}`,
    type: "Offer",
    actor: from,
    published: iso(at),
    to: [to],
    object: {
      id: `${origin}/alliances/${name}`,
      type: "Relationship",
      subject: from,
      relationship,
      object: to,
      sharing: SHARING,
      ...object,
    },
  };
}

let count = 0;
const says = (type: string, from: ActorId, object: JsonObject | string): Said => ({
  id: `${new URL(from).origin}/said/${(count += 1)}`,
  type,
  actor: from,
  object,
});

describe("an offer", () => {
  test("waits for a person, with its terms as our side sees them", async () => {
    await using it = await scene();
    const ally = await it.says(offer({ from: it.peer.id, to: it.here.centre, object: { lastDay: "2027-01-31" } }));
    expect(ally).toMatchObject({ state: "received", offeredBy: "them", apart: true, terms: { until: "2027-01-31" } });
    expect(ally?.terms.grid.calls).toEqual({ send: false, accept: true, passOn: false });
    expect(await it.here.store.direct.allies.accepted()).toEqual([]);
    expect(await it.here.store.apartViews.list(5)).toMatchObject([{ kind: "ally", from: it.peer.id }]);
  });

  test.each<[string, (it: { peer: ActorId; third: ActorId; us: ActorId }) => JsonObject]>([
    [
      "of somebody else's Relationship",
      ({ peer, third, us }) => offer({ from: peer, to: us, object: { subject: third } }),
    ],
    [
      "with an id of somebody else's",
      ({ peer, third, us }) => ({ ...offer({ from: peer, to: us }), id: `${new URL(third).origin}/offers/1` }),
    ],
    [
      "of a Relationship with a foreign id",
      ({ peer, us }) => offer({ from: peer, to: us, object: { id: "https://third.example/alliances/1" } }),
    ],
    ["to somebody else", ({ peer, third }) => offer({ from: peer, to: third })],
    ["to itself", ({ peer }) => offer({ from: peer, to: peer })],
    ["made in the future", ({ peer, us }) => offer({ from: peer, to: us, at: START + 2 * HOUR })],
    [
      "that was over before it came",
      ({ peer, us }) => offer({ from: peer, to: us, object: { lastDay: "2026-11-19" } }),
    ],
    [
      "with terms that nobody can read",
      ({ peer, us }) =>
        offer({
          from: peer,
          to: us,
          object: { sharing: [{ sharedKind: "calls", fromSubject: "maybe", fromObject: true }] },
        }),
    ],
    [
      "that says two things of one kind",
      ({ peer, us }) => offer({ from: peer, to: us, object: { sharing: [...SHARING, ...SHARING] } }),
    ],
    [
      "with a last day that is no day",
      ({ peer, us }) => offer({ from: peer, to: us, object: { lastDay: "2026-02-30" } }),
    ],
    ["without a time", ({ peer, us }) => ({ ...offer({ from: peer, to: us }), published: "soon" })],
  ])("%s changes nothing", async (_, made) => {
    await using it = await scene();
    const us = it.here.centre;
    const document = made({ peer: it.peer.id, third: it.third.id, us });
    expect(await it.says(document)).toBeUndefined();
    expect(await it.here.store.direct.allies.with(it.third.id)).toBeUndefined();
    expect(await it.here.store.direct.allies.with(us)).toBeUndefined();
    expect(await it.here.store.apartViews.count()).toBe(0);
    expect(JSON.stringify(it.here.logged)).not.toContain("sharedKind");
  });

  test("that is older than another is passed over, and the later one counts", async () => {
    await using it = await scene();
    await it.says(offer({ from: it.peer.id, to: it.here.centre, name: "2", at: START }));
    const ally = await it.says(offer({ from: it.peer.id, to: it.here.centre, name: "1", at: START - DAY }));
    expect(ally?.offer).toBe("https://peer.example/offers/2");
  });

  test("one server cannot fill the list of strangers", async () => {
    await using here = await hall();
    for (let n = 0; n < 30; n += 1) {
      const from = trusted.actor(`https://mill.example/centres/c${n}`);
      await here.takesIn(offer({ from, to: here.centre, name: `${n}` }));
    }
    await here.takesIn(offer({ from: trusted.actor("https://other.example/centres/one"), to: here.centre }));
    await here.reads();
    expect(await here.store.apartViews.count()).toBe(21);
    expect(here.logged).toEqual([
      { line: "an activity was refused", facts: { why: "so many of its server wait already", count: 10 } },
    ]);
  });
});

describe("an answer", () => {
  const ours = async ({ here, peer }: Awaited<ReturnType<typeof scene>>): Promise<Ally> => {
    const found = async () =>
      ({ ok: true, value: { ...peer.known, inbox: trusted.inbox(`${peer.id}/inbox`) } }) as const;
    const commands = allyCommands(here.ports, {
      find: { byAccount: found, byAddress: found, fresh: found },
      levels: { of: async () => "accept" as const },
    });
    const cell = { send: true, accept: false, passOn: false };
    const made = await commands.offer(peer.id, { grid: { campaigns: cell, calls: cell, bulletins: cell } });
    const ally = await here.store.direct.allies.with(peer.id);
    return made.ok && ally !== undefined ? ally : expect.fail("no offer was made");
  };

  test("of the one who was asked counts, and only that", async () => {
    await using it = await scene();
    const { offer: id } = await ours(it);
    expect((await it.says(says("Accept", it.third.id, id)))?.state).toBe("offered");
    expect((await it.says(says("Undo", it.third.id, id)))?.state).toBe("offered");
    expect(refusals(it)).toEqual(["an answer to an offer, by somebody else", "it cannot be read: foreign origin"]);
    const accept = says("Accept", it.peer.id, id);
    expect(await it.says(accept)).toMatchObject({ state: "accepted", answer: accept.id });
  });

  test("that repeats other terms than ours is none", async () => {
    await using it = await scene();
    const { offer: id } = await ours(it);
    const forged = { ...offer({ from: it.here.centre, to: it.peer.id }), id };
    expect((await it.says(says("Accept", it.peer.id, forged)))?.state).toBe("offered");
    const longer = { ...forged, object: { id: "x", lastDay: "2099-01-01" } };
    expect((await it.says(says("Accept", it.peer.id, longer)))?.state).toBe("offered");
    expect(refusals(it)).toEqual(Array(2).fill("an answer to an offer of other terms"));
  });

  test("to what nobody offered, or to what they offered themselves, makes nobody an ally", async () => {
    await using it = await scene();
    expect(await it.says(says("Accept", it.peer.id, `${it.here.origin}/activities/1`))).toBeUndefined();
    const theirs = offer({ from: it.peer.id, to: it.here.centre });
    await it.says(theirs);
    expect((await it.says(says("Accept", it.peer.id, theirs)))?.state).toBe("received");
    expect((await it.says(says("Accept", it.third.id, theirs)))?.state).toBe("received");
  });

  test("that takes a yes back ends it, whichever way it names what it ends", async () => {
    const ways: readonly ((accept: Said, id: string) => JsonObject | string)[] = [
      ({ id }) => id,
      (accept) => accept,
      ({ id }) => ({ id: id, type: "Accept" }),
      (_, id) => ({ id: "https://peer.example/said/lost", type: "Accept", object: id }),
    ];
    for (const way of ways) {
      await using it = await scene();
      const { offer: id } = await ours(it);
      const accept = says("Accept", it.peer.id, id);
      await it.says(accept);
      expect((await it.says(says("Undo", it.third.id, way(accept, id))))?.state).toBe("accepted");
      expect((await it.says(says("Undo", it.peer.id, way(accept, id))))?.state).toBe("ended");
      expect((await it.says(accept))?.state).toBe("ended");
    }
  });
});

describe("an end", () => {
  test("of an offer that comes only later is remembered", async () => {
    await using it = await scene();
    const made = offer({ from: it.peer.id, to: it.here.centre });
    expect((await it.says(says("Undo", it.peer.id, made)))?.state).toBe("ended");
    expect((await it.says(made))?.state).toBe("ended");
  });

  test.each<[string, (peer: ActorId, us: ActorId) => JsonObject]>([
    [
      "an offer that was somebody else's",
      (peer, us) => ({ ...offer({ from: trusted.actor("https://third.example/centres/third"), to: us }), actor: peer }),
    ],
    [
      "an offer to somebody else",
      (peer) => offer({ from: peer, to: trusted.actor("https://third.example/centres/third") }),
    ],
    ["an offer of the future", (peer, us) => offer({ from: peer, to: us, at: START + 2 * HOUR })],
  ])("of %s changes nothing", async (_, made) => {
    await using it = await scene();
    expect(await it.says(says("Undo", it.peer.id, made(it.peer.id, it.here.centre)))).toBeUndefined();
  });

  test("comes from either of the two and from nobody else", async () => {
    await using it = await scene();
    const made = offer({ from: it.peer.id, to: it.here.centre });
    await it.says(made);
    expect((await it.says(says("Undo", it.third.id, made)))?.state).toBe("received");
    expect((await it.says(says("Undo", it.third.id, made.id)))?.state).toBe("received");
    expect(refusals(it)).toEqual(Array(2).fill("it cannot be read: foreign origin"));
    expect((await it.says(says("Undo", it.peer.id, made.id)))?.state).toBe("ended");
    expect(await it.here.store.apartViews.count()).toBe(0);
  });
});
