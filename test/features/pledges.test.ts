import {
  DAY,
  HOUR,
  hundredths,
  MINUTE,
  quantityText,
  stateOf,
  trusted,
  type Audience,
  type CallDraft,
  type ObjectId,
  type PledgeLine,
  type Result,
} from "@commonhall/domain";
import { network, START, texts, type TestNode } from "@commonhall/testkit/network";
import { expect, test } from "vitest";

function done<T>(result: Result<T, { readonly type: string }>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
}

const draft = (people: number, audience: Audience): CallDraft => ({
  urgency: "immediate",
  severity: "severe",
  certainty: "observed",
  exercise: false,
  text: texts({ en: "Twelve organisers were arrested at the picket." }),
  expires: START + 7 * DAY,
  needs: [
    { name: texts("Lawyers at the police station"), type: "legal", quantity: hundredths(people * 100), unit: "people" },
  ],
  audience,
  regions: [],
  sectors: [],
  recognisable: false,
});

/** Answers the id of the call. */
const calls = async (node: TestNode, people: number): Promise<ObjectId> =>
  done(await node.running.federation.commands.publishCall(draft(people, { type: "public" }), "first")).id;

const needOf = (call: ObjectId): ObjectId => trusted.object(`${call}/needs/1`);

const pledges = async (node: TestNode, call: ObjectId, people: number) =>
  done(await node.running.federation.pledges.pledge(needOf(call), { quantity: hundredths(people * 100) }, "first")).id;

const states = async (node: TestNode, call: ObjectId): Promise<readonly string[]> => {
  const lines = await node.running.store.pledgeViews.forCall(call);
  return lines.map((line: PledgeLine) => `${line.side} ${quantityText(line.quantity)} ${stateOf(line)}`).toSorted();
};

/** How much is missing, as somebody else's node has been told. */
const missingAt = async (node: TestNode, call: ObjectId): Promise<string> => {
  const received = await node.running.store.callViews.received(call);
  return quantityText(received?.call.needs[0]?.available ?? hundredths(0));
};

async function three() {
  const net = await network(["beirut", "hongKong", "nairobi"]);
  const { beirut, hongKong, nairobi } = net;
  for (const ally of [hongKong, nairobi]) await ally.follows(beirut);
  await net.settle();
  return net;
}

test("two pledge for the last unit, one is accepted in part, and everybody learns what is still missing", async () => {
  await using net = await three();
  const { beirut, hongKong, nairobi } = net;
  const call = await calls(beirut, 3);
  await net.settle();
  const [small, large] = [await pledges(hongKong, call, 2), await pledges(nairobi, call, 3)];
  await net.settle();
  expect(await states(beirut, call)).toEqual(["theirs 2 offered", "theirs 3 offered"]);

  const answers = beirut.running.federation.pledges;
  expect(done(await answers.acceptPledge(small, { text: "At nine, please." }, "first")).available).toBe(100);
  expect(await answers.acceptPledge(large, {}, "first")).toEqual({
    ok: false,
    error: { type: "more than available", available: 100 },
  });
  const both = await Promise.all([
    answers.acceptPledge(large, { quantity: hundredths(100) }, "first"),
    answers.acceptPledge(large, { quantity: hundredths(100) }, "first"),
  ]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  await net.settle();
  expect(await states(hongKong, call)).toEqual(["ours 2 accepted"]);
  const [own] = await nairobi.running.store.pledgeViews.forCall(call);
  expect(own?.answer).toMatchObject({ type: "accepted", quantity: 100 });

  expect(await missingAt(nairobi, call)).toBe("3");
  await net.pass(16 * MINUTE);
  expect([await missingAt(hongKong, call), await missingAt(nairobi, call)]).toEqual(["0", "0"]);
  // Totals, and never who.
  const object = await nairobi.running.store.objectViews.get(call);
  expect(object?.document).not.toContain(hongKong.origin);
});

test("what is taken back is missing again, and what came about is thanked for", async () => {
  await using net = await three();
  const { beirut, hongKong, nairobi } = net;
  const call = await calls(beirut, 2);
  await net.settle();
  const [first, second] = [await pledges(hongKong, call, 2), await pledges(nairobi, call, 2)];
  await net.settle();
  const answers = beirut.running.federation.pledges;
  done(await answers.acceptPledge(first, {}, "first"));
  await net.settle();
  done(await hongKong.running.federation.pledges.withdrawPledge(first, "first"));
  await net.settle();
  expect(await states(beirut, call)).toEqual(["theirs 2 offered", "theirs 2 withdrawn"]);
  done(await answers.acceptPledge(second, {}, "first"));
  done(await answers.fulfilPledge(second, undefined, "first"));
  await net.settle();
  expect(await states(nairobi, call)).toEqual(["ours 2 fulfilled"]);
  expect(await states(hongKong, call)).toEqual(["ours 2 withdrawn"]);
});

test("when a call ends, whoever waits is told, and later offers are declined", async () => {
  await using net = await three();
  const { beirut, hongKong, nairobi } = net;
  const call = await calls(beirut, 1);
  await net.settle();
  await pledges(hongKong, call, 1);
  await net.settle();
  // Nairobi does not hear that it is over, and pledges when it comes back.
  await nairobi.stop();
  const { commands } = beirut.running.federation;
  done(await commands.closeCall(call, "met", texts("They are free."), "first"));
  await net.settle();
  expect(await states(hongKong, call)).toEqual(["ours 1 declined"]);
  await nairobi.start();
  await pledges(nairobi, call, 1);
  await net.settle();
  await net.pass(HOUR);
  expect(await states(nairobi, call)).toEqual(["ours 1 declined"]);
  expect((await states(beirut, call)).every((state) => state.endsWith("declined"))).toBe(true);
});

test("an Accept that a third node forges changes nothing", async () => {
  await using net = await three();
  const { beirut, hongKong, nairobi } = net;
  const call = await calls(beirut, 2);
  await net.settle();
  const offered = await pledges(hongKong, call, 2);
  await net.settle();
  await hongKong.running.store.direct.tasks.add({ type: "refresh actor", actor: nairobi.id });
  await nairobi.running.store.direct.tasks.add({ type: "refresh actor", actor: hongKong.id });
  await net.settle();
  const id = trusted.activity(`${nairobi.origin}/activities/forged`);
  const forged = {
    id,
    type: "Accept",
    actor: nairobi.id,
    object: offered,
    to: [hongKong.id],
    result: {
      id: `${nairobi.origin}/agreements/forged`,
      type: "Agreement",
      stipulates: {
        type: "Commitment",
        satisfies: `${needOf(call)}#primary`,
        resourceQuantity: { hasUnit: "one", hasNumericalValue: "1" },
      },
    },
  };
  const [document, object] = [JSON.stringify(forged), trusted.object(offered)];
  await nairobi.running.store.direct.outbox.append(
    { id, type: "Accept", actor: nairobi.id, object, document, published: net.clock(), listed: false },
    [{ type: "actors", actors: [hongKong.id] }],
  );
  await net.settle();
  expect((await nairobi.running.store.deliveryViews.counts()).waiting).toBe(0);
  expect(await states(hongKong, call)).toEqual(["ours 2 offered"]);
  expect(await states(beirut, call)).toEqual(["theirs 2 offered"]);
});

test("what got lost for good is healed by asking once a day, and nobody else may ask", async () => {
  await using net = await three();
  const { beirut, hongKong, nairobi } = net;
  const call = await calls(beirut, 2);
  await net.settle();
  const offered = await pledges(hongKong, call, 2);
  await net.settle();
  // The answer gives up while Hong Kong is away.
  await hongKong.stop();
  const { id } = done(await beirut.running.federation.pledges.acceptPledge(offered, {}, "first"));
  await net.pass(5 * MINUTE);
  const lost = await beirut.running.store.deliveries.lease(net.clock() + HOUR, {
    limit: 100,
    leaseFor: MINUTE,
    perHost: 100,
    busy: new Map(),
  });
  const error = { type: "timeout" } as const;
  await beirut.running.store.deliveries.settle(
    net.clock(),
    lost.map((one) => ({ id: one.id, type: "failed" as const, error })),
    [],
  );
  await hongKong.start();
  await net.settle();
  expect(await states(hongKong, call)).toEqual(["ours 2 offered"]);
  await net.pass(25 * HOUR);
  expect(await states(hongKong, call)).toEqual(["ours 2 accepted"]);

  const agreement = (await hongKong.running.store.pledgeViews.get(id))?.answer;
  if (agreement === undefined || agreement.type === "declined") throw new Error("no agreement");
  const bare = (path: string) => fetch(path, { headers: { accept: "application/activity+json" } });
  const nowhere = await (await bare(`${beirut.origin}/agreements/none`)).text();
  for (const path of [agreement.agreement, offered, `${call}/pledges`]) {
    const answer = await bare(path);
    expect([answer.status, await answer.text()]).toEqual([404, nowhere]);
  }
  expect(await nairobi.timeline({ kind: "call" })).toHaveLength(1);
});

test("that a person at an ally's desk has seen the call is known to the caller, and of others nothing", async () => {
  await using net = await three();
  const { beirut, hongKong, nairobi } = net;
  const call = await calls(beirut, 2);
  await net.settle();
  await beirut.offersAlliance(hongKong);
  await net.settle();
  await hongKong.acceptsAlliance(beirut);
  await net.settle();
  for (const node of [hongKong, nairobi]) done(await node.running.federation.pledges.acknowledgeCall(call, "first"));
  await net.settle();
  const [seen, ...more] = await beirut.running.store.pledgeViews.responses(call, [hongKong.id]);
  expect(seen).toMatchObject({ actor: hongKong.id, delivery: "done", acknowledged: net.clock(), pledges: [] });
  // Nairobi is no ally: who reads what is nobody's business.
  expect(more).toEqual([]);
});
