import {
  needOf,
  readersOf,
  takeInOffer,
  type ActorId,
  type Call,
  type KeptPledge,
  type Need,
  type OfferedPledge,
} from "@commonhall/domain";
import { agreedIn, type InboundAgreement, type PledgeOffer } from "@commonhall/wire";
import { lookUp } from "../discovery/look-up.ts";
import { ignored, processed, refused, type Handling, type Outcome } from "../inbox/handling.ts";
import type { Inbound } from "../inbox/inbound.ts";
import { whereTo } from "../moderation/standing.ts";
import { keepTheirs } from "./keep-pledge.ts";
import { needNamed } from "./need-named.ts";
import { declineWhatIsOver } from "./decline-over.ts";

/**
 * Somebody pledges for a need of ours. It stands at the desk, or apart, and waits for a person; only where nothing is
 * wanted any more it is answered at once.
 */
export async function onPledge(
  handling: Handling,
  { id, actor, offer: pledge }: Pick<Inbound<"Offer">, "id" | "actor"> & { readonly offer: PledgeOffer },
): Promise<Outcome> {
  const { rooms, now, received } = handling;
  const asked = await askedBy(handling, pledge.agreement);
  if (asked === undefined) return refused("a pledge for no need of ours");
  const { call, need } = asked;
  if (!(await mayAnswer(handling, call, actor))) return refused("a pledge for a call that was not theirs to see");
  const offer = offerFrom(asked, { id, actor, pledge, received });
  if (offer === undefined) return refused("a pledge in a unit that does not fit");
  const known = await rooms.pledges.get(id);
  const unanswered = await rooms.pledges.unanswered(call.id, actor);
  const taken = takeInOffer(known, offer, { call, need, unanswered }, now);
  if (!taken.ok) return taken.error === "it is known" ? ignored(taken.error) : refused(`a pledge: ${taken.error}`);
  const where = await whereTo(handling, actor);
  if (where === "nowhere") return refused("a pledge: too many strangers wait already");
  const kept: KeptPledge = { ...taken.value.pledge, side: "theirs", apart: where === "apart", log: [] };
  await lookUp(handling, actor);
  if (taken.value.closed) await declineWhatIsOver(handling, kept);
  else await keepTheirs(rooms, kept, now);
  return processed;
}

export interface Asked {
  readonly call: Call;
  readonly need: Need;
}

/** The need of ours that an agreement is about. */
export async function askedBy({ rooms }: Handling, { satisfies }: InboundAgreement): Promise<Asked | undefined> {
  const named = needNamed(satisfies);
  const call = await rooms.calls.withNeed(named);
  const need = call === undefined ? undefined : needOf(call, named);
  return call === undefined || need === undefined ? undefined : { call, need };
}

interface Offered {
  readonly id: OfferedPledge["id"];
  readonly actor: ActorId;
  readonly pledge: PledgeOffer;
  readonly received: number;
}

/** Undefined where it is counted in something else than the need, or by halves. */
export function offerFrom({ call, need }: Asked, { id, actor, pledge, received }: Offered): OfferedPledge | undefined {
  const quantity = agreedIn(pledge.agreement, need.unit);
  if (quantity === undefined) return undefined;
  return {
    id,
    call: call.id,
    need: need.id,
    intent: pledge.agreement.satisfies,
    pledger: actor,
    caller: call.centre,
    quantity,
    unit: need.unit,
    offered: Math.min(pledge.published ?? received, received),
    ...(pledge.text === undefined ? {} : { text: pledge.text }),
  };
}

/** What is said to some, others know nothing of, and so they have nothing to answer. */
async function mayAnswer({ rooms }: Handling, { audience }: Call, actor: ActorId): Promise<boolean> {
  const readers = await readersOf(rooms, audience, "calls");
  return readers === "everybody" || readers.includes(actor);
}
