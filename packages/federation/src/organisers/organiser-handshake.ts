import type { Organiser } from "@commonhall/domain";
import type { HandshakeRoom } from "../handshakes/handshake-rooms.ts";
import { tellJoined, tellLeft } from "./tell-organisers.ts";

export const organiserHandshake: HandshakeRoom<Organiser> = {
  byOffer: (rooms, offer) => rooms.organisers.byInvite(offer),
  put: (rooms, organiser) => rooms.organisers.put(organiser),
  asks: ({ campaign }) => campaign,
  asked: ({ organiser }) => organiser,
  /** Where the campaign is ours everybody who organises it is told; on the other side there is nobody to tell. */
  async moved(handling, organiser, before) {
    if ((await handling.rooms.campaigns.get(organiser.campaign)) === undefined) return;
    if (organiser.state === "accepted") await tellJoined(handling, organiser);
    else if (before === "accepted") await tellLeft(handling, organiser);
  },
};
