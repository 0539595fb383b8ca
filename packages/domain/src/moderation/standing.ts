import type { Ally } from "../allies/ally.ts";
import { isAllianceOver } from "../allies/ally-states.ts";
import { vouchState, type Vouch } from "../attestations/attestation.ts";
import type { ActorId } from "../ids.ts";
import type { Timestamp } from "../time.ts";

/**
 * How somebody stands who wants something of this centre (wire.md 7). Reading and following are open to everybody; what
 * asks us to act comes to the desk at once only from the first two, and waits apart from anybody else. Letting in is not
 * accepting, which always takes a person.
 */
export type DeskStanding = "ally" | "affiliate" | "stranger";

export interface Known {
  readonly ally: Pick<Ally, "state" | "terms"> | undefined;
  readonly vouches: readonly Vouch[];
  /** Whether the word of this issuer counts here. */
  readonly counts: (issuer: ActorId) => boolean;
}

/** Observers and partners are not affiliated, so that alone lets nobody in. */
export function standingFrom({ ally, vouches, counts }: Known, now: Timestamp): DeskStanding {
  if (ally?.state === "accepted" && !isAllianceOver(ally, now)) return "ally";
  const isAttested = vouches.some(
    (vouch) =>
      vouch.attestation.relation === "affiliate" &&
      counts(vouch.attestation.issuer) &&
      vouchState(vouch, now) === "confirmed",
  );
  return isAttested ? "affiliate" : "stranger";
}
