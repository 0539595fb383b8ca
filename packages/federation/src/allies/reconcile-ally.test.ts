import { DAY, mirroredTerms, ok, trusted, type Ally, type AllyState } from "@commonhall/domain";
import { ally } from "@commonhall/testkit";
import { allyPage, allyPageName, type JsonObject } from "@commonhall/wire";
import { describe, expect, test } from "vitest";
import { createHttpClient } from "../http/client.ts";
import { inCommits } from "../inbox/handling.ts";
import { localKeys } from "../keys/local-keys.ts";
import { hall, START } from "../testing/hall.fixture.ts";
import { reader } from "../testing/reader.fixture.ts";
import { server } from "../testing/server.fixture.ts";
import { askAllies, reconcileAlly } from "./reconcile-ally.ts";

// Once a day a node asks the other side of each alliance how it stands. What both sides make of it is proven in the domain;
// here it is asked for, read strictly, and written together with what follows from it.

const BY_US = {
  offeredBy: "us",
  offer: trusted.activity("https://hall.example/offers/1"),
  relationship: trusted.object("https://hall.example/alliances/1"),
} as const;

async function scene(state: AllyState, more: Partial<Ally> = {}) {
  const [here, there] = [await hall(), await server()];
  const peer = reader(there, "/centres/ally", { allies: `${there.origin}/centres/ally/allies` });
  const ours = ally(peer.id, { state, offered: START - 20 * DAY, since: START - 20 * DAY, ...more });
  await here.knows(peer.known);
  await here.store.direct.allies.put(ours);
  const centre = (await here.store.direct.localActors.get(here.centre)) ?? expect.fail("a centre");
  const { handle: _, ...node } = centre;
  await here.store.direct.localActors.put({ ...node, id: trusted.actor(`${here.origin}/actor`), kind: "node" });
  const client = createHttpClient(here.ports, {
    levels: { of: async () => "accept" as const },
    keys: localKeys(here.ports),
  });
  const found = async () => ok(peer.known);
  const use = {
    client,
    find: { byAccount: found, byAddress: found, fresh: found },
    direct: here.ports.direct,
    clock: here.clock,
    inCommit: inCommits(here.ports, { forget: () => undefined }),
  };
  const path = `/centres/ally/allies/${allyPageName(here.centre)}`;
  const theirs = (said: AllyState, changed: Partial<Ally> = {}): Ally => ({
    ...ours,
    peer: here.centre,
    offeredBy: ours.offeredBy === "us" ? "them" : "us",
    terms: mirroredTerms(ours.terms),
    state: said,
    ...changed,
  });
  return {
    here,
    there,
    peer,
    path,
    says: (said: AllyState, changed: JsonObject = {}, row: Partial<Ally> = {}) =>
      there.shows(path, { ...allyPage(there.origin + path, peer.id, theirs(said, row)), ...changed }),
    async asks() {
      const answer = await reconcileAlly(use, { type: "reconcile ally", peer: peer.id });
      return { ok: answer.ok, ally: await here.store.direct.allies.with(peer.id) };
    },
    async [Symbol.asyncDispose]() {
      await client.close();
      await here[Symbol.asyncDispose]();
      await there.close();
    },
  };
}

describe("what the other side says", () => {
  test("is asked for with our node's signature, at the address that the centre's document gives", async () => {
    await using it = await scene("accepted");
    it.says("accepted");
    const { ally: after } = await it.asks();
    expect(after).toMatchObject({ state: "accepted", confirmed: START });
    const [request] = it.there.requests.filter(({ path }) => path === it.path);
    expect(JSON.stringify(request?.headers)).toContain(`${it.here.origin}/actor#`);
  });

  test("ends an alliance that they have ended, with everything that follows from it", async () => {
    await using it = await scene("accepted");
    it.says("ended");
    expect((await it.asks()).ally?.state).toBe("ended");
    expect(await it.here.tasks()).toContainEqual({ type: "forget ally", actor: it.peer.id, reach: "limited" });
  });

  test("accepts our offer where their answer was lost", async () => {
    await using it = await scene("offered", BY_US);
    it.says("accepted");
    expect((await it.asks()).ally?.state).toBe("accepted");
  });

  test("never makes an ally of who has offered it themselves and says that we said yes", async () => {
    await using it = await scene("received");
    it.says("accepted");
    expect((await it.asks()).ally?.state).toBe("received");
  });

  test("never brings back what ended", async () => {
    await using it = await scene("ended");
    it.says("accepted");
    expect((await it.asks()).ally?.state).toBe("ended");
  });

  test.each<[string, JsonObject, Partial<Ally>]>([
    ["about somebody else", { object: "https://third.example/centres/third" }, {}],
    ["in the name of somebody else", { subject: "https://third.example/centres/third" }, {}],
    ["in a state that nobody knows", { allyState: "forever" }, {}],
    ["without an offer", { offer: "https://ally.example/offers/1" }, {}],
    [
      "about an offer of a third centre",
      {
        offer: {
          id: "https://third.example/offers/1",
          type: "Offer",
          actor: "https://third.example/centres/third",
          published: "2026-11-22T09:00:00Z",
          object: {},
        },
      },
      {},
    ],
    [
      "about an offer of the future",
      {},
      { offer: trusted.activity("https://hall.example/offers/9"), offeredBy: "them", offered: START + DAY },
    ],
  ])("%s changes nothing", async (_, changed, row) => {
    await using it = await scene("accepted", BY_US);
    it.says("ended", changed, row);
    expect((await it.asks()).ally).toMatchObject({ state: "accepted" });
    it.says("ended");
    expect((await it.asks()).ally).toMatchObject({ state: "ended" });
  });

  test("that there is nothing ends an alliance after a week, and a server that is out does not", async () => {
    await using it = await scene("accepted", { confirmed: START });
    it.there.shows(it.path, 503);
    it.here.clock.advance(30 * DAY);
    expect(await it.asks()).toMatchObject({ ok: false, ally: { state: "accepted" } });
    it.says("accepted");
    await it.asks();
    it.there.shows(it.path, 404);
    it.here.clock.advance(6 * DAY);
    expect((await it.asks()).ally?.state).toBe("accepted");
    it.here.clock.advance(DAY);
    expect((await it.asks()).ally?.state).toBe("ended");
  });
});

test("each open alliance is asked about once a day", async () => {
  await using it = await scene("accepted");
  const ask = () => askAllies(it.here.ports);
  await it.here.store.direct.allies.put(ally(trusted.actor("https://b.example/centres/b"), { state: "ended" }));
  expect([await ask(), await ask()]).toEqual([1, 0]);
  it.here.clock.advance(DAY - 1);
  expect(await ask()).toBe(0);
  it.here.clock.advance(2);
  expect([await ask(), await ask()]).toEqual([1, 0]);
  expect(await it.here.tasks()).toEqual([{ type: "reconcile ally", peer: it.peer.id }]);
});
