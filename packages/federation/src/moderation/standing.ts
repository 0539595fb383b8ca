import {
  hostOf,
  MOST_APART,
  standingFrom,
  type ActorId,
  type Rooms,
  type DeskStanding,
  type Timestamp,
} from "@commonhall/domain";
import { checkVouchingLater } from "../attestations/check-vouching-later.ts";
import { whoseWordCounts } from "../attestations/whose-word-counts.ts";

type StandingRooms = Pick<Rooms, "allies" | "attestations" | "centres" | "vouches">;

/** How somebody stands with our centre now (wire.md 7), by what is known here: nothing is fetched for it. */
export async function standingOf(
  { rooms, now }: { readonly rooms: StandingRooms; readonly now: Timestamp },
  actor: ActorId,
): Promise<DeskStanding> {
  const centre = await rooms.centres.get();
  if (centre === undefined) return "stranger";
  // Whom we vouch for ourselves, nobody else has to confirm.
  const own = await rooms.attestations.between(centre.id, actor);
  const isOurAffiliate = own.some(
    ({ state, attestation }) =>
      state === "accepted" && attestation.relation === "affiliate" && attestation.expires > now,
  );
  const ally = await rooms.allies.with(actor);
  const vouches = await rooms.vouches.of(actor);
  const counts = await whoseWordCounts(rooms, centre.id, now);
  const standing = standingFrom({ ally, vouches, counts }, now);
  return standing === "stranger" && isOurAffiliate ? "affiliate" : standing;
}

/**
 * Where an offer goes that has just come: to the desk; apart, until somebody lets it in; or nowhere, where so many of one
 * server wait already. Of a stranger others are asked who vouches for it, and what waits apart comes to the desk by
 * itself where somebody does whose word counts.
 */
export async function whereTo(
  { rooms, now }: { readonly rooms: StandingRooms & Pick<Rooms, "apart" | "tasks">; readonly now: Timestamp },
  actor: ActorId,
): Promise<"desk" | "apart" | "nowhere"> {
  if ((await standingOf({ rooms, now }, actor)) !== "stranger") return "desk";
  const { ofHost, all } = await rooms.apart.waiting(hostOf(actor));
  if (ofHost >= MOST_APART.ofHost || all >= MOST_APART.all) return "nowhere";
  await checkVouchingLater(rooms, actor);
  return "apart";
}
