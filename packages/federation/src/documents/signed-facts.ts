import { trusted } from "@commonhall/domain";
import { DATA_INTEGRITY, endorsementRelationship } from "@commonhall/wire";
import { serveStatus } from "../attestations/serve-status.ts";
import type { LocalKeys } from "../keys/local-keys.ts";
import type { FederationPorts } from "../ports.ts";
import { served, type Served } from "./respond.ts";

type Ports = Pick<FederationPorts, "clock" | "direct" | "endorsements" | "organisers">;

const CONTEXT = "https://www.w3.org/ns/activitystreams";
const STATUS = "/attestations/status";
const PATH = /^\/(endorsements|tallies)\/[A-Za-z0-9-]+$/;

/** Small things that others look up by their ids to check what is claimed elsewhere. */
export const isSignedFact = (path: string): boolean => path === STATUS || PATH.test(path);

export async function signedFact(ports: Ports, keys: LocalKeys, id: string, path: string): Promise<Served | undefined> {
  if (path === STATUS) return serveStatus(ports, keys);
  return PATH.exec(path)?.[1] === "tallies" ? tally(ports, id) : endorsement(ports, id);
}

async function tally({ organisers, direct }: Ports, id: string): Promise<Served | undefined> {
  const found = await organisers.tally(trusted.object(id));
  const isOurs = found !== undefined && (await direct.localActors.get(found.centre)) !== undefined;
  return isOurs ? served(found.document) : undefined;
}

/** By our centre, while it stands; of one that is not to be named nobody learns here. */
async function endorsement({ endorsements, direct }: Ports, id: string): Promise<Served | undefined> {
  const found = await endorsements.byId(trusted.object(id));
  const isOurs = found !== undefined && (await direct.localActors.get(found.endorser)) !== undefined;
  if (!isOurs || found.unnamed || (found.state !== "offered" && found.state !== "accepted")) return undefined;
  const { endorser, campaign } = found;
  const relationship = endorsementRelationship({ id: found.endorsement, endorser, campaign });
  return served(JSON.stringify({ "@context": [CONTEXT, DATA_INTEGRITY], ...relationship }));
}

/** Documents with their proofs, put into a collection as the texts that they are. */
export function collectionOf(id: string, documents: readonly string[]): string {
  const head = { "@context": CONTEXT, id, type: "Collection", totalItems: documents.length };
  return `${JSON.stringify(head).slice(0, -1)},"items":[${documents.join(",")}]}`;
}
