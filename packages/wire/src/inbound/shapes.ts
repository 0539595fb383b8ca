import { z } from "zod";
import { PUBLIC } from "../activities/activities.ts";
import { isJsonObject } from "../json.ts";
import type { WireError } from "./types.ts";

/**
 * The pieces that schemas of received documents are made of. What a document cannot be understood without is required
 * and refused where it is odd; everything else is taken where it has the documented form and else passed over, because
 * other programs may say there whatever they like.
 */

const AS = "https://www.w3.org/ns/activitystreams#";
const MISSING = "is missing";

/** ActivityStreams lets a single value stand for a list of one. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** Nobody names more authors, recipients or languages; what comes after is passed over, unread. */
export const MOST_LISTED = 1000;

/** What stands there, as far as anybody reads it: looking at a hundred thousand addresses takes a second. */
export const listed = (value: unknown): readonly unknown[] => listOf(value).slice(0, MOST_LISTED);

/** The id itself, or that of the object that stands in its place. */
export function referenceIn(value: unknown): string | undefined {
  const text = isJsonObject(value) ? value["id"] : value;
  return typeof text === "string" ? text : undefined;
}

/** Absent or whatever it is: the transformation decides. */
const anything = z.unknown().optional();

/** Exactly one id: bare, of an embedded object, or either alone in a list. */
export const required = <T extends string>(brand: (text: string) => T | undefined) =>
  anything.transform((value, context): T => {
    const [only, ...more] = listOf(value);
    const text = more.length === 0 ? referenceIn(only) : undefined;
    const id = text === undefined ? undefined : brand(text);
    if (id !== undefined) return id;
    context.addIssue(only === undefined || only === "" ? MISSING : "is not one absolute http(s) address");
    return z.NEVER;
  });

/** The first usable id of those that stand there. */
export const optional = <T extends string>(brand: (text: string) => T | undefined) =>
  anything.transform((value): T | undefined => referencesIn(value, brand)[0]);

/** All usable ids of those that stand there. */
export const several = <T extends string>(brand: (text: string) => T | undefined) =>
  anything.transform((value): readonly T[] => referencesIn(value, brand));

export function referencesIn<T extends string>(value: unknown, brand: (text: string) => T | undefined): readonly T[] {
  return listed(value).flatMap((item) => {
    const text = referenceIn(item);
    const id = text === undefined ? undefined : brand(text);
    return id === undefined ? [] : [id];
  });
}

/** `to` and `cc`, with everybody in one form: the collection is written in three ways (ActivityPub 5.6). */
export const addressees = anything.transform((value): readonly string[] =>
  listed(value).flatMap((item) => {
    const text = referenceIn(item);
    if (text === undefined) return [];
    return text === "as:Public" || text === "Public" ? [PUBLIC] : [text];
  }),
);

export const text = z.string().optional().catch(undefined);

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?$/;

/** Up to here every time zone writes a day with four digits of the year, as calendars and forms do. */
const END_OF_TIME = Date.UTC(9999, 0, 1);

/** `xsd:dateTime` as a timestamp, UTC where it names no zone; nothing before 1970, nothing after the year 9998. */
export const timestamp = anything.transform((value): number | undefined => {
  if (typeof value !== "string" || !DATE_TIME.test(value)) return undefined;
  const at = Date.parse(/[Zz]|[+-]\d\d:\d\d$/.test(value) ? value : `${value}Z`);
  return at >= 0 && at < END_OF_TIME ? at : undefined;
});

/** The type, which may be any but must be there. */
export const typeOutOf = (known: ReadonlySet<string>) =>
  anything.transform((value, context): string => {
    const type = typeIn(value, known);
    if (type !== undefined) return type;
    context.addIssue(MISSING);
    return z.NEVER;
  });

/** Types are a set (FEP-e229) and may be written out: the first that is known, else the first. */
export function typeIn(value: unknown, known: ReadonlySet<string>): string | undefined {
  const names = listOf(value).flatMap((item) => (typeof item === "string" && item !== "" ? [localName(item)] : []));
  return names.find((name) => known.has(name)) ?? names[0];
}

const WCN = "https://w3id.org/workers-centres/ns#";

/** `Note`, `as:Note` and `https://www.w3.org/ns/activitystreams#Note` are the same word; so for this network's own words. */
export function localName(name: string): string {
  const prefix = [AS, "as:", WCN, "wcn:"].find((candidate) => name.startsWith(candidate));
  return prefix === undefined ? name : name.slice(prefix.length);
}

/** One of a closed list of words, however it is written. */
export const word = <const W extends string>(words: readonly W[]) =>
  anything.transform((value): W | undefined => {
    const names = listOf(value).flatMap((item) => (typeof item === "string" ? [localName(item)] : []));
    return words.find((candidate) => names.includes(candidate));
  });

/** The first thing that is wrong, as a sentence about a field. */
export function refusal(error: z.ZodError, prefix = ""): WireError {
  const [issue] = error.issues;
  const field = `${prefix}${issue?.path.join(".") ?? ""}`;
  const detail = issue?.message ?? "cannot be read";
  return { type: detail === MISSING ? "missing" : "malformed", field, detail };
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The same fields without those that are undefined. */
export const defined = <T extends object>(fields: T): Defined<T> =>
  // The compiler cannot follow entries; the type says exactly what the filter does.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
