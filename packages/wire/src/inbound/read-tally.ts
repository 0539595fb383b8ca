import {
  actorId,
  asObject,
  objectId,
  sameOrigin,
  type ActorId,
  type ObjectId,
  type Timestamp,
} from "@commonhall/domain";
import { z } from "zod";
import { isJsonObject, type JsonValue } from "../json.ts";
import { cutOut } from "./parse-document.ts";
import { required, timestamp, word } from "./shapes.ts";

/** A number of people that an organiser has signed. */
export interface InboundTally {
  readonly id: ObjectId;
  readonly campaign: ActorId;
  readonly centre: ActorId;
  readonly count: number;
  readonly at?: Timestamp;
  readonly document: string;
}

/** More than there are people who work. */
const MOST = 10_000_000_000;

const KIND = word(["Tally"]);

const schema = z.object({
  id: required(objectId),
  attributedTo: required(actorId),
  context: required(actorId),
  participantCount: z.number().int().nonnegative().max(MOST),
  published: timestamp,
  updated: timestamp,
});

/** Undefined for whatever is no number of an organiser. `context` is that of the activity around it. */
export function readTally(json: JsonValue | undefined, context: JsonValue | undefined): InboundTally | undefined {
  // Whatever is told comes by here, and hardly any of it is a number.
  if (!isJsonObject(json) || KIND.parse(json["kind"]) === undefined) return undefined;
  const parsed = schema.safeParse(json);
  if (!parsed.success) return undefined;
  const { id, attributedTo: centre, context: campaign, participantCount: count, published, updated } = parsed.data;
  if (!sameOrigin(id, centre) || asObject(campaign) === id) return undefined;
  const at = updated ?? published;
  return { id, campaign, centre, count, document: cutOut(json, context), ...(at === undefined ? {} : { at }) };
}
