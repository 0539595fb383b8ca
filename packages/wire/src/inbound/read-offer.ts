import { actorId, err, objectId, ok, sameOrigin, type Result } from "@commonhall/domain";
import { z } from "zod";
import { PUBLIC } from "../activities/activities.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import { statementIn } from "../alliances/read-alliance-documents.ts";
import { foreign, type Said } from "./said.ts";
import { addressees, defined, listOf, localName, optional, refusal, required, typeIn, word } from "./shapes.ts";
import type { InboundActivity, WireError } from "./types.ts";

/** What is offered, as far as anything here depends on it. */
export function readOffer(said: Said): Result<InboundActivity, WireError> {
  const { id, actor, json } = said;
  const [offered] = listOf(json["object"]);
  if (offered === undefined) return err({ type: "missing", field: "object", detail: "is missing" });
  if (!isJsonObject(offered)) return ok({ type: "Offer", id, actor, offer: undefined });
  if (relationshipOf(offered) === "endorses") return readEndorsement(said, offered);
  if (isAttestation(offered)) return readAttestationOffer(said, offered);
  const statement = statementIn(offered);
  if (!statement.ok) return statement;
  if (statement.value !== undefined)
    return ok({ type: "Offer", id, actor, offer: { type: "statement", text: statement.value } });
  return ok({ type: "Offer", id, actor, offer: undefined });
}

const RELATIONSHIP = new Set(["Relationship"]);

function relationshipOf(json: JsonObject): string | undefined {
  const [relationship] = listOf(json["relationship"]);
  const isOne = typeIn(json["type"], RELATIONSHIP) === "Relationship" && typeof relationship === "string";
  return isOne ? localName(relationship) : undefined;
}

const endorsementSchema = z.object({ id: optional(objectId), subject: required(actorId), object: required(actorId) });
const envelopeSchema = z.object({ to: addressees, cc: addressees });

/** A Relationship of the offering centre to a campaign (wire.md 2). One endorses in one's own name only. */
function readEndorsement({ id, actor, json }: Said, offered: JsonObject): Result<InboundActivity, WireError> {
  const parsed = endorsementSchema.safeParse(offered);
  if (!parsed.success) return err(refusal(parsed.error, "object."));
  const offer = parsed.data;
  if (offer.subject !== actor) return foreign("object.subject", offer.subject, actor);
  if (offer.id !== undefined && !sameOrigin(offer.id, actor)) return foreign("object.id", offer.id, actor);
  const { to, cc } = envelopeSchema.parse(json);
  const unnamed = ![...to, ...cc].includes(PUBLIC);
  return ok({ type: "Offer", id, actor, offer: { ...defined(offer), type: "endorsement", unnamed } });
}

const ATTESTATION = word(["Attestation"]);
const attestationSchema = z.object({ attestations: z.union([z.string(), z.array(z.string()).length(1)]) });

const isAttestation = (json: JsonObject): boolean => ATTESTATION.parse(json["kind"]) === "Attestation";

/** Somebody vouches for one of us; what the token says is read where it is looked into. */
function readAttestationOffer({ id, actor }: Said, offered: JsonObject): Result<InboundActivity, WireError> {
  const parsed = attestationSchema.safeParse(offered);
  if (!parsed.success) return err({ type: "malformed", field: "object.attestations", detail: "is not one token" });
  const [jws = ""] = [parsed.data.attestations].flat();
  return ok({ type: "Offer", id, actor, offer: { type: "attestation", jws } });
}
