import { hostOf, objectId, trusted, type ActorId, type Host } from "@commonhall/domain";
import { isOneOf, type ReadingPorts } from "../audiences/readers-of-documents.ts";
import { limited, type Served } from "../documents/respond.ts";
import type { FederationPorts } from "../ports.ts";

export interface WithdrawnPorts {
  readonly direct: ReadingPorts["direct"] & Pick<FederationPorts["direct"], "bulletins" | "centres">;
}

const WITHDRAWN = /^(\/centres\/[a-z0-9_-]+)\/withdrawn$/;

export const isWithdrawnPath = (path: string): boolean => WITHDRAWN.test(path);

const AT_ONCE = 500;

/**
 * The ids of what we have taken back, of those that whoever asks ever got; for others there is no such list, nor anything
 * that tells it from one that never was (wire.md 4).
 */
export async function serveWithdrawn(
  { direct }: WithdrawnPorts,
  { origin, pathname, after }: { readonly origin: string; readonly pathname: string; readonly after: string | null },
  ask: () => Promise<ActorId | undefined>,
): Promise<Served | undefined> {
  const [, path = ""] = WITHDRAWN.exec(pathname) ?? [];
  const owner = trusted.actor(origin + path);
  const centre = await direct.centres.get();
  const reader = await ask();
  const actor = await whoGot({ direct }, reader, hostOf(reader ?? owner));
  const from = objectId(after ?? "");
  const ids = await direct.bulletins.withdrawnOf(actor ?? owner, {
    limit: AT_ONCE,
    ...(from === undefined ? {} : { after: from }),
  });
  if (actor === undefined || centre?.id !== owner) return undefined;
  return limited(JSON.stringify(collection(`${owner}/withdrawn`, from, ids)));
}

/** The centre that got something, where it is the centre itself that asks, or its node. */
async function whoGot(
  { direct }: WithdrawnPorts,
  reader: ActorId | undefined,
  host: Host,
): Promise<ActorId | undefined> {
  for (const actor of await direct.bulletins.sentTo(host)) {
    if (reader !== undefined && (await isOneOf(direct, reader, [actor]))) return actor;
  }
  return undefined;
}

function collection(id: string, after: string | undefined, ids: readonly string[]) {
  const pageAfter = (last: string) => `${id}?after=${encodeURIComponent(last)}`;
  const last = ids.length === AT_ONCE ? ids.at(-1) : undefined;
  return {
    "@context": "https://www.w3.org/ns/activitystreams",
    ...(after === undefined
      ? { id, type: "OrderedCollection" }
      : { id: pageAfter(after), type: "OrderedCollectionPage", partOf: id }),
    orderedItems: ids,
    ...(last === undefined ? {} : { next: pageAfter(last) }),
  };
}
