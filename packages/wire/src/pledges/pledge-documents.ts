import {
  isoInstant,
  type ActivityId,
  type ActorId,
  type Agreed,
  type Declined,
  type ObjectId,
  type OfferedPledge,
  type Quantity,
  type Texts,
  type Timestamp,
} from "@commonhall/domain";
import { contextFor } from "../context.ts";
import { measureJson } from "../calls/measure.ts";
import { present, type JsonObject } from "../json.ts";
import { localizedTexts } from "../text/localized.ts";
import { paragraphs } from "./words.ts";

/**
 * What the two sides of a pledge say to each other (wire.md 3; FEP-0837). Each is addressed to the other side alone,
 * carries no proof, so that what leaks proves nothing, and all that is needed to understand it without any other.
 */

/** The pledge. Its id is the pledge's own. */
export const offerDocument = (pledge: OfferedPledge): JsonObject =>
  withContext({ ...offer(pledge), ...contentOf(pledge.text) });

/** Repeats what was offered, for a caller to whom the Offer comes later or not at all; without its words. */
export const undoOfferDocument = (id: ActivityId, pledge: OfferedPledge, at: Timestamp): JsonObject =>
  withContext({
    id,
    type: "Undo",
    actor: pledge.pledger,
    to: [pledge.caller],
    published: isoInstant(at),
    object: offer(pledge),
  });

export const acceptDocument = (pledge: OfferedPledge, answer: Agreed): JsonObject =>
  withContext({ ...answerTo("Accept", pledge, answer), result: agreement(pledge, answer) });

export const rejectDocument = (pledge: OfferedPledge, answer: Declined): JsonObject =>
  withContext(answerTo("Reject", pledge, answer));

/**
 * The confirmation of FEP-0837: it has come about, with thanks. The agreement goes with it, for a pledger who never got
 * the Accept. The note lives at the agreement, and means something to whoever knows of no agreements.
 */
export function confirmationDocument(pledge: OfferedPledge, answer: Agreed): JsonObject {
  const { agreement: context } = answer;
  return withContext({
    id: answer.activity,
    type: "Create",
    actor: pledge.caller,
    to: [pledge.pledger],
    published: isoInstant(answer.at),
    result: agreement(pledge, answer),
    object: {
      id: `${context}#confirmation`,
      type: "Note",
      attributedTo: pledge.caller,
      to: [pledge.pledger],
      published: isoInstant(answer.at),
      context,
      inReplyTo: pledge.id,
      ...contentOf(answer.text),
    },
  });
}

/** The agreement as it stands at its own address, for its two sides. */
export const agreementDocument = (pledge: OfferedPledge, answer: Agreed): JsonObject =>
  withContext({ ...agreement(pledge, answer), to: [pledge.pledger] });

/** A person has seen it: the plain activity of ActivityStreams for that. */
export const readDocument = (read: {
  readonly id: ActivityId;
  readonly actor: ActorId;
  readonly object: ObjectId;
  readonly to: ActorId;
  readonly at: Timestamp;
}): JsonObject =>
  withContext({
    id: read.id,
    type: "Read",
    actor: read.actor,
    to: [read.to],
    published: isoInstant(read.at),
    object: read.object,
  });

/** What the caller's node knows of the asker's pledges for one call: each an activity, in full or by what it is. */
export const pledgesCollection = (id: string, caller: ActorId, items: readonly JsonObject[]): JsonObject =>
  withContext({ id, type: "Collection", attributedTo: caller, totalItems: items.length, items });

/** In that collection: an offer that came, with no answer yet, and one that was taken back. */
export const offerReference = ({ id }: OfferedPledge): JsonObject => ({ type: "Offer", id });
export const undoReference = ({ id, pledger }: OfferedPledge): JsonObject => ({
  type: "Undo",
  actor: pledger,
  object: id,
});

const withContext = (document: JsonObject): JsonObject => ({ "@context": contextFor(document), ...document });

const offer = (pledge: OfferedPledge): JsonObject => ({
  id: pledge.id,
  type: "Offer",
  actor: pledge.pledger,
  to: [pledge.caller],
  published: isoInstant(pledge.offered),
  object: { type: "Agreement", stipulates: commitment(pledge, pledge.quantity) },
});

const answerTo = (type: "Accept" | "Reject", pledge: OfferedPledge, answer: Agreed | Declined): JsonObject => ({
  id: answer.activity,
  type,
  actor: pledge.caller,
  object: pledge.id,
  to: [pledge.pledger],
  published: isoInstant(answer.at),
  ...contentOf(answer.text),
});

const agreement = (pledge: OfferedPledge, { agreement: id, quantity, type }: Agreed): JsonObject => ({
  id,
  type: "Agreement",
  attributedTo: pledge.caller,
  stipulates: {
    id: `${id}#primary`,
    ...commitment(pledge, quantity),
    ...(type === "fulfilled" ? { finished: true } : {}),
  },
});

const commitment = ({ intent, unit }: OfferedPledge, quantity: Quantity): JsonObject => ({
  type: "Commitment",
  satisfies: intent,
  resourceQuantity: measureJson(quantity, unit),
});

function contentOf(text: Texts | undefined): JsonObject {
  if (text === undefined) return {};
  const { first, map } = localizedTexts(text, [], paragraphs);
  return present({ content: first, contentMap: map });
}
