import { hundredths, trusted, type ActorId, type KeptPledge } from "@commonhall/domain";
import { actorAt, call as someCall, inboxOf } from "@commonhall/testkit";
import { acceptDocument, confirmationDocument, readDocument, rejectDocument } from "@commonhall/wire";
import { describe, expect, test } from "vitest";
import { START } from "../testing/hall.fixture.ts";
import { ANA, BO, STRANGER, THIRD, calling, pledging, done, next, changed } from "./pledge-scene.fixture.ts";

describe("a pledge of ours", () => {
  test("goes to the caller alone, once", async () => {
    await using s = await pledging();
    const [offer, ...more] = await s.sent();
    expect(offer).toMatchObject({
      type: "Offer",
      inbox: inboxOf(ANA),
      json: { to: [ANA], content: "<p>Two of us.</p>" },
    });
    expect(more).toEqual([]);
    expect(await s.state(s.pledge.id)).toBe("offered");
  });

  test("is accepted, confirmed and declined by the caller, in whichever order it comes and however often", async () => {
    await using s = await pledging();
    const accept = acceptDocument(s.pledge, s.answer(1));
    const agreed = { ...s.answer(1, START + 5000), type: "fulfilled" as const };
    await s.takes(accept, accept, confirmationDocument(s.pledge, agreed));
    expect(await s.state(s.pledge.id)).toBe("fulfilled");
    await s.takes(acceptDocument(s.pledge, s.answer(2, START + 1000)));
    expect(await s.kept(s.pledge.id)).toMatchObject({ answer: { type: "fulfilled", quantity: 100 } });
    expect(s.refusals()).toEqual([]);
  });

  test("is confirmed where the Accept never came, because the confirmation says all", async () => {
    await using s = await pledging();
    await s.takes(confirmationDocument(s.pledge, { ...s.answer(2), type: "fulfilled" }));
    expect(await s.kept(s.pledge.id)).toMatchObject({ answer: { type: "fulfilled", quantity: 200 } });
  });

  test("a note that asks something about it is a note like any other", async () => {
    await using s = await pledging();
    const note = confirmationDocument(s.pledge, { ...s.answer(2), type: "fulfilled" });
    const about = changed(changed(note, ["result"]), ["object", "context"]);
    const question = changed(
      changed(about, ["object", "id"], "https://a.example/notes/1"),
      ["object", "to"],
      [s.here.centre],
    );
    await s.takes(question);
    expect(await s.state(s.pledge.id)).toBe("offered");
  });

  test("an Accept forged by a third node changes nothing, nor one for more, for something else, or for no agreement", async () => {
    await using s = await pledging();
    const accept = (quantity: number, more: Partial<KeptPledge> = {}) =>
      acceptDocument({ ...s.pledge, ...more }, s.answer(quantity));
    const forged = acceptDocument(
      { ...s.pledge, caller: THIRD },
      {
        ...s.answer(2),
        agreement: trusted.object("https://third.example/agreements/1"),
        activity: trusted.activity("https://third.example/1"),
      },
    );
    const neighbour = actorAt("a.example", "neighbour");
    await s.takes(
      forged,
      accept(2, { caller: neighbour }),
      accept(3),
      accept(1, { intent: trusted.object("https://a.example/calls/1/needs/2#primary") }),
      changed(accept(1), ["result"]),
      changed(accept(1), ["result", "stipulates", "resourceQuantity", "hasUnit"], "hour"),
      rejectDocument(
        { ...s.pledge, caller: THIRD },
        { type: "declined", activity: trusted.activity("https://third.example/2"), at: START },
      ),
      confirmationDocument(
        { ...s.pledge, caller: THIRD },
        {
          ...s.answer(2),
          type: "fulfilled",
          agreement: trusted.object("https://third.example/agreements/2"),
          activity: trusted.activity("https://third.example/3"),
        },
      ),
    );
    expect(await s.state(s.pledge.id)).toBe("offered");
    expect(new Set(s.refusals())).toEqual(
      new Set([
        "an answer to a pledge, by somebody else than the caller",
        "an answer: it is more than was offered",
        "an answer to a pledge that agrees to something else",
      ]),
    );
    expect(JSON.stringify(s.here.logged)).not.toMatch(/third\.example|agreements/);
  });

  test("a second Accept of the caller's own counts where it is later", async () => {
    await using s = await pledging();
    await s.takes(
      acceptDocument(s.pledge, s.answer(1, START + 2000)),
      acceptDocument(s.pledge, s.answer(2, START + 1000)),
    );
    expect(await s.kept(s.pledge.id)).toMatchObject({ answer: { quantity: 100 } });
    await s.takes(acceptDocument(s.pledge, s.answer(2, START + 3000)));
    expect(await s.kept(s.pledge.id)).toMatchObject({ answer: { quantity: 200 } });
  });

  test("is taken back with an Undo that repeats what was offered, and stays so", async () => {
    await using s = await pledging();
    expect(done(await s.pledges.withdrawPledge(s.pledge.id, "first")).state).toBe("withdrawn");
    await s.takes(acceptDocument(s.pledge, s.answer(2)));
    expect(await s.state(s.pledge.id)).toBe("withdrawn");
    expect(await s.pledges.withdrawPledge(s.pledge.id, "first")).toMatchObject({ error: { type: "pledge over" } });
    const undo = (await s.sent()).find(({ type }) => type === "Undo");
    expect(undo).toMatchObject({
      inbox: inboxOf(ANA),
      json: { object: { id: s.pledge.id, object: { type: "Agreement" } } },
    });
  });

  test("is not made for what is over, unknown, or our own, nor by halves", async () => {
    await using s = await pledging();
    const quantity = hundredths(100);
    const tried = (need: string, amount = quantity) =>
      s.pledges.pledge(trusted.object(need), { quantity: amount }, "first");
    expect(await tried("https://a.example/calls/1/needs/9")).toMatchObject({ error: { type: "unknown need" } });
    expect(await tried(s.need.id, hundredths(50))).toMatchObject({ error: { type: "not whole" } });
    expect(await tried(`${s.need.id}#primary`)).toMatchObject({ ok: true });
    const own = someCall("arrest");
    await s.here.store.direct.calls.put(own);
    expect(await tried(own.needs[0]?.id ?? "")).toMatchObject({ error: { type: "ourselves" } });
    s.here.clock.set(START * 3);
    expect(await tried(s.need.id)).toMatchObject({ error: { type: "need closed" } });
    expect(
      await s.pledges.withdrawPledge(trusted.activity("https://hall.example/pledges/none"), "first"),
    ).toMatchObject({
      error: { type: "unknown pledge" },
    });
  });
});

describe("that a person has seen a call", () => {
  const read = (actor: ActorId, object: string, to: ActorId) =>
    readDocument({ id: trusted.activity(`${actor}/${next()}`), actor, object: trusted.object(object), to, at: START });

  test("is kept of allies, once, and of nobody else", async () => {
    await using s = await calling();
    await s.takes(read(ANA, s.call.id, s.here.centre), read(ANA, s.call.id, s.here.centre));
    await s.takes(read(STRANGER, s.call.id, s.here.centre), read(BO, "https://hall.example/posts/1", s.here.centre));
    expect((await s.here.store.direct.acknowledgements.of(s.call.id)).map(({ actor }) => actor)).toEqual([ANA]);
  });

  test("of a call for some is refused from others", async () => {
    await using s = await calling({ type: "named", actors: [ANA] });
    await s.takes(read(BO, s.call.id, s.here.centre), read(ANA, s.call.id, s.here.centre));
    expect((await s.here.store.direct.acknowledgements.of(s.call.id)).map(({ actor }) => actor)).toEqual([ANA]);
    expect(s.refusals()).toEqual(["a call was seen that was not theirs to see"]);
  });

  test("is said once to the caller alone, when somebody presses the button", async () => {
    await using s = await pledging();
    expect(await s.pledges.acknowledgeCall(s.id, "first")).toEqual({ ok: true, value: undefined });
    expect(await s.pledges.acknowledgeCall(s.id, "second")).toEqual({ ok: true, value: undefined });
    const reads = (await s.sent()).filter(({ type }) => type === "Read");
    expect(reads).toMatchObject([{ inbox: inboxOf(ANA), json: { object: s.id, to: [ANA], actor: s.here.centre } }]);
    expect(JSON.stringify(reads)).not.toContain("first");
    const unknown = trusted.object("https://a.example/calls/2");
    expect(await s.pledges.acknowledgeCall(unknown, "first")).toMatchObject({ error: { type: "unknown call" } });
  });
});
