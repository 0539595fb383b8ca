import type { Endorsement } from "@commonhall/domain";
import type { HandshakeRoom } from "../handshakes/handshake-rooms.ts";

export const endorsementHandshake: HandshakeRoom<Endorsement> = {
  byOffer: (rooms, offer) => rooms.endorsements.byOffer(offer),
  put: (rooms, endorsement) => rooms.endorsements.put(endorsement),
  asks: ({ endorser }) => endorser,
  asked: ({ campaign }) => campaign,
};
