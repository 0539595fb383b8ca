import {
  actorId,
  err,
  firstLanguage,
  objectId,
  ok,
  sameOrigin,
  textIn,
  UNDETERMINED,
  type ActorId,
  type Kind,
  type Result,
  type StoredObject,
  type Texts,
  type Timestamp,
} from "@commonhall/domain";
import { z } from "zod";
import { PUBLIC } from "../activities/activities.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { plainText } from "../text/html.ts";
import { languageOf, textsIn } from "./languages.ts";
import { cutOut, isTooDeep } from "./parse-document.ts";
import { readCall } from "./read-call.ts";
import { readRelease, releaseText, RELEASE_KINDS, type InboundRelease } from "./read-release.ts";
import { oneLine } from "./safe-text.ts";
import { foreign } from "./said.ts";
import {
  addressees,
  defined,
  listOf,
  optional,
  refusal,
  required,
  several,
  text,
  timestamp,
  typeIn,
  typeOutOf,
  word,
} from "./shapes.ts";
import type { InboundFields, InboundObject, WireError } from "./types.ts";

/** What somebody says, in any of the types in which servers say it. */
export const OBJECT_TYPES: ReadonlySet<string> = new Set([
  "Note",
  "Article",
  "Page",
  "Event",
  "Question",
  "Proposal",
  "Image",
  "Video",
  "Audio",
  "Document",
]);

const KINDS_ON_THE_WIRE = {
  Campaign: "campaign",
  CampaignPost: "post",
  CampaignAction: "action",
  SolidarityCall: "call",
  Bulletin: "bulletin",
  StatTable: "statistics",
  // A release that says nothing: on its way it is treated like one that says something.
  Heartbeat: "bulletin",
} as const satisfies Record<string, Kind>;

/** What it is and who says so: the part that may be refused. */
const headSchema = z.object({
  id: required(objectId),
  type: typeOutOf(OBJECT_TYPES),
  attributedTo: several(actorId),
  actor: several(actorId),
});

/** Everything else, none of which is refused: what is odd in it is passed over. */
const bodySchema = z.object({
  // What says that it is a release beside something else is read as one, strictly.
  kind: word([...RELEASE_KINDS, "Campaign", "CampaignPost", "CampaignAction", "SolidarityCall"]),
  context: optional(actorId),
  audience: optional(actorId),
  inReplyTo: optional(objectId),
  published: timestamp,
  updated: timestamp,
  startTime: timestamp,
  mediaType: text,
  alsoKnownAs: several(objectId),
  to: addressees,
  cc: addressees,
});

type Head = z.infer<typeof headSchema>;
type Body = z.infer<typeof bodySchema>;

/**
 * An object as its author's server tells it. Its author is the first of `attributedTo` that is of one origin with it,
 * `author` where one is expected; without an `attributedTo` it is whom Mobilizon names as `actor`. What the texts are
 * in is read from their maps. `context` is put in where the object, cut out of an activity, has none of its own.
 */
export function parseObject(json: JsonObject, context?: JsonValue): Result<InboundObject, WireError> {
  if (isTooDeep(json)) return err({ type: "too deep" });
  if (isActivity(json)) return err({ type: "malformed", field: "type", detail: "is that of an activity" });
  return readObject(json, { context });
}

/** It tells of something else, as an Announce does: where an object is looked for, it is none. */
export const isActivity = (json: JsonObject): boolean =>
  json["object"] !== undefined &&
  json["actor"] !== undefined &&
  !OBJECT_TYPES.has(typeIn(json["type"], OBJECT_TYPES) ?? "");

export interface Surroundings {
  readonly context?: JsonValue | undefined;
  /** Who has to be among the authors. */
  readonly author?: ActorId;
}

export function readObject(json: JsonObject, { context, author }: Surroundings): Result<InboundObject, WireError> {
  const parsed = headSchema.safeParse(json);
  if (!parsed.success) return err(refusal(parsed.error));
  const head = parsed.data;
  const by = authorOf(head, author);
  if (!by.ok) return by;
  // Whoever only asks who may say what, as the inbox does a thousand times a second, needs nothing of the rest.
  let read: InboundObject | undefined;
  const rest = (): InboundObject => {
    read ??= readRest(json, { ...head, author: by.value }, context);
    return read;
  };
  return ok({
    type: "object",
    get stored() {
      return rest().stored;
    },
    get to() {
      return rest().to;
    },
    get cc() {
      return rest().cc;
    },
    get audience() {
      return rest().audience;
    },
    get hasProof() {
      return rest().hasProof;
    },
    get alsoKnownAs() {
      return rest().alsoKnownAs;
    },
    get call() {
      return rest().call;
    },
    get release() {
      return rest().release;
    },
  });
}

interface Known extends Pick<Head, "id" | "type"> {
  readonly author: ActorId;
}

function readRest(json: JsonObject, { id, type, author }: Known, context: JsonValue | undefined): InboundObject {
  const body = bodySchema.parse(json);
  const { to, cc, inReplyTo, published, updated, alsoKnownAs } = body;
  const call = body.kind === "SolidarityCall" ? readCall(json, id, author) : undefined;
  // A call that does not say until when is one of those notes that anybody writes.
  const kind = body.kind === "SolidarityCall" && call === undefined ? undefined : body.kind;
  const reach = [...to, ...cc].includes(PUBLIC) ? ("public" as const) : ("limited" as const);
  const releaseKind = RELEASE_KINDS.find((one) => one === kind);
  const release =
    releaseKind === undefined ? undefined : readRelease(json, releaseKind, reach === "public" ? "public" : "allies");
  const stored: InboundFields = defined({
    id,
    kind: kind === undefined ? ("note" as const) : KINDS_ON_THE_WIRE[kind],
    type,
    attributedTo: author,
    campaign: kind === undefined ? undefined : (body.context ?? body.audience),
    inReplyTo,
    published,
    updated,
    starts: type === "Event" || kind === "CampaignAction" ? body.startTime : undefined,
    ...(release === undefined
      ? readTexts(json, { type, mediaType: body.mediaType }, context)
      : textsOfRelease(release)),
    document: cutOut(json, context),
    reach,
  });
  return {
    type: "object",
    stored,
    to,
    cc,
    audience: body.audience,
    hasProof: hasProof(json),
    alsoKnownAs,
    call,
    release,
  };
}

/** None but those that are made of its codes. */
const textsOfRelease = (release: Result<InboundRelease, string>): Pick<InboundFields, "language" | "text"> =>
  release.ok
    ? { language: release.value.language, text: oneLine(releaseText(release.value), LONGEST_TEXT) }
    : { language: UNDETERMINED, text: "" };

/** Of one origin with the object (FEP-fe34), so that its server may speak for it. */
function authorOf(fields: Head, expected: ActorId | undefined): Result<ActorId, WireError> {
  const { id, attributedTo, actor } = fields;
  const named = attributedTo.length > 0 ? attributedTo : actor;
  if (expected !== undefined && !sameOrigin(id, expected)) return foreign("id", id, expected);
  const author =
    expected === undefined ? named.find((one) => sameOrigin(one, id)) : named.find((one) => one === expected);
  if (author !== undefined) return ok(author);
  if (named[0] !== undefined) return foreign("attributedTo", named[0], expected ?? id);
  return expected === undefined ? err({ type: "missing", field: "attributedTo", detail: "is missing" }) : ok(expected);
}

const LONGEST_TEXT = 500;
/** More markup than this is never needed for five hundred characters of text. */
const MARKUP_READ = 20_000;

/**
 * The language of the object and the text for lists. The summary of a Note is a content warning (wire.md 11) and stands
 * before what it warns of; that of anything else stands for a text that is not there.
 */
function readTexts(
  json: JsonObject,
  fields: Pick<Head, "type"> & Pick<Body, "mediaType">,
  context: JsonValue | undefined,
): Pick<InboundFields, "language" | "text"> {
  const otherwise = languageOf(json, context);
  const names = textsIn(json["name"], json["nameMap"], otherwise);
  const contents = textsIn(json["content"], json["contentMap"], otherwise);
  const summaries = textsIn(json["summary"], json["summaryMap"], otherwise);
  const original = contents ?? names ?? summaries;
  const language = original === undefined ? otherwise : firstLanguage(original);
  const said = (texts: Texts | undefined): string => (texts === undefined ? "" : textIn(texts, [language]).text);
  const isMarkup = fields.mediaType === undefined || fields.mediaType.startsWith("text/html");
  const withoutMarkup = (html: string): string => plainText(html.slice(0, MARKUP_READ));
  const content = isMarkup ? withoutMarkup(said(contents)) : said(contents);
  const summary = withoutMarkup(said(summaries));
  const body = fields.type === "Note" ? [summary, content] : [content === "" ? summary : content];
  const parts = [said(names), ...body].filter((part) => part.trim() !== "");
  return { language, text: oneLine(parts.join(" · "), LONGEST_TEXT) };
}

function hasProof(json: JsonObject): boolean {
  return listOf(json["proof"]).some(isJsonObject);
}

/**
 * What the receiver keeps. Nothing was published after it came: a date from the future, which would stand above
 * everything else for as long as its sender likes, becomes the time of arrival.
 */
export function toStoredObject(fields: InboundFields, received: Timestamp): StoredObject {
  const { published, updated, ...rest } = fields;
  const times = {
    published: Math.min(published ?? received, received),
    updated: updated === undefined ? undefined : Math.min(updated, received),
  };
  return { ...rest, ...defined(times), local: false };
}
