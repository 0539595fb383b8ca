import { actorId, err, objectId, ok, sameOrigin, type Result } from "@commonhall/domain";
import { z } from "zod";
import { isJsonObject, type JsonObject } from "../json.ts";
import { foreign, type Said } from "./said.ts";
import { defined, listOf, localName, optional, refusal, required, typeIn } from "./shapes.ts";
import type { InboundActivity, WireError } from "./types.ts";

const RELATIONSHIP = new Set(["Relationship"]);
const schema = z.object({ id: optional(objectId), subject: required(actorId), object: required(actorId) });

/** An endorsement (wire.md 2): a Relationship of the offering centre to a campaign. One endorses in one's own name only. */
export function readOffer({ id, actor, json }: Said): Result<InboundActivity, WireError> {
  const [offered] = listOf(json["object"]);
  if (offered === undefined) return err({ type: "missing", field: "object", detail: "is missing" });
  if (!isJsonObject(offered) || !isEndorsement(offered)) return ok({ type: "Offer", id, actor, offer: undefined });
  const parsed = schema.safeParse(offered);
  if (!parsed.success) return err(refusal(parsed.error, "object."));
  const offer = parsed.data;
  if (offer.subject !== actor) return foreign("object.subject", offer.subject, actor);
  if (offer.id !== undefined && !sameOrigin(offer.id, actor)) return foreign("object.id", offer.id, actor);
  return ok({ type: "Offer", id, actor, offer: defined(offer) });
}

function isEndorsement(json: JsonObject): boolean {
  const [relationship] = listOf(json["relationship"]);
  return (
    typeIn(json["type"], RELATIONSHIP) === "Relationship" &&
    typeof relationship === "string" &&
    localName(relationship) === "endorses"
  );
}
