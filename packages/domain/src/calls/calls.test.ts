import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Audience } from "../audiences/audience.ts";
import { trusted, type ActorId } from "../ids.ts";
import type { LanguageTag, Texts } from "../texts.ts";
import { DAY, dateOf, HOUR, MINUTE } from "../time.ts";
import { needIsLive, needUntil, withAvailable } from "./answering.ts";
import { callIsOpen, closeCall, endByCalendar, isMet, statusAt, waitsForReport, withdrawCall } from "./call-states.ts";
import type { Call, CallDraft } from "./call.ts";
import { changeCall, narrowCall, needsFrom } from "./change-call.ts";
import { checkCall, LONGEST_CALL } from "./check-call.ts";
import { progressAfter } from "./progress.ts";
import { amountFrom, hundredths, NO_QUANTITY, quantityFrom, quantityLess, quantityText } from "./quantity.ts";
import { unitFor } from "./unit.ts";
import { isWithin, mayBecome } from "./within-audience.ts";

const NOW = Date.UTC(2026, 10, 22, 9);
const [EN, IN] = ["en" as LanguageTag, "id" as LanguageTag];
const en = (text: string): Texts => ({ [EN]: text });
const ACTORS = ["a", "b", "c", "d"].map((name) => trusted.actor(`https://${name}.example/centres/${name}`));
const ALLIANCES = ["1", "2"].map((name) => trusted.object(`https://a.example/alliances/${name}`));
const ID = trusted.object("https://hall.example/calls/1");

const draft: CallDraft = {
  urgency: "immediate",
  severity: "severe",
  certainty: "observed",
  exercise: false,
  text: en("Twelve were arrested."),
  expires: NOW + 5 * DAY,
  needs: [
    { name: en("Lawyers"), type: "legal", quantity: hundredths(300), unit: "people" },
    { name: en("Bail"), type: "money", quantity: hundredths(400_050), unit: unitFor("money", "USD") ?? "people" },
  ],
  audience: { type: "allies" },
  regions: [],
  sectors: [],
  recognisable: false,
};

const called = (changes: Partial<Call> = {}): Call => ({
  ...draft,
  id: ID,
  centre: trusted.actor("https://hall.example/centres/hall"),
  needs: needsFrom(ID, draft.needs, NOW),
  status: "open",
  published: NOW,
  told: NOW,
  log: [{ at: NOW, by: "first", what: "published" }],
  ...changes,
});

const anyAudience: fc.Arbitrary<Audience> = fc.oneof(
  fc.constant({ type: "public" } as const),
  fc.constant({ type: "allies" } as const),
  fc.record({ type: fc.constant("alliance" as const), alliance: fc.constantFrom(...ALLIANCES) }),
  fc.record({ type: fc.constant("named" as const), actors: fc.subarray(ACTORS, { minLength: 1 }) }),
);

describe("a quantity", () => {
  test("is exact, and reads as it is written", () => {
    const written = fc
      .tuple(fc.integer({ min: 0, max: 9_999_999 }), fc.integer({ min: 0, max: 99 }))
      .map(([whole, cents]) => hundredths(whole * 100 + cents));
    fc.assert(fc.property(written, (quantity) => amountFrom(quantityText(quantity)) === quantity));
    expect(["3", "2.5", "2.50", "0.01", "4000", "999999999"].map((text) => Number(quantityFrom(text)))).toEqual([
      300, 250, 250, 1, 400_000, 99_999_999_900,
    ]);
    expect(quantityText(hundredths(250))).toBe("2.5");
  });

  test("is nothing else than a plain decimal above zero", () => {
    const wrong = [
      "",
      "0",
      "0.00",
      "-1",
      "+1",
      "1e3",
      "1,000",
      ".5",
      "5.",
      "1.234",
      "1234567890",
      "12345678.90",
      "٣",
      "NaN",
    ];
    for (const text of wrong) expect(quantityFrom(text)).toBeUndefined();
    expect(amountFrom("0")).toBe(NO_QUANTITY);
    expect(quantityLess(hundredths(100), hundredths(250))).toBe(NO_QUANTITY);
    for (const number of [-1, 1.5, Number.NaN, 2 ** 60]) expect(() => hundredths(number)).toThrow(/hundredths/);
  });

  test("has a unit that fits what is asked for", () => {
    expect([unitFor("legal", undefined), unitFor("shelter", undefined), unitFor("food", undefined)]).toEqual([
      "people",
      "places",
      "pieces",
    ]);
    expect([unitFor("money", "USD"), unitFor("legal", "hours")]).toEqual(["USD", "hours"]);
    for (const [type, unit] of [
      ["money", undefined],
      ["money", "people"],
      ["money", "usd"],
      ["money", "XYZ"],
      ["legal", "USD"],
      ["shelter", "hours"],
      ["legal", "constructor"],
    ] as const) {
      expect(unitFor(type, unit)).toBeUndefined();
    }
  });
});

describe("to whom a call goes", () => {
  /** Who reads what, in some world: what an audience says, and whom it reaches. */
  const anyWorld = fc.record({
    allies: fc.subarray(ACTORS),
    members: fc.tuple(fc.subarray(ACTORS), fc.subarray(ACTORS)),
  });
  type World = typeof anyWorld extends fc.Arbitrary<infer W> ? W : never;
  const membersOf = ({ members }: World, audience: Audience): readonly ActorId[] =>
    audience.type === "alliance" ? (members[ALLIANCES.indexOf(audience.alliance)] ?? []) : [];
  const readers = (world: World, audience: Audience): readonly ActorId[] => {
    if (audience.type === "public") return [...ACTORS, trusted.actor("https://stranger.example/centres/stranger")];
    if (audience.type === "alliance") return membersOf(world, audience);
    return audience.type === "allies" ? world.allies : world.allies.filter((ally) => audience.actors.includes(ally));
  };

  test("nobody comes to read it by any row of changes", () => {
    fc.assert(
      fc.property(anyWorld, anyAudience, fc.array(anyAudience, { maxLength: 8 }), (world, first, wanted) => {
        let call = called({ audience: first });
        for (const audience of wanted) {
          const before = readers(world, call.audience);
          const narrowed = narrowCall(call, audience, "first", NOW, { audience: membersOf(world, call.audience) });
          if (narrowed.ok) call = narrowed.value;
          for (const reader of readers(world, call.audience)) expect(before).toContain(reader);
        }
      }),
    );
  });

  test("an update makes it no larger either", () => {
    fc.assert(
      fc.property(anyWorld, anyAudience, anyAudience, (world, from, to) => {
        const call = called({ audience: from });
        const members = { audience: membersOf(world, from) };
        const changed = changeCall(call, { ...draft, audience: to }, "first", NOW + HOUR, members);
        if (!changed.ok) expect(changed.error.type).toBe("audience cannot widen");
        const may = readers(world, from);
        for (const reader of changed.ok ? readers(world, to) : []) expect(may).toContain(reader);
        if (JSON.stringify(from) === JSON.stringify(to)) expect(changed.ok).toBe(true);
      }),
    );
  });

  test("one audience is within another where everybody in it is, in every world", () => {
    fc.assert(
      fc.property(anyWorld, anyAudience, anyAudience, (world, narrower, wider) => {
        if (!isWithin(narrower, wider, membersOf(world, wider))) return;
        const may = readers(world, wider);
        for (const reader of readers(world, narrower)) expect(may).toContain(reader);
      }),
    );
    const [one = expect.fail(), other = expect.fail()] = ALLIANCES.map((alliance): Audience => ({
      type: "alliance",
      alliance,
    }));
    expect([isWithin(one, one), isWithin(one, other), mayBecome(one, other)]).toEqual([true, false, false]);
  });

  test("what everybody has read is made a secret by nobody", () => {
    const call = called({ audience: { type: "public" } });
    for (const audience of [{ type: "allies" }, { type: "named", actors: ACTORS }] as const) {
      expect(narrowCall(call, audience, "first", NOW)).toEqual({ ok: false, error: { type: "audience cannot widen" } });
    }
    const same = narrowCall(called(), { type: "allies" }, "first", NOW);
    expect(same).toEqual({ ok: false, error: { type: "audience not narrower" } });
  });

  test("a drill is for everybody by no way", () => {
    fc.assert(
      fc.property(anyAudience, (audience) => {
        const drill = { ...draft, exercise: true, audience };
        const checked = checkCall(drill, NOW);
        if (audience.type === "public") expect(checked).toEqual({ ok: false, error: { type: "public drill" } });
        else expect(checked.ok).toBe(true);
        const call = called({ exercise: true, audience: { type: "allies" } });
        const widened = changeCall(call, { ...drill, audience: { type: "public" } }, "first", NOW);
        expect(widened.ok).toBe(false);
        const real = changeCall(call, { ...draft, exercise: false }, "first", NOW);
        expect(real).toEqual({ ok: false, error: { type: "drill cannot change" } });
      }),
    );
  });

  test("those who can be recognised were asked, and said yes to no fewer people", () => {
    const consent = { asked: dateOf(NOW), language: IN, how: "in person" as const, audience: draft.audience };
    expect(checkCall({ ...draft, recognisable: true }, NOW)).toEqual({ ok: false, error: { type: "no consent" } });
    expect(checkCall({ ...draft, recognisable: true, consent }, NOW).ok).toBe(true);
    const everybody = { ...draft, consent, audience: { type: "public" } as const };
    expect(checkCall(everybody, NOW)).toEqual({ ok: false, error: { type: "consent for fewer" } });
    const tomorrow = { ...consent, asked: dateOf(NOW + 2 * DAY) };
    expect(checkCall({ ...draft, consent: tomorrow }, NOW)).toMatchObject({ ok: false });
    const named = { ...draft, consent, audience: { type: "named", actors: ACTORS } as const };
    expect(checkCall(named, NOW).ok).toBe(true);
  });
});

describe("what a call has to say", () => {
  test("until when, soon, and what it needs", () => {
    const refused = (changes: Partial<CallDraft>) => {
      const checked = checkCall({ ...draft, ...changes }, NOW);
      return checked.ok ? undefined : checked.error.type;
    };
    const [lawyers] = draft.needs;
    if (lawyers === undefined) throw new Error("No need");
    expect(refused({})).toBeUndefined();
    expect(refused({ expires: NOW })).toBe("expires in the past");
    expect(refused({ expires: NOW + LONGEST_CALL + 1 })).toBe("expires too late");
    expect(refused({ needs: [] })).toBe("no need");
    expect(refused({ needs: Array.from({ length: 21 }, () => lawyers) })).toBe("too many needs");
    expect(refused({ needs: [{ ...lawyers, unit: "places" }] })).toBe("unit does not fit");
    expect(refused({ needs: [{ ...lawyers, quantity: hundredths(250) }] })).toBe("unit does not fit");
    expect(refused({ needs: [{ ...lawyers, quantity: hundredths(250), unit: "hours" }] })).toBeUndefined();
    expect(refused({ needs: [{ ...lawyers, type: "other", unit: "pieces" }] })).toBe("unit does not fit");
    expect(refused({ needs: [{ ...lawyers, by: NOW + 6 * DAY }] })).toBe("need after expiry");
    expect(refused({ needs: [{ ...lawyers, name: { [IN]: "Pengacara" } }] })).toBe("missing language");
    expect(refused({ audience: { type: "named", actors: [] } })).toBe("nobody named");
  });
});

describe("a call goes on", () => {
  const steps = fc.constantFrom("met", "ended", "calendar", "withdrawn", "nothing said");
  const closing = { text: en("Eleven are free."), report: trusted.object("https://hall.example/posts/1") };

  function take(call: Call, step: string, at: number) {
    if (step === "met" || step === "ended") return closeCall(call, step, closing, "first", at);
    if (step === "nothing said") return closeCall(call, "met", { ...closing, text: en(" ") }, "first", at);
    return step === "calendar" ? endByCalendar(call, at) : withdrawCall(call, en("Stop sharing."), "first", at);
  }

  /** What each step leads to from each state; everything else is refused. */
  const leads = (call: Call, step: string): string | undefined => {
    if (step === "withdrawn") return call.status === "withdrawn" ? undefined : "withdrawn";
    if (step === "calendar") return call.status === "open" ? "ended" : undefined;
    if (step === "nothing said") return undefined;
    return call.status === "open" || (call.status === "ended" && call.closing === undefined) ? step : undefined;
  };

  test("from open to met, ended or withdrawn, and back by no way", () => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 6 }), (taken) => {
        let call = called();
        for (const [index, step] of taken.entries()) {
          const expected = leads(call, step);
          const next = take(call, step, NOW + index);
          expect(next.ok ? next.value.status : undefined).toBe(expected);
          if (!next.ok) continue;
          expect(next.value.log).toHaveLength(call.log.length + 1);
          expect(next.value.updated).toBe(NOW + index);
          call = next.value;
        }
        expect(callIsOpen(call, NOW)).toBe(call.status === "open");
      }),
    );
  });

  test("ended by the calendar it waits for its report", () => {
    const over = endByCalendar(called(), NOW);
    expect(over.ok && waitsForReport(over.value)).toBe(true);
    expect(callIsOpen(called(), NOW + 5 * DAY)).toBe(false);
    expect(statusAt(called(), NOW + 5 * DAY)).toBe("ended");
    expect(statusAt(called({ status: "withdrawn" }), NOW + 5 * DAY)).toBe("withdrawn");
  });

  test("withdrawn, it says nothing any more, neither does any of its needs", () => {
    const met = closeCall(called(), "met", closing, "first", NOW);
    const gone = met.ok ? withdrawCall(met.value, en("Stop sharing."), "first", NOW + 1) : met;
    expect(JSON.stringify(gone)).not.toMatch(/arrested|Lawyers|Bail|free/);
    expect(gone.ok && gone.value.needs.map(({ closed }) => closed)).toEqual([NOW + 1, NOW + 1]);
  });
});

describe("what a call needs", () => {
  test("keeps its number and what has been accepted, whatever is written", () => {
    const quantities = fc.integer({ min: 1, max: 20 }).map((count) => hundredths(count * 100));
    fc.assert(
      fc.property(quantities, quantities, quantities, (asked, taken, wanted) => {
        const [need] = draft.needs;
        if (need === undefined) throw new Error("No need");
        const start = called({ needs: needsFrom(ID, [{ ...need, quantity: asked }], NOW) });
        const [first] = start.needs;
        if (first === undefined) throw new Error("No need");
        const call = withAvailable(start, first.id, quantityLess(asked, taken));
        const accepted = Math.min(asked, taken);
        const extra = { ...need, name: en("More") };
        const changed = changeCall(call, { ...draft, needs: [{ ...need, quantity: wanted }, extra] }, "first", NOW);
        if (wanted < accepted) {
          expect(changed).toEqual({ ok: false, error: { type: "less than accepted", need: 1, accepted } });
          return;
        }
        if (!changed.ok) throw new Error(changed.error.type);
        const [after, added] = changed.value.needs;
        expect(after).toMatchObject({ id: first.id, number: 1, quantity: wanted, available: wanted - accepted });
        expect(added).toMatchObject({ id: `${ID}/needs/2`, number: 2, available: extra.quantity });
      }),
    );
  });

  test("is closed and not taken out, and becomes nothing else", () => {
    const [lawyers, bail] = draft.needs;
    if (lawyers === undefined || bail === undefined) throw new Error("No need");
    const change = (needs: CallDraft["needs"]) => changeCall(called(), { ...draft, needs }, "first", NOW + HOUR);
    expect(change([lawyers])).toEqual({ ok: false, error: { type: "need taken out", need: 2 } });
    expect(change([bail, lawyers])).toMatchObject({ ok: false, error: { type: "need became another", need: 1 } });
    const closed = change([{ ...lawyers, closed: true }, bail]);
    if (!closed.ok) throw new Error(closed.error.type);
    const [first, second] = closed.value.needs;
    if (first === undefined || second === undefined) throw new Error("No need");
    expect([needIsLive(closed.value, first, NOW + 2 * HOUR), needIsLive(closed.value, second, NOW + 2 * HOUR)]).toEqual(
      [false, true],
    );
    const again = changeCall(closed.value, draft, "first", NOW + 3 * HOUR);
    expect(again.ok && again.value.needs[0]?.closed).toBeUndefined();
  });

  test("can be answered until its own end or the call's, and is met when nothing is missing", () => {
    const call = called();
    const [need] = call.needs;
    if (need === undefined) throw new Error("No need");
    expect(needUntil(call, { ...need, by: NOW + DAY })).toBe(NOW + DAY);
    expect(needIsLive(call, need, call.expires)).toBe(false);
    expect(needIsLive({ ...call, status: "met" }, need, NOW)).toBe(false);
    expect(isMet(call)).toBe(false);
    const filled = call.needs.reduce((all, { id }) => withAvailable(all, id, NO_QUANTITY), call);
    expect(isMet(filled)).toBe(true);
    expect(withAvailable(call, need.id, hundredths(99_900)).needs[0]?.available).toBe(need.quantity);
  });

  test("is told of at most every quarter of an hour", () => {
    expect(progressAfter(called(), NOW + 4 * MINUTE)).toBe(11 * MINUTE);
    expect(progressAfter(called(), NOW + DAY)).toBe(0);
  });
});
