import {
  DAY,
  dateOf,
  languageTag,
  ok,
  SHARED_KINDS,
  trusted,
  type ActorId,
  type AllyGrid,
  type Audience,
  type LanguageTag,
  type Published,
} from "@commonhall/domain";
import { ally } from "@commonhall/testkit";
import { describe, expect, test } from "vitest";
import { inCommits } from "../inbox/handling.ts";
import { createKeyRing } from "../inbox/key-ring.ts";
import { hall, START, type Hall } from "../testing/hall.fixture.ts";
import { somebody } from "../testing/somebody.fixture.ts";
import { allyCommands } from "./ally-commands.ts";
import { endOverAlliances } from "./end-over.ts";
import { forgetAlly } from "./forget-ally.ts";

const ENGLISH = languageTag("en") ?? ("en" as LanguageTag);

async function scene() {
  const here = await hall();
  const peer = somebody("https://ally.example/centres/ally", here.clock);
  const other = somebody("https://other.example/centres/other", here.clock);
  for (const { known, id } of [peer, other]) {
    await here.knows({ ...known, inbox: trusted.inbox(`${id}/inbox`) });
    await here.store.direct.allies.put(ally(id));
  }
  const found = async (address: string) => {
    const actor = await here.store.direct.remoteActors.get(trusted.actor(address));
    return ok(actor ?? expect.fail("they are known"));
  };
  const commands = allyCommands(here.ports, {
    find: { byAccount: () => expect.fail("by id"), byAddress: found, fresh: found },
    levels: { of: async () => "accept" as const },
  });
  const publish = async (audience: Audience): Promise<Published> => {
    const post = { text: { [ENGLISH]: "Heads-up" }, tags: [], regions: [], sectors: [], audience };
    const published = await here.federation.commands.publishPost(post, "first");
    return published.ok ? published.value : expect.fail(published.error.type);
  };
  return { here, peer, other, commands, publish, [Symbol.asyncDispose]: () => here[Symbol.asyncDispose]() };
}

/** To whom something is under way, as hosts and types. */
async function underWay({ store, clock }: Hall): Promise<readonly string[]> {
  const lease = { limit: 50, leaseFor: 0, perHost: 50, busy: new Map() };
  const leaves = await store.deliveries.lease(clock(), lease);
  return leaves.map(({ host, activityType }) => `${activityType} to ${host}`).toSorted();
}

const nothing: AllyGrid = Object.fromEntries(
  SHARED_KINDS.map((kind) => [kind, { send: false, accept: false, passOn: false }]),
) as AllyGrid;

describe("what waits to be delivered", () => {
  test("to an ally is taken out of the queue by the commit that ends it; the end itself goes out", async () => {
    await using it = await scene();
    await it.publish({ type: "allies" });
    expect((await it.commands.end(it.peer.id)).ok).toBe(true);
    expect(await underWay(it.here)).toEqual(["Create to other.example", "Undo to ally.example"]);
  });

  test("goes as well when the other side ends it, or its last day is over", async () => {
    await using it = await scene();
    await it.publish({ type: "allies" });
    await it.here.takesIn(it.other.undoes({ id: ally(it.other.id).offer, type: "Offer" }));
    await it.here.reads();
    expect(await underWay(it.here)).toEqual(["Create to ally.example"]);

    const row = ally(it.peer.id);
    await it.here.store.direct.allies.put({ ...row, terms: { ...row.terms, until: dateOf(START) } });
    it.here.clock.advance(3 * DAY);
    expect(await endOverAlliances(it.here.ports)).toBe(1);
    expect(await underWay(it.here)).toEqual([]);
    expect((await it.here.store.direct.allies.with(it.peer.id))?.state).toBe("ended");
  });

  test("goes when the desk allows less than the terms, and nobody is told of that", async () => {
    await using it = await scene();
    await it.publish({ type: "allies" });
    expect((await it.commands.allow(it.peer.id, nothing)).ok).toBe(true);
    expect(await underWay(it.here)).toEqual(["Create to other.example"]);
    const { policy, state } = (await it.here.store.direct.allies.with(it.peer.id)) ?? expect.fail("an ally");
    expect([state, policy]).toEqual(["accepted", nothing]);
  });

  test("goes as well where they are named: only allies are", async () => {
    await using it = await scene();
    await it.publish({ type: "named", actors: [it.peer.id] });
    await it.publish({ type: "named", actors: [it.peer.id, it.other.id] });
    await it.commands.end(it.peer.id);
    expect(await underWay(it.here)).toEqual(["Create to other.example", "Undo to ally.example"]);
  });
});

describe("what they have sent", () => {
  const arrives = async ({ here }: { readonly here: Hall }, from: ReturnType<typeof somebody>) => {
    const [limited, open] = [from.note("Limited", { to: [`${from.id}/allies`] }), from.note("Open")];
    await here.takesIn(from.creates(limited, [`${from.id}/allies`]));
    await here.takesIn(from.creates(open));
    await here.reads();
  };
  const forget = (here: Hall, actor: ActorId, reach: "limited" | "everything" = "limited") =>
    forgetAlly(
      { inCommit: inCommits(here.ports, createKeyRing(here.store.direct.keys, here.clock)) },
      { type: "forget ally", actor, reach },
    );

  test("is purged where it was limited, that of others is not", async () => {
    await using it = await scene();
    await arrives(it, it.peer);
    await arrives(it, it.other);
    expect((await it.here.list()).toSorted()).toEqual(["Limited", "Limited", "Open", "Open"]);
    await it.commands.end(it.peer.id);
    expect(await it.here.tasks()).toContainEqual({ type: "forget ally", actor: it.peer.id, reach: "limited" });
    await forget(it.here, it.peer.id);
    expect((await it.here.list()).toSorted()).toEqual(["Limited", "Open", "Open"]);
  });

  test("is purged altogether where people ask for that", async () => {
    await using it = await scene();
    await arrives(it, it.peer);
    await it.commands.end(it.peer.id, { forget: "everything" });
    expect(await it.here.tasks()).toContainEqual({ type: "forget ally", actor: it.peer.id, reach: "everything" });
    await forget(it.here, it.peer.id, "everything");
    expect(await it.here.list()).toEqual([]);
  });

  test("stays where they are an ally again before that is done, and goes on coming afterwards", async () => {
    await using it = await scene();
    await arrives(it, it.peer);
    await forget(it.here, it.peer.id);
    expect(await it.here.list()).toHaveLength(2);
    await it.here.store.direct.allies.put(ally(it.peer.id, { state: "ended" }));
    await forget(it.here, it.peer.id);
    expect(await it.here.list()).toEqual(["Open"]);
    await it.here.store.direct.allies.put(ally(it.peer.id));
    await arrives(it, it.peer);
    expect(await it.here.list()).toHaveLength(3);
  });

  test("does not come back by what is sent after the end", async () => {
    await using it = await scene();
    await it.commands.end(it.peer.id);
    await arrives(it, it.peer);
    expect(await it.here.list()).not.toContain("Limited");
  });
});

describe("what people decide", () => {
  const reasons = async (it: Awaited<ReturnType<typeof scene>>, address: string) => {
    const results = [
      await it.commands.accept(address),
      await it.commands.decline(address),
      await it.commands.end(address),
      await it.commands.allow(address, nothing),
    ];
    return results.map((result) => (result.ok ? "ok" : result.error.type));
  };

  test("about somebody unknown is refused, without asking anybody", async () => {
    await using it = await scene();
    expect(await reasons(it, "@who@who.example")).toEqual([
      "nothing to answer",
      "nothing to answer",
      "nothing to end",
      "nothing to end",
    ]);
  });

  test("cannot accept what was accepted, ended or never offered by them", async () => {
    await using it = await scene();
    expect((await reasons(it, it.peer.id)).slice(0, 2)).toEqual(["nothing to answer", "nothing to answer"]);
    await it.here.store.direct.allies.put(ally(it.peer.id, { state: "ended" }));
    expect((await reasons(it, it.peer.id)).slice(0, 3)).toEqual([
      "nothing to answer",
      "nothing to answer",
      "nothing to end",
    ]);
    await it.here.store.direct.allies.put(ally(it.peer.id, { state: "offered", offeredBy: "us" }));
    expect((await it.commands.accept(it.peer.id)).ok).toBe(false);
  });

  test("cannot accept what is over, nor offer to an ally, a person, or one that has no inbox of its own", async () => {
    await using it = await scene();
    const row = ally(it.peer.id, { state: "received" });
    const until = dateOf(START - 5 * DAY);
    await it.here.store.direct.allies.put({ ...row, terms: { ...row.terms, until } });
    const own = { ...it.peer.known, inbox: trusted.inbox(`${it.peer.id}/inbox`) };
    await it.here.knows(own);
    expect(await it.commands.accept(it.peer.id)).toEqual({ ok: false, error: { type: "offer over", until } });
    await it.here.store.direct.allies.put(ally(it.other.id));
    const { grid } = row.terms;
    expect(await it.commands.offer(it.other.id, { grid })).toMatchObject({ error: { type: "allies already" } });
    await it.here.knows({ ...own, type: "Person" });
    expect(await it.commands.offer(it.peer.id, { grid })).toMatchObject({ error: { type: "not a centre" } });
    await it.here.knows({ ...own, sharedInbox: own.inbox });
    expect(await it.commands.offer(it.peer.id, { grid })).toMatchObject({ error: { type: "no inbox of its own" } });
  });

  test("offering the same twice is one offer, which is sent once more", async () => {
    await using it = await scene();
    const known = { ...it.peer.known, inbox: trusted.inbox(`${it.peer.id}/inbox`) };
    await it.here.knows(known);
    await it.here.store.direct.allies.put(ally(it.peer.id, { state: "ended" }));
    const { grid } = ally(it.peer.id).terms;
    const first = await it.commands.offer(it.peer.id, { grid });
    const second = await it.commands.offer(it.peer.id, { grid });
    expect(second).toEqual(first);
    const third = await it.commands.offer(it.peer.id, { grid, until: dateOf(START + DAY) });
    expect(third.ok && first.ok && third.value.id !== first.value.id).toBe(true);
  });

  test("the policy of the desk is never wider than the terms", async () => {
    await using it = await scene();
    const row = ally(it.peer.id);
    await it.here.store.direct.allies.put({ ...row, terms: { grid: nothing }, policy: nothing });
    await it.commands.allow(it.peer.id, row.policy);
    expect((await it.here.store.direct.allies.with(it.peer.id))?.policy).toEqual(nothing);
  });
});
