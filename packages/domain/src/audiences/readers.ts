import type { AllyCell, Ally } from "../allies/ally.ts";
import type { Allies } from "../allies/ports.ts";
import type { Alliances } from "../alliances/ports.ts";
import type { ActorId } from "../ids.ts";
import type { Audience, SharedKind } from "./audience.ts";

/** What the terms and our own desk both allow. */
export function cellOf({ terms, policy }: Pick<Ally, "terms" | "policy">, kind: SharedKind): AllyCell {
  const signed = terms.grid[kind];
  const ours = policy[kind];
  return {
    send: signed.send && ours.send,
    accept: signed.accept && ours.accept,
    passOn: signed.passOn && ours.passOn,
  };
}

/** What has to be read to know who reads. */
export interface ReadersRooms {
  readonly allies: Pick<Allies, "accepted">;
  readonly alliances: Pick<Alliances, "readers">;
}

/**
 * Who may have what is said to an audience, as things stand now; "everybody" for what is public. The one place that
 * decides it: deliveries are planned for these, and a signed request is answered for these alone.
 */
export async function readersOf(
  rooms: ReadersRooms,
  audience: Audience,
  kind: SharedKind,
): Promise<readonly ActorId[] | "everybody"> {
  if (audience.type === "public") return "everybody";
  if (audience.type === "alliance") return rooms.alliances.readers(audience.alliance, kind);
  const allies = (await rooms.allies.accepted()).filter((ally) => cellOf(ally, kind).send).map(({ peer }) => peer);
  return audience.type === "allies" ? allies : allies.filter((peer) => audience.actors.includes(peer));
}
