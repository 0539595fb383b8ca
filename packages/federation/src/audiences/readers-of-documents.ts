import {
  readersOf,
  sameOrigin,
  sharedKindOf,
  type ActorId,
  type Audience,
  type ObjectId,
  type StoredObject,
} from "@commonhall/domain";
import { nodeOfActor } from "@commonhall/wire";
import type { FederationPorts } from "../ports.ts";

export interface ReadingPorts {
  readonly direct: Pick<FederationPorts["direct"], "allies" | "alliances" | "audiences" | "remoteActors">;
}

/** Read in the place of what is not there, so that it takes as long. */
const ANYBODY: Audience = { type: "allies" };

/**
 * Whether somebody may have a limited object of ours: as one of its readers now, or as the node of one. `object` is
 * undefined where there is none; the answer is then no, after the same work.
 */
export async function mayRead(
  { direct }: ReadingPorts,
  reader: ActorId | undefined,
  id: ObjectId,
  object: StoredObject | undefined,
): Promise<boolean> {
  const audience = await direct.audiences.of(id);
  const readers = await readersOf(direct, audience ?? ANYBODY, sharedKindOf(object?.kind ?? "post"));
  const isReader = readers !== "everybody" && reader !== undefined && (await isOneOf(direct, reader, readers));
  return isReader && audience !== undefined && object?.local === true;
}

/** Whether it is one of the centres, or the node of one: a centre's own document says which node it is on (FEP-844e). */
export async function isOneOf(
  { remoteActors }: Pick<ReadingPorts["direct"], "remoteActors">,
  reader: ActorId,
  readers: readonly ActorId[],
): Promise<boolean> {
  if (readers.includes(reader)) return true;
  for (const centre of readers.filter((one) => sameOrigin(one, reader))) {
    const known = await remoteActors.get(centre);
    if (known !== undefined && nodeOfActor(known.document) === reader) return true;
  }
  return false;
}
