import { type ActivityId, type ActorId } from "@commonhall/domain";
import { readAttestation, type AttestationOffer } from "@commonhall/wire";
import { ignored, processed, refused, type Handling, type Outcome } from "../inbox/handling.ts";
import { whereTo } from "../moderation/standing.ts";

interface Offered {
  readonly id: ActivityId;
  readonly actor: ActorId;
  readonly offer: AttestationOffer;
}

/**
 * Somebody vouches for our centre. What can be seen without its key is looked at here: whether it speaks for itself, of
 * us, and for no longer than anybody may. The signature is checked with the key that the issuer's own document shows,
 * before anybody sees it.
 */
export async function onAttestationOffer(handling: Handling, { id, actor, offer }: Offered): Promise<Outcome> {
  const { rooms, now } = handling;
  const read = readAttestation(offer.jws);
  if (!read.ok) return refused(`an attestation that cannot be read: ${read.error.type}`);
  const { issuer, subject, expires } = read.value.attestation;
  if (issuer !== actor) return refused("an attestation of somebody else");
  const centre = await rooms.centres.get();
  if (centre?.id !== subject) return refused("an attestation about somebody else");
  if (expires <= now) return refused("an attestation that has run out");
  const known = await rooms.attestations.byOffer(id);
  if (known?.answer !== undefined && known.state !== "withdrawn") await rooms.outbox.repeat(known.answer);
  if (known !== undefined) return ignored("it is known");
  if ((await whereTo(handling, actor)) === "nowhere") return refused("so many of its server wait already");
  const task = { type: "check attestation", offer: id, issuer, jws: offer.jws } as const;
  await rooms.tasks.add(task, { key: `check attestation ${id}` });
  return processed;
}
