import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SHARED_KINDS } from "../audiences/audience.ts";
import { cellOf } from "../audiences/readers.ts";
import { trusted } from "../ids.ts";
import { DAY, dateOf, plainDate } from "../time.ts";
import type { Ally, AllyGrid, AllyTerms } from "./ally.ts";
import { ALL_BETWEEN_US, checkTerms, gridOf, isSameTerms, mirroredTerms, withPolicy } from "./ally-terms.ts";

const NOW = Date.UTC(2026, 10, 22, 12);
const anyCell = fc.record({ send: fc.boolean(), accept: fc.boolean(), passOn: fc.boolean() });
const anyGrid: fc.Arbitrary<AllyGrid> = fc.record({ campaigns: anyCell, calls: anyCell, bulletins: anyCell });
const anyDay = fc.integer({ min: -400, max: 400 }).map((days) => dateOf(NOW + days * DAY));
const anyTerms: fc.Arbitrary<AllyTerms> = fc
  .record({ grid: anyGrid, until: fc.option(anyDay, { nil: undefined }) })
  .map(({ grid, until }) => (until === undefined ? { grid } : { grid, until }));

const ally = (terms: AllyTerms): Ally => ({
  peer: trusted.actor("https://bo.example/centres/bo"),
  offer: trusted.activity("https://bo.example/activities/1"),
  relationship: trusted.object("https://bo.example/alliances/1"),
  offeredBy: "them",
  offered: 0,
  state: "accepted",
  terms,
  policy: terms.grid,
  since: 0,
  apart: false,
});

describe("terms", () => {
  test("are the same from both sides: what one sends the other accepts, until the same day", () => {
    fc.assert(
      fc.property(anyTerms, (terms) => {
        const theirs = mirroredTerms(terms);
        expect(mirroredTerms(theirs)).toEqual(terms);
        for (const kind of SHARED_KINDS) {
          const [ours, other] = [terms.grid[kind], theirs.grid[kind]];
          expect([other.send, other.accept, other.passOn]).toEqual([ours.accept, ours.send, ours.passOn]);
        }
        expect(theirs.until).toBe(terms.until);
      }),
    );
  });

  test("differ where one cell or the last day does", () => {
    fc.assert(
      fc.property(anyTerms, anyTerms, (a, b) => {
        expect(isSameTerms(a, { ...a, purpose: "said otherwise" })).toBe(true);
        expect(isSameTerms(a, b)).toBe(JSON.stringify([a.grid, a.until]) === JSON.stringify([b.grid, b.until]));
      }),
    );
  });

  test("are never stretched at the desk", () => {
    fc.assert(
      fc.property(anyTerms, anyGrid, (terms, wanted) => {
        const { policy } = withPolicy(ally(terms), wanted);
        for (const kind of SHARED_KINDS) {
          for (const way of ["send", "accept", "passOn"] as const) {
            expect(policy[kind][way]).toBe(terms.grid[kind][way] && wanted[kind][way]);
          }
          expect(cellOf({ terms, policy }, kind)).toEqual(policy[kind]);
        }
      }),
    );
  });
});

describe("terms may be offered", () => {
  test("where something is shared, and not for a day that has gone by", () => {
    fc.assert(
      fc.property(anyTerms, (terms) => {
        const checked = checkTerms(terms, NOW);
        const shares = SHARED_KINDS.some((kind) => terms.grid[kind].send || terms.grid[kind].accept);
        const isPast = terms.until !== undefined && terms.until < dateOf(NOW);
        expect(checked.ok).toBe(shares && !isPast);
      }),
    );
  });

  test("and say why in some sentences, not on pages", () => {
    expect(checkTerms({ grid: ALL_BETWEEN_US, purpose: "ش".repeat(1000) }, NOW).ok).toBe(true);
    const long = checkTerms({ grid: ALL_BETWEEN_US, purpose: "a".repeat(1001) }, NOW);
    expect(long).toEqual({ ok: false, error: { type: "purpose too long", characters: 1001 } });
  });

  test("for today, and each refusal says what is wrong", () => {
    const today = dateOf(NOW);
    expect(checkTerms({ grid: ALL_BETWEEN_US, until: today }, NOW).ok).toBe(true);
    const until = plainDate("2026-11-21");
    expect(checkTerms({ grid: ALL_BETWEEN_US, ...(until && { until }) }, NOW)).toEqual({
      ok: false,
      error: { type: "last day in the past", until, today },
    });
    const nothing = gridOf(() => ({ send: false, accept: false, passOn: true }));
    expect(checkTerms({ grid: nothing }, NOW)).toEqual({ ok: false, error: { type: "nothing is shared" } });
  });
});
