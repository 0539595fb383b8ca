import { hundredths, trusted, type OfferedPledge } from "@commonhall/domain";
import { actorAt, inboxOf } from "@commonhall/testkit";
import { offerDocument, undoOfferDocument, type JsonObject } from "@commonhall/wire";
import { describe, expect, test } from "vitest";
import { START } from "../testing/hall.fixture.ts";
import { ANA, BO, STRANGER, SATISFIES, calling, done, next, changed, measured } from "./pledge-scene.fixture.ts";

describe("a pledge for a call of ours", () => {
  test("waits at the desk where an ally offers it, and apart where a stranger does; nobody is answered by that", async () => {
    await using s = await calling();
    const [first, second] = [s.offer(ANA, 2), s.offer(STRANGER, 1)];
    await s.takes(offerDocument(first), offerDocument(second));
    expect(await s.kept(first.id)).toMatchObject({ side: "theirs", apart: false, quantity: 200 });
    expect(await s.kept(second.id)).toMatchObject({ apart: true });
    expect([await s.state(first.id), await s.state(second.id)]).toEqual(["offered", "offered"]);
    expect(await s.available()).toBe(300);
    expect(await s.sent()).toEqual([]);
    expect(s.refusals()).toEqual([]);
  });

  test("comes once, however often it is sent, and the first of two under one id stays", async () => {
    await using s = await calling();
    const offer = s.offer(ANA, 2);
    await s.takes(offerDocument(offer), offerDocument({ ...offer, quantity: hundredths(100) }));
    await s.here.store.sweep();
    await s.takes(offerDocument({ ...offer, quantity: hundredths(300) }));
    expect(await s.kept(offer.id)).toMatchObject({ quantity: 200 });
  });

  test.each<readonly [string, string, (document: JsonObject) => JsonObject]>([
    [
      "another call's need",
      "a pledge for no need of ours",
      (document) => changed(document, SATISFIES, "https://hall.example/calls/other/needs/1#primary"),
    ],
    [
      "a need that the call does not have",
      "a pledge for no need of ours",
      (document) => changed(document, SATISFIES, "https://hall.example/calls/arrest/needs/9#primary"),
    ],
    [
      "somebody else's need",
      "a pledge for no need of ours",
      (document) => changed(document, SATISFIES, "https://third.example/calls/1/needs/1#primary"),
    ],
    [
      "hours where people are needed",
      "a pledge in a unit that does not fit",
      (document) => measured(document, { hasUnit: "hour", hasNumericalValue: "2" }),
    ],
    [
      "money where people are needed",
      "a pledge in a unit that does not fit",
      (document) => measured(document, { hasUnit: "USD", hasNumericalValue: "2" }),
    ],
    [
      "half a person",
      "a pledge in a unit that does not fit",
      (document) => measured(document, { hasUnit: "one", hasNumericalValue: "0.5" }),
    ],
    ["no unit", "a pledge in a unit that does not fit", (document) => measured(document, { hasNumericalValue: "2" })],
  ])("%s: refused, and nothing has changed", async (_, why, change) => {
    await using s = await calling();
    const offer = s.offer(ANA, 2, { text: { en: "a secret word" } as never });
    await s.takes(change(offerDocument(offer)));
    expect(s.refusals()).toEqual([why]);
    expect(JSON.stringify(s.here.logged)).not.toMatch(/secret|a\.example|pledges/);
    expect(await s.kept(offer.id)).toBeUndefined();
    expect(await s.available()).toBe(300);
    expect(await s.sent()).toEqual([]);
  });

  test.each(["0", "-1", "1e3", "99999999999"])(
    "a quantity of %s is answered with a sentence before it gets in",
    async (amount) => {
      await using s = await calling();
      const offer = measured(offerDocument(s.offer(ANA, 2)), { hasUnit: "one", hasNumericalValue: amount });
      await s.takes(offer);
      expect(await s.here.store.direct.pledges.forCall(s.call.id)).toEqual([]);
      expect(s.refusals()).toEqual(["it cannot be read: malformed"]);
      expect(await s.available()).toBe(300);
    },
  );

  test("is refused from whom the call was not for, who cannot even learn that there is one", async () => {
    await using s = await calling({ type: "allies" });
    const [offer, good] = [s.offer(STRANGER, 1), s.offer(ANA, 1)];
    await s.takes(offerDocument(offer), offerDocument(good));
    expect(s.refusals()).toEqual(["a pledge for a call that was not theirs to see"]);
    expect([await s.state(offer.id), await s.state(good.id)]).toEqual([undefined, "offered"]);
    expect(await s.sent()).toEqual([]);
  });

  test("is declined at once where the call is over, or the need closed", async () => {
    await using s = await calling();
    await s.here.store.direct.calls.put({ ...s.call, needs: s.call.needs.map((need) => ({ ...need, closed: START })) });
    const offer = s.offer(ANA, 2);
    await s.takes(offerDocument(offer));
    expect(await s.state(offer.id)).toBe("declined");
    const [reject] = await s.sent();
    expect(reject).toMatchObject({ type: "Reject", inbox: inboxOf(ANA), json: { object: offer.id, to: [ANA] } });
    expect(reject?.json["content"]).toContain("not needed any more");
  });

  test("is declined also where nothing is known of who pledged, once it is", async () => {
    await using s = await calling();
    await s.here.store.direct.calls.put({ ...s.call, status: "met" });
    const offer = s.offer(actorAt("new.example"), 2);
    await s.takes(offerDocument(offer));
    expect(await s.state(offer.id)).toBe("declined");
    expect(await s.sent()).toEqual([]);
    expect(await s.here.tasks()).toContainEqual({ type: "answer pledge", pledge: offer.id });
  });

  test("one server of strangers cannot fill the list of those who wait apart", async () => {
    await using s = await calling();
    const offers = Array.from({ length: 30 }, (_, n) => s.offer(actorAt("mill.example", `c${n}`), 1));
    await s.takes(...offers.map(offerDocument));
    expect(await s.here.store.apartViews.count()).toBe(20);
    expect(await s.here.store.direct.pledges.forCall(s.call.id)).toHaveLength(20);
    expect(s.refusals()).toEqual(["a pledge: too many strangers wait already"]);
  });

  test("one server cannot fill the list", async () => {
    await using s = await calling();
    const offers = Array.from({ length: 25 }, () => s.offer(ANA, 1));
    await s.takes(...offers.map(offerDocument));
    expect(await s.here.store.direct.pledges.forCall(s.call.id)).toHaveLength(20);
    expect(s.refusals()).toEqual(["a pledge: too many of this kind wait already"]);
    const undos = Array.from({ length: 3 }, () =>
      undoOfferDocument(trusted.activity(`${ANA}/${next()}`), s.offer(ANA, 1), START),
    );
    await s.takes(...undos);
    expect(await s.here.store.direct.pledges.forCall(s.call.id)).toHaveLength(20);
  });
});

describe("taking back", () => {
  test("frees what was accepted, and what comes before the Offer is remembered", async () => {
    await using s = await calling();
    const [offer, early] = [s.offer(ANA, 2), s.offer(BO, 2)];
    await s.takes(offerDocument(offer));
    done(await s.pledges.acceptPledge(offer.id, {}, "first"));
    expect(await s.available()).toBe(100);
    const undo = (pledge: OfferedPledge) =>
      undoOfferDocument(trusted.activity(`${pledge.pledger}/${next()}`), pledge, START);
    await s.takes(undo(offer), undo(early), offerDocument(early));
    expect([await s.state(offer.id), await s.state(early.id)]).toEqual(["withdrawn", "withdrawn"]);
    expect(await s.available()).toBe(300);
    expect(await s.pledges.acceptPledge(early.id, {}, "first")).toMatchObject({ error: { type: "pledge over" } });
  });

  test("by its bare id works for an Offer that came", async () => {
    await using s = await calling();
    const offer = s.offer(ANA, 2);
    await s.takes(offerDocument(offer));
    const undo = undoOfferDocument(trusted.activity(`${ANA}/undo`), offer, START);
    await s.takes({ ...undo, object: offer.id });
    expect(await s.state(offer.id)).toBe("withdrawn");
  });

  test("of what another offered changes nothing", async () => {
    await using s = await calling();
    const offer = s.offer(ANA, 2);
    await s.takes(offerDocument(offer));
    // On the same server, so that the ids alone do not tell.
    const neighbour = actorAt("a.example", "neighbour");
    const undo = undoOfferDocument(trusted.activity(`${ANA}/undo`), { ...offer, pledger: neighbour }, START);
    await s.takes(undo, { ...undo, id: `${ANA}/undo2`, object: offer.id });
    expect(s.refusals()).toEqual(["an Undo: it is somebody else's"]);
    expect(await s.state(offer.id)).toBe("offered");
    expect(await s.available()).toBe(300);
  });
});

describe("answering", () => {
  test("in part, exactly, with what is still missing, to the pledger alone", async () => {
    await using s = await calling();
    const [first, second] = [s.offer(ANA, 2), s.offer(BO, 2)];
    await s.takes(offerDocument(first), offerDocument(second));
    const asked = { quantity: hundredths(200), text: "At nine, please." };
    expect(done(await s.pledges.acceptPledge(first.id, asked, "first"))).toEqual({
      id: first.id,
      state: "accepted",
      available: 100,
    });
    expect(await s.pledges.acceptPledge(second.id, {}, "first")).toEqual({
      ok: false,
      error: { type: "more than available", available: 100 },
    });
    expect(done(await s.pledges.acceptPledge(second.id, { quantity: hundredths(100) }, "first")).available).toBe(0);
    const answers = await s.sent();
    expect(answers.map(({ type, inbox }) => [type, inbox])).toEqual([
      ["Accept", inboxOf(ANA)],
      ["Accept", inboxOf(BO)],
    ]);
    expect(answers[0]?.json).toMatchObject({
      content: "<p>At nine, please.</p>",
      result: { type: "Agreement", stipulates: { resourceQuantity: { hasUnit: "one", hasNumericalValue: "2" } } },
    });
    expect(JSON.stringify(answers)).not.toContain('"proof');
    expect(await s.kept(first.id)).toMatchObject({ log: [{ by: "first", what: "accepted" }] });
  });

  test("two people at once never both fill the last unit", async () => {
    await using s = await calling();
    const offers = [ANA, BO, ANA, BO].map((pledger) => s.offer(pledger, 2));
    await s.takes(...offers.map(offerDocument));
    const answers = await Promise.all(offers.map(({ id }) => s.pledges.acceptPledge(id, {}, "first")));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await s.available()).toBe(100);
  });

  test("whoever accepts what waits apart has let it in; what is missing is told later, as totals", async () => {
    await using s = await calling();
    const offer = s.offer(STRANGER, 1);
    await s.takes(offerDocument(offer));
    done(await s.pledges.acceptPledge(offer.id, {}, "first"));
    expect(await s.kept(offer.id)).toMatchObject({ apart: false });
    expect(await s.here.tasks()).not.toContainEqual({ type: "tell progress", call: s.call.id });
    s.here.clock.advance(16 * 60_000);
    expect(await s.here.tasks()).toContainEqual({ type: "tell progress", call: s.call.id });
  });

  test("declining and confirming, with and without words; what is over stays", async () => {
    await using s = await calling();
    const [first, second] = [s.offer(ANA, 2), s.offer(BO, 1)];
    await s.takes(offerDocument(first), offerDocument(second));
    expect(await s.pledges.fulfilPledge(first.id, undefined, "first")).toMatchObject({
      error: { type: "not accepted" },
    });
    done(await s.pledges.acceptPledge(first.id, {}, "first"));
    expect(done(await s.pledges.fulfilPledge(first.id, undefined, "first")).state).toBe("fulfilled");
    expect(done(await s.pledges.declinePledge(second.id, "Enough by now.", "first")).state).toBe("declined");
    const [, thanks, reject] = await s.sent();
    expect(thanks).toMatchObject({ type: "Create", inbox: inboxOf(ANA) });
    expect(thanks?.json).toMatchObject({
      object: { inReplyTo: first.id, content: expect.stringContaining("Thank you") },
    });
    expect(reject?.json).toMatchObject({ type: "Reject", content: "<p>Enough by now.</p>" });
    for (const id of [first.id, second.id]) {
      expect(await s.pledges.acceptPledge(id, {}, "first")).toMatchObject({ error: { type: "pledge over" } });
    }
    expect(await s.available()).toBe(100);
    const unknown = trusted.activity("https://a.example/pledges/none");
    expect(await s.pledges.acceptPledge(unknown, {}, "first")).toMatchObject({ error: { type: "unknown pledge" } });
  });

  test("words are not longer than a person reads", async () => {
    await using s = await calling();
    const offer = s.offer(ANA, 1);
    await s.takes(offerDocument(offer));
    const long = await s.pledges.acceptPledge(offer.id, { text: "x".repeat(2001) }, "first");
    expect(long).toEqual({ ok: false, error: { type: "text too long", limit: 2000 } });
    expect(await s.state(offer.id)).toBe("offered");
  });

  test("when a call ends, whoever still waits gets an answer, and what was accepted stays", async () => {
    await using s = await calling({ type: "allies" });
    const { commands } = s.here.federation;
    const [first, second] = [s.offer(ANA, 1), s.offer(BO, 1)];
    await s.takes(offerDocument(first), offerDocument(second));
    done(await s.pledges.acceptPledge(first.id, {}, "first"));
    done(await commands.closeCall(s.call.id, "met", { en: "They are free." } as never, "first"));
    expect([await s.state(first.id), await s.state(second.id)]).toEqual(["accepted", "declined"]);
    const late = s.offer(ANA, 1);
    await s.takes(offerDocument(late));
    expect(await s.state(late.id)).toBe("declined");
    const rejected = (await s.sent()).filter(({ type }) => type === "Reject").map(({ json }) => json["object"]);
    expect(rejected).toEqual([second.id, late.id]);
  });
});
