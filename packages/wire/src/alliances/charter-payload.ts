import { createHash } from "node:crypto";
import {
  actorId,
  charterHash,
  checkCharter,
  err,
  languagesOf,
  MOST_MEMBERS,
  MOST_VERSIONS,
  multikey,
  objectId,
  ok,
  originOf,
  plainDate,
  SHARED_KINDS,
  textsFrom,
  trusted,
  languageTag,
  type Charter,
  type CharterHash,
  type CharterVersion,
  type LanguageTag,
  type ObjectId,
  type Result,
  type Texts,
} from "@commonhall/domain";
import serialize from "canonicalize";
import { z } from "zod";
import { parseDocument } from "../inbound/parse-document.ts";
import { defined } from "../inbound/shapes.ts";
import { present, type JsonObject } from "../json.ts";
import type { StatementFault } from "./statement-fault.ts";

/** With two hundred signatures a version of this size stays below what a document of ours may have. */
export const PAYLOAD_LIMIT = 30_000;

/** The exact text that is signed: RFC 8785 over these fields, absent where there is nothing to say. */
export function charterPayload(charter: Charter): string {
  const { version, home, alliance, before, language, name, purpose, public: isPublic, until } = charter;
  const { terms, members, settles, leaves } = charter;
  return canonical(
    present({
      kind: "charter",
      version,
      home,
      alliance,
      before,
      language,
      name,
      purpose,
      public: isPublic,
      terms: present({
        kinds: Object.fromEntries(SHARED_KINDS.flatMap((kind) => kindTerms(terms.kinds[kind], kind))),
        retention: terms.retention,
      }),
      until,
      members: members.map(({ id, key }) => ({ id, key })),
      settles: settles.length === 0 ? undefined : settles,
      leaves: leaves.length === 0 ? undefined : leaves.map(({ member, leave }) => ({ member, leave })),
    }),
  );
}

const kindTerms = (terms: Charter["terms"]["kinds"]["calls"], kind: string): [string, JsonObject][] =>
  terms === undefined ? [] : [[kind, { from: terms.from, passOn: terms.passOn }]];

export const hashOfPayload = (payload: string): CharterHash =>
  trusted.charter(createHash("sha256").update(payload, "utf8").digest("hex"));

/** The alliance is named after its first version, so nobody can give its name to another. */
export const allianceIdOf = (home: string, first: CharterHash): ObjectId =>
  trusted.object(`${home}/alliances/${first}`);

export function versionFromCharter(charter: Charter): CharterVersion {
  const hash = hashOfPayload(charterPayload(charter));
  return { hash, alliance: charter.alliance ?? allianceIdOf(charter.home ?? "", hash), charter };
}

/** Strict: what this program does not know of is not signed by it and counts for nothing. */
export function readCharter(payload: string): Result<CharterVersion, StatementFault> {
  if (Buffer.byteLength(payload) > PAYLOAD_LIMIT) return err({ type: "too large", limit: PAYLOAD_LIMIT });
  const json = parseDocument(payload);
  const parsed = schema.safeParse(json.ok ? json.value : undefined);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return err({ type: "malformed", field: issue?.path.join(".") ?? "", detail: issue?.message ?? "" });
  }
  const charter = charterFrom(parsed.data);
  if (charter === undefined) return err({ type: "malformed", field: "before", detail: "says not what it builds on" });
  const fit = checkCharter(charter);
  if (!fit.ok) return err({ type: "unfit", why: fit.error.type });
  const isCanonical = isInOrder(charter) && charterPayload(charter) === payload;
  return isCanonical ? ok(versionFromCharter(charter)) : err({ type: "not canonical" });
}

const branded = <T extends string>(brand: (text: string) => T | undefined) =>
  z.string().transform((text, context): T => {
    const value = brand(text);
    if (value !== undefined) return value;
    context.addIssue("cannot be read");
    return z.NEVER;
  });

/** An id is compared as text, so it has to be written as a URL parser writes it. */
const asWritten = <T extends string>(brand: (text: string) => T | undefined) =>
  branded((text) => (URL.canParse(text) && new URL(text).href === text ? brand(text) : undefined));

const texts = z.record(z.string(), z.string()).transform((map, context): Texts => {
  const read = textsFrom(map);
  if (read.ok) return read.value;
  context.addIssue(read.error.type);
  return z.NEVER;
});

const member = asWritten(actorId);
const kind = z.strictObject({
  from: z.union([z.literal("all"), z.array(member).min(1).max(MOST_MEMBERS)]),
  passOn: z.boolean(),
});

const schema = z.strictObject({
  kind: z.literal("charter"),
  version: z.int().min(1).max(MOST_VERSIONS),
  home: branded((text) => (URL.canParse(text) && originOf(text) === text ? text : undefined)).optional(),
  alliance: asWritten(objectId).optional(),
  before: branded(charterHash).optional(),
  language: branded(languageTag),
  name: texts,
  purpose: texts,
  public: z.boolean(),
  terms: z.strictObject({
    kinds: z.strictObject({ campaigns: kind.optional(), calls: kind.optional(), bulletins: kind.optional() }),
    retention: z.int().optional(),
  }),
  until: branded(plainDate),
  members: z.array(z.strictObject({ id: member, key: branded(multikey) })).max(MOST_MEMBERS),
  settles: z.array(branded(charterHash)).min(1).max(MOST_VERSIONS).optional(),
  leaves: z
    .array(z.strictObject({ member, leave: branded(charterHash) }))
    .min(1)
    .max(MOST_VERSIONS)
    .optional(),
});

/** The first version names an origin, every later one an alliance and a version of it; undefined for anything else. */
function charterFrom(read: z.infer<typeof schema>): Charter | undefined {
  const { kind: _, settles = [], leaves = [], terms, name, purpose, ...rest } = read;
  const { version, home, alliance, before, language } = rest;
  const isFirst = version === 1 && home !== undefined && alliance === undefined && before === undefined;
  const isLater = version > 1 && home === undefined && alliance !== undefined && before !== undefined;
  if (!isLater && !(isFirst && settles.length + leaves.length === 0)) return undefined;
  return {
    ...defined(rest),
    terms: defined({ ...terms, kinds: defined(terms.kinds) }),
    name: firstIn(language, name),
    purpose: firstIn(language, purpose),
    settles,
    leaves,
  };
}

/** The canonical form puts languages in alphabetical order; the one that a text was written in comes first again. */
const firstIn = (language: LanguageTag, texts: Texts): Texts =>
  Object.fromEntries(
    [language, ...languagesOf(texts)].flatMap((tag) => (texts[tag] === undefined ? [] : [[tag, texts[tag]]])),
  );

/** Lists that mean sets have one order, so that who says the same signs the same. */
const isInOrder = ({ members, settles, leaves, terms }: Charter): boolean =>
  [
    members.map(({ id }) => id),
    settles,
    leaves.map(({ leave }) => leave),
    ...SHARED_KINDS.map((kind) => terms.kinds[kind]?.from ?? "all").filter((from) => from !== "all"),
  ].every((list: readonly string[]) => list.every((one, at) => at === 0 || (list[at - 1] ?? "") < one));

function canonical(json: JsonObject): string {
  const text = serialize(json);
  if (text === undefined) throw new Error("Nothing to write");
  return text;
}
