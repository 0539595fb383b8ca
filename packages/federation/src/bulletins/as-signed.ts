import type { Approvals, LeasedDelivery } from "@commonhall/domain";
import {
  isJsonObject,
  isReleaseAsSigned,
  parseDocument,
  readReleasePayload,
  siteOfId,
  tellsOfRelease,
  type Site,
} from "@commonhall/wire";

/**
 * Whether a delivery may leave: of a release only what two people have signed who are enrolled at this moment, and to the
 * letter (anonymity.md 4.5). So a key that is taken away stops what was approved with it and still waits. The end of a
 * release, or of its being passed on, always goes: it says nothing, and protects somebody. So does a heartbeat, where it is
 * nothing but that. That a feed passes on one for everybody says its id, and no word more.
 */
export async function isAsSigned(
  { approvals, site }: { readonly approvals: Approvals; readonly site: Site },
  { signed, document, activityType, actor, object: id }: LeasedDelivery,
): Promise<boolean> {
  if (signed === undefined) return !tellsOfRelease(document);
  if (activityType === "Delete" || activityType === "Undo") return !tellsOfRelease(document);
  const said = readReleasePayload(signed.payload);
  const activity = parseDocument(document);
  const object = activity.ok ? activity.value["object"] : undefined;
  if (!said.ok) return false;
  if (activityType === "Announce") {
    const isAllowed = said.value.audience === "public" && object === id && !tellsOfRelease(document);
    return isAllowed && (await approvals.areTwo(signed));
  }
  if (!isJsonObject(object) || object["id"] !== id || activityType !== "Create") return false;
  if (!isReleaseAsSigned(object, said.value, siteOfId(site, actor), actor)) return false;
  return said.value.release.type === "heartbeat" || (await approvals.areTwo(signed));
}
