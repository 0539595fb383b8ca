import type { ActorId, Rooms, Timestamp } from "@commonhall/domain";

/**
 * Whose attestations open the door to our desk: our own, those of federations that vouch for us too, and those of allies.
 * Anybody can call themselves a federation and vouch for whom they like, so a signature alone opens nothing.
 */
export async function whoseWordCounts(
  rooms: Pick<Rooms, "allies" | "attestations">,
  centre: ActorId,
  now: Timestamp,
): Promise<(issuer: ActorId) => boolean> {
  const allies = await rooms.allies.accepted();
  const held = await rooms.attestations.heldBy(centre, now);
  const known = new Set<ActorId>([
    centre,
    ...allies.map(({ peer }) => peer),
    ...held.map(({ attestation }) => attestation.issuer),
  ]);
  return (issuer) => known.has(issuer);
}
