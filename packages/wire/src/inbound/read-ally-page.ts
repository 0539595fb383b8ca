import {
  activityId,
  actorId,
  err,
  ok,
  sameOrigin,
  type ActorId,
  type AllyState,
  type PeerSays,
  type Result,
} from "@commonhall/domain";
import { z } from "zod";
import { isJsonObject, type JsonObject } from "../json.ts";
import { offeredAlliance } from "./read-ally-offer.ts";
import { readOffer } from "./read-offer.ts";
import { foreign } from "./said.ts";
import { refusal, required, timestamp, word } from "./shapes.ts";
import type { AllyOffer, WireError } from "./types.ts";

const STATES = ["offered", "received", "accepted", "declined", "ended"] as const satisfies readonly AllyState[];

const pageSchema = z.object({ subject: required(actorId), object: required(actorId), allyState: word(STATES) });
const offerSchema = z.object({ id: required(activityId), actor: required(actorId), published: timestamp });

/** How `peer` says that it stands with us, from our side; the Offer that it tells of is of one of the two. */
export function readAllyPage(json: JsonObject, us: ActorId, peer: ActorId): Result<PeerSays, WireError> {
  const page = pageSchema.safeParse(json);
  if (!page.success) return err(refusal(page.error));
  const { subject, object, allyState: state } = page.data;
  if (subject !== peer) return foreign("subject", subject, peer);
  if (object !== us) return foreign("object", object, us);
  if (state === undefined) return err({ type: "malformed", field: "allyState", detail: "is no state" });
  const offer = isJsonObject(json["offer"]) ? readWholeOffer(json["offer"], [us, peer]) : undefined;
  if (offer?.ok === false) return offer;
  const made = offer === undefined ? undefined : offeredAlliance(us, offer.value);
  if (made?.peer !== peer) return err({ type: "malformed", field: "offer", detail: "is none between the two" });
  return ok({ made, state });
}

/** An Offer that somebody repeats: of its maker's own origin, and made by one of those who may have made it. */
export function readWholeOffer(json: JsonObject, makers: readonly ActorId[]): Result<AllyOffer, WireError> {
  const parsed = offerSchema.safeParse(json);
  if (!parsed.success) return err(refusal(parsed.error, "offer."));
  const { id, actor, published } = parsed.data;
  if (!makers.includes(actor)) return foreign("offer.actor", actor, makers.join(", "));
  if (!sameOrigin(id, actor)) return foreign("offer.id", id, actor);
  const read = readOffer({ id, actor, published, json });
  if (!read.ok) return read;
  const offer = read.value.type === "Offer" ? read.value.offer : undefined;
  if (offer?.type !== "ally") return err({ type: "malformed", field: "offer", detail: "is no Offer to be allies" });
  return ok(offer);
}

/** The Offer of ours that an Accept or a Reject repeats; undefined where it only names it. */
export function answeredAllyOffer(raw: JsonObject, us: ActorId): Result<AllyOffer, WireError> | undefined {
  const { object } = raw;
  return isJsonObject(object) && object["object"] !== undefined ? readWholeOffer(object, [us]) : undefined;
}
