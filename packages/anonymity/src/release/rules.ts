import {
  countryOf,
  type EngineCode,
  type Region,
  type Month,
  type BulletinAudience,
  type Share,
  type SizeBand,
} from "@commonhall/domain";
import type { Case, Consent } from "../case.ts";
import type { Description, Step } from "../ladders/ladder.ts";
import type { Bits } from "../noise/coins.ts";
import { geometric } from "../noise/discrete-laplace.ts";
import { shareShown, sizeBand } from "./bands.ts";
import { effectiveSize } from "./effective-size.ts";
import type { Policy } from "./policy.ts";
import { isSaturated } from "./saturation.ts";

export type Members = readonly Case[];

/**
 * The rules of anonymity.md 5.3, each where it can be seen to matter: a test replaces one of them and sees a guarantee
 * break. Nothing outside this package can, because the engine's door takes no rules. R9, that a day with nothing to say
 * looks like any other, is kept where objects are sent.
 */
export interface Rules {
  /** R1 */
  readonly smallest: (policy: Policy, audience: BulletinAudience) => number;
  /** R2 */
  readonly drawnOnTop: (bits: Bits) => number;
  /** R3 */
  readonly employersCount: (members: Members, cap: number) => number;
  /** R3 */
  readonly recruitersCount: (members: Members, cap: number) => number;
  /** R4; undefined where the code is not shown. */
  readonly shareShown: (code: EngineCode, count: number, people: number, bits: Bits) => Share | undefined;
  /** R5 */
  readonly mayCount: (one: Case) => boolean;
  /** R6 */
  readonly hasJustClosed: (step: Step, end: Month) => boolean;
  /** R7 */
  readonly isHeldBack: (reserved: boolean, step: Step) => boolean;
  /** R8 */
  readonly isSpent: (person: string, released: ReadonlySet<string>) => boolean;
  /** R8 */
  readonly sizeBand: (people: number) => SizeBand;
  /** R10 */
  readonly isPeopled: (place: Region, policy: Policy) => boolean;
  /** R10 */
  readonly isSaturated: (described: Description, people: number, policy: Policy) => boolean;
  /** m = 1 (anonymity.md 5.6) */
  readonly survivesAnyNode: (members: Members, holds: (rest: Members) => boolean) => boolean;
}

export const RULES: Rules = {
  smallest: (policy, audience) => (audience === "public" ? policy.kPublic : policy.k),
  drawnOnTop: geometric,
  employersCount: (members, cap) =>
    effectiveSize(
      members.map(({ employer }) => employer ?? UNKNOWN_EMPLOYER),
      cap,
    ),
  recruitersCount: (members, cap) =>
    effectiveSize(
      members.map(({ recruiter }) => recruiter),
      cap,
    ),
  shareShown,
  mayCount: ({ consent, adult, hold }) => adult && !hold && FOR_GROUPS.has(consent),
  hasJustClosed: ({ months }, end) => end % months === 0,
  isHeldBack: (reserved, { coarsest }) => reserved && !coarsest,
  isSpent: (person, released) => released.has(person),
  sizeBand,
  isPeopled: (place, { catchment, populations }) =>
    [catchment, populations[place], populations[countryOf(place)]].every(
      (people) => people === undefined || people >= POPULATION_FLOOR,
    ),
  isSaturated,
  survivesAnyNode(members, holds) {
    const nodes = [...new Set(members.map(({ node }) => node))];
    return nodes.length >= FEWEST_NODES && nodes.every((liar) => holds(members.filter(({ node }) => node !== liar)));
  },
};

/** All whose employer nobody knows may have the same. */
const UNKNOWN_EMPLOYER = Symbol("unknown employer");

const FOR_GROUPS: ReadonlySet<Consent> = new Set(["C2", "C3", "C4", "C5"]);

/** The figure below which the HIPAA safe harbour names no area. */
const POPULATION_FLOOR = 20_000;

const FEWEST_NODES = 3;
