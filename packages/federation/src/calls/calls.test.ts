import {
  amountFrom,
  asActor,
  DAY,
  HOUR,
  hundredths,
  languageTag,
  MINUTE,
  trusted,
  withAvailable,
  type ActorId,
  type Audience,
  type Call,
  type CallDraft,
  type CallNotPublished,
  type LanguageTag,
  type Published,
  type Result,
  type Task,
} from "@commonhall/domain";
import { actorAt, ally, follow, inboxOf, remoteActor, sharedInboxAt } from "@commonhall/testkit";
import { isJsonObject, PUBLIC, type JsonObject } from "@commonhall/wire";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { localKeys } from "../keys/local-keys.ts";
import { hall, START, type Hall } from "../testing/hall.fixture.ts";
import { endOver } from "./change-call.ts";
import { progressDue, tellProgress } from "./progress.ts";

const ENGLISH = languageTag("en") ?? ("en" as LanguageTag);
const SPANISH = languageTag("es") ?? ("es" as LanguageTag);
const [ANA, BO, CY] = ["a.example", "b.example", "c.example"].map((host) => actorAt(host)) as [
  ActorId,
  ActorId,
  ActorId,
];
const ALLIES: Audience = { type: "allies" };
const EVERYBODY: Audience = { type: "public" };
const en = (text: string) => ({ [ENGLISH]: text });

const draft = (changes: Partial<CallDraft> = {}): CallDraft => ({
  urgency: "immediate",
  severity: "severe",
  certainty: "observed",
  exercise: false,
  text: { [ENGLISH]: "Twelve were arrested.", [SPANISH]: "Hay doce personas detenidas." },
  expires: START + 5 * DAY,
  needs: [
    { name: en("Lawyers"), type: "legal", quantity: hundredths(300), unit: "people" },
    { name: en("Interpreters"), type: "interpreter", quantity: hundredths(200), unit: "people" },
  ],
  audience: ALLIES,
  regions: [],
  sectors: [],
  recognisable: true,
  consent: { asked: "2026-11-22" as never, language: SPANISH, how: "in person", audience: EVERYBODY },
  ...changes,
});

/** A hall with three allies and one stranger who follows it. */
async function scene() {
  const here = await hall();
  const stranger = actorAt("stranger.example");
  for (const peer of [ANA, BO, CY, stranger]) {
    const { host } = remoteActor(peer);
    await here.knows(remoteActor(peer, { sharedInbox: sharedInboxAt(host) }));
    await here.store.direct.follows.put(follow(peer, here.centre));
    if (peer !== stranger) await here.store.direct.allies.put(ally(peer));
  }
  const { commands } = here.federation;
  const publish = async (changes: Partial<CallDraft> = {}) => done(await commands.publishCall(draft(changes), "first"));
  const waiting = async () => {
    const lines = await here.store.deliveryViews.lines("waiting", 100);
    return lines.map(({ activityType, inbox }) => `${activityType} ${inbox}`).toSorted();
  };
  const sendAll = async () => {
    const all = { limit: 100, leaseFor: HOUR, perHost: 100, busy: new Map() };
    for (let leased = await here.store.deliveries.lease(here.clock(), all); leased.length > 0;) {
      const outcomes = leased.map(({ id }) => ({ id, type: "done" as const }));
      await here.store.deliveries.settle(here.clock(), outcomes, []);
      leased = await here.store.deliveries.lease(here.clock(), all);
    }
  };
  const call = async (id: Published["id"]): Promise<Call> => {
    const found = await here.store.callViews.get(id);
    if (found === undefined) throw new Error("No call");
    return found;
  };
  /** What the calendar and the tasks do, without the network. */
  const keys = localKeys(here.ports);
  const turns = async () => {
    await endOver(here.ports, keys);
    for (const task of await here.tasks()) if (isProgress(task)) await tellProgress(here.ports, keys, task);
  };
  return { here, commands, publish, turns, waiting, sendAll, call, [Symbol.asyncDispose]: here[Symbol.asyncDispose] };
}

type TellProgress = Extract<Task, { readonly type: "tell progress" }>;
const isProgress = (task: unknown): task is TellProgress =>
  typeof task === "object" && task !== null && "type" in task && task.type === "tell progress";

function done(result: Result<Published, CallNotPublished>): Published {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const to = (type: string, ...readers: readonly ActorId[]) => readers.map((reader) => `${type} ${inboxOf(reader)}`);
const shared = (type: string, ...hosts: readonly string[]) => hosts.map((host) => `${type} ${sharedInboxAt(host)}`);

async function told({ store }: Hall, { activity }: Published): Promise<JsonObject> {
  const json: unknown = JSON.parse((await store.objectViews.activity(activity))?.document ?? "{}");
  if (!isJsonObject(json)) throw new Error("No activity");
  return json;
}

const get = (here: Hall, id: string, accept = "application/activity+json") =>
  here.federation.documents(new Request(id, { headers: { accept } }));

describe("a call goes out", () => {
  test("to each ally's own inbox and nowhere else, without a proof and without its consent", async () => {
    await using it = await scene();
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
    await using it = await scene();
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
    await using it = await scene();
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
    await using it = await scene();
    const refused = async (changes: Partial<CallDraft>) => {
      const { consent: _, ...rest } = draft();
      const given = "consent" in changes ? { ...rest, ...changes } : draft(changes);
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
      await using it = await scene();
      const made = await it.commands.publishCall(draft({ exercise: true, audience: first }), "first");
      expect(made.ok).toBe(first.type !== "public");
      if (!made.ok) return;
      const { id } = made.value;
      for (const { what, audience, exercise } of steps) {
        if (what === "publish") await it.commands.publishCall(draft({ exercise: true, audience: EVERYBODY }), "first");
        if (what === "update") await it.commands.updateCall(id, draft({ exercise, audience }), "first");
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
    await using it = await scene();
    const { id } = await it.publish();
    await it.sendAll();
    it.here.clock.advance(MINUTE);
    const [lawyers, interpreters] = draft().needs;
    if (lawyers === undefined || interpreters === undefined) throw new Error("No need");
    const needs = [
      { ...lawyers, closed: true },
      { ...interpreters, quantity: hundredths(100) },
    ];
    const updated = done(await it.commands.updateCall(id, draft({ needs }), "first"));
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
    await using it = await scene();
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
    await using it = await scene();
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
    expect(await it.commands.updateCall(id, draft(), "first")).toMatchObject({ ok: false });
  });

  test("ends by itself at its hour, and can still be reported back", async () => {
    await using it = await scene();
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
    await using it = await scene();
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

describe("safe, stop sharing", () => {
  /** Everything that the node has written down, but for what it keeps of who was asked and what for. */
  const everything = async ({ store, centre }: Hall, id: Published["id"]): Promise<string> => {
    const objects = [await store.objectViews.get(id), await store.callViews.get(id)];
    const lines = await store.deliveryViews.lines(undefined, 500);
    const ids = [...new Set(lines.map(({ activity }) => activity))];
    const activities = await Promise.all(ids.map((one) => store.objectViews.activity(trusted.activity(one))));
    const leased = await store.deliveries.lease(START + DAY, { limit: 99, leaseFor: 1, perHost: 99, busy: new Map() });
    return JSON.stringify([objects, activities, leased, await store.objectViews.outbox(centre, 99)]);
  };

  test.each<[string, Audience]>([
    ["allies", ALLIES],
    ["everybody", EVERYBODY],
  ])("leaves no word of what was said to %s, neither where it stands nor where it waits", async (_, audience) => {
    await using it = await scene();
    const { id } = await it.publish({ audience });
    it.here.clock.advance(MINUTE);
    done(await it.commands.closeCall(id, "ended", en("Siti is free."), "first"));
    expect(await everything(it.here, id)).toMatch(/arrested/);
    const safe = done(await it.commands.withdrawCall(id, "first"));
    const left = await everything(it.here, id);
    expect(left).not.toMatch(/arrested|detenidas|Lawyers|Interpreters|Siti/);
    const { object } = await told(it.here, safe);
    expect(object).toMatchObject({
      callStatus: "withdrawn",
      needs: [],
      contentMap: {
        en: expect.stringContaining("Please stop sharing it") as unknown,
        es: expect.stringContaining("no lo comparta") as unknown,
      },
    });
    expect((await it.call(id)).closing).toBeUndefined();
    const again = await it.commands.withdrawCall(id, "first");
    expect(again).toEqual({ ok: false, error: { type: "withdrawn already" } });
  });

  test("reaches who got it: allies by an Update, those who are none any more by a Delete", async () => {
    await using it = await scene();
    const { id } = await it.publish();
    await it.sendAll();
    await it.here.store.direct.allies.put(ally(CY, { state: "ended" }));
    done(await it.commands.withdrawCall(id, "first"));
    expect(await it.waiting()).toEqual([...to("Delete", CY), ...to("Update", ANA, BO)].toSorted());
  });
});

describe("what is still missing", () => {
  const left = async (it: Awaited<ReturnType<typeof scene>>, id: Published["id"], available: string) => {
    const { work } = it.here.store;
    const amount = amountFrom(available) ?? hundredths(0);
    await work.run(async (rooms) => {
      const call = await rooms.calls.get(id);
      if (call === undefined) throw new Error("No call");
      const changed = withAvailable(call, trusted.object(`${id}/needs/1`), amount);
      await rooms.calls.put(changed);
      await progressDue(rooms, changed, it.here.clock());
    });
  };

  test("is told at most once in a quarter of an hour, as it stands then", async () => {
    await using it = await scene();
    const { id } = await it.publish();
    await it.sendAll();
    const updates: number[] = [];
    for (let minute = 0; minute < 60; minute += 1) {
      if (minute % 2 === 0 && minute < 40) await left(it, id, String(minute % 3));
      await it.turns();
      if ((await it.waiting()).length > 0) updates.push(minute);
      await it.sendAll();
      it.here.clock.advance(MINUTE);
    }
    expect(updates).toEqual([15, 30, 45]);
    const document = (await it.here.store.objectViews.get(id))?.document ?? "{}";
    const { needs } = JSON.parse(document) as { needs: [{ publishes: { availableQuantity: unknown } }] };
    expect(needs[0].publishes.availableQuantity).toEqual({ hasUnit: "one", hasNumericalValue: String(38 % 3) });
  });

  test("is not told before its time, even where it is asked for twice", async () => {
    await using it = await scene();
    const { id } = await it.publish();
    const task = { type: "tell progress", call: id } as const;
    await tellProgress(it.here.ports, localKeys(it.here.ports), task);
    expect(await it.waiting()).toEqual(to("Create", ANA, BO, CY));
    expect(await it.here.store.queue("tasks").getDepth()).toMatchObject({ queued: 1, ready: 0 });
  });

  test("is told of no call that is over", async () => {
    await using it = await scene();
    const { id } = await it.publish();
    await left(it, id, "1");
    done(await it.commands.withdrawCall(id, "first"));
    await it.sendAll();
    it.here.clock.advance(HOUR);
    await it.turns();
    expect(await it.waiting()).toEqual([]);
    await left(it, id, "0");
    expect(await it.here.tasks()).toEqual([]);
  });
});
