import { hostOf, type LeasedDelivery, type Releasable, type SignedRelease } from "@commonhall/domain";
import {
  actorAt,
  ally,
  fakeClock,
  follow,
  officers,
  RELEASE_DAY,
  releaseObject,
  remoteActor,
  saysBulletin,
  saysNothing,
  saysTable,
  sharedInboxAt,
} from "@commonhall/testkit";
import { releasePayload, type JsonObject, type JsonValue } from "@commonhall/wire";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hall } from "../testing/hall.fixture.ts";
import { isAsSigned } from "./as-signed.ts";

const [ANA, BO, CY] = [actorAt("a.example"), actorAt("b.example"), actorAt("c.example")] as const;
const SITE = { origin: "https://hall.example", handleHost: "hall.example" };

/** A hall on its release day, with two allies of which one is sent no bulletins, and a follower. */
async function scene(now = RELEASE_DAY) {
  const who = officers();
  const here = await hall({ clock: fakeClock(now), approvals: who.approvals });
  for (const actor of [ANA, BO, CY]) {
    await here.knows(remoteActor(actor, { sharedInbox: sharedInboxAt(hostOf(actor)) }));
  }
  await here.store.direct.allies.put(ally(ANA));
  const { policy, ...row } = ally(BO);
  await here.store.direct.allies.put({
    ...row,
    policy: { ...policy, bulletins: { ...policy.bulletins, send: false } },
  });
  await here.store.direct.follows.put(follow(CY, here.centre));
  const { bulletins } = here.federation;
  const written = async () => {
    const counts = await here.store.deliveryViews.counts();
    return [await here.store.bulletinViews.list({}), await here.store.bulletinViews.tables({}), counts];
  };
  const leave = (limit = 100): Promise<readonly LeasedDelivery[]> =>
    here.store.deliveries.lease(here.clock(), { limit, leaseFor: 1000, perHost: 100, busy: new Map() });
  return {
    who,
    here,
    publish: (releasables: Parameters<typeof bulletins.publishReleases>[0]) => bulletins.publishReleases(releasables),
    withdraw: (withdrawal: Parameters<typeof bulletins.withdraw>[0]) => bulletins.withdraw(withdrawal),
    written,
    leave,
    [Symbol.asyncDispose]: here[Symbol.asyncDispose],
  };
}

type Scene = Awaited<ReturnType<typeof scene>>;
const NOTHING = [[], [], { waiting: 0, done: 0, failed: 0, gone: 0 }];

const objectIn = ({ document }: Pick<LeasedDelivery, "document">): JsonObject => JSON.parse(document).object;

describe("what two people have signed", () => {
  test("goes to each ally whose terms send bulletins, to their own inbox, and to nobody else", async () => {
    await using it = await scene();
    const all = [saysBulletin(), saysTable(), saysNothing()].map((said) => it.who.releasable(said));
    expect(await it.publish(all)).toEqual({ ok: true, value: { published: 3 } });
    const sent = await it.leave(1);
    expect(sent.map(({ inbox }) => inbox)).toEqual([`${ANA}/inbox`]);
    expect((await it.here.store.deliveryViews.lines(undefined, 99)).map(({ inbox }) => inbox)).toEqual(
      Array.from({ length: 3 }, () => `${ANA}/inbox`),
    );
    expect(await it.here.store.bulletinViews.list({})).toHaveLength(1);
    expect(await it.here.store.bulletinViews.tables({})).toHaveLength(1);
    expect((await it.here.store.objectViews.publications({ limit: 9 })).items).toEqual([]);
    expect(await it.here.store.objectViews.outboxSize(it.here.centre)).toBe(0);
  });

  test("goes, where it is for everybody, to followers and to allies, with proofs", async () => {
    await using it = await scene();
    await it.publish([it.who.releasable(saysBulletin({ audience: "public" }))]);
    const sent = await it.leave();
    expect(sent.map(({ inbox }) => inbox).toSorted()).toEqual([`${ANA}/inbox`, sharedInboxAt("c.example")]);
    for (const delivery of sent)
      expect([JSON.parse(delivery.document).proof, objectIn(delivery)["proof"]]).not.toContain(undefined);
    expect(await it.here.store.bulletinViews.listPublic({})).toHaveLength(1);
    expect(await it.here.store.objectViews.outboxSize(it.here.centre)).toBe(1);
  });

  test("P7: has one size and one time, and leaves in an order that has nothing to do with what is in it", async () => {
    await using it = await scene();
    const provinces = ["BA", "BE", "BI", "AK", "AS", "JA", "JL", "NA"];
    const said: SignedRelease[] = provinces.flatMap((one) => [
      saysBulletin({ place: `LB-${one}` as never, abuse: [] }),
      saysBulletin({ place: `LB-${one}` as never, sector: "fishing" }),
    ]);
    said.push(saysTable(), saysNothing());
    await it.publish(said.map((one) => it.who.releasable(one)));
    const sent: LeasedDelivery[] = [];
    for (let more = await it.leave(1); more.length > 0; more = await it.leave(1)) sent.push(...more);
    expect(sent).toHaveLength(said.length);
    expect(new Set(sent.map(({ document }) => Buffer.byteLength(document))).size).toBe(1);
    expect(new Set(sent.map((one) => Buffer.byteLength(JSON.stringify(objectIn(one)))))).toEqual(new Set([32_768]));
    expect(new Set(sent.flatMap((one) => [JSON.parse(one.document).published, objectIn(one)["published"]]))).toEqual(
      new Set(["2027-02-02T09:00:00Z"]),
    );
    const order = sent.map((one) => said.findIndex(({ id }) => JSON.stringify(objectIn(one)["id"]).includes(id)));
    expect(order.toSorted((a, b) => a - b)).toEqual(said.map((_, at) => at));
    expect(order).not.toEqual(order.toSorted((a, b) => a - b));
  });

  test("is done once, however often it is asked for, and what is new beside it is done", async () => {
    await using it = await scene();
    const [one, other] = [it.who.releasable(saysBulletin()), it.who.releasable(saysTable())];
    await it.publish([one]);
    const before = await it.written();
    expect(await it.publish([one])).toEqual({ ok: true, value: { published: 0 } });
    expect(await it.written()).toEqual(before);
    expect(await it.publish([one, other])).toEqual({ ok: true, value: { published: 1 } });
  });

  test("stays done when somebody who signed has left, and so does its end", async () => {
    await using it = await scene();
    const said = saysBulletin();
    const [good, end] = [it.who.releasable(said), it.who.withdrawal(said.id)];
    await it.publish([good]);
    it.who.leaves(0);
    expect(await it.publish([good])).toEqual({ ok: true, value: { published: 0 } });
    expect(await it.withdraw(end)).toMatchObject({ ok: false, error: { type: "not approved" } });
    it.who.comesBack(0);
    await it.withdraw(end);
    it.who.leaves(0);
    expect(await it.withdraw(end)).toMatchObject({ ok: true });
  });

  test("goes later, dated to its hour, where the node was away", async () => {
    await using it = await scene(RELEASE_DAY + 40_000_000);
    await it.publish([it.who.releasable(saysBulletin())]);
    const [sent = expect.fail("nothing left")] = await it.leave();
    const dates = [objectIn(sent)["published"], JSON.parse(sent.document).published];
    expect(dates).toEqual(["2027-02-02T09:00:00Z", "2027-02-02T09:00:00Z"]);
  });
});

describe("nothing at all is written of a release day", () => {
  const other = (said: SignedRelease): SignedRelease => ({ ...said, policy: `sha256-${"B".repeat(43)}` });
  type Forged = (it: Scene, good: Releasable, said: SignedRelease) => Releasable;
  test.each<[string, string, Forged]>([
    ["of which one has one signature", "not approved", ({ who }, _, said) => who.releasable(said, [0])],
    ["of which one has no signature", "not approved", ({ who }, _, said) => who.releasable(said, [])],
    ["of which one is signed twice by one person", "not approved", ({ who }, _, said) => who.releasable(said, [1, 1])],
    ["with a signature of somebody who left", "not approved", ({ who }, good) => (who.leaves(1), good)],
    [
      "with the signatures of another",
      "not approved",
      ({ who }, good, said) => ({ ...good, approval: who.releasable(other(said)).approval }),
    ],
    [
      "with a byte altered",
      "not approved",
      (_, good) => ({ ...good, payload: good.payload.replace("wages", "debts") }),
    ],
    ["with no approval", "not approved", (_, good) => ({ ...good, approval: "" })],
    ["with what is no JWS", "not approved", (_, good) => ({ ...good, approval: "{}" })],
    [
      "with a text that says the same in another way",
      "not a release",
      ({ who }, good) => ((payload) => ({ ...good, payload, approval: who.approve(payload) }))(` ${good.payload}`),
    ],
    [
      "with something else that two have signed",
      "not a release",
      ({ who }, good) => ({ ...good, payload: "{}", approval: who.approve("{}") }),
    ],
    ["with an id that was not signed", "not a release", (_, good) => ({ ...good, id: saysNothing().id })],
    ["at an hour that was not signed", "not a release", (_, good) => ({ ...good, published: good.published - 1 })],
    [
      "that names an employer",
      "not a release",
      ({ who }, good, said) => {
        const payload = releasePayload(said).replace('"level"', '"employer":"BuildCo","level"');
        return { ...good, payload, approval: who.approve(payload) };
      },
    ],
    [
      "that speaks of ten",
      "not a release",
      ({ who }) => who.releasable(saysBulletin({ threshold: 10, sector: "fishing" })),
    ],
  ])("%s", async (_, refusal, forge) => {
    await using it = await scene();
    const said = saysBulletin();
    const forged = forge(it, it.who.releasable(said), said);
    const before = it.who.releasable(saysTable(), [0, 2]);
    const published = await it.publish([before, forged]);
    expect(published).toMatchObject({ ok: false, error: { type: refusal } });
    expect(await it.written()).toEqual(NOTHING);
  });

  test("that has not come", async () => {
    await using it = await scene(RELEASE_DAY - 1);
    expect(await it.publish([it.who.releasable(saysBulletin())])).toEqual({
      ok: false,
      error: { type: "not yet", published: RELEASE_DAY },
    });
    expect(await it.written()).toEqual(NOTHING);
  });

  test("that says of a group what is said of it already, in one list or later, even once that was taken back", async () => {
    await using it = await scene();
    const [first, second] = [saysBulletin(), saysBulletin({ people: "100+" })].map((said) => it.who.releasable(said));
    if (first === undefined || second === undefined) return expect.fail();
    const refused = { ok: false, error: { type: "not a release", id: second.id } };
    expect(await it.publish([first, second])).toMatchObject({ ok: false, error: { type: "not a release" } });
    expect(await it.written()).toEqual(NOTHING);
    await it.publish([first]);
    expect(await it.publish([second])).toMatchObject(refused);
    await it.withdraw(it.who.withdrawal(first.id));
    expect(await it.publish([second])).toMatchObject(refused);
    expect(await it.publish([first])).toEqual({ ok: true, value: { published: 0 } });
    expect(await it.here.store.bulletinViews.list({})).toEqual([]);
  });

  test("before there is a centre, or where nobody says who may sign", async () => {
    await using here = await hall({ clock: fakeClock(RELEASE_DAY) });
    const { bulletins } = here.federation;
    expect(await bulletins.publishReleases([officers().releasable(saysBulletin())])).toMatchObject({
      error: { type: "not approved" },
    });
  });
});

test("P8: no approval but that of two who are enrolled opens the door, whatever becomes of its bytes", async () => {
  await using it = await scene();
  const good = it.who.releasable(saysBulletin());
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.nat({ max: 255 }),
      fc.constantFrom("approval", "payload"),
      async (at, byte, field) => {
        const bytes = Buffer.from(good[field]);
        bytes[at % bytes.length] = byte;
        const changed = { ...good, [field]: bytes.toString("latin1") };
        // White space between the parts of a JWS is nothing; everything else is.
        fc.pre(JSON.stringify(jsonIn(changed[field])) !== JSON.stringify(jsonIn(good[field])));
        expect(await it.publish([changed])).toMatchObject({ ok: false, error: { type: "not approved" } });
        expect(await it.written()).toEqual(NOTHING);
      },
    ),
  );
});

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

describe("a release is taken back", () => {
  test("by two, from everybody who may have it, for good and without a reason", async () => {
    await using it = await scene();
    const said = saysBulletin();
    await it.publish([it.who.releasable(said)]);
    const [sent = expect.fail("nothing left")] = await it.leave();
    await it.here.store.deliveries.settle(it.here.clock(), [{ id: sent.id, type: "done" }], []);
    const object = `https://hall.example/bulletins/${said.id}`;
    expect(await it.withdraw(it.who.withdrawal(said.id))).toEqual({ ok: true, value: { object } });
    expect(await it.withdraw(it.who.withdrawal(said.id))).toEqual({ ok: true, value: { object } });
    const ends = await it.leave();
    expect(ends.map(({ inbox, activityType }) => [inbox, activityType])).toEqual([[`${ANA}/inbox`, "Delete"]]);
    expect(objectIn(ends[0] ?? expect.fail())).toEqual({ id: object, type: "Tombstone", formerType: "Note" });
    expect(await it.here.store.bulletinViews.list({})).toEqual([]);
  });

  test("by nobody alone, nor with what was signed for something else, nor what never was", async () => {
    await using it = await scene();
    const said = saysBulletin();
    const good = it.who.releasable(said);
    await it.publish([good]);
    const taken = it.who.withdrawal(said.id);
    const refused = async (withdrawal: typeof taken, type: string) =>
      expect(await it.withdraw(withdrawal)).toMatchObject({ ok: false, error: { type } });
    await refused(it.who.withdrawal(said.id, [2]), "not approved");
    await refused({ ...taken, approval: good.approval }, "not approved");
    await refused({ ...taken, ...good }, "not a release");
    await refused(it.who.withdrawal(saysNothing().id), "not a release");
    expect(await it.here.store.bulletinViews.list({})).toHaveLength(1);
    expect(await it.publish([{ ...good, payload: taken.payload, approval: taken.approval }])).toMatchObject({
      ok: false,
    });
  });

  test("and what waited of it never leaves", async () => {
    await using it = await scene();
    const said = saysBulletin();
    await it.publish([it.who.releasable(said)]);
    await it.withdraw(it.who.withdrawal(said.id));
    expect((await it.leave()).map(({ activityType }) => activityType)).toEqual(["Delete"]);
  });
});

describe("the deliverer", () => {
  const asked = ({ who }: Scene, delivery: LeasedDelivery) =>
    isAsSigned({ approvals: who.approvals, site: SITE }, delivery);

  async function waiting() {
    const it = await scene();
    await it.publish([it.who.releasable(saysBulletin())]);
    const [delivery = expect.fail("nothing left")] = await it.leave();
    return { it, delivery };
  }

  test("asks again before each sending: a key that was taken away stops what waits, and one that is back lets it go", async () => {
    const { it, delivery } = await waiting();
    expect(await asked(it, delivery)).toBe(true);
    it.who.leaves(0);
    expect(await asked(it, delivery)).toBe(false);
    it.who.comesBack(0);
    expect(await asked(it, delivery)).toBe(true);
    await it[Symbol.asyncDispose]();
  });

  test("sends nothing else than what was signed, in any letter", async () => {
    const { it, delivery } = await waiting();
    const changes: readonly ((delivery: LeasedDelivery) => LeasedDelivery)[] = [
      ({ document, ...rest }) => ({ ...rest, document: document.replace("20–49", "20–50") }),
      ({ document, ...rest }) => ({ ...rest, document: document.replace('"wages"', '"debt"') }),
      ({ document, ...rest }) => ({ ...rest, document: document.replace(/"pad":"0/, '"pad":"1') }),
      (rest) => ({ ...rest, activityType: "Update" }),
      ({ signed: _, ...rest }) => rest,
      (rest) => ({ ...rest, signed: it.who.releasable(saysTable()) }),
      (rest) => ({ ...rest, activityType: "Delete" }),
    ];
    for (const change of changes) expect(await asked(it, change(delivery))).toBe(false);
    await it[Symbol.asyncDispose]();
  });

  test("lets feeds pass on the id of one for everybody and take that back, and nothing of one for allies", async () => {
    const { it, delivery } = await waiting();
    const of = (said: SignedRelease, activityType: string, object: JsonValue): LeasedDelivery => ({
      ...delivery,
      activityType,
      object: releaseObject(said),
      signed: it.who.releasable(said),
      document: JSON.stringify({ type: activityType, object }),
    });
    const open = saysBulletin({ audience: "public", sector: "fishing" });
    const hidden = saysBulletin({ sector: "construction" });
    expect(await asked(it, of(open, "Announce", releaseObject(open)))).toBe(true);
    expect(await asked(it, of(open, "Announce", { id: releaseObject(open), kind: "Bulletin" }))).toBe(false);
    expect(await asked(it, of(open, "Announce", releaseObject(hidden)))).toBe(false);
    expect(await asked(it, of(hidden, "Announce", releaseObject(hidden)))).toBe(false);
    it.who.leaves(0);
    expect(await asked(it, of(open, "Announce", releaseObject(open)))).toBe(false);
    expect(await asked(it, of(open, "Undo", { type: "Announce", object: releaseObject(open) }))).toBe(true);
    await it[Symbol.asyncDispose]();
  });

  test("asks nothing of what is no release", async () => {
    const { it, delivery } = await waiting();
    const { signed: _, ...post } = { ...delivery, document: '{"object":{"kind":"CampaignPost"}}' };
    it.who.leaves(0);
    expect(await asked(it, post)).toBe(true);
    await it[Symbol.asyncDispose]();
  });
});
