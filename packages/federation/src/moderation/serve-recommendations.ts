import { trusted } from "@commonhall/domain";
import { recommendationsDocument, withProof } from "@commonhall/wire";
import { served, type Served } from "../documents/respond.ts";
import type { LocalKeys } from "../keys/local-keys.ts";
import type { FederationPorts } from "../ports.ts";

/** What our centre recommends, signed by it. It is dated by its latest entry, so that the same list is the same bytes. */
export async function serveRecommendations(
  { direct }: Pick<FederationPorts, "direct">,
  keys: LocalKeys,
  id: string,
  owner: string,
): Promise<Served | undefined> {
  const centre = await direct.centres.get();
  const signer = centre?.id === owner ? await keys.signerFor(trusted.actor(owner)) : undefined;
  if (centre === undefined || signer === undefined) return undefined;
  const recommendations = await direct.recommendations.own();
  const updated = Math.max(centre.founded, ...recommendations.map(({ published }) => published));
  const document = recommendationsDocument({ id, centre: centre.id, recommendations, updated });
  return served(JSON.stringify(withProof(document, signer.proof, updated)));
}
