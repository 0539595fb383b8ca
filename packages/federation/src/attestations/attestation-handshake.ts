import type { AttestationRecord } from "@commonhall/domain";
import type { HandshakeRoom } from "../handshakes/handshake-rooms.ts";
import { letInWhoRose } from "../moderation/let-in-who-rose.ts";
import { resealCentreLater } from "./reseal-centre.ts";

export const attestationHandshake: HandshakeRoom<AttestationRecord> = {
  byOffer: (rooms, offer) => rooms.attestations.byOffer(offer),
  put: (rooms, record) => rooms.attestations.put(record),
  asks: ({ attestation }) => attestation.issuer,
  asked: ({ attestation }) => attestation.subject,
  /** What the issuer takes back, our document does not carry any more; and who accepts our word is no stranger. */
  async moved(handling, { state }) {
    if (state === "withdrawn") await resealCentreLater(handling.rooms);
    if (state === "accepted") await letInWhoRose(handling);
  },
};
