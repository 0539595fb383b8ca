import {
  CODED_FOR_MONTHS,
  ENGINE_CODES,
  type EngineCode,
  type Month,
  monthFrom,
  periodBefore,
  releaseDate,
  type Bulletin,
  type BulletinAudience,
  type Level,
  LEVELS,
} from "@commonhall/domain";
import type { Case } from "../case.ts";
import { describe, type Description, LADDER, type Step } from "../ladders/ladder.ts";
import type { Bits, Coins, Label } from "../noise/coins.ts";
import { type DatedCase, onePerPerson } from "./one-per-person.ts";
import { type Policy, policyHash } from "./policy.ts";
import { type Members, type Rules, RULES } from "./rules.ts";
import { uuidFrom } from "./uuid.ts";

export interface ReleaseDayInput {
  /** The first month after the quarter whose groups are formed. */
  readonly end: Month;
  readonly cases: readonly Case[];
  /** The ids of those that are held back: drawn once for each, by `isReserved` (R7). */
  readonly reserved: ReadonlySet<string>;
  /** The persons who have been in a bulletin, whatever became of it (R8). */
  readonly released: ReadonlySet<string>;
  /** The persons of candidates that approvers dropped, with the level: only coarser ones are open to them (4.5). */
  readonly dropped: ReadonlyMap<string, Level>;
  readonly policy: Policy;
  /** The cases are those of several nodes: country levels only, and m = 1 (5.6). */
  readonly pooled: boolean;
  readonly coins: Coins;
}

/** What the engine would publish, for two people to accept or drop as it is. */
export interface Candidate {
  readonly bulletin: Bulletin;
  /** The cases that were counted, one of each person. */
  readonly members: readonly string[];
  /** Whose they are; from now on no case of theirs counts in another (R8). */
  readonly persons: readonly string[];
  readonly proof: EngineProof;
}

/** Why a candidate may be published, for who approves it. It stays on the node, because it holds exact counts. */
export interface EngineProof {
  /** `sha256-…` */
  readonly policy: string;
  /** R2: what both effective sizes had to reach. */
  readonly drawn: number;
  readonly people: number;
  /** R3: how many count where no more than the cap do of one employer, and of one recruiter. */
  readonly byEmployer: number;
  readonly byRecruiter: number;
}

/**
 * The groups of the quarter, year and two years that have just ended, each of enough people with one description, nobody
 * in two (anonymity.md 5.4). They come in the order of their random ids, which tells nothing of what is in them.
 * The same cases, marks and coins give the same candidates, whatever the order of the cases.
 */
export const releaseDay = (day: ReleaseDayInput): readonly Candidate[] => releaseDayUnder(RULES, day);

/** For tests of the rules themselves. */
export function releaseDayUnder(rules: Rules, day: ReleaseDayInput): readonly Candidate[] {
  const { end, coins } = day;
  const released = new Set(day.released);
  const policy = policyHash(day.policy);
  const candidates: Candidate[] = [];
  let waiting = eligibleCases(rules, day);
  for (const step of LADDER) {
    if (!rules.hasJustClosed(step, end) || (day.pooled && !step.pooled)) continue;
    waiting = waiting.filter(({ one }) => !rules.isSpent(one.person, released));
    const open = waiting.filter(({ one, verified }) => verified >= end - step.months && !wasDropped(day, one, step));
    const counted = onePerPerson(open, coins).filter(({ one }) => !rules.isHeldBack(day.reserved.has(one.id), step));
    for (const group of groupsOf(step, counted)) {
      const formed = formGroup(rules, day, step, group);
      if (formed === undefined) continue;
      const persons = group.members.map(({ person }) => person);
      for (const person of persons) released.add(person);
      const members = group.members.map(({ id }) => id);
      const proof = { policy, ...formed.reasons };
      candidates.push({ bulletin: formed.bulletin, members: members.toSorted(), persons: persons.toSorted(), proof });
    }
  }
  return candidates.toSorted((one, other) => (one.bulletin.id < other.bulletin.id ? -1 : 1));
}

function eligibleCases(rules: Rules, { cases, policy, end }: ReleaseDayInput): readonly DatedCase[] {
  const eligible: DatedCase[] = [];
  for (const one of cases) {
    const verified = monthFrom(one.verified);
    if (verified === undefined || one.place === null) continue;
    // What is older has been erased: a release day lies in the month after `end`.
    const isKept = verified < end && end + 1 - verified <= CODED_FOR_MONTHS;
    if (isKept && rules.mayCount(one) && rules.isPeopled(one.place, policy)) eligible.push({ one, verified });
  }
  return eligible;
}

function wasDropped({ dropped }: ReleaseDayInput, { person }: Case, { level }: Step): boolean {
  const at = dropped.get(person);
  return at !== undefined && LEVELS.indexOf(level) <= LEVELS.indexOf(at);
}

interface Group {
  readonly described: Description;
  readonly members: readonly Case[];
}

function groupsOf(step: Step, cases: readonly DatedCase[]): readonly Group[] {
  const groups = new Map<string, { readonly described: Description; readonly members: Case[] }>();
  for (const { one } of cases) {
    const described = describe(step, one);
    if (described === undefined) continue;
    const key = labelOf(described).join(" ");
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { described, members: [one] });
    else group.members.push(one);
  }
  return [...groups.values()];
}

const labelOf = ({ place, sector, origin }: Description): Label => [place, sector ?? "", origin ?? ""];

interface Formed {
  readonly bulletin: Bulletin;
  readonly reasons: Omit<EngineProof, "policy">;
}

/** Undefined where a group is too small, too much of one employer, recruiter or node, or too much of all such workers. */
function formGroup(rules: Rules, day: ReleaseDayInput, step: Step, { described, members }: Group): Formed | undefined {
  const { policy, end, pooled } = day;
  const period = periodBefore(end, step.months);
  const coins = (purpose: string): Bits => day.coins([purpose, step.level, period, ...labelOf(described)]);
  const onTop = rules.drawnOnTop(coins("threshold"));
  const sizes = (some: Members) => ({
    byEmployer: rules.employersCount(some, policy.cap),
    byRecruiter: rules.recruitersCount(some, policy.cap),
  });
  const holdsFor = (audience: BulletinAudience): boolean => {
    const needed = rules.smallest(policy, audience) + onTop;
    const holds = (some: Members) => Object.values(sizes(some)).every((size) => size >= needed);
    return holds(members) && (!pooled || rules.survivesAnyNode(members, holds));
  };
  const people = members.length;
  if (!holdsFor("allies") || rules.isSaturated(described, people, policy)) return undefined;
  const bulletin: Bulletin = {
    released: releaseDate(end).date,
    id: uuidFrom(coins("id")),
    level: step.level,
    place: described.place,
    period,
    sector: described.sector,
    origin: described.origin,
    people: rules.sizeBand(people),
    abuse: abuseOf(rules, members, coins),
    threshold: policy.k,
    audience: policy.audience === "public" && holdsFor("public") ? "public" : "allies",
  };
  return { bulletin, reasons: { drawn: rules.smallest(policy, "allies") + onTop, people, ...sizes(members) } };
}

function abuseOf(rules: Rules, members: Members, coins: (purpose: string) => Bits): Bulletin["abuse"] {
  const counts = new Map<EngineCode, number>();
  for (const { abuse } of members) for (const code of abuse) counts.set(code, (counts.get(code) ?? 0) + 1);
  return ENGINE_CODES.all.flatMap((code) => {
    const share = rules.shareShown(code, counts.get(code) ?? 0, members.length, coins(`noise ${code}`));
    return share === undefined ? [] : [{ code, share }];
  });
}
