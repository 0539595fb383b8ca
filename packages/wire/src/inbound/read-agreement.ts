import {
  activityId,
  actorId,
  canBeCounted,
  err,
  objectId,
  ok,
  quantityFrom,
  sameOrigin,
  type ActivityId,
  type ActorId,
  type ObjectId,
  type Quantity,
  type Result,
  type Texts,
  type Unit,
} from "@commonhall/domain";
import { z } from "zod";
import { unitOnTheWire } from "../calls/measure.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { plainText } from "../text/html.ts";
import { languageOf, textsIn } from "./languages.ts";
import { foreign, type Said } from "./said.ts";
import { defined, listOf, optional, referencesIn, refusal, required, typeIn } from "./shapes.ts";
import type { InboundAgreement, PledgeOffer, WireError } from "./types.ts";

const AGREEMENT = new Set(["Agreement"]);
const agreementSchema = z.object({ id: optional(objectId), attributedTo: optional(actorId) });
const commitmentSchema = z.object({ satisfies: required(objectId) });

/** Says whether this is an Agreement of FEP-0837, so that it has to be read as one. */
export function agreementIn(value: JsonValue | undefined): JsonObject | undefined {
  const [first] = listOf(value);
  return isJsonObject(first) && typeIn(first["type"], AGREEMENT) === "Agreement" ? first : undefined;
}

/**
 * An Agreement: strictly, because quantities are promised by it. What it satisfies is named, how much is a plain decimal
 * above zero of at most nine digits, and it is nobody else's than who says it.
 */
export function readAgreement(json: JsonObject, actor: ActorId, field: string): Result<InboundAgreement, WireError> {
  const { id, attributedTo } = agreementSchema.parse(json);
  if (id !== undefined && !sameOrigin(id, actor)) return foreign(`${field}.id`, id, actor);
  if (attributedTo !== undefined && attributedTo !== actor)
    return foreign(`${field}.attributedTo`, attributedTo, actor);
  const [commitment, ...more] = listOf(json["stipulates"]);
  if (!isJsonObject(commitment) || more.length > 0) {
    const type = commitment === undefined ? "missing" : "malformed";
    return err({ type, field: `${field}.stipulates`, detail: "is not one commitment" });
  }
  const parsed = commitmentSchema.safeParse(commitment);
  if (!parsed.success) return err(refusal(parsed.error, `${field}.stipulates.`));
  const [measure] = listOf(commitment["resourceQuantity"]);
  const quantity = isJsonObject(measure) ? quantityIn(measure["hasNumericalValue"]) : undefined;
  if (!isJsonObject(measure) || quantity === undefined) {
    const detail = "is no number above zero of at most nine digits, two of them after the point";
    return err({ type: "malformed", field: `${field}.stipulates.resourceQuantity`, detail });
  }
  return ok(defined({ id, satisfies: parsed.data.satisfies, quantity, measure }));
}

function quantityIn(value: unknown): Quantity | undefined {
  if (typeof value === "string") return quantityFrom(value);
  return typeof value === "number" ? quantityFrom(String(value)) : undefined;
}

/** How much is agreed, undefined where it is counted in something else than this, or by halves where that cannot be. */
export function agreedIn({ measure, quantity }: InboundAgreement, unit: Unit): Quantity | undefined {
  const said = measure["hasUnit"];
  const name = typeof said === "string" ? said.replace(/^.*[/:#]/s, "") : undefined;
  return name === unitOnTheWire(unit) && canBeCounted(quantity, unit) ? quantity : undefined;
}

const LONGEST_WORDS = 2000;

/** What somebody wrote beside it, without markup; undefined where that is nothing. */
export function wordsIn(json: JsonObject, context?: JsonValue): Texts | undefined {
  const texts = textsIn(json["content"], json["contentMap"], languageOf(json, context));
  if (texts === undefined) return undefined;
  const plain = Object.entries(texts)
    .slice(0, MOST_LANGUAGES)
    .map(([tag, html]): [string, string] => [tag, plainText(html, LONGEST_WORDS).toWellFormed()])
    .filter(([, text]) => text !== "");
  return plain.length === 0 ? undefined : Object.fromEntries(plain);
}

/** More than any centre writes in. */
const MOST_LANGUAGES = 20;

export interface Confirmed {
  readonly offer?: ActivityId;
  readonly agreement?: ObjectId;
}

/** What a note may confirm (FEP-0837): the agreement that is its context, or the offer that it replies to. */
export const confirmedBy = (note: JsonObject): Confirmed =>
  defined({
    agreement: referencesIn(note["context"], objectId)[0],
    offer: referencesIn(note["inReplyTo"], activityId)[0],
  });

/** A pledge (wire.md 3; FEP-0837); undefined where it is no Agreement that is offered. */
export function readPledgeOffer(
  { actor, published, json }: Said,
  offered: JsonObject,
): Result<PledgeOffer, WireError> | undefined {
  const agreement = agreementIn(offered);
  if (agreement === undefined) return undefined;
  const read = readAgreement(agreement, actor, "object");
  if (!read.ok) return read;
  return ok(defined({ type: "pledge" as const, agreement: read.value, published, text: wordsIn(json) }));
}
