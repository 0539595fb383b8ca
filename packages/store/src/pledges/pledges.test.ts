import { hundredths, type PledgeAnswer, trusted } from "@commonhall/domain";
import { actorAt, fakeClock, outgoing, pledge, remoteActor, sharedInboxAt } from "@commonhall/testkit";
import { expect, test } from "vitest";
import { openTestStore } from "../database/open-test-store.fixture.ts";

const [ALLY, OTHER] = [actorAt("a.example"), actorAt("a.example", "other")];
const CALL = trusted.object("https://hall.example/calls/1");
const NEED = trusted.object(`${CALL}/needs/1`);
const AGREEMENT = trusted.object("https://hall.example/agreements/1");

const accepted: PledgeAnswer = {
  type: "accepted",
  quantity: hundredths(100),
  agreement: AGREEMENT,
  activity: trusted.activity("https://hall.example/activities/1"),
  at: 2000,
};

async function open() {
  const clock = fakeClock();
  const store = await openTestStore({ clock });
  return { clock, store, ...store.direct, views: store.pledgeViews, [Symbol.asyncDispose]: store.close };
}

test("a pledge comes back as it was put, and as it was put last", async () => {
  await using hall = await open();
  const [first] = [pledge("1", { text: {} })];
  expect(await hall.pledges.get(first.id)).toBeUndefined();
  await hall.pledges.put(first);
  expect(await hall.pledges.get(first.id)).toEqual(first);
  expect(await hall.pledges.byAgreement(AGREEMENT)).toBeUndefined();
  const then = { ...first, answer: accepted, log: [{ at: 5, by: "ana", what: "accepted" as const }] };
  await hall.pledges.put(then);
  expect(await hall.pledges.get(first.id)).toEqual(then);
  expect(await hall.pledges.byAgreement(AGREEMENT)).toEqual(then);
});

test("for a need are those of others, for a call ours too, in the order in which they were offered", async () => {
  await using hall = await open();
  const second = pledge("2", { offered: 5, need: trusted.object(`${CALL}/needs/2`) });
  const [first, ours] = [pledge("1", { offered: 9 }), pledge("3", { side: "ours", offered: 7 })];
  for (const one of [first, second, ours]) await hall.pledges.put(one);
  expect(await hall.pledges.forNeed(NEED)).toEqual([first]);
  expect(await hall.pledges.forCall(CALL)).toEqual([second, ours, first]);
  expect(await hall.pledges.forCall(trusted.object("https://hall.example/calls/2"))).toEqual([]);
});

test("those that wait for an answer are counted, by who pledged and by their server", async () => {
  await using hall = await open();
  const all = [
    pledge("1"),
    pledge("2"),
    pledge("3", { pledger: OTHER }),
    pledge("4", { pledger: actorAt("b.example") }),
    pledge("5", { withdrawn: 5 }),
    pledge("6", { answer: accepted }),
    pledge("7", { answer: accepted, withdrawn: 5 }),
    pledge("8", { answer: { type: "declined", activity: accepted.activity, at: 5 } }),
  ];
  for (const one of all) await hall.pledges.put(one);
  expect(await hall.pledges.unanswered(CALL, ALLY)).toEqual({ byPledger: 3, byHost: 4 });
  expect(await hall.pledges.unanswered(CALL, OTHER)).toEqual({ byPledger: 1, byHost: 4 });
  expect(await hall.pledges.unanswered(trusted.object(`${CALL}0`), ALLY)).toEqual({ byPledger: 0, byHost: 0 });
});

test("a line names the other side, by its address where nothing more is known", async () => {
  await using hall = await open();
  await hall.remoteActors.put(remoteActor(ALLY, { name: "An ally", handle: "@ally@a.example" }));
  await hall.pledges.put(pledge("1"));
  await hall.pledges.put(pledge("2", { pledger: OTHER, offered: 2000 }));
  expect(await hall.views.forCall(CALL)).toMatchObject([
    { peer: ALLY, peerName: "An ally", peerHandle: "@ally@a.example" },
    { peer: OTHER, peerName: OTHER, peerHandle: OTHER },
  ]);
  expect(await hall.views.get(pledge("2").id)).toMatchObject({ peer: OTHER });
  expect(await hall.views.get(pledge("9").id)).toBeUndefined();
});

test("that somebody has seen a call is kept once", async () => {
  await using hall = await open();
  expect(await hall.acknowledgements.add({ call: CALL, actor: ALLY, at: 5 })).toBe(true);
  expect(await hall.acknowledgements.add({ call: CALL, actor: ALLY, at: 9 })).toBe(false);
  expect(await hall.acknowledgements.of(CALL)).toEqual([{ call: CALL, actor: ALLY, at: 5 }]);
  expect(await hall.views.acknowledged(CALL, ALLY)).toBe(5);
  expect(await hall.views.acknowledged(CALL, OTHER)).toBeUndefined();
});

test("of each ally it is known whether the call arrived, whether a person has seen it, and what they promised", async () => {
  await using hall = await open();
  const shared = sharedInboxAt("b.example");
  const [waiting, sharing, silent] = [OTHER, actorAt("b.example"), actorAt("c.example")];
  for (const actor of [ALLY, waiting, silent]) await hall.remoteActors.put(remoteActor(actor));
  await hall.remoteActors.put(remoteActor(sharing, { sharedInbox: shared }));
  await hall.outbox.append(outgoing("call", { object: CALL }), [
    { type: "actors", actors: [ALLY, waiting] },
    { type: "inbox", inbox: shared },
  ]);
  const leased = await hall.store.deliveries.lease(hall.clock(), {
    limit: 9,
    leaseFor: 9,
    perHost: 9,
    busy: new Map(),
  });
  const done = leased.filter(({ inbox }) => inbox !== `${waiting}/inbox`);
  expect(done).toHaveLength(2);
  await hall.store.deliveries.settle(
    10,
    done.map(({ id }) => ({ id, type: "done" as const })),
    [],
  );
  await hall.outbox.append(outgoing("update", { object: CALL, type: "Update" }), [{ type: "actors", actors: [ALLY] }]);
  await hall.acknowledgements.add({ call: CALL, actor: ALLY, at: 7 });
  await hall.pledges.put(pledge("1"));
  await hall.pledges.put(pledge("2", { answer: accepted, offered: 1001 }));
  await hall.pledges.put(pledge("3", { pledger: silent, withdrawn: 5 }));

  const found = await hall.views.responses(CALL, [ALLY, waiting, sharing]);
  const byActor = new Map(found.map((one) => [one.actor, one]));
  expect(found).toHaveLength(4);
  expect(byActor.get(ALLY)).toMatchObject({ delivery: "done", acknowledged: 7, pledges: ["offered", "accepted"] });
  expect(byActor.get(waiting)).toMatchObject({ delivery: "waiting", pledges: [] });
  expect(byActor.get(sharing)).toMatchObject({ delivery: "done" });
  expect(byActor.get(silent)).not.toHaveProperty("delivery");
  expect(byActor.get(silent)).toMatchObject({ pledges: ["withdrawn"] });
});

test("a stranger's pledge waits apart until it is let in, and no longer than it waits for an answer", async () => {
  await using hall = await open();
  const { apart, store } = hall;
  await hall.pledges.put(pledge("1", { apart: true }));
  await hall.pledges.put(pledge("2", { apart: true, withdrawn: 5 }));
  expect(await apart.waiting(trusted.host("a.example"))).toEqual({ ofHost: 1, all: 1 });
  expect(await store.apartViews.list(9)).toMatchObject([{ kind: "pledge", offer: pledge("1").id, about: CALL }]);
  expect(await apart.letIn(pledge("1").id)).toBe(true);
  expect(await hall.pledges.get(pledge("1").id)).toMatchObject({ apart: false });
});
