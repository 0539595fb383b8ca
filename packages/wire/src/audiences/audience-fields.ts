import { unreachable, type ActorId, type Audience, type ObjectId } from "@commonhall/domain";
import { PUBLIC } from "../activities/activities.ts";
import type { Addresses } from "../addresses.ts";
import type { JsonObject, JsonValue } from "../json.ts";

export interface Addressing {
  readonly addresses: Addresses;
  /** Who says it. */
  readonly centre: ActorId;
  readonly object: ObjectId;
  readonly audience: Audience;
}

/**
 * What stands in `to` (wire.md 6). It names a collection and never its members: who else was told is nobody's business.
 * The one of those who are named has an address of its own for each object, which answers nobody.
 */
export function audienceAddress({ addresses, centre, object, audience }: Addressing): string {
  switch (audience.type) {
    case "public":
      return PUBLIC;
    case "allies":
      return addresses.allies(centre);
    case "alliance":
      return audience.alliance;
    case "named":
      return addresses.audience(object);
    default:
      return unreachable(audience);
  }
}

/** Whom a limited object is for, and that nobody but its author may pass it on. There is no `cc`. */
export const limitedFields = (addressed: Addressing): Record<string, JsonValue> => ({
  to: [audienceAddress(addressed)],
  interactionPolicy: { canAnnounce: { automaticApproval: [addressed.centre] } },
});

/** Whom a document names in `to`, as its envelope repeats it. */
export const addressedTo = (document: JsonObject): readonly string[] =>
  [document["to"] ?? []].flat().filter((one) => typeof one === "string");
