import type { ActorKeys, Centre, Timestamp } from "@commonhall/domain";
import { centreDocument, nodeDocument, withProof, type CarriedAttestation, type JsonObject } from "@commonhall/wire";
import type { LocalSigner } from "../keys/local-keys.ts";
import type { FederationPorts } from "../ports.ts";

type Ports = Pick<FederationPorts, "site" | "software">;

interface Sealing {
  readonly keys: ActorKeys;
  readonly signer: LocalSigner;
  readonly at: Timestamp;
  readonly attestations?: readonly CarriedAttestation[];
}

/** The centre as it describes itself, signed by itself. */
export const sealedCentre = (
  { site, software }: Ports,
  centre: Centre,
  { keys, signer, at, attestations = [] }: Sealing,
): JsonObject => withProof(centreDocument({ site, software, centre, keys, attestations }), signer.proof, at);

/** The node's own actor, which names the centre that it belongs to. */
export const nodeText = ({ site }: Ports, centre: Centre, keys: ActorKeys): string =>
  JSON.stringify(nodeDocument({ site, centre, keys }));
