import type { ActivityId, ActorId } from "../ids.ts";
import type { Ally } from "./ally.ts";

export interface Allies {
  with(peer: ActorId): Promise<Ally | undefined>;
  byOffer(offer: ActivityId): Promise<Ally | undefined>;
  /** One row per peer: replaces the former one. */
  put(ally: Ally): Promise<void>;
  /** Those in force, whatever their terms. */
  accepted(): Promise<readonly Ally[]>;
}
