import { createHash } from "node:crypto";
import {
  err,
  ok,
  type NineSector,
  type Region,
  type Result,
  type SectorGroup,
  type BulletinAudience,
} from "@commonhall/domain";

/** A public figure of how many such workers there are in a place; without a sector, in all of them together. */
export interface Estimate {
  readonly place: Region;
  readonly sector: NineSector | SectorGroup | null;
  readonly people: number;
}

/** What a federation may set. Whatever is left out is as in `DEFAULT_POLICY`. */
export interface PolicyDraft {
  /** R1: the smallest effective size of a group that allies learn of. */
  readonly k?: number;
  /** R1: the same for everybody. */
  readonly kPublic?: number;
  /** R3: how many of one employer, or one recruiter, count. */
  readonly cap?: number;
  /** R7: the share of the cases that are held back for the coarsest levels. */
  readonly reserve?: number;
  readonly audience?: BulletinAudience;
  /** R10: how many people live in the area that the centre is known to serve, never in a wider one. */
  readonly catchment?: number;
  /** R10: how many people live in a country or a province, where that is known. */
  readonly populations?: Readonly<Record<string, number>>;
  /** R10 */
  readonly estimates?: readonly Estimate[];
  /** How many statistics tables a quarter: each costs every worker ε = 1 (anonymity.md 5.7). */
  readonly tables?: number;
}

/** A policy that no rule is weaker in than the design allows: only `policyFrom` makes one. */
export type Policy = Required<Omit<PolicyDraft, "catchment">> &
  Pick<PolicyDraft, "catchment"> & { readonly [checked]: true };
declare const checked: unique symbol;

/** A field whose value is too weak or makes no sense, and what is accepted. */
export interface PolicyRefused {
  readonly field: keyof PolicyDraft;
  readonly whole: boolean;
  readonly least: number;
  readonly most?: number;
}

/** Why these: the table of anonymity.md 5.3. */
const DEFAULTS = {
  k: 11,
  kPublic: 20,
  cap: 5,
  reserve: 0.25,
  audience: "allies",
  populations: {},
  estimates: [],
  tables: 2,
} as const satisfies Omit<Required<PolicyDraft>, "catchment">;

/** Every value that is weaker than the defaults is refused, all of them at once. */
export function policyFrom(draft: PolicyDraft): Result<Policy, readonly PolicyRefused[]> {
  const policy = { ...DEFAULTS, ...draft };
  const problems = limits(policy).filter(({ field, whole, least, most = Number.MAX_SAFE_INTEGER }) =>
    valuesOf(policy, field).some((value) => !(value >= least && value <= most && (!whole || Number.isInteger(value)))),
  );
  return problems.length > 0 ? err(problems) : ok(policy as typeof policy & Policy);
}

const limits = ({ k }: Required<Pick<PolicyDraft, "k">>): readonly PolicyRefused[] => [
  { field: "k", whole: true, least: DEFAULTS.k },
  // What is too few for allies is too few for everybody.
  { field: "kPublic", whole: true, least: Math.max(DEFAULTS.kPublic, k) },
  { field: "cap", whole: true, least: 1, most: DEFAULTS.cap },
  { field: "reserve", whole: false, least: DEFAULTS.reserve, most: 1 },
  { field: "tables", whole: true, least: 0, most: DEFAULTS.tables },
  { field: "catchment", whole: true, least: 1 },
  { field: "populations", whole: true, least: 1 },
  { field: "estimates", whole: true, least: 1 },
];

function valuesOf(policy: PolicyDraft, field: keyof PolicyDraft): readonly number[] {
  if (field === "estimates") return (policy.estimates ?? []).map(({ people }) => people);
  if (field === "populations") return Object.values(policy.populations ?? {});
  const value = policy[field];
  return typeof value === "number" ? [value] : [];
}

export const DEFAULT_POLICY: Policy = DEFAULTS as typeof DEFAULTS & Policy;

/** `sha256-…`, the same for the same policy however it is written: what a bulletin says it was made under. */
export function policyHash({ populations, estimates, ...rest }: Policy): string {
  const text = JSON.stringify([
    Object.entries(rest).toSorted(byText),
    Object.entries(populations).toSorted(byText),
    estimates.map(({ place, sector, people }) => [place, sector, people]).toSorted(byText),
  ]);
  return `sha256-${createHash("sha256").update(text).digest("base64url")}`;
}

const byText = (one: unknown, other: unknown): number => {
  const [a, b] = [JSON.stringify(one), JSON.stringify(other)];
  return a < b ? -1 : Number(a > b);
};
