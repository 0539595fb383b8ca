import {
  cellOf,
  objectId,
  sharedKindOf,
  type ActorId,
  type Allies,
  type ArrivalReason,
  type Kind,
} from "@commonhall/domain";
import type { InboundObject } from "@commonhall/wire";
import type { Handling } from "../inbox/handling.ts";

interface Asking {
  readonly rooms: { readonly allies: Pick<Allies, "accepted"> };
}

/** `yes` and `no` are what the terms with an ally say of taking this in; of anybody else they say nothing. */
export type Taking = "yes" | "no" | "no ally";

/** Whether something of this kind is taken in from its author, by the terms that we have with them. */
export async function takesIn({ rooms }: Asking, author: ActorId, kind: Kind): Promise<Taking> {
  const ally = (await rooms.allies.accepted()).find(({ peer }) => peer === author);
  if (ally === undefined) return "no ally";
  return cellOf(ally, sharedKindOf(kind)).accept ? "yes" : "no";
}

/** Whether anything that this actor tells of may be meant for us, beside what follows a follow. */
export const isAlly = async ({ rooms }: Asking, actor: ActorId): Promise<boolean> =>
  (await rooms.allies.accepted()).some(({ peer }) => peer === actor);

/** An object names few audiences; an alliance is one of them. */
const MOST_AUDIENCES = 5;

/**
 * Why a limited object is kept: by the terms with its author, or as what a member of an alliance of ours says to it.
 * `refused` where the terms do not let it in, or where its author is an ally no longer: then no follow lets it in either.
 */
export async function reasonByTerms(
  handling: Handling,
  { to, stored }: InboundObject,
): Promise<ArrivalReason | "refused" | undefined> {
  const { rooms } = handling;
  const { attributedTo: author, kind } = stored;
  const taking = await takesIn(handling, author, kind);
  if (taking === "yes") return "ally";
  for (const id of to.slice(0, MOST_AUDIENCES)) {
    const alliance = objectId(id);
    if (alliance !== undefined && (await rooms.alliances.accepts(alliance, author, sharedKindOf(kind)))) return "ally";
  }
  const wasAlly = taking === "no" || (await rooms.allies.with(author)) !== undefined;
  return wasAlly ? "refused" : undefined;
}
