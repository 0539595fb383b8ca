import type { ActivityId, ActorId, Handshake, HandshakeState, Rooms } from "@commonhall/domain";
import { attestationHandshake } from "../attestations/attestation-handshake.ts";
import { endorsementHandshake } from "../endorsements/endorsement-handshake.ts";
import type { Handling } from "../inbox/handling.ts";
import { organiserHandshake } from "../organisers/organiser-handshake.ts";

/** One thing that a centre can ask of another. Answers and withdrawals name the offer by its id, whatever was offered. */
export interface HandshakeRoom<T extends Handshake> {
  byOffer(rooms: Rooms, offer: ActivityId): Promise<T | undefined>;
  put(rooms: Rooms, handshake: T): Promise<void>;
  readonly asks: (handshake: T) => ActorId;
  readonly asked: (handshake: T) => ActorId;
  /** What follows here from a state that it has come to by what the other side said. */
  moved?(handling: Handling, handshake: T, before: HandshakeState): Promise<void>;
}

/** An offer that was found, with what can be done with it, whatever its kind. */
export interface FoundHandshake {
  readonly current: Handshake;
  readonly asks: ActorId;
  readonly asked: ActorId;
  move(handling: Handling, next: Handshake): Promise<void>;
}

const found = async <T extends Handshake>(
  room: HandshakeRoom<T>,
  rooms: Rooms,
  offer: ActivityId,
): Promise<FoundHandshake | undefined> => {
  const current = await room.byOffer(rooms, offer);
  if (current === undefined) return undefined;
  return {
    current,
    asks: room.asks(current),
    asked: room.asked(current),
    async move(handling, { state, since }) {
      const next = { ...current, state, since };
      await room.put(handling.rooms, next);
      await room.moved?.(handling, next, current.state);
    },
  };
};

export async function findHandshake(rooms: Rooms, offer: ActivityId): Promise<FoundHandshake | undefined> {
  return (
    (await found(endorsementHandshake, rooms, offer)) ??
    (await found(organiserHandshake, rooms, offer)) ??
    found(attestationHandshake, rooms, offer)
  );
}
