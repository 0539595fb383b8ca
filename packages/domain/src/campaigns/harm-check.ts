import type { Timestamp } from "../time.ts";
import type { CampaignDraft } from "./campaign.ts";
import type { TargetRole } from "./target.ts";

/** What can happen to workers when whom they work for is named in public (row C14). */
export const HARMS = ["contract-cut", "closure", "dismissal", "deportation"] as const;
export type Harm = (typeof HARMS)[number];

/** `accepted`: it can happen, and those whom it would hit know it and want it all the same. `unasked`: nobody has asked them. */
export const HARM_ANSWERS = ["no", "accepted", "unasked"] as const;
export type HarmAnswer = (typeof HARM_ANSWERS)[number];

/** One person's answers about exactly the draft that was saved last. */
export interface HarmCheck {
  /** A login name. */
  readonly by: string;
  readonly at: Timestamp;
  readonly answers: Readonly<Record<Harm, HarmAnswer>>;
}

/** Brands, governments and banks are not whom a worker is dismissed by. */
const EMPLOYERS: ReadonlySet<TargetRole> = new Set(["employer", "supplier"]);

type Named = Pick<CampaignDraft, "targets">;

const employersIn = ({ targets }: Named): readonly string[] =>
  targets.filter(({ role }) => EMPLOYERS.has(role)).map(({ name }) => name);

/** Whether it names an employer who has not been named before. */
export const namesAnEmployer = (draft: Named, before: Named = { targets: [] }): boolean => {
  const known = new Set(employersIn(before));
  return employersIn(draft).some((name) => !known.has(name));
};

/** Two people, where there are two who may publish: one who wrote it and one who looks at it with other eyes. */
export function isCleared(checks: readonly HarmCheck[], people: number): boolean {
  const said = new Set(checks.filter(isFit).map(({ by }) => by));
  return said.size >= Math.min(2, Math.max(1, people));
}

/** Nobody may be put at risk who was not asked. */
export const isFit = ({ answers }: Pick<HarmCheck, "answers">): boolean =>
  HARMS.every((harm) => answers[harm] !== "unasked");
