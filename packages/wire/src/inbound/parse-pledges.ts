import { activityId, err, ok, type ActivityId, type ActorId, type Result } from "@commonhall/domain";
import { isJsonObject, type JsonObject } from "../json.ts";
import { parseActivity } from "./parse-activity.ts";
import { parseCollection } from "./parse-collection.ts";
import { MOST_LISTED, referencesIn, typeIn } from "./shapes.ts";
import type { InboundActivity, ListedOffer, WireError } from "./types.ts";

const KNOWN = new Set(["Offer", "Undo", "Accept", "Reject", "Create"]);

/**
 * What a caller's node says of our pledges for one call: an activity for each that came, was taken back or was answered
 * (`pledgesCollection`). What stands there in somebody else's name, or cannot be read, says nothing.
 */
export function parsePledges(
  json: JsonObject,
  caller: ActorId,
): Result<ReadonlyMap<ActivityId, ListedOffer>, WireError> {
  const collection = parseCollection(json);
  if (!collection.ok) return collection;
  const [by] = referencesIn(json["attributedTo"], (text) => (text === caller ? caller : undefined));
  if (by === undefined) return err({ type: "foreign origin", field: "attributedTo", detail: "is not the caller" });
  const listed = new Map<ActivityId, ListedOffer>();
  for (const item of collection.value.items.slice(0, MOST_LISTED)) {
    if (!isJsonObject(item)) continue;
    const told = tell(item, caller);
    if (told === undefined) continue;
    const [offer, what] = told;
    const known = listed.get(offer);
    listed.set(offer, { ...known, ...what, withdrawn: (known?.withdrawn ?? false) || what.withdrawn });
  }
  return ok(listed);
}

function tell(item: JsonObject, caller: ActorId): readonly [ActivityId, ListedOffer] | undefined {
  const type = typeIn(item["type"], KNOWN);
  const [offer] = referencesIn(type === "Offer" ? item["id"] : item["object"], activityId);
  if (type === "Offer" || type === "Undo") {
    return offer === undefined ? undefined : [offer, { withdrawn: type === "Undo" }];
  }
  const read = parseActivity(JSON.stringify(item));
  if (!read.ok || read.value.actor !== caller) return undefined;
  const answered = answeredIn(read.value);
  return answered === undefined ? undefined : [answered, { withdrawn: false, said: read.value }];
}

function answeredIn(activity: InboundActivity): ActivityId | undefined {
  if (activity.type === "Accept" || activity.type === "Reject") return activity.object;
  return activity.type === "Create" ? activity.confirms?.offer : undefined;
}
