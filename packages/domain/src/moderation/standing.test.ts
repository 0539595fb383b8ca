import { describe, expect, test } from "vitest";
import { overFrom, type Ally } from "../allies/ally.ts";
import { isAllianceOver } from "../allies/ally-states.ts";
import type { Relation, Vouch } from "../attestations/attestation.ts";
import { trusted } from "../ids.ts";
import { DAY, type PlainDate } from "../time.ts";
import { standingFrom } from "./standing.ts";

const NOW = Date.UTC(2026, 10, 22, 8);
const FEDERATION = trusted.actor("https://fed.example/centres/fed");
const counts = (issuer: string) => issuer === FEDERATION;
const cell = { send: true, accept: true, passOn: false };
const grid = { campaigns: cell, calls: cell, bulletins: cell };

const ally = (state: Ally["state"], until?: string): Pick<Ally, "state" | "terms"> => ({
  state,
  terms: { grid, ...(until === undefined ? {} : { until: until as PlainDate }) },
});

const word = (relation: Relation = "affiliate", more: Partial<Vouch> = {}): Vouch => ({
  attestation: {
    jti: "one",
    issuer: FEDERATION,
    subject: trusted.actor("https://hall.example/centres/hall"),
    relation,
    issued: NOW - DAY,
    expires: NOW + 90 * DAY,
    regions: [],
    sectors: [],
    status: "https://fed.example/attestations/status",
  },
  listed: true,
  revoked: false,
  statusAt: NOW,
  checked: NOW,
  ...more,
});

describe("somebody who wants something of us", () => {
  test("is an ally while both sides have said so and the terms have not run out", () => {
    const standing = (known: Parameters<typeof standingFrom>[0]["ally"]) =>
      standingFrom({ ally: known, vouches: [], counts }, NOW);
    expect(standing(ally("accepted"))).toBe("ally");
    expect(standing(ally("accepted", "2026-11-22"))).toBe("ally");
    expect(standing(ally("accepted", "2026-11-20"))).toBe("stranger");
    for (const state of ["offered", "received", "declined", "ended"] as const) {
      expect(standing(ally(state))).toBe("stranger");
    }
    expect(standing(undefined)).toBe("stranger");
  });

  test("is an ally until its last day is over in every time zone, as it is everywhere else in the node", () => {
    const one = ally("accepted", "2026-11-22");
    const over = overFrom(one.terms) ?? Number.NaN;
    const standing = (now: number) => standingFrom({ ally: one, vouches: [], counts }, now);
    expect([standing(over - 1), standing(over)]).toEqual(["ally", "stranger"]);
    expect(isAllianceOver(one, over - 1)).toBe(false);
    expect(isAllianceOver(one, over)).toBe(true);
  });

  test("is an affiliate by the confirmed word of somebody whose word counts, and by no other", () => {
    const standing = (...vouches: readonly Vouch[]) => standingFrom({ ally: undefined, vouches, counts }, NOW);
    expect(standing(word())).toBe("affiliate");
    expect(standing(word("observer"), word("organising-partner"))).toBe("stranger");
    expect(standing(word("affiliate", { listed: false }))).toBe("stranger");
    expect(standing(word("affiliate", { revoked: true }))).toBe("stranger");
    expect(standing(word("affiliate", { statusAt: NOW - 8 * DAY }))).toBe("stranger");
    const stranger = { ...word().attestation, issuer: trusted.actor("https://mill.example/centres/own-union") };
    expect(standing(word("affiliate", { attestation: stranger }))).toBe("stranger");
  });
});
