import {
  isoInstant,
  mirroredTerms,
  SHARED_KINDS,
  type ActivityId,
  type ActorId,
  type Ally,
  type AllyTerms,
  type OfferedAlliance,
} from "@commonhall/domain";
import { contextFor } from "../context.ts";
import { present, type JsonObject } from "../json.ts";
import { escapeText, paragraph } from "../text/elements.ts";

export const ALLY_OF = "https://w3id.org/workers-centres/ns#allyOf";

/** What both sides sign: an Offer of a Relationship, with the terms in it (wire.md 6). It is the same text from both sides. */
export function allyOffer(us: ActorId, made: OfferedAlliance): JsonObject {
  const isOurs = made.offeredBy === "us";
  const [subject, object] = isOurs ? [us, made.peer] : [made.peer, us];
  const terms = isOurs ? made.terms : mirroredTerms(made.terms);
  return explained({
    id: made.offer,
    type: "Offer",
    actor: subject,
    published: isoInstant(made.offered),
    to: [object],
    object: present({
      id: made.relationship,
      type: "Relationship",
      subject,
      relationship: ALLY_OF,
      object,
      content: terms.purpose === undefined ? undefined : paragraph([escapeText(terms.purpose)]),
      lastDay: terms.until,
      sharing: sharingOf(terms),
    }),
  });
}

const sharingOf = ({ grid }: AllyTerms): JsonObject[] =>
  SHARED_KINDS.map((kind) => ({
    sharedKind: kind,
    fromSubject: grid[kind].send,
    fromObject: grid[kind].accept,
    passOn: grid[kind].passOn,
  }));

interface Saying {
  readonly id: ActivityId;
  readonly us: ActorId;
  readonly made: OfferedAlliance;
}

/** Yes or no to their Offer, which is repeated whole: so it is these terms that are accepted, and no others. */
export const allyAnswer = (type: "Accept" | "Reject", { id, us, made }: Saying): JsonObject =>
  explained({ id, type, actor: us, to: [made.peer], object: bare(allyOffer(us, made)) });

/**
 * The end: of our Offer, or of our Accept of theirs. The Offer is repeated whole, so that whoever hears of the end first
 * knows what it is the end of.
 */
export function allyUndo({ id, us, made, answer }: Saying & Pick<Ally, "answer">): JsonObject {
  const offer = bare(allyOffer(us, made));
  const isOurs = made.offeredBy === "us" || answer === undefined;
  const undone = isOurs ? offer : { id: answer, type: "Accept", actor: us, object: offer };
  return explained({ id, type: "Undo", actor: us, to: [made.peer], object: undone });
}

/** How we stand with a peer, for that peer alone, who asks for it once a day. */
export function allyPage(id: string, us: ActorId, ally: Ally): JsonObject {
  return explained({
    id,
    type: "Relationship",
    subject: us,
    relationship: ALLY_OF,
    object: ally.peer,
    allyState: ally.state,
    updated: isoInstant(ally.since),
    offer: bare(allyOffer(us, ally)),
  });
}

const explained = (document: JsonObject): JsonObject => ({ "@context": contextFor(document), ...document });

function bare(offer: JsonObject): JsonObject {
  const { "@context": _, ...rest } = offer;
  return rest;
}
