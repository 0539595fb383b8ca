import {
  actorId,
  asObject,
  err,
  firstLanguage,
  firstText,
  inboxUrl,
  objectId,
  ok,
  sameOrigin,
  textIn,
  type ActorId,
  type Result,
} from "@commonhall/domain";
import { z } from "zod";
import type { JsonObject, JsonValue } from "../json.ts";
import { plainText } from "../text/html.ts";
import { readKeys } from "./actor-keys.ts";
import { cutOut, isTooDeep, parseDocument } from "./parse-document.ts";
import { readCampaign } from "./read-campaign.ts";
import { languageOf, textsIn } from "./languages.ts";
import { oneLine, safeUsername } from "./safe-text.ts";
import { foreign } from "./said.ts";
import { defined, listOf, optional, refusal, required, several, text, timestamp, typeOutOf, word } from "./shapes.ts";
import type { InboundFields, ParsedActor, WireError } from "./types.ts";

export const ACTOR_TYPES: ReadonlySet<string> = new Set(["Person", "Organization", "Group", "Application", "Service"]);

/** Nobody belongs to more federations; what comes after is passed over. */
const MOST_ATTESTATIONS = 10;
const LONGEST_ATTESTATION = 4096;

const tokens = z
  .unknown()
  .optional()
  .transform((value): readonly string[] =>
    listOf(value)
      .slice(0, MOST_ATTESTATIONS)
      .filter((item) => typeof item === "string")
      .filter((item) => item.length <= LONGEST_ATTESTATION),
  );

const actorSchema = z.object({
  id: required(actorId),
  type: typeOutOf(ACTOR_TYPES),
  kind: word(["Campaign", "Feed"]),
  preferredUsername: text,
  inbox: required(inboxUrl),
  outbox: optional(inboxUrl),
  endpoints: z.object({ sharedInbox: optional(inboxUrl) }).catch({ sharedInbox: undefined }),
  published: timestamp,
  updated: timestamp,
  attestations: tokens,
  affiliates: optional(objectId),
  organisers: optional(objectId),
  migration: optional(objectId),
  alsoKnownAs: several(actorId),
  movedTo: optional(actorId),
});

type ActorFields = z.infer<typeof actorSchema>;

const LONGEST_NAME = 200;
const LONGEST_SUMMARY = 500;

/**
 * An actor as its own server tells it. Its inbox is of one origin with it, or the actor is refused: else whoever follows
 * it could be made to post to a third party. A shared inbox or an outbox elsewhere is passed over for the same reason.
 */
export function parseActor(json: JsonObject): Result<ParsedActor, WireError> {
  return isTooDeep(json) ? err({ type: "too deep" }) : readActor(json);
}

export function readActor(json: JsonObject, context?: JsonValue): Result<ParsedActor, WireError> {
  const parsed = actorSchema.safeParse(json);
  if (!parsed.success) return err(refusal(parsed.error));
  const fields = parsed.data;
  if (!ACTOR_TYPES.has(fields.type)) return malformed("type", `${oneLine(fields.type, 40)} is no type of actor`);
  if (!sameOrigin(fields.inbox, fields.id)) return foreign("inbox", fields.inbox, fields.id);
  const preferredUsername = usernameOf(fields);
  if (preferredUsername === undefined) return malformed("preferredUsername", "is longer than 100 characters");
  const { id, type, kind, inbox, published, updated } = fields;
  const { name, summaryText } = readTexts(json, preferredUsername);
  const own = (url: string | undefined): string | undefined =>
    url !== undefined && sameOrigin(url, id) ? url : undefined;
  const sharedInbox = inboxUrl(own(fields.endpoints.sharedInbox) ?? "");
  const document = cutOut(json, context);
  const remote: ParsedActor["remote"] = defined({
    id,
    type,
    kind,
    name,
    inbox,
    sharedInbox,
    outbox: own(fields.outbox),
    document,
  });
  const campaign = type === "Group" && kind === "Campaign" ? readCampaign(json, name) : undefined;
  const { attestations, alsoKnownAs, movedTo } = fields;
  const collections = {
    affiliates: own(fields.affiliates),
    organisers: own(fields.organisers),
    migration: own(fields.migration),
  };
  const told = { summaryText, published, updated, campaign, attestations, alsoKnownAs, movedTo, ...collections };
  return ok(defined({ remote, preferredUsername, keys: readKeys(json, id), ...told }));
}

const malformed = (field: string, detail: string): Result<never, WireError> =>
  err({ type: "malformed", field, detail });

/** The actors of whole servers have a host and no name (Lemmy). */
function usernameOf({ id, preferredUsername = "" }: ActorFields): string | undefined {
  return safeUsername(preferredUsername.trim() === "" ? new URL(id).hostname : preferredUsername);
}

function readTexts(json: JsonObject, username: string): { name: string; summaryText: string } {
  const otherwise = languageOf(json);
  const names = textsIn(json["name"], json["nameMap"], otherwise);
  const summaries = textsIn(json["summary"], json["summaryMap"], otherwise);
  const name = oneLine(names === undefined ? "" : firstText(names), LONGEST_NAME);
  const language = names === undefined ? otherwise : firstLanguage(names);
  const summary = summaries === undefined ? "" : textIn(summaries, [language]).text;
  return { name: name === "" ? username : name, summaryText: oneLine(plainText(summary), LONGEST_SUMMARY) };
}

/**
 * The Group of a campaign as an object among others: what lists show. It does not name its centre, so `centre` is who
 * told of it; its opening post, which has the centre as its author, says so. Undefined for any other actor.
 */
export function campaignObject(actor: ParsedActor, centre: ActorId): InboundFields | undefined {
  const { remote, campaign, published, updated, summaryText } = actor;
  if (campaign === undefined) return undefined;
  return defined({
    id: asObject(remote.id),
    kind: "campaign" as const,
    type: remote.type,
    attributedTo: centre,
    campaign: remote.id,
    published,
    updated,
    language: firstLanguage(campaign.names),
    text: oneLine([remote.name, summaryText].filter((part) => part !== "").join(" · "), LONGEST_SUMMARY),
    document: remote.document,
    reach: "public" as const,
  });
}

/**
 * The node that a centre is on: the Application which its document names as `generator` (FEP-844e), of one origin with it.
 * It signs what the node fetches.
 */
export function nodeOfActor(document: string): ActorId | undefined {
  const json = parseDocument(document);
  if (!json.ok) return undefined;
  const { id, generator } = nodeSchema.parse(json.value);
  return id !== undefined && generator !== undefined && sameOrigin(id, generator) ? generator : undefined;
}

const nodeSchema = z.object({ id: optional(actorId), generator: optional(actorId) });

/** Where it says how it stands with others; of one origin with it. */
export function alliesOfActor(document: string): string | undefined {
  const json = parseDocument(document);
  if (!json.ok) return undefined;
  const { id, allies } = alliesSchema.parse(json.value);
  return id !== undefined && allies !== undefined && sameOrigin(id, allies) ? allies : undefined;
}

const alliesSchema = z.object({ id: optional(actorId), allies: optional(inboxUrl) });
