import type { ActorId, ObjectId } from "../ids.ts";
import type { Audience } from "./audience.ts";

/** To whom each limited object of ours is said. What is said of it goes when the object is deleted. */
export interface Audiences {
  /** Undefined for what is public, and for what is not ours. */
  of(object: ObjectId): Promise<Audience | undefined>;
  /** The object is there already. */
  put(object: ObjectId, audience: Audience): Promise<void>;
  /** Limited objects of which something waits for the actor's own inbox, what tells of their end aside. */
  waitingFor(actor: ActorId): Promise<readonly ObjectId[]>;
}
