import {
  CALL_STATUSES,
  CERTAINTIES,
  intentOf,
  lesserQuantity,
  NO_QUANTITY,
  objectId,
  sameOrigin,
  SEVERITIES,
  URGENCIES,
  currency,
  type ActorId,
  type LanguageTag,
  type NeedType,
  type ObjectId,
  type ReceivedNeed,
  type Texts,
  type Timestamp,
} from "@commonhall/domain";
import { z } from "zod";
import { readMeasure, type Measure } from "../calls/measure.ts";
import { needTypeIn } from "../calls/need-types.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import { languageOf, textsIn } from "./languages.ts";
import { oneLine } from "./safe-text.ts";
import { listOf, optional, referenceIn, timestamp, typeIn, word } from "./shapes.ts";
import type { InboundCall } from "./types.ts";

/** More than one screen can show, and more than ours have. */
const MOST_NEEDS = 50;
const LONGEST_NAME = 300;

const callSchema = z.object({
  callStatus: word(CALL_STATUSES),
  urgency: word(URGENCIES),
  severity: word(SEVERITIES),
  certainty: word(CERTAINTIES),
  exercise: z.boolean().optional().catch(undefined),
  endTime: timestamp,
});

/**
 * What a Note of kind `SolidarityCall` asks for. Undefined where it does not say until when: a call without an end is
 * none (row S2). What is odd in a need makes that need none; the others stay.
 */
export function readCall(json: JsonObject, id: ObjectId, author: ActorId): InboundCall | undefined {
  const { callStatus, endTime, exercise, ...said } = callSchema.parse(json);
  if (endTime === undefined) return undefined;
  const call = { id, author, expires: endTime, language: languageOf(json) };
  return {
    status: callStatus ?? "open",
    urgency: said.urgency ?? "expected",
    severity: said.severity ?? "unknown",
    certainty: said.certainty ?? "unknown",
    exercise: exercise ?? false,
    expires: endTime,
    needs: distinct(
      listOf(json["needs"])
        .slice(0, MOST_NEEDS)
        .flatMap((need) => readNeed(need, call)),
    ),
  };
}

interface Around {
  readonly id: ObjectId;
  readonly author: ActorId;
  readonly expires: Timestamp;
  readonly language: LanguageTag;
}

const distinct = (needs: readonly ReceivedNeed[]): readonly ReceivedNeed[] =>
  [...new Map(needs.toReversed().map((need) => [need.id, need])).values()].toReversed();

const PROPOSAL = new Set(["Proposal"]);
const needSchema = z.object({
  id: optional(objectId),
  purpose: word(["request", "offer"]),
  attributedTo: optional(objectId),
  endTime: timestamp,
});

/** A Proposal that asks for something, of the call's own author and server (FEP-0837; FEP-fe34). */
function readNeed(json: unknown, call: Around): readonly ReceivedNeed[] {
  if (!isJsonObject(json) || typeIn(json["type"], PROPOSAL) !== "Proposal") return [];
  const { id, purpose, attributedTo, endTime = call.expires } = needSchema.parse(json);
  if (id === undefined || id === call.id || !sameOrigin(id, call.id)) return [];
  if (purpose !== "request" || (attributedTo !== undefined && String(attributedTo) !== String(call.author))) return [];
  const names = namesIn(json, call.language);
  const intent = readIntent(json, id);
  if (names === undefined || intent === undefined) return [];
  return [{ id, name: names, until: Math.min(endTime, call.expires), ...intent }];
}

function namesIn(json: JsonObject, language: LanguageTag): Texts | undefined {
  const texts = textsIn(json["name"], json["nameMap"], language);
  if (texts === undefined) return undefined;
  const lines = Object.entries(texts).map(([tag, text]): [string, string] => [tag, oneLine(text, LONGEST_NAME)]);
  const shown = lines.filter(([, text]) => text !== "");
  return shown.length === 0 ? undefined : Object.fromEntries(shown);
}

type Asked = Pick<ReceivedNeed, "intent" | "type" | "quantity" | "unit" | "available">;

function readIntent(need: JsonObject, id: ObjectId): Asked | undefined {
  const [published] = listOf(need["publishes"]);
  if (!isJsonObject(published)) return undefined;
  const type = typeOf(published);
  const asked = readMeasure(published["resourceQuantity"], type);
  if (asked === undefined || asked.quantity === NO_QUANTITY) return undefined;
  return {
    intent: intentIn(published, id),
    type,
    quantity: asked.quantity,
    unit: asked.unit,
    available: availableOf(asked, readMeasure(published["availableQuantity"], type)),
  };
}

/** What is asked for in a currency is money, whatever it is said to conform to. */
function typeOf(published: JsonObject): NeedType {
  const [conforms] = listOf(published["resourceConformsTo"]);
  const type = needTypeIn(referenceIn(conforms));
  const quantity = published["resourceQuantity"];
  const unit = isJsonObject(quantity) ? quantity["hasUnit"] : undefined;
  return type === "other" && typeof unit === "string" && currency(unit) !== undefined ? "money" : type;
}

/** What a pledge has to name: an id of the same server, else the one that ours have. */
function intentIn(published: JsonObject, need: ObjectId): ObjectId {
  const text = referenceIn(published);
  const id = text === undefined ? undefined : objectId(text);
  return id !== undefined && sameOrigin(id, need) ? id : intentOf(need);
}

/** All of it where nothing usable is said, and never more than all of it. */
const availableOf = (asked: Measure, available: Measure | undefined) =>
  available === undefined || available.unit !== asked.unit
    ? asked.quantity
    : lesserQuantity(asked.quantity, available.quantity);
