import { DAY, HOUR, trusted } from "@commonhall/domain";
import type { JsonObject } from "@commonhall/wire";
import { describe, expect, test } from "vitest";
import { fingers, server, type Server } from "../testing/server.fixture.ts";
import { hall, type Hall } from "../testing/hall.fixture.ts";
import { somebody, type Somebody } from "../testing/somebody.fixture.ts";

/** A centre, and somebody on a real server who is called `@somebody@…`; the id has a query, as some programs make them. */
async function scene(): Promise<{ here: Hall; there: Server; ally: Somebody } & AsyncDisposable> {
  const [here, there] = [await hall(), await server()];
  const ally = somebody(`${there.origin}/actor?id=7`, here.clock);
  there.shows("/actor?id=7", ally.document());
  fingers(there, `somebody@${there.host}`, ally.id);
  return {
    here,
    there,
    ally,
    async [Symbol.asyncDispose]() {
      await here[Symbol.asyncDispose]();
      await there.close();
    },
  };
}

async function leaving({ store, clock }: Hall): Promise<readonly JsonObject[]> {
  const leased = await store.deliveries.lease(clock(), { limit: 50, leaseFor: HOUR, perHost: 50, busy: new Map() });
  await store.deliveries.settle(
    clock(),
    leased.map(({ id }) => ({ id, type: "done" })),
    [],
  );
  return leased.map(({ document }) => JSON.parse(document));
}

describe("to follow", () => {
  test.each<[string, (there: Server) => string]>([
    ["by name", ({ host }) => `@somebody@${host}`],
    ["by name without the first @", ({ host }) => `somebody@${host}`],
    ["by id", ({ origin }) => `${origin}/actor?id=7`],
    ["by the address of a page that shows the actor", ({ origin }) => `${origin}/@somebody`],
  ])("%s", async (_, address) => {
    await using it = await scene();
    const { here, there, ally } = it;
    there.shows("/@somebody", ally.document());
    expect(await here.federation.follow.follow(address(there))).toEqual({
      ok: true,
      value: { id: ally.id, state: "pending" },
    });
    expect(await leaving(here)).toMatchObject([{ type: "Follow", actor: here.centre, object: ally.id }]);
    expect(await here.store.followViews.following()).toMatchObject([{ handle: `@somebody@${there.host}` }]);
    expect(await here.store.direct.keys.get(ally.proofKey.id)).toMatchObject({ owner: ally.id });
  });

  test("again is the same Follow again", async () => {
    await using it = await scene();
    const { here, ally } = it;
    await here.federation.follow.follow(ally.id);
    const [first] = await leaving(here);
    await here.federation.follow.follow(ally.id);
    expect(await leaving(here)).toEqual([first]);
  });

  test("and nobody answers: after an hour and after a day the same is sent again, and then no more", async () => {
    await using it = await scene();
    const { here, ally, there } = it;
    there.shows("/inbox", 202);
    await here.federation.follow.follow(ally.id);
    for (const wait of [0, HOUR, DAY, 10 * DAY]) {
      here.clock.advance(wait);
      await here.federation.drain();
    }
    const posted = there.requests.filter(({ method }) => method === "POST").map(({ body }) => JSON.parse(body).id);
    expect(posted).toHaveLength(3);
    expect(new Set(posted).size).toBe(1);
  });

  test("after a refusal is another Follow", async () => {
    await using it = await scene();
    const { here, ally } = it;
    await here.federation.follow.follow(ally.id);
    const [first] = await leaving(here);
    const current = await here.store.direct.follows.between(here.centre, ally.id);
    if (current === undefined) throw new Error("it is followed");
    await here.store.direct.follows.put({ ...current, state: "rejected" });
    here.clock.advance(HOUR);
    await here.federation.follow.follow(ally.id);
    const [second] = await leaving(here);
    expect(second?.["id"]).not.toBe(first?.["id"]);
  });

  test.each<[string, (here: Hall, there: Server) => string, string]>([
    ["nonsense", () => "nobody", "not an address"],
    ["ourselves by name", () => "@hall@hall.example", "ourselves"],
    ["ourselves by id", (here) => here.campaign, "ourselves"],
    ["a name that nobody has", (_, { host }) => `@nobody@${host}`, "not found"],
    ["an address where nothing is", (_, { origin }) => `${origin}/nobody`, "not found"],
    ["a page that is no actor", (_, { origin }) => `${origin}/page`, "not found"],
    ["a server that is not there", () => "@a@127.0.0.1:1", "unreachable"],
    ["a server that we refuse", () => "@a@refused.example", "refused domain"],
    ["a pointer back to ourselves", (_, { origin }) => `${origin}/mirror`, "not found"],
  ])("%s is refused with a reason", async (_, address, type) => {
    await using it = await scene();
    const { here, there } = it;
    await here.store.direct.domains.set(trusted.host("refused.example"), "refuse");
    there.shows("/page", { type: "Note" });
    there.shows("/mirror", { ...it.ally.document(), id: here.centre, inbox: `${here.centre}/inbox` });
    expect(await here.federation.follow.follow(address(here, there))).toMatchObject({ ok: false, error: { type } });
    expect(await leaving(here)).toEqual([]);
  });
});

describe("to stop following", () => {
  test("takes the Follow back, without asking the other server anything", async () => {
    await using it = await scene();
    const { here, there, ally } = it;
    await here.federation.follow.follow(ally.id);
    const [follow] = await leaving(here);
    await there.close();
    const answer = await here.federation.follow.unfollow(`@somebody@${there.host}`);
    expect(answer).toEqual({ ok: true, value: { id: ally.id, state: "ended" } });
    expect(await leaving(here)).toMatchObject([
      { type: "Undo", object: { id: follow?.["id"], type: "Follow", object: ally.id } },
    ]);
    expect(await here.federation.follow.unfollow(ally.id)).toMatchObject({
      ok: false,
      error: { type: "not followed" },
    });
  });
});

describe("who somebody is", () => {
  test("says the host that they name themselves after, if it agrees", async () => {
    await using it = await scene();
    await using other = await server();
    const { here, there, ally } = it;
    fingers(there, `somebody@${there.host}`, ally.id, `centre@${other.host}`);
    fingers(other, `centre@${other.host}`, ally.id);
    await here.federation.follow.follow(ally.id);
    expect(await here.store.followViews.following()).toMatchObject([{ handle: `@centre@${other.host}` }]);
  });

  test("does not say a host that knows nothing of it, or names somebody else", async () => {
    await using it = await scene();
    await using other = await server();
    const { here, there, ally } = it;
    fingers(there, `somebody@${there.host}`, ally.id, `centre@${other.host}`);
    fingers(other, `centre@${other.host}`, "https://elsewhere.example/actor");
    await here.federation.follow.follow(ally.id);
    expect(await here.store.followViews.following()).toMatchObject([{ handle: `@somebody@${there.host}` }]);
  });

  test("is named after where they live, where one name leads to the next without end", async () => {
    await using it = await scene();
    const { here, there, ally } = it;
    for (let n = 0; n < 50; n += 1) fingers(there, `a${n}@${there.host}`, ally.id, `a${n + 1}@${there.host}`);
    expect(await here.federation.follow.follow(`@a0@${there.host}`)).toMatchObject({ ok: true });
    expect(there.asked().filter((path) => path.includes("webfinger")).length).toBeLessThanOrEqual(6);
    expect(await here.store.followViews.following()).toMatchObject([{ handle: `@somebody@${there.host}` }]);
  });

  test("is named after where they live, if there is no WebFinger", async () => {
    await using it = await scene();
    const { here, there, ally } = it;
    there.shows("/users/plain", { ...ally.document(), id: `${there.origin}/users/plain`, preferredUsername: "plain" });
    await here.federation.follow.follow(`${there.origin}/users/plain`);
    expect(await here.store.followViews.following()).toMatchObject([{ handle: `@plain@${there.host}` }]);
  });

  test("is not believed of a server that shows somebody else's actor under its own address", async () => {
    await using it = await scene();
    await using liar = await server();
    const { here, there, ally } = it;
    liar.shows("/users/ally", { ...ally.document(), name: "Forged" });
    expect(await here.federation.follow.follow(`${liar.origin}/users/ally`)).toMatchObject({
      ok: true,
      value: { id: ally.id },
    });
    expect((await here.store.direct.remoteActors.get(ally.id))?.name).not.toBe("Forged");
    expect(there.asked()).toContain("/actor?id=7");
  });
});
