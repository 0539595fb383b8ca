import { DAY, trusted, type Region, type SignedRelease } from "@commonhall/domain";
import { ally, fakeClock, RELEASE_DAY, saysBulletin, saysNothing, saysTable } from "@commonhall/testkit";
import { PUBLIC, releaseDocument, withProof, without, type JsonObject } from "@commonhall/wire";
import { describe, expect, test } from "vitest";
import { hall } from "../testing/hall.fixture.ts";
import { somebody, type Said } from "../testing/somebody.fixture.ts";

const ALLY = "https://ally.example/centres/ally";
const SECRET = "Amal Haddad";

/** A hall with an ally, and what that ally releases. */
async function scene({ terms = true, follows = false } = {}) {
  const here = await hall({ clock: fakeClock(RELEASE_DAY) });
  const them = somebody(ALLY, here.clock);
  await here.knows(them.known);
  await here.store.direct.keys.put(them.proofKey);
  if (terms) await here.store.direct.allies.put(ally(them.id));
  if (follows) await here.follows(them.id);
  const built = (said: SignedRelease = saysBulletin()): Said => {
    const site = { origin: "https://ally.example", handleHost: "ally.example" };
    const { signingKey: key } = them;
    const document = releaseDocument({
      site,
      centre: { id: them.id, languages: [] as never },
      said,
      proven: (bare) => (said.audience === "public" ? withProof(bare, key, RELEASE_DAY) : bare),
    });
    const { id } = document;
    return { ...document, id: typeof id === "string" ? id : expect.fail("it has an id") };
  };
  const takes = async (...activities: readonly JsonObject[]) => {
    for (const activity of activities) await here.takesIn(activity);
    await here.reads();
  };
  const state = async () => {
    const { bulletinViews, objectViews } = here.store;
    const { items } = await objectViews.timeline({ limit: 99 });
    return { lines: await bulletinViews.list({}), tables: await bulletinViews.tables({}), items };
  };
  const refusals = () =>
    here.logged.filter(({ line }) => line === "an activity was refused").map(({ facts }) => facts["why"]);
  const to = [`${ALLY}/allies`];
  return { here, them, built, takes, state, refusals, to, [Symbol.asyncDispose]: here[Symbol.asyncDispose] };
}

const EMPTY = { lines: [], tables: [], items: [] };

describe("what an ally releases", () => {
  test("stands in the lists and in the timeline, in words that are made of its codes", async () => {
    await using it = await scene();
    await it.takes(it.them.creates(it.built(), it.to), it.them.creates(it.built(saysTable()), it.to));
    const { lines, tables, items } = await it.state();
    expect(lines).toMatchObject([{ by: ALLY, name: "Somebody", bulletin: { level: "B1", place: "LB-BA" } }]);
    expect(tables).toMatchObject([{ by: ALLY, table: { by: "sector" } }]);
    expect(items.map(({ object, reason }) => [object.kind, reason])).toEqual(
      expect.arrayContaining([
        ["bulletin", "ally"],
        ["statistics", "ally"],
      ]),
    );
    expect(items.map(({ object }) => object.text).join()).toContain("What workers reported: Q4 2026");
  });

  test("is kept without a word that they wrote in the place of one", async () => {
    await using it = await scene();
    const document = { ...it.built(), content: `<p>${SECRET}</p>`, contentMap: { en: `<p>${SECRET}</p>` } };
    await it.takes(it.them.creates(document, it.to));
    const { items } = await it.state();
    expect(items).toHaveLength(1);
    expect(JSON.stringify(items)).not.toContain(SECRET);
  });

  test("and is nothing is taken in and kept nowhere", async () => {
    await using it = await scene();
    await it.takes(it.them.creates(it.built(saysNothing()), it.to));
    expect([await it.state(), it.refusals()]).toEqual([EMPTY, []]);
  });

  test("is kept once: neither another with its id, nor another of its group, changes it", async () => {
    await using it = await scene();
    const said = saysBulletin();
    await it.takes(it.them.creates(it.built(said), it.to));
    const before = await it.state();
    const other = saysBulletin({ id: said.id, sector: "fishing" });
    const sameGroup = saysBulletin({ people: "100+" });
    await it.takes(it.them.creates(it.built(other), it.to), it.them.creates(it.built(sameGroup), it.to));
    expect(await it.state()).toEqual(before);
    expect(it.refusals()).toEqual(["of its group its author has said something before"]);
  });

  test("is never changed", async () => {
    await using it = await scene();
    const document = it.built();
    await it.takes(it.them.creates(document, it.to));
    const before = await it.state();
    it.here.clock.advance(DAY);
    await it.takes(
      it.them.updates(document, { to: it.to }),
      it.them.updates(without(document, "kind"), { content: SECRET, to: it.to }),
      it.them.updates({ ...it.built(saysBulletin({ sector: "fishing" })) }, { to: it.to }),
    );
    expect(await it.state()).toEqual(before);
    expect(new Set(it.refusals())).toEqual(new Set(["a bulletin was to be changed"]));
  });

  test("goes when they take it back, and stays away", async () => {
    await using it = await scene();
    const document = it.built();
    await it.takes(it.them.creates(document, it.to), it.them.deletes(document));
    expect(await it.state()).toEqual(EMPTY);
    await it.takes(it.them.creates(document, it.to));
    expect(await it.state()).toEqual(EMPTY);
  });

  test.each<[string, (document: Said) => JsonObject]>([
    ["a field more", (document) => ({ ...document, note: SECRET })],
    [
      "a field more under group",
      (document) => ({ ...document, group: { ...(document["group"] as JsonObject), note: SECRET } }),
    ],
    ["a day that has not come", (document) => ({ ...document, published: "2027-05-04T09:00:00Z" })],
    ["another kind beside its own", (document) => ({ ...document, kind: ["Bulletin", "CampaignPost"] })],
    ["an id that can be counted", (document) => ({ ...document, id: "https://ally.example/bulletins/3" })],
    ["a day before", (document) => ({ ...document, published: "2027-02-01T09:00:00Z" })],
  ])("with %s is refused, and logged without a word of it", async (_, change) => {
    await using it = await scene();
    const document = it.built();
    await it.takes(it.them.creates(change(document), it.to));
    expect(await it.state()).toEqual(EMPTY);
    expect(it.refusals()).toEqual([expect.stringMatching(/^a bulletin is none: /)]);
    expect(JSON.stringify(it.here.logged)).not.toContain(SECRET);
  });

  test("of a quarter that is not over is refused", async () => {
    await using it = await scene();
    const early = saysBulletin({ period: "2027-Q1", released: "2027-05-04" as never });
    await it.takes(it.them.creates(it.built({ ...early, published: Date.UTC(2027, 4, 4, 9) }), it.to));
    expect([await it.state(), it.refusals()]).toEqual([EMPTY, ["a bulletin is none: its day has not come"]]);
  });
});

describe("a bulletin is not taken in", () => {
  test("from an ally whose bulletins our terms do not accept, nor from one who is an ally no longer", async () => {
    await using it = await scene({ follows: true });
    const { policy, ...row } = ally(it.them.id);
    await it.here.store.direct.allies.put({
      ...row,
      policy: { ...policy, bulletins: { ...policy.bulletins, accept: false } },
    });
    await it.takes(it.them.creates(it.built(), it.to));
    await it.here.store.direct.allies.put(ally(it.them.id, { state: "ended" }));
    await it.takes(it.them.creates(it.built(), it.to));
    expect(await it.state()).toEqual(EMPTY);
  });

  test("from a stranger, to whomever they say it", async () => {
    await using it = await scene({ terms: false });
    for (const to of [it.to, [it.here.centre], [PUBLIC, it.here.centre]]) {
      await it.takes(it.them.creates({ ...it.built(), to }, to));
    }
    expect(await it.state()).toEqual(EMPTY);
  });

  test("from somebody whom we follow, where it is not for everybody", async () => {
    await using it = await scene({ terms: false, follows: true });
    await it.takes(it.them.creates(it.built(), it.to));
    expect(await it.state()).toEqual(EMPTY);
  });
});

describe("a bulletin for everybody", () => {
  const said = () => saysBulletin({ audience: "public", place: "LB-BA" as Region });

  test("is taken in from whom we follow, with their proof", async () => {
    await using it = await scene({ terms: false, follows: true });
    await it.takes(it.them.creates(it.built(said())));
    expect((await it.state()).items.map(({ reason }) => reason)).toEqual(["followed"]);
  });

  test("is not, without a proof or with one that does not hold", async () => {
    await using it = await scene({ terms: false, follows: true });
    const proven = it.built(said());
    await it.takes(it.them.creates(without(proven, "proof")));
    await it.takes(it.them.creates({ ...proven, content: "changed" }));
    expect(await it.state()).toEqual(EMPTY);
    expect(new Set(it.refusals())).toEqual(new Set(["a bulletin for everybody is not proven by its author"]));
  });

  describe("passed on by somebody whom we follow, of an author whom we do not", () => {
    async function passing(terms: Parameters<typeof scene>[0] = {}) {
      const it = await scene({ terms: false, ...terms });
      const feed = somebody("https://feed.example/feeds/all", it.here.clock);
      await it.here.knows(feed.known);
      await it.here.follows(feed.id);
      await it.here.store.direct.keys.put(feed.proofKey);
      return { ...it, feed };
    }
    const inGroup = (document: Said, change: JsonObject): Said => ({
      ...document,
      group: { ...(document["group"] as JsonObject), ...change },
    });

    test("is taken in with its author's proof, by whom it came, until they take it back", async () => {
      await using it = await passing();
      const announce = it.feed.announces(it.built(said()));
      await it.takes(announce);
      const { lines, items } = await it.state();
      expect(lines).toMatchObject([{ by: it.them.id, bulletin: { audience: "public" } }]);
      expect(items).toMatchObject([{ reason: "followed", from: it.them.id, via: it.feed.id }]);
      await it.takes(it.feed.undoes(announce));
      expect(await it.state()).toEqual(EMPTY);
    });

    test.each<[string, (document: Said, by: { readonly feed: ReturnType<typeof somebody> }) => Said]>([
      ["with its words for another group", (document) => inGroup(document, { place: "LB-JL" })],
      ["with a larger group than its author said", (document) => inGroup(document, { people: "100+" })],
      ["proven by whoever passes it on", (document, { feed }) => feed.proves(without(document, "proof") as Said)],
      ["without any proof", (document) => without(document, "proof") as Said],
      ["with a proof of another document", (document) => ({ ...document, proof: { type: "DataIntegrityProof" } })],
    ])("is not believed %s: it is looked for where it lives", async (_, forge) => {
      await using it = await passing();
      const document = forge({ ...it.built(said()), regions: ["LB-BA"] }, it);
      await it.takes(it.feed.announces(document));
      expect(await it.state()).toEqual(EMPTY);
      expect(await it.here.tasks()).toEqual([{ type: "fetch object", object: document.id, via: it.feed.id }]);
    });

    test("is believed of nobody for living on the same server: where its author's keys are not known it is looked for", async () => {
      await using it = await passing();
      const neighbour = somebody("https://ally.example/feeds/f", it.here.clock);
      await it.here.knows(neighbour.known);
      await it.here.follows(neighbour.id);
      await it.here.store.direct.keys.delete(it.them.proofKey.id);
      const document = it.built(said());
      await it.takes(neighbour.announces(document));
      expect([await it.state(), it.refusals()]).toEqual([EMPTY, []]);
      expect(await it.here.tasks()).toEqual([{ type: "fetch object", object: document.id, via: neighbour.id }]);
    });

    test("is not, where it is for allies, whatever they write onto it", async () => {
      await using it = await passing();
      const hidden = it.built();
      const opened = { ...hidden, to: [PUBLIC] };
      await it.takes(
        it.feed.announces(hidden),
        it.feed.announces(opened),
        it.feed.announces(it.feed.proves(opened)),
        it.feed.creates(opened),
      );
      expect(await it.state()).toEqual(EMPTY);
    });

    test("is not, where the terms with its author keep bulletins out, or nobody follows who passes it on", async () => {
      await using it = await passing({ terms: true });
      const { policy, ...row } = ally(it.them.id);
      const bulletins = { ...policy.bulletins, accept: false };
      await it.here.store.direct.allies.put({ ...row, policy: { ...policy, bulletins } });
      await it.takes(it.feed.announces(it.built(said())));
      const stranger = somebody("https://stranger.example/users/s", it.here.clock);
      await it.here.knows(stranger.known);
      await it.takes(stranger.announces(it.built(said())));
      expect(await it.state()).toEqual(EMPTY);
    });
  });
});

test("what somebody released goes with their alliance", async () => {
  await using it = await scene();
  await it.takes(it.them.creates(it.built(), it.to), it.them.creates(it.built(saysTable()), it.to));
  const objects = (await it.state()).items.map(({ object }) => trusted.object(object.id));
  await it.here.store.direct.objects.forget(objects);
  expect(await it.state()).toEqual(EMPTY);
});
