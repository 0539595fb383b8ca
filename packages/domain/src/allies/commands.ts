import type { AddressRefused } from "../following/commands.ts";
import type { ActorId, ObjectId } from "../ids.ts";
import type { Result } from "../result.ts";
import type { AllyGrid, AllyState, AllyTerms } from "./ally.ts";
import type { TermsRefused } from "./ally-terms.ts";
import type { PlainDate } from "../time.ts";

export interface AllyStanding {
  /** The Relationship that was offered. */
  readonly id: ObjectId;
  readonly peer: ActorId;
  readonly state: AllyState;
}

export type AllyRefused =
  | TermsRefused
  | AddressRefused
  | { readonly type: "no centre yet" }
  /** A person, a campaign, a program. */
  | { readonly type: "not a centre"; readonly address: string }
  /** It is only reached by an inbox that others read too, so that nothing can be sent to it alone. */
  | { readonly type: "no inbox of its own"; readonly address: string }
  | { readonly type: "allies already"; readonly address: string }
  /** Nothing was offered by them, or it has been answered or taken back. */
  | { readonly type: "nothing to answer"; readonly address: string }
  | { readonly type: "offer over"; readonly until: PlainDate }
  | { readonly type: "nothing to end"; readonly address: string };

type Answer = Promise<Result<AllyStanding, AllyRefused>>;

/** Allies by their address: `@name@host` or an actor's id. */
export interface AllyCommands {
  /** Offers these terms; the same ones once more where they have not been answered yet. */
  offer(address: string, terms: AllyTerms): Answer;
  accept(address: string): Answer;
  decline(address: string): Answer;
  /**
   * At once, and whatever the other side says: nothing is sent or served to them any more, and what was for allies only
   * is purged on both sides. `forget`: also here what they sent for everybody.
   */
  end(address: string, options?: { readonly forget?: "everything" }): Answer;
  /** What our desk allows from now on, within the terms. */
  allow(address: string, policy: AllyGrid): Answer;
}
