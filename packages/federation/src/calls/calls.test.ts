import { asActor, DAY, hundredths, MINUTE, trusted, type Audience, type CallDraft } from "@commonhall/domain";
import { actorAt, follow, inboxOf } from "@commonhall/testkit";
import { PUBLIC } from "@commonhall/wire";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ALLIES,
  ANA,
  BO,
  callDraft,
  callScene,
  CY,
  done,
  en,
  EVERYBODY,
  get,
  shared,
  to,
  told,
} from "../testing/calls.fixture.ts";

describe("a call goes out", () => {
  test("to each ally's own inbox and nowhere else, without a proof and without its consent", async () => {
    await using it = await callScene();
    const published = await it.publish();
    expect(await it.waiting()).toEqual(to("Create", ANA, BO, CY));
    const create = JSON.stringify(await told(it.here, published));
    expect(create).toContain("Twelve were arrested");
    expect(create).not.toMatch(/"proof"|#Public|followers|consent|in person/);
    expect(await get(it.here, published.id)).toMatchObject({ status: 404 });
    expect(await get(it.here, `${published.id}/needs/1`)).toMatchObject({ status: 404 });
    expect(await it.here.store.objectViews.publications({ limit: 9 })).toMatchObject({ items: [] });
  });

  test("to everybody where it is public, and each of its needs can be fetched", async () => {
    await using it = await callScene();
    const published = await it.publish({ audience: EVERYBODY });
    const hosts = ["a.example", "b.example", "c.example", "stranger.example"];
    expect(await it.waiting()).toEqual(shared("Create", ...hosts));
    const document = await (await get(it.here, published.id))?.json();
    expect(document).toMatchObject({ kind: "SolidarityCall", callStatus: "open", to: [PUBLIC], proof: {} });
    const need = await (await get(it.here, `${published.id}/needs/2`))?.json();
    expect(need).toMatchObject({ type: "Proposal", name: "Interpreters", context: published.id });
    expect(await get(it.here, `${published.id}/needs/3`)).toMatchObject({ status: 404 });
    expect(await get(it.here, `${published.id}/needs/2`, "text/html")).toBeUndefined();
  });

  test("with its campaign passing it on, where it has one and everybody may know", async () => {
    await using it = await callScene();
    const campaign = done(
      await it.commands.publishCampaign(
        {
          handle: trusted.handle("payup"),
          name: en("Pay up"),
          summary: en("Wages"),
          regions: [],
          sectors: [],
          targets: [{ name: "A company", role: "employer" }],
          demands: [en("Pay")],
          translators: {},
        },
        "first",
      ),
    );
    await it.here.store.direct.follows.put(follow(ANA, asActor(campaign.id)));
    await it.sendAll();
    await it.publish({ audience: EVERYBODY, campaign: asActor(campaign.id) });
    expect((await it.waiting()).filter((line) => line.startsWith("Announce"))).toEqual(shared("Announce", "a.example"));
    await it.sendAll();
    await it.publish({ campaign: asActor(campaign.id) });
    expect((await it.waiting()).filter((line) => line.startsWith("Announce"))).toEqual([]);
    await it.sendAll();
    const deleted = done(await it.commands.deletePublication(campaign.id, "first"));
    expect(deleted.kind).toBe("campaign");
    expect(await it.here.store.callViews.list({ limit: 9 })).toEqual([]);
  });

  test("not where nobody would read it, nobody was asked, or the campaign is none", async () => {
    await using it = await callScene();
    const refused = async (changes: Partial<CallDraft>) => {
      const { consent: _, ...rest } = callDraft();
      const given = "consent" in changes ? { ...rest, ...changes } : callDraft(changes);
      const answer = await it.commands.publishCall(given, "first");
      return answer.ok ? undefined : answer.error.type;
    };
    expect(await refused({ audience: { type: "named", actors: [actorAt("stranger.example")] } })).toBe(
      "not for this ally",
    );
    expect(await refused({ consent: undefined as never })).toBe("no consent");
    expect(await refused({ campaign: trusted.actor(`${it.here.origin}/campaigns/none`) })).toBe("unknown campaign");
    expect(await refused({ exercise: true, audience: EVERYBODY })).toBe("public drill");
    expect(await it.waiting()).toEqual([]);
  });
});

describe("a drill", () => {
  const audiences = fc.constantFrom<Audience>(
    EVERYBODY,
    ALLIES,
    { type: "named", actors: [ANA] },
    {
      type: "named",
      actors: [ANA, BO],
    },
  );
  const step = fc.record({
    what: fc.constantFrom("publish", "update", "narrow", "close", "safe", "wait"),
    audience: audiences,
    exercise: fc.boolean(),
  });

  test("comes to nobody but allies, whatever is done with it in whichever order", async () => {
    const property = fc.asyncProperty(audiences, fc.array(step, { maxLength: 8 }), async (first, steps) => {
      await using it = await callScene();
      const made = await it.commands.publishCall(callDraft({ exercise: true, audience: first }), "first");
      expect(made.ok).toBe(first.type !== "public");
      if (!made.ok) return;
      const { id } = made.value;
      for (const { what, audience, exercise } of steps) {
        if (what === "publish")
          await it.commands.publishCall(callDraft({ exercise: true, audience: EVERYBODY }), "first");
        if (what === "update") await it.commands.updateCall(id, callDraft({ exercise, audience }), "first");
        if (what === "narrow") await it.commands.narrowCall(id, audience, "first");
        if (what === "close") await it.commands.closeCall(id, "ended", en("Over."), "first");
        if (what === "safe") await it.commands.withdrawCall(id, "first");
        if (what === "wait") it.here.clock.advance(2 * DAY);
        await it.turns();
      }
      const { objectViews, deliveryViews } = it.here.store;
      expect(await objectViews.outboxSize(it.here.centre)).toBe(0);
      expect((await objectViews.publications({ limit: 9 })).items).toEqual([]);
      expect(await objectViews.get(id)).toMatchObject({ reach: "limited" });
      const inboxes = (await deliveryViews.lines(undefined, 500)).map(({ inbox }) => inbox);
      for (const inbox of inboxes) expect([ANA, BO, CY].map(inboxOf)).toContain(inbox);
      expect(await get(it.here, id)).toMatchObject({ status: 404 });
    });
    await fc.assert(property, { numRuns: 25 });
  });
});

describe("a call changes", () => {
  test("for those who may read it now, and with less to ask for", async () => {
    await using it = await callScene();
    const { id } = await it.publish();
    await it.sendAll();
    it.here.clock.advance(MINUTE);
    const [lawyers, interpreters] = callDraft().needs;
    if (lawyers === undefined || interpreters === undefined) throw new Error("No need");
    const needs = [
      { ...lawyers, closed: true },
      { ...interpreters, quantity: hundredths(100) },
    ];
    const updated = done(await it.commands.updateCall(id, callDraft({ needs }), "first"));
    expect(await it.waiting()).toEqual(to("Update", ANA, BO, CY));
    const { object } = await told(it.here, updated);
    const quantity = { hasUnit: "one", hasNumericalValue: "1" };
    expect(object).toMatchObject({
      updated: "2026-11-22T09:01:00Z",
      needs: [
        { endTime: "2026-11-22T09:01:00Z" },
        { publishes: { resourceQuantity: quantity, availableQuantity: quantity } },
      ],
    });
  });

  test("and goes to fewer: the others are told that it is gone", async () => {
    await using it = await callScene();
    const { id } = await it.publish();
    await it.sendAll();
    done(await it.commands.narrowCall(id, { type: "named", actors: [ANA] }, "first"));
    expect(await it.waiting()).toEqual([...to("Delete", BO, CY), ...to("Update", ANA)].toSorted());
    await it.sendAll();
    for (const audience of [ALLIES, EVERYBODY, { type: "named", actors: [ANA, BO] } as const]) {
      const wider = await it.commands.narrowCall(id, audience, "first");
      expect(wider).toMatchObject({ ok: false, error: { type: "audience cannot widen" } });
    }
    expect(await it.waiting()).toEqual([]);
  });

  test("ends with a report back, in itself and in a last reply", async () => {
    await using it = await callScene();
    const { id } = await it.publish();
    await it.sendAll();
    const closed = done(await it.commands.closeCall(id, "met", en("Eleven are free."), "first"));
    expect(await it.waiting()).toEqual([...to("Create", ANA, BO, CY), ...to("Update", ANA, BO, CY)]);
    expect(await told(it.here, closed)).toMatchObject({ object: { callStatus: "met" } });
    const { closing, status } = await it.call(id);
    expect(status).toBe("met");
    const report = await it.here.store.objectViews.get(closing?.report ?? id);
    expect(report).toMatchObject({ inReplyTo: id, reach: "limited", local: true });
    expect(report?.document).toContain("Eleven are free.");
    const again = await it.commands.closeCall(id, "ended", en("Over."), "first");
    expect(again).toEqual({ ok: false, error: { type: "call not open", status: "met" } });
    expect(await it.commands.updateCall(id, callDraft(), "first")).toMatchObject({ ok: false });
  });

  test("ends by itself at its hour, and can still be reported back", async () => {
    await using it = await callScene();
    const { id } = await it.publish();
    await it.sendAll();
    it.here.clock.advance(5 * DAY - 1);
    await it.turns();
    expect((await it.call(id)).status).toBe("open");
    it.here.clock.advance(1);
    await it.turns();
    expect((await it.call(id)).status).toBe("ended");
    done(await it.commands.closeCall(id, "met", en("Eleven are free."), "first"));
    expect((await it.call(id)).status).toBe("met");
  });

  test("is deleted with its report, from everybody who got it", async () => {
    await using it = await callScene();
    const { id } = await it.publish();
    done(await it.commands.closeCall(id, "ended", en("Over."), "first"));
    const report = (await it.call(id)).closing?.report ?? id;
    await it.sendAll();
    expect(done(await it.commands.deletePublication(id, "first")).kind).toBe("call");
    expect(await it.waiting()).toEqual([...to("Delete", ANA, BO, CY), ...to("Delete", ANA, BO, CY)].toSorted());
    for (const gone of [id, report]) expect(await it.here.store.objectViews.get(gone)).toBeUndefined();
    expect(await it.here.store.callViews.get(id)).toBeUndefined();
    expect(await it.commands.deleteCall(id, "first")).toEqual({ ok: false, error: { type: "not found", id } });
  });
});
