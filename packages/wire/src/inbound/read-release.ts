import {
  dateOf,
  err,
  isoInstant,
  languageTag,
  ok,
  originOf,
  releaseFault,
  UNDETERMINED,
  type Bulletin,
  type BulletinAudience,
  type LanguageTag,
  type Release,
  type Result,
  type Timestamp,
} from "@commonhall/domain";
import { z } from "zod";
import { addressesOf } from "../addresses.ts";
import { bareRelease, codesOf, isPad } from "../bulletins/release-document.ts";
import { releaseContent } from "../bulletins/release-content.ts";
import { faultIn, groupShape, policyText, releaseId, tableShape } from "../bulletins/release-shapes.ts";
import { isJsonObject, without, type JsonObject } from "../json.ts";
import { plainText } from "../text/html.ts";
import { timestamp } from "./shapes.ts";
import type { InboundFields, InboundObject } from "./types.ts";

/** A bulletin, a table or a heartbeat of somebody else's. */
export interface InboundRelease {
  readonly release: Release;
  readonly published: Timestamp;
  readonly policy: string;
  /** What it says it is in. */
  readonly language: LanguageTag;
}

export const RELEASE_KINDS = ["Bulletin", "StatTable", "Heartbeat"] as const;
type ReleaseKind = (typeof RELEASE_KINDS)[number];

/**
 * A release as its author's server tells it, or why it is none: a field that no release has, a code of no list, what no
 * engine says. Nobody asks what else it may mean. The reason holds nothing of the document, and may stand in a log.
 */
export function readRelease(
  json: JsonObject,
  kind: ReleaseKind,
  audience: BulletinAudience,
): Result<InboundRelease, string> {
  const parsed = SHAPES[kind].safeParse(json);
  if (!parsed.success) return err(faultIn(parsed.error));
  const { data } = parsed;
  if (data.published === undefined || isoInstant(data.published) !== json["published"]) return err("it has no date");
  const { published, contentMap, policy } = data;
  const release = releaseIn(data, published, audience);
  const fault = releaseFault(release, published) ?? codesFault(data, release);
  if (fault !== undefined) return err(fault);
  const [first = UNDETERMINED] = Object.keys(contentMap).flatMap((tag) => languageTag(tag) ?? []);
  return ok({ release, published, policy, language: first });
}

/** What it says, without markup, in its own language: made of the codes, whatever its content says. */
export const releaseText = ({ release, language }: InboundRelease): string =>
  plainText(releaseContent(release, language, "").replace(/<p><a .*$/s, ""));

const text = z.string();
const head = {
  "@context": z.unknown().optional(),
  id: z.string(),
  type: z.literal("Note"),
  attributedTo: z.string(),
  published: timestamp,
  content: text,
  contentMap: z.record(text, text),
  url: z.string(),
  pad: text.refine(isPad).optional(),
  interactionPolicy: z.unknown().optional(),
  to: z.union([text, z.array(text)]),
  cc: z.union([text, z.array(text)]).optional(),
  proof: z.unknown().optional(),
};
const codes = { regions: z.array(text), sectors: z.array(text) };
const terms = { reshare: z.literal("members"), releasePolicy: policyText };

const lastPart = (id: string) => id.split("/").at(-1) ?? "";
const withId = (data: { readonly id: string }, context: z.RefinementCtx): string => {
  const uuid = releaseId.safeParse(lastPart(data.id));
  if (uuid.success) return uuid.data;
  context.addIssue({ code: "custom", path: ["id"], message: "is no random UUID" });
  return z.NEVER;
};

const SHAPES = {
  Bulletin: z
    .strictObject({
      ...head,
      ...codes,
      kind: z.literal("Bulletin"),
      group: z.strictObject({ ...groupShape, ...terms }),
    })
    .transform((data, context) => {
      const { reshare: _, releasePolicy: policy, ...group } = data.group;
      return { ...data, uuid: withId(data, context), policy, said: { type: "bulletin" as const, group } };
    }),
  StatTable: z
    .strictObject({
      ...head,
      ...codes,
      kind: z.literal("StatTable"),
      group: z.strictObject({ ...tableShape, ...terms }),
    })
    .transform((data, context) => {
      const { reshare: _, releasePolicy: policy, ...table } = data.group;
      return { ...data, uuid: withId(data, context), policy, said: { type: "statistics" as const, table } };
    }),
  Heartbeat: z.strictObject({ ...head, kind: z.literal("Heartbeat") }).transform((data, context) => ({
    ...data,
    regions: undefined,
    sectors: undefined,
    uuid: withId(data, context),
    policy: "",
    said: { type: "heartbeat" as const },
  })),
};

type Data = z.infer<(typeof SHAPES)[ReleaseKind]>;

function releaseIn({ said, uuid: id }: Data, published: Timestamp, audience: BulletinAudience): Release {
  const released = dateOf(published);
  switch (said.type) {
    case "bulletin": {
      const bulletin: Bulletin = { ...said.group, released, id, audience };
      return { type: "bulletin", bulletin };
    }
    case "statistics":
      return { type: "statistics", id, table: { ...said.table, released } };
    case "heartbeat":
      return { type: "heartbeat", id };
  }
}

/** Feeds and filters go by these, so they say what the group says. */
function codesFault({ regions, sectors }: Data, release: Release): string | undefined {
  const due = codesOf(release);
  const isSame = (one: readonly string[] | undefined, other: readonly string[] | undefined): boolean =>
    JSON.stringify(one) === JSON.stringify(other);
  return isSame(regions, due.regions) && isSame(sectors, due.sectors)
    ? undefined
    : "its codes are not those of its group";
}

/**
 * What is kept of somebody else's release: made anew of its codes, in its own languages. Of what its author wrote in the
 * place of words nothing is kept, so nobody can say anything here that is no code.
 */
export function receivedRelease({ stored, to }: InboundObject, read: InboundRelease): InboundFields {
  const { release, published, policy } = read;
  const json: unknown = JSON.parse(stored.document);
  const map = isJsonObject(json) ? json["contentMap"] : undefined;
  const tags = isJsonObject(map) ? Object.keys(map).flatMap((tag) => languageTag(tag) ?? []) : [];
  const languages = [...new Set([read.language, ...tags])].slice(0, MOST_LANGUAGES);
  const document = bareRelease({
    id: stored.id,
    by: stored.attributedTo,
    method: addressesOf({ origin: originOf(stored.id), handleHost: "" }).howCounted(),
    published,
    release,
    audience: stored.reach === "public" ? "public" : "allies",
    policy,
    languages,
    to: to.slice(0, 1),
  });
  return { ...stored, document: JSON.stringify(without(document, "pad")) };
}

const MOST_LANGUAGES = 20;
