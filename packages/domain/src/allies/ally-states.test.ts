import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { trusted, type ActivityId, type ActorId } from "../ids.ts";
import { DAY, HOUR, MINUTE, plainDate, startOfDay, type PlainDate } from "../time.ts";
import type { Ally, AllyGrid } from "./ally.ts";
import {
  allianceEnded,
  endedNow,
  isAllianceOver,
  nextOffered,
  offerAnswered,
  offerMade,
  reconciled,
  toldNothing,
  type OfferedAlliance,
} from "./ally-states.ts";
import { ALL_BETWEEN_US, isSameTerms, mirroredTerms } from "./ally-terms.ts";

const START = Date.UTC(2026, 10, 22, 8);
const ANA = trusted.actor("https://ana.example/centres/ana");
const BO = trusted.actor("https://bo.example/centres/bo");
const LAST_DAY = plainDate("2026-12-24") ?? ("" as PlainDate);

// ---- two sides and a bad network, as plain data ----

/** What travels. What an Undo takes back it repeats whole; an answer names what it answers. */
type Letter =
  | { readonly type: "Offer" | "Undo"; readonly id: ActivityId; readonly made: OfferedAlliance }
  | { readonly type: "Accept" | "Reject"; readonly id: ActivityId; readonly offer: ActivityId };

interface Side {
  readonly id: ActorId;
  readonly peer: ActorId;
  row: Ally | undefined;
  /** Every row that it ever had: an old copy of the database is one of them. */
  readonly copies: (Ally | undefined)[];
  /** What was sent, by id, to be repeated. */
  readonly sent: Map<ActivityId, Letter>;
  /** Letters on their way to the other side. */
  outgoing: Letter[];
}

interface World {
  now: number;
  count: number;
  readonly sides: readonly [Side, Side];
  /** What people have said yes to: to an Offer by making it, and by accepting it. */
  readonly accepted: Set<ActivityId>;
}

const side = (id: ActorId, peer: ActorId): Side => ({
  id,
  peer,
  row: undefined,
  copies: [],
  sent: new Map(),
  outgoing: [],
});
const world = (): World => ({ now: START, count: 0, sides: [side(ANA, BO), side(BO, ANA)], accepted: new Set() });

function write(at: Side, next: Ally | undefined): boolean {
  if (next === undefined) return false;
  at.copies.push(at.row);
  at.row = next;
  return true;
}

function send(from: Side, letter: Letter): void {
  from.sent.set(letter.id, letter);
  from.outgoing.push(letter);
}

const newId = (w: World, at: Side): ActivityId =>
  trusted.activity(`${new URL(at.id).origin}/activities/${String((w.count += 1)).padStart(6, "0")}`);

const GRIDS: readonly AllyGrid[] = [
  ALL_BETWEEN_US,
  { ...ALL_BETWEEN_US, calls: { send: true, accept: false, passOn: true } },
];

/** From the other side. */
const seenByOther = (made: OfferedAlliance, us: ActorId): OfferedAlliance => ({
  ...made,
  peer: us,
  offeredBy: made.offeredBy === "us" ? "them" : "us",
  terms: mirroredTerms(made.terms),
});

const madeOf = ({ peer, offer, relationship, offeredBy, offered, terms }: Ally): OfferedAlliance => ({
  peer,
  offer,
  relationship,
  offeredBy,
  offered,
  terms,
});

const DESK = ["offer", "accept", "decline", "end"] as const;

function atTheDesk(w: World, at: Side, what: (typeof DESK)[number], pick: number): void {
  const { row } = at;
  if (what === "offer") {
    if (row?.state === "accepted") return;
    const offer = newId(w, at);
    const made: OfferedAlliance = {
      peer: at.peer,
      offer,
      relationship: trusted.object(`${offer}/relationship`),
      offeredBy: "us",
      offered: nextOffered(row, w.now),
      terms: { grid: GRIDS[pick % GRIDS.length] ?? ALL_BETWEEN_US },
    };
    expect(write(at, offerMade(row, made, w.now))).toBe(true);
    send(at, { type: "Offer", id: offer, made });
  } else if (row === undefined) return;
  else if (what === "end") {
    const isOpen = row.state === "offered" || row.state === "accepted";
    if (isOpen && write(at, endedNow(row, w.now))) send(at, { type: "Undo", id: newId(w, at), made: madeOf(row) });
  } else if (row.state === "received") {
    const id = newId(w, at);
    const answer = what === "accept" ? "accepted" : "declined";
    write(at, offerAnswered(row, { offer: row.offer, by: "us", answer, activity: id }, w.now));
    if (what === "accept") w.accepted.add(row.offer);
    send(at, { type: what === "accept" ? "Accept" : "Reject", id, offer: row.offer });
  }
}

function receive(w: World, at: Side, letter: Letter): void {
  switch (letter.type) {
    case "Offer":
      return void write(at, offerMade(at.row, seenByOther(letter.made, at.peer), w.now));
    case "Undo":
      return void write(at, allianceEnded(at.row, seenByOther(letter.made, at.peer), w.now));
    case "Accept":
    case "Reject": {
      const answer = letter.type === "Accept" ? "accepted" : "declined";
      const { offer, id: activity } = letter;
      return void write(at, offerAnswered(at.row, { offer, by: "them", answer, activity }, w.now));
    }
  }
}

const other = (w: World, at: Side): Side => (at === w.sides[0] ? w.sides[1] : w.sides[0]);

/** What a day's question to the other side does; `late` is how long the answer was on its way. */
function reconcile(w: World, at: Side, late = 0): void {
  if (at.row === undefined || at.row.state === "declined" || at.row.state === "ended") return;
  const asked = w.now;
  const theirs = other(w, at).row;
  w.now += late;
  const says = theirs === undefined ? undefined : { made: seenByOther(madeOf(theirs), at.peer), state: theirs.state };
  const { next, repeat } =
    says === undefined ? toldNothing(at.row, w.now) : reconciled(at.row, says, { asked, at: w.now });
  write(at, next);
  const letter = repeat === undefined ? undefined : at.sent.get(repeat);
  if (letter !== undefined) at.outgoing.push(letter);
}

const isOver = (row: Ally | undefined): boolean =>
  row === undefined || row.state === "ended" || row.state === "declined";

const MIRROR = { offered: "received", received: "offered", accepted: "accepted" } as const;

/** Both see the same Offer in the same state, or both see that there is nothing between them. */
function expectAgreement({ sides: [ana, bo] }: World): void {
  if (isOver(ana.row) || isOver(bo.row)) {
    expect([isOver(ana.row), isOver(bo.row)]).toEqual([true, true]);
    return;
  }
  const [one, two] = [ana.row ?? expect.fail(), bo.row ?? expect.fail()];
  expect(two.offer).toBe(one.offer);
  expect(two.state).toBe(MIRROR[one.state as keyof typeof MIRROR]);
  expect(isSameTerms(two.terms, mirroredTerms(one.terms))).toBe(true);
  expect(two.offeredBy).not.toBe(one.offeredBy);
}

/** Nobody is an ally whom both sides' people have not said yes to, for the very same Offer. */
function expectConsent(w: World): void {
  for (const { row } of w.sides) if (row?.state === "accepted") expect(w.accepted).toContain(row.offer);
}

/** The network is a good one, for long enough. */
function settle(w: World): void {
  for (let day = 0; day < 12; day += 1) {
    for (let turn = 0; turn < 6; turn += 1) {
      for (const at of w.sides) for (const letter of at.outgoing.splice(0)) receive(w, other(w, at), letter);
    }
    w.now += DAY;
    for (const at of w.sides) reconcile(w, at);
    expectConsent(w);
  }
}

const whichSide = fc.constantFrom(0 as const, 1 as const);
const steps = (restores: boolean) =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        type: fc.constant("desk" as const),
        at: whichSide,
        what: fc.constantFrom(...DESK, "offer" as const, "accept" as const),
        pick: fc.nat(9),
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        type: fc.constantFrom("arrive" as const, "arrive" as const, "lose" as const, "double" as const),
        at: whichSide,
        pick: fc.nat(20),
      }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant("ask" as const), at: whichSide, pick: fc.nat(2) }) },
    { weight: 2, arbitrary: fc.record({ type: fc.constant("wait" as const), at: whichSide, pick: fc.nat(3) }) },
    ...(restores
      ? [{ weight: 3, arbitrary: fc.record({ type: fc.constant("restore" as const), at: whichSide, pick: fc.nat(9) }) }]
      : []),
  );
type Step = ReturnType<typeof steps> extends fc.Arbitrary<infer T> ? T : never;

function take(w: World, step: Step): void {
  const at = w.sides[step.at];
  w.now += 1;
  if (step.type === "desk") return atTheDesk(w, at, step.what, step.pick);
  if (step.type === "wait") return void (w.now += [0, MINUTE, HOUR, DAY][step.pick] ?? 0);
  if (step.type === "ask") return reconcile(w, at, [0, 5, HOUR][step.pick]);
  if (step.type === "restore") {
    at.row = at.copies.length === 0 ? undefined : at.copies[step.pick % at.copies.length];
    return;
  }
  const [letter] = at.outgoing.splice(step.pick % Math.max(1, at.outgoing.length), 1);
  if (letter === undefined) return;
  if (step.type === "double") at.outgoing.push(letter);
  if (step.type !== "lose") receive(w, other(w, at), letter);
}

describe("two centres", () => {
  test("agree in the end, and nobody is an ally without both having said yes, whatever the network does", () => {
    fc.assert(
      fc.property(fc.array(steps(false), { maxLength: 60 }), (script) => {
        const w = world();
        for (const step of script) {
          take(w, step);
          expectConsent(w);
        }
        settle(w);
        expectAgreement(w);
      }),
      { numRuns: 3000 },
    );
  });

  test("agree as well where one goes back to an old copy of what it knew", () => {
    fc.assert(
      fc.property(fc.array(steps(true), { maxLength: 60 }), (script) => {
        const w = world();
        for (const step of script) take(w, step);
        settle(w);
        expectAgreement(w);
      }),
      { numRuns: 3000 },
    );
  });

  test("need nothing but their letters, where all of them arrive in some order", () => {
    const letters = fc.array(fc.record({ at: whichSide, what: fc.constantFrom(...DESK), pick: fc.nat(9) }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(letters, fc.infiniteStream(fc.nat(50)), (script, picks) => {
        const w = world();
        const deliverSome = (count: number) => {
          for (let each = 0; each < count; each += 1) {
            const at = w.sides[(picks.next().value ?? 0) % 2 === 0 ? 0 : 1];
            const [letter] = at.outgoing.splice((picks.next().value ?? 0) % Math.max(1, at.outgoing.length), 1);
            if (letter !== undefined) receive(w, other(w, at), letter);
          }
        };
        for (const { at, what, pick } of script) {
          w.now += 1;
          atTheDesk(w, w.sides[at], what, pick);
          deliverSome((picks.next().value ?? 0) % 3);
        }
        while (w.sides.some(({ outgoing }) => outgoing.length > 0)) deliverSome(4);
        expectAgreement(w);
      }),
      { numRuns: 1000 },
    );
  });
});

// ---- one side ----

const made = (more: Partial<OfferedAlliance> = {}): OfferedAlliance => ({
  peer: BO,
  offer: trusted.activity("https://bo.example/activities/1"),
  relationship: trusted.object("https://bo.example/alliances/1"),
  offeredBy: "them",
  offered: START,
  terms: { grid: ALL_BETWEEN_US },
  ...more,
});
const received = (): Ally => offerMade(undefined, made(), START) ?? expect.fail();
const accepted = (): Ally =>
  offerAnswered(received(), { offer: made().offer, by: "us", answer: "accepted", activity: made().offer }, START) ??
  expect.fail();

describe("an Offer", () => {
  test("that is taken back before it comes never begins", () => {
    const remembered = allianceEnded(undefined, made(), START);
    expect(remembered?.state).toBe("ended");
    expect(offerMade(remembered, made(), START + 1)).toBeUndefined();
    const later = made({ offer: trusted.activity("https://bo.example/activities/2"), offered: START + 1000 });
    expect(offerMade(remembered, later, START + 1)?.state).toBe("received");
  });

  test("is answered by who was asked, and by nobody else; what is answered is this one", () => {
    const activity = trusted.activity("https://x.example/1");
    const answer = { offer: made().offer, answer: "accepted", activity } as const;
    expect(offerAnswered(received(), { ...answer, by: "them" }, START)).toBeUndefined();
    expect(offerAnswered(received(), { ...answer, by: "us", offer: activity }, START)).toBeUndefined();
    expect(offerAnswered(undefined, { ...answer, by: "us" }, START)).toBeUndefined();
    expect(offerAnswered(received(), { ...answer, by: "us" }, START)?.state).toBe("accepted");
  });

  test("says no for good, and an end is an end", () => {
    const { offer } = made();
    const declined = offerAnswered(received(), { offer, by: "us", answer: "declined", activity: offer }, START);
    expect(offerAnswered(declined, { offer, by: "us", answer: "accepted", activity: offer }, START)).toBeUndefined();
    const ended = endedNow(accepted(), START) ?? expect.fail();
    for (const answer of ["accepted", "declined"] as const) {
      expect(offerAnswered(ended, { offer, by: "us", answer, activity: offer }, START)).toBeUndefined();
    }
    expect(endedNow(ended, START)).toBeUndefined();
  });

  test("of ours is made later than every other of the pair, in whole seconds", () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), (now, before) => {
        const next = nextOffered({ ...accepted(), offered: before * 1000 }, now);
        expect(next % 1000).toBe(0);
        expect(next).toBeGreaterThan(before * 1000);
        expect(nextOffered(undefined, now)).toBeLessThanOrEqual(now);
      }),
    );
  });
});

test("an alliance is over when its last day is, wherever in the world", () => {
  const ally = { ...accepted(), terms: { grid: ALL_BETWEEN_US, until: LAST_DAY } };
  const end = startOfDay(LAST_DAY) + DAY + DAY / 2;
  expect([isAllianceOver(ally, end - 1), isAllianceOver(ally, end)]).toEqual([false, true]);
  expect(isAllianceOver({ ...ally, state: "ended" }, end)).toBe(false);
  expect(isAllianceOver(accepted(), Number.MAX_SAFE_INTEGER)).toBe(false);
});

describe("an answer to the daily question", () => {
  test("that was on its way while something else came changes nothing", () => {
    const ally = accepted();
    const says = { made: made(), state: "ended" } as const;
    expect(reconciled(ally, says, { asked: ally.since - 1, at: ally.since + 5 })).toEqual({});
    expect(reconciled(ally, says, { asked: ally.since, at: ally.since + 5 }).next?.state).toBe("ended");
  });

  test("makes nobody an ally who has not said yes: they may say what they like of their own Offer", () => {
    for (const state of ["accepted", "received", "offered"] as const) {
      for (const row of [undefined, received()]) {
        const { next } = reconciled(row, { made: made(), state }, { asked: START, at: START });
        expect(next?.state).not.toBe("accepted");
      }
    }
    const foreign = made({ offeredBy: "us", offered: START + 5000, offer: trusted.activity("https://ana.example/9") });
    for (const state of ["accepted", "received"] as const) {
      const { next } = reconciled(received(), { made: foreign, state }, { asked: START, at: START });
      expect(next).toMatchObject({ offer: foreign.offer, state: "ended" });
    }
  });

  test("that they have never answered ends what we took for an alliance", () => {
    const ours: Ally = { ...accepted(), offeredBy: "us" };
    const says = { made: made({ offeredBy: "us" }), state: "received" } as const;
    expect(reconciled(ours, says, { asked: START, at: START }).next?.state).toBe("ended");
    const open: Ally = { ...ours, state: "offered" };
    expect(reconciled(open, says, { asked: START, at: START }).next?.state).toBe("offered");
  });

  test("that there is nothing ends an alliance after a week of it, and not before", () => {
    const ally = { ...accepted(), confirmed: START + DAY };
    expect(toldNothing(ally, START + 8 * DAY - 1)).toEqual({ repeat: ally.answer });
    expect(toldNothing(ally, START + 8 * DAY).next?.state).toBe("ended");
    expect(toldNothing(received(), START + 6 * DAY)).toEqual({});
    expect(toldNothing(received(), START + 9 * DAY).next?.state).toBe("ended");
  });
});
