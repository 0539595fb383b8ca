import { DAY, hundredths, MINUTE, trusted, type ReceivedCall } from "@commonhall/domain";
import { PUBLIC, type JsonObject } from "@commonhall/wire";
import { describe, expect, test } from "vitest";
import { hall } from "../testing/hall.fixture.ts";
import { somebody, type NoteFields, type Said } from "../testing/somebody.fixture.ts";

const ALLY = "https://ally.example/centres/ally";

/** A hall that follows an ally, and what the ally says. */
async function scene({ follows = true } = {}) {
  const here = await hall();
  const ally = somebody(ALLY, here.clock);
  await here.knows(ally.known);
  if (follows) await here.follows(ally.id);
  let count = 0;
  const call = (fields: NoteFields = {}): Said => {
    const id = `https://ally.example/calls/${(count += 1)}`;
    return ally.note("Twelve were arrested", {
      id,
      kind: "SolidarityCall",
      urgency: "immediate",
      endTime: new Date(here.clock() + 5 * DAY).toISOString(),
      needs: [need(id)],
      ...fields,
    });
  };
  const takes = async (...activities: readonly JsonObject[]) => {
    for (const activity of activities) await here.takesIn(activity);
    await here.reads();
  };
  const received = (object: Said): Promise<ReceivedCall | undefined> =>
    here.store.direct.calls.received(trusted.object(object.id));
  const open = async () => (await here.store.callViews.openReceived(here.clock(), 9)).map(({ call: one }) => one.id);
  const isWaiting = () => here.store.work.run((rooms) => rooms.notices.isWaiting(here.clock()));
  return { here, ally, call, takes, received, open, isWaiting, [Symbol.asyncDispose]: here[Symbol.asyncDispose] };
}

const need = (call: string, available = "3"): JsonObject => ({
  id: `${call}/needs/1`,
  type: "Proposal",
  purpose: "request",
  attributedTo: ALLY,
  name: "Lawyers",
  publishes: {
    type: "Intent",
    resourceConformsTo: "https://w3id.org/workers-centres/ns#Legal",
    resourceQuantity: { hasUnit: "one", hasNumericalValue: "3" },
    availableQuantity: { hasUnit: "one", hasNumericalValue: available },
  },
});

describe("somebody else's call", () => {
  test("stands at the desk with what is missing, and changes as its author says", async () => {
    await using it = await scene();
    const call = it.call();
    await it.takes(it.ally.creates(call));
    expect(await it.open()).toEqual([call.id]);
    expect((await it.received(call))?.needs[0]).toMatchObject({ type: "legal", available: hundredths(300) });
    it.here.clock.advance(MINUTE);
    await it.takes(it.ally.updates(call, { needs: [need(call.id, "1")] }));
    expect((await it.received(call))?.needs[0]).toMatchObject({ quantity: 300, available: 100 });
    it.here.clock.advance(MINUTE);
    await it.takes(it.ally.updates(call, { callStatus: "met" }));
    expect(await it.received(call)).toMatchObject({ status: "met" });
    expect(await it.open()).toEqual([]);
  });

  test("is over after its hour, though nobody says so", async () => {
    await using it = await scene();
    const call = it.call();
    await it.takes(it.ally.creates(call));
    it.here.clock.advance(5 * DAY - 1);
    expect(await it.open()).toEqual([call.id]);
    it.here.clock.advance(1);
    expect(await it.open()).toEqual([]);
  });

  test("stays withdrawn, in whichever order its messages come", async () => {
    await using it = await scene();
    const call = it.call();
    const [create, progress] = [it.ally.creates(call), it.ally.updates(call, { needs: [need(call.id, "1")] })];
    const safe = it.ally.updates(call, { callStatus: "withdrawn", content: "<p>Stop sharing.</p>", needs: [] });
    await it.takes(safe, create, progress);
    expect(await it.received(call)).toMatchObject({ status: "withdrawn", needs: [] });
    expect(await it.here.list()).toEqual(["Stop sharing."]);
  });

  test("is gone when it is deleted, or is a call no more", async () => {
    await using it = await scene();
    const [first, second] = [it.call(), it.call()];
    await it.takes(it.ally.creates(first), it.ally.creates(second));
    it.here.clock.advance(MINUTE);
    await it.takes(it.ally.deletes(first), it.ally.updates(second, { kind: "CampaignPost" }));
    expect([await it.received(first), await it.received(second)]).toEqual([undefined, undefined]);
    expect(await it.isWaiting()).toBe(false);
  });

  test("a drill for everybody is none, also where it was one for some before", async () => {
    await using it = await scene();
    const toUs = { to: [it.here.centre] };
    const drill = it.call({ exercise: true, ...toUs });
    await it.takes(it.ally.creates(it.call({ exercise: true })), it.ally.creates(drill));
    expect(await it.open()).toEqual([drill.id]);
    it.here.clock.advance(MINUTE);
    await it.takes(it.ally.updates(drill, { to: [PUBLIC], content: "<p>Changed</p>" }));
    expect(await it.here.list()).toEqual(["Twelve were arrested"]);
  });

  test("cannot be changed or ended by somebody else", async () => {
    await using it = await scene();
    const call = it.call();
    await it.takes(it.ally.creates(call));
    const neighbour = somebody("https://ally.example/centres/neighbour", it.here.clock);
    const stranger = somebody("https://stranger.example/centres/stranger", it.here.clock);
    it.here.clock.advance(MINUTE);
    for (const other of [neighbour, stranger]) {
      await it.takes(other.updates(call, { callStatus: "withdrawn" }), other.deletes(call));
      await it.takes(other.updates({ ...call, attributedTo: other.id }, { callStatus: "withdrawn", needs: [] }));
    }
    expect(await it.received(call)).toMatchObject({ status: "open", from: ALLY, needs: [{ quantity: 300 }] });
  });
});

describe("people are told", () => {
  test("of an urgent call of somebody whom we follow, until it is over", async () => {
    await using it = await scene();
    const call = it.call();
    await it.takes(it.ally.creates(call));
    expect(await it.isWaiting()).toBe(true);
    it.here.clock.advance(MINUTE);
    await it.takes(it.ally.updates(call, { callStatus: "ended" }));
    expect(await it.isWaiting()).toBe(false);
  });

  test("when a call becomes urgent, and not before", async () => {
    await using it = await scene();
    const call = it.call({ urgency: "future" });
    await it.takes(it.ally.creates(call));
    expect(await it.isWaiting()).toBe(false);
    it.here.clock.advance(MINUTE);
    await it.takes(it.ally.updates(call, { urgency: "immediate" }));
    expect(await it.isWaiting()).toBe(true);
  });

  test("of no stranger's call, and of none of somebody who is limited", async () => {
    await using it = await scene({ follows: false });
    await it.takes(it.ally.creates(it.call({ to: [it.here.centre, PUBLIC] })));
    expect(await it.here.list()).toHaveLength(1);
    expect(await it.isWaiting()).toBe(false);
    await it.here.follows(it.ally.id);
    await it.here.store.direct.domains.set(trusted.host("ally.example"), "limit");
    await it.takes(it.ally.creates(it.call()));
    expect(await it.isWaiting()).toBe(false);
  });
});
