import { monthFrom, type Bulletin } from "@commonhall/domain";
import { coinsFrom, type Coins } from "../noise/coins.ts";
import type { AuditLine } from "../simulate/audit-line.ts";
import type { Case } from "../case.ts";
import { simulateUnder, type Simulation } from "../simulate/simulate.ts";
import { DEFAULT_POLICY, policyFrom, type Policy, type PolicyDraft } from "./policy.ts";
import { releaseDayUnder, type Candidate } from "./release-day.ts";
import type { Rules } from "./rules.ts";
import { at } from "./small-caseloads.fixture.ts";

export interface Published {
  readonly bulletins: readonly Bulletin[];
  readonly audit: readonly AuditLine[];
  /** Each bulletin with those who are in it. */
  readonly groups: readonly { readonly bulletin: Bulletin; readonly members: readonly Case[] }[];
}

/** The engine under some rules: those of the product, or with one switched off. */
export interface Engine {
  /** Two years and what comes after them. */
  years(cases: readonly Case[], more?: Partial<Simulation>, coins?: Coins): Published;
  /** The release day of the first quarter of 2026 alone, on which nobody is held back. */
  quarter(cases: readonly Case[], seed: number, policy?: Policy): readonly Candidate[];
}

export const policyOf = (draft: PolicyDraft): Policy => {
  const policy = policyFrom(draft);
  if (!policy.ok) throw new Error(JSON.stringify(policy.error));
  return policy.value;
};

const SIMULATION: Simulation = { country: at("QA"), until: "2027-12", seed: 7, policy: DEFAULT_POLICY, pooled: false };

export const engineUnder = (rules: Rules): Engine => ({
  years(cases, more = {}, coins) {
    const days = [...simulateUnder(rules, cases, { ...SIMULATION, ...more }, coins)];
    const [bulletins, audit] = [days.flatMap((day) => day.bulletins), days.flatMap((day) => day.audit)];
    const byId = new Map(cases.map((one) => [one.id, one]));
    const groups = bulletins.map((bulletin, index) => {
      const members = audit[index]?.members.flatMap((id) => byId.get(id) ?? []) ?? [];
      return { bulletin, members };
    });
    return { bulletins, audit, groups };
  },
  quarter: (cases, seed, policy = DEFAULT_POLICY) =>
    releaseDayUnder(rules, {
      end: monthFrom("2026-04") ?? 0,
      cases,
      reserved: new Set(),
      released: new Set(),
      dropped: new Map(),
      policy,
      pooled: false,
      coins: coinsFrom(Buffer.from(`key ${seed}`)),
    }),
});
