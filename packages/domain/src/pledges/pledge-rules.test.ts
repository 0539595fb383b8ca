import fc from "fast-check";
import { expect, test } from "vitest";
import { hundredths, quantityFrom } from "../calls/quantity.ts";
import { trusted } from "../ids.ts";
import { DAY, SECOND } from "../time.ts";
import { acceptPledge, declinePledge, fulfilPledge, takeBackOffer, takeInOffer } from "./answer-pledge.ts";
import { availableOf, filledBy, totalsOf } from "./filled.ts";
import { hearAnswer, offerPledge, withdrawPledge } from "./offer-pledge.ts";
import { stateOf, type Pledge, type PledgeAnswer } from "./pledge.ts";
import { reconcilePledge } from "./reconcile-pledge.ts";
import { pledges, START, world } from "./testing/pledge-world.fixture.ts";

const [caller, other] = world([
  [300, 100],
  [100, 100],
]);
if (caller === undefined || other === undefined) throw new Error("no world");
const { call } = caller;
const [need, second] = call.needs;
const [known] = other.known;
if (need === undefined || second === undefined || known === undefined) throw new Error("no need");

function offered(quantity: number, name = "1"): Pledge {
  const disk = pledges(
    other as NonNullable<typeof other>,
    (need as NonNullable<typeof need>).id,
    hundredths(quantity),
    name,
    START,
  );
  const [pledge] = disk.mine.values();
  if (pledge === undefined) throw new Error("nothing was offered");
  return pledge;
}

const stamp = { activity: trusted.activity("https://n0.example/activities/1"), now: START + 1500 };
const agreement = trusted.object("https://n0.example/agreements/1");
const around = { call, need, unanswered: { byPledger: 0, byHost: 0 } };

const accepted = (quantity: number, at = START): PledgeAnswer => ({
  type: "accepted",
  quantity: hundredths(quantity),
  agreement,
  activity: stamp.activity,
  at,
});

test("all of an offer is accepted where nothing else is said, or a part, never more than was offered or is missing", () => {
  const all = acceptPledge(offered(200), hundredths(300), undefined, { ...stamp, agreement });
  expect(all.ok && filledBy(all.value)).toBe(200);
  const part = acceptPledge(offered(200), hundredths(300), hundredths(50), { ...stamp, agreement });
  expect(part.ok && filledBy(part.value)).toBe(50);
  expect(acceptPledge(offered(200), hundredths(300), hundredths(201), { ...stamp, agreement })).toEqual({
    ok: false,
    error: { type: "more than offered", offered: 200 },
  });
  expect(acceptPledge(offered(200), hundredths(199), undefined, { ...stamp, agreement })).toEqual({
    ok: false,
    error: { type: "more than available", available: 199 },
  });
});

test("an answer is given once; what was accepted can only come about or be taken back by who promised it", () => {
  const step = acceptPledge(offered(200), hundredths(300), undefined, { ...stamp, agreement });
  if (!step.ok) throw new Error("refused");
  const over = { ok: false, error: { type: "pledge over", state: "accepted" } };
  expect(acceptPledge(step.value, hundredths(300), undefined, { ...stamp, agreement })).toEqual(over);
  expect(declinePledge(step.value, stamp)).toEqual(over);
  const done = fulfilPledge(step.value, stamp);
  expect(done.ok && stateOf(done.value)).toBe("fulfilled");
  expect(done.ok && withdrawPledge(done.value, START)).toMatchObject({ ok: false, error: { state: "fulfilled" } });
  expect(fulfilPledge(offered(200), stamp)).toEqual({ ok: false, error: { type: "not accepted" } });
});

test("an answer is dated in whole seconds and never before the one that it comes after", () => {
  const step = acceptPledge(offered(200), hundredths(300), undefined, { ...stamp, agreement });
  if (!step.ok) throw new Error("refused");
  expect(step.value.answer?.at).toBe(START + SECOND);
  const done = fulfilPledge(step.value, { ...stamp, now: START - DAY });
  expect(done.ok && done.value.answer?.at).toBe(START + SECOND);
  expect(done.ok && done.value.answer !== undefined && hearAnswer(step.value, call.centre, done.value.answer).ok).toBe(
    true,
  );
});

test("nobody but the caller answers, and not for more than was offered", () => {
  const pledge = offered(200);
  expect(hearAnswer(pledge, pledge.pledger, accepted(100))).toEqual({
    ok: false,
    error: "nothing was offered to them",
  });
  expect(hearAnswer(pledge, call.centre, accepted(201))).toEqual({ ok: false, error: "it is more than was offered" });
  expect(hearAnswer(pledge, call.centre, accepted(200)).ok).toBe(true);
});

test("of two answers the later one counts, whichever comes first, and each of them once", () => {
  const pledge = offered(200);
  const answer = fc.record({
    quantity: fc.integer({ min: 1, max: 200 }),
    at: fc.integer({ min: 0, max: 5 }),
    type: fc.constantFrom("accepted", "declined", "fulfilled"),
  });
  const said = ({ quantity, at, type }: { quantity: number; at: number; type: string }): PledgeAnswer =>
    type === "declined"
      ? { type: "declined", activity: stamp.activity, at }
      : ({ ...accepted(quantity, at), type: type === "accepted" ? "accepted" : "fulfilled" } as PledgeAnswer);
  const heard = (answers: readonly PledgeAnswer[]) =>
    answers.reduce((now, one) => {
      const step = hearAnswer(now, call.centre, one);
      return step.ok ? step.value : now;
    }, pledge);
  const property = fc.property(
    fc.uniqueArray(answer, { selector: ({ at }) => at }),
    fc.infiniteStream(fc.nat()),
    (all, order) => {
      const answers = all.map(said);
      const shuffled = [...answers, ...answers]
        .map((one) => ({ one, key: order.next().value ?? 0 }))
        .sort((a, b) => a.key - b.key);
      expect(heard(shuffled.map(({ one }) => one))).toEqual(heard(answers));
    },
  );
  fc.assert(property);
});

test("an offer fits the need, and neither one pledger nor one server can fill the list", () => {
  const pledge = offered(200);
  expect(takeInOffer(undefined, pledge, around, START)).toEqual({ ok: true, value: { pledge, closed: false } });
  for (const odd of [
    { ...pledge, unit: "people" as const },
    { ...pledge, need: second.id },
    { ...pledge, quantity: hundredths(0) },
  ]) {
    expect(takeInOffer(undefined, odd, around, START)).toEqual({
      ok: false,
      error: "the need asks for something else",
    });
  }
  for (const unanswered of [
    { byPledger: 20, byHost: 20 },
    { byPledger: 0, byHost: 60 },
  ]) {
    expect(takeInOffer(undefined, pledge, { ...around, unanswered }, START)).toMatchObject({ ok: false });
    expect(takeBackOffer(undefined, pledge, unanswered, START)).toMatchObject({ ok: false });
    expect(takeBackOffer(pledge, pledge, unanswered, START)).toMatchObject({ ok: true });
  }
  expect(takeInOffer(pledge, pledge, around, START)).toEqual({ ok: false, error: "it is known" });
  expect(takeInOffer(pledge, { ...pledge, pledger: call.centre }, around, START)).toEqual({
    ok: false,
    error: "it is somebody else's",
  });
});

test("an offer for what is wanted no more has to be declined", () => {
  const pledge = offered(200);
  const closed = (one: typeof call, now: number) => {
    const taken = takeInOffer(undefined, pledge, { ...around, call: one, need: one.needs[0] ?? need }, now);
    return taken.ok && taken.value.closed;
  };
  expect(closed(call, call.expires - 1)).toBe(false);
  expect(closed(call, call.expires)).toBe(true);
  expect(closed({ ...call, status: "met" }, START)).toBe(true);
  expect(closed({ ...call, needs: [{ ...need, closed: START }] }, START)).toBe(true);
  expect(closed({ ...call, needs: [{ ...need, by: START + DAY }] }, START + DAY)).toBe(true);
});

test("nobody takes back what another offered", () => {
  const pledge = offered(200);
  expect(takeBackOffer(pledge, { ...pledge, pledger: call.centre }, around.unanswered, START)).toEqual({
    ok: false,
    error: "it is somebody else's",
  });
});

test("what is offered beyond what is missing is shown", () => {
  const [one, two] = [offered(200, "1"), offered(250, "2")];
  const step = acceptPledge(one, hundredths(300), hundredths(150), { ...stamp, agreement });
  if (!step.ok) throw new Error("refused");
  expect(totalsOf(need, [step.value, two])).toEqual({ accepted: 150, available: 150, offered: 250, tooMuch: 100 });
  expect(totalsOf(need, [])).toEqual({ accepted: 0, available: 300, offered: 0, tooMuch: 0 });
});

test("more than is asked for can never have been accepted", () => {
  const two = ["1", "2"].map((name) => ({ ...offered(200, name), answer: accepted(200) }));
  expect(() => availableOf(need, two)).toThrow();
});

test("nothing is offered for what is not asked for any more", () => {
  const by = { id: trusted.activity("https://n1.example/pledges/1"), pledger: other.id };
  const draft = { need: need.id, quantity: quantityFrom("1") ?? hundredths(100) };
  expect(offerPledge(known, draft, by, START).ok).toBe(true);
  expect(offerPledge(known, draft, by, known.expires)).toEqual({ ok: false, error: { type: "need closed" } });
  expect(offerPledge({ ...known, status: "met" }, draft, by, START)).toEqual({
    ok: false,
    error: { type: "need closed" },
  });
  const elsewhere = { ...draft, need: trusted.object(`${call.id}/needs/9`) };
  expect(offerPledge(known, elsewhere, by, START)).toMatchObject({ ok: false, error: { type: "unknown need" } });
});

test("nobody offers or accepts half a person", () => {
  const by = { id: trusted.activity("https://n1.example/pledges/1"), pledger: other.id };
  const half = { need: need.id, quantity: hundredths(50) };
  expect(offerPledge(known, half, by, START).ok).toBe(true);
  const people = { ...known, needs: known.needs.map((one) => ({ ...one, unit: "people" as const })) };
  expect(offerPledge(people, half, by, START)).toEqual({ ok: false, error: { type: "not whole" } });
  const three = { ...offered(300), unit: "people" as const };
  const refused = acceptPledge(three, hundredths(300), hundredths(150), { ...stamp, agreement });
  expect(refused).toEqual({ ok: false, error: { type: "not whole" } });
});

test("a node that was brought back from an old copy learns what it had said itself", () => {
  const pledge = offered(200);
  expect(stateOf(reconcilePledge(pledge, { withdrawn: true }, START).pledge)).toBe("withdrawn");
  const forgotten: Pledge = { ...pledge, answer: accepted(100) };
  expect(reconcilePledge(forgotten, undefined, START)).toEqual({ pledge: forgotten, again: "offer" });
});
