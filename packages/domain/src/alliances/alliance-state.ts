import type { ActorId } from "../ids.ts";
import type { Timestamp } from "../time.ts";
import { endOf } from "./charter.ts";
import type { Alliance } from "./ports.ts";
import type { Standing } from "./standing.ts";

/**
 * How an alliance stands for one centre. `founding`: not all founders have signed. `forked`: two successors are in force
 * and nobody has settled it. `outside`: it is not named, or not any more. `left`: it has left.
 */
export const ALLIANCE_STATES = ["founding", "standing", "forked", "left", "outside", "expired"] as const;
export type AllianceState = (typeof ALLIANCE_STATES)[number];

export function allianceState(standing: Standing, us: ActorId, now: Timestamp): AllianceState {
  const { current, members, isFounded, forks } = standing;
  const isNamed = current.charter.members.some(({ id }) => id === us);
  if (isNamed && members.every(({ id }) => id !== us)) return "left";
  if (!isNamed) return "outside";
  if (now >= endOf(current.charter)) return "expired";
  if (!isFounded) return "founding";
  return forks.every(({ isSettled }) => isSettled) ? "standing" : "forked";
}

/** Whether our centre is in it now: what is said to it may go out, and what it says of itself may be shown. */
export function isMemberOf({ standing, us }: Pick<Alliance, "standing" | "us">, now: Timestamp): boolean {
  const state = allianceState(standing, us.id, now);
  return state === "standing" || state === "forked";
}

/**
 * How many of those who have signed the version in force would have to sign another successor as well, before that one
 * could draw level with it; the lot then decides. The more have signed, the harder it is to overturn.
 */
export function firmness(standing: Standing, before: readonly { readonly key: string }[]): number {
  const signers: ReadonlySet<string> = new Set(standing.signers);
  const signed = before.filter(({ key }) => signers.has(key)).length;
  return Math.max(0, 2 * signed - before.length);
}
