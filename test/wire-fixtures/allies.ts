import { gridOf, mirroredTerms, plainDate, type AllyTerms, type OfferedAlliance } from "@commonhall/domain";
import { allyAnswer, allyOffer, allyUndo, isJsonObject, without, type JsonObject } from "@commonhall/wire";
import type { Accepted } from "./accepted.ts";
import type { Refused } from "./refused.ts";
import { ally, ALLY_CENTRE, centre, hall, PUBLISHED, uuid } from "./story.ts";

/** Two centres become allies, and end it. None of it has a proof: who else gets it can show it to nobody as genuine. */

const until = plainDate("2027-11-22");

const offered: AllyTerms = {
  grid: gridOf((kind) => ({ send: true, accept: kind !== "bulletins", passOn: kind === "campaigns" })),
  purpose: "For joint calls and early warning on BuildCo.",
  ...(until === undefined ? {} : { until }),
};

/** As the one who offers sees it, and as the hall does. */
const theirs: OfferedAlliance = {
  peer: centre.id,
  offer: ally.activity(uuid(150)),
  relationship: ally.alliance(uuid(151)),
  offeredBy: "us",
  offered: PUBLISHED,
  terms: offered,
};
const ours: OfferedAlliance = { ...theirs, peer: ALLY_CENTRE, offeredBy: "them", terms: mirroredTerms(offered) };

const answer = hall.activity(uuid(152));
const offer = allyOffer(ALLY_CENTRE, theirs);
const accept = allyAnswer("Accept", { id: answer, us: centre.id, made: ours });
const end = allyUndo({ id: ally.activity(uuid(154)), us: ALLY_CENTRE, made: theirs });

export const ALLIES: readonly Accepted[] = [
  {
    file: "activities/offer-ally.json",
    about: "A centre offers to be allies: what either sends the other, of which kinds, until when, and why.",
    document: offer,
  },
  {
    file: "activities/offer-ally-plain.json",
    about:
      "The same with nothing said of terms: everything goes both ways and stays between the two, until one ends it.",
    document: { ...offer, object: withoutAll(relationshipIn(offer), ["sharing", "lastDay", "content"]) },
  },
  {
    file: "activities/accept-ally.json",
    about: "Yes to exactly this Offer, which is repeated whole.",
    document: accept,
  },
  {
    file: "activities/reject-ally.json",
    about: "No to it.",
    document: allyAnswer("Reject", { id: hall.activity(uuid(153)), us: centre.id, made: ours }),
  },
  {
    file: "activities/undo-offer-ally.json",
    about: "The one who offered ends it; whoever has not heard of the Offer yet can see what this is the end of.",
    document: end,
  },
  {
    file: "activities/undo-accept-ally.json",
    about: "The one who accepted ends it.",
    document: allyUndo({ id: hall.activity(uuid(155)), us: centre.id, made: ours, answer }),
  },
];

export const REFUSED_ALLIES: readonly Refused[] = [
  refused("ally-of-another", "Offers the Relationship of somebody else.", {
    document: withRelationship({ subject: "https://third.example/centres/third" }),
    refusal: { type: "foreign origin", field: "object.subject" },
  }),
  refused("ally-without-time", "Nobody can tell which of two Offers is the later one.", {
    document: without(offer, "published"),
    refusal: { type: "missing", field: "published" },
  }),
  refused("ally-last-day", "A last day that is none.", {
    document: withRelationship({ lastDay: "2027-02-30" }),
    refusal: { type: "malformed", field: "object.lastDay" },
  }),
  refused("ally-perhaps", "Terms that are neither yes nor no.", {
    document: withRelationship({ sharing: [{ sharedKind: "calls", fromSubject: "perhaps", fromObject: true }] }),
    refusal: { type: "malformed", field: "object.sharing" },
  }),
  refused("ally-twice-said", "Two things are said of one kind.", {
    document: withRelationship({ sharing: [cell(true), cell(false)] }),
    refusal: { type: "malformed", field: "object.sharing" },
  }),
  refused("ally-ended-by-another", "An end of someone else's Offer.", {
    document: {
      ...end,
      id: "https://third.example/activities/1",
      actor: "https://third.example/centres/third",
    },
    refusal: { type: "foreign origin", field: "object.id" },
  }),
  refused("ally-ended-in-another-name", "An end by somebody on the same host as the one who offered.", {
    document: { ...end, actor: ally.node() },
    refusal: { type: "foreign origin", field: "object.actor" },
  }),
];

function cell(fromSubject: boolean): JsonObject {
  return { sharedKind: "calls", fromSubject, fromObject: true };
}

function relationshipIn({ object }: JsonObject): JsonObject {
  if (!isJsonObject(object)) throw new Error("No Relationship");
  return object;
}

function withRelationship(change: JsonObject): JsonObject {
  return { ...offer, object: { ...relationshipIn(offer), ...change } };
}

function refused(name: string, about: string, said: { document: JsonObject; refusal: Refused["refusal"] }): Refused {
  return {
    file: `refused/${name}.json`,
    about,
    text: `${JSON.stringify(said.document, null, 2)}\n`,
    refusal: said.refusal,
  };
}

function withoutAll(document: JsonObject, keys: readonly string[]): JsonObject {
  return keys.reduce((rest, key) => without(rest, key), document);
}
