import { DAY, levelOf, trusted, type DomainLevel, type Recommendation } from "@commonhall/domain";
import { recommendationsDocument } from "@commonhall/wire";
import { expect, test } from "vitest";
import { hall } from "../testing/hall.fixture.ts";
import { fingers, server } from "../testing/server.fixture.ts";
import { somebody } from "../testing/somebody.fixture.ts";

const EVIL = trusted.host("evil.example");

/** A node, and a federation on a real server that recommends things. */
async function scene() {
  const [here, there] = [await hall(), await server()];
  const federation = somebody(`${there.origin}/centres/fed`, here.clock);
  there.shows("/centres/fed", { ...federation.document(), name: "The federation" });
  fingers(there, `somebody@${there.host}`, federation.id);
  const path = "/centres/fed/recommendations";
  const says = (levels: Readonly<Record<string, DomainLevel>>, change = (document: object): object => document) => {
    const recommendations = Object.entries(levels).map(([host, level]): Recommendation => ({
      host: trusted.host(host),
      level,
      reason: "They sell names",
      published: here.clock(),
    }));
    const id = `${there.origin}${path}`;
    const document = recommendationsDocument({ id, centre: federation.id, recommendations, updated: here.clock() });
    there.shows(path, { ...change(federation.proves({ ...document, id })) });
  };
  const level = async (host: string) => {
    const all = await here.store.direct.domains.all();
    return levelOf(host, new Map(all.map((one) => [one.host, one.level])));
  };
  const proposed = async () =>
    (await here.store.direct.recommendations.proposed()).map((one) => `${one.host} ${one.level}`);
  const nextDay = async () => {
    here.clock.advance(DAY);
    await here.federation.drain();
  };
  return {
    here,
    there,
    federation,
    says,
    level,
    proposed,
    nextDay,
    moderation: here.federation.moderation,
    async [Symbol.asyncDispose]() {
      await here[Symbol.asyncDispose]();
      await there.close();
    },
  };
}

test("a list that one reads proposes, a person answers, and what was answered is not asked again", async () => {
  await using it = await scene();
  const { here, moderation, federation } = it;
  it.says({ "evil.example": "refuse", "loud.example": "limit" });
  expect(await moderation.subscribe(federation.id, false)).toMatchObject({ ok: true });
  await here.federation.drain();
  expect(await it.proposed()).toEqual(["evil.example refuse", "loud.example limit"]);
  expect(await it.level("evil.example")).toBe("accept");
  await moderation.answer(federation.id, EVIL, true, "ana");
  await moderation.answer(federation.id, trusted.host("loud.example"), false, "ana");
  expect([await it.level("evil.example"), await it.level("loud.example")]).toEqual(["refuse", "accept"]);
  await it.nextDay();
  expect(await it.proposed()).toEqual([]);
  it.says({ "evil.example": "refuse", "loud.example": "refuse" });
  await it.nextDay();
  expect(await it.proposed()).toEqual(["loud.example refuse"]);
});

test("what a list did by itself stands under its name, and can be undone; it is not done again", async () => {
  await using it = await scene();
  const { here, moderation, federation } = it;
  it.says({ "evil.example": "refuse" });
  await moderation.subscribe(federation.id, true);
  await here.federation.drain();
  expect(await it.level("evil.example")).toBe("refuse");
  expect(await here.store.moderationViews.changes(9)).toMatchObject([
    { host: EVIL, before: "accept", after: "refuse", by: federation.id, reason: "They sell names" },
  ]);
  await moderation.setLevel(EVIL, "accept", "ana");
  await it.nextDay();
  expect(await it.level("evil.example")).toBe("accept");
  expect(await here.store.moderationViews.changes(9)).toMatchObject([
    { before: "refuse", after: "accept", by: "ana" },
    { by: federation.id },
  ]);
});

test("a list loosens nothing by itself, and does not part us from whom we follow", async () => {
  await using it = await scene();
  const { here, moderation, federation } = it;
  await moderation.setLevel(EVIL, "refuse", "ana");
  const ally = somebody("https://node.ally.example/centres/ally", here.clock);
  await here.knows(ally.known);
  await here.follows(ally.id);
  it.says({ "evil.example": "accept", "ally.example": "refuse" });
  await moderation.subscribe(federation.id, true);
  await here.federation.drain();
  expect([await it.level("evil.example"), await it.level("node.ally.example")]).toEqual(["refuse", "accept"]);
  expect(await it.proposed()).toEqual(["ally.example refuse", "evil.example accept"]);
});

test("a list cannot be turned against this node, or for its author", async () => {
  await using it = await scene();
  const { here, moderation, federation, there } = it;
  it.says({ "hall.example": "refuse", [there.host]: "accept" });
  await moderation.subscribe(federation.id, true);
  await here.federation.drain();
  expect(await it.proposed()).toEqual([]);
});

test.each<[string, (document: object) => object]>([
  ["was changed", (document) => ({ ...document, orderedItems: [] })],
  ["is somebody else's", (document) => ({ ...document, attributedTo: "https://other.example/centres/o" })],
  ["is not signed", (document) => Object.fromEntries(Object.entries(document).filter(([key]) => key !== "proof"))],
])("a list that %s is not taken, and the one before stays", async (_, change) => {
  await using it = await scene();
  const { here, moderation, federation } = it;
  it.says({ "evil.example": "refuse" });
  await moderation.subscribe(federation.id, false);
  await here.federation.drain();
  it.says({ "other.example": "refuse" }, change);
  await it.nextDay();
  expect(await it.proposed()).toEqual(["evil.example refuse"]);
});

test("whose advice one does not take any more is not asked", async () => {
  await using it = await scene();
  const { here, there, moderation, federation } = it;
  it.says({ "evil.example": "refuse" });
  await moderation.subscribe(federation.id, false);
  await here.federation.drain();
  await moderation.unsubscribe(federation.id);
  expect(await it.proposed()).toEqual([]);
  const asked = there.asked().length;
  await it.nextDay();
  expect(there.asked()).toHaveLength(asked);
});
