import { addressesOf, alliesOfActor } from "@commonhall/wire";
import { resealCentreLater } from "../attestations/reseal-centre.ts";
import type { FederationPorts } from "../ports.ts";

/**
 * The centre's document is signed when something in it changes. One that an earlier version of the program has signed says
 * nothing of allies, so it is signed anew, once.
 */
export async function describeAnew({ direct, site }: Pick<FederationPorts, "direct" | "site">): Promise<void> {
  const centre = await direct.centres.get();
  const actor = centre === undefined ? undefined : await direct.localActors.get(centre.id);
  if (centre === undefined || actor === undefined) return;
  if (alliesOfActor(actor.document) !== addressesOf(site).allies(centre.id)) await resealCentreLater(direct);
}
