import { z } from "zod";
import {
  HANDLE_RULE,
  handleFrom,
  httpUrl,
  languageTag,
  plainDate,
  REGION_RULE,
  region,
  SECTOR_RULE,
  sector,
  type LanguageTag,
  type Texts,
} from "@commonhall/domain";

/*
 * The fields of files that people write. Each says in its message what it accepts, because the reader of the message
 * is an organiser with a text editor and not a developer with a schema.
 */

/** A map with exactly these fields. */
export const fields = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) => {
      const accepted = Object.keys(shape).join(", ");
      if (issue.code === "unrecognized_keys") return `this field is not known; there are ${accepted}`;
      return refused(issue.input, `a map with ${accepted}`);
    },
  });

/** A single value. `parse` answers undefined for what it does not accept; `rule` says what it does. */
export const value = <T>(rule: string, parse: (input: unknown) => T | undefined) =>
  z.unknown().transform((input, context): T => {
    const parsed = parse(input);
    if (parsed !== undefined) return parsed;
    context.addIssue({ code: "custom", message: refused(input, rule) });
    return z.NEVER;
  });

/** A value that YAML reads as text. */
export const word = <T>(rule: string, parse: (text: string) => T | undefined) =>
  value(rule, (input) => (typeof input === "string" ? parse(input.trim()) : undefined));

export const list = <Item extends z.ZodType>(rule: string, item: Item, minimum = 0) =>
  z
    .array(item, { error: (issue) => refused(issue.input, rule) })
    .min(minimum, { error: () => `is empty; use ${rule}` });

export const oneOf = <const Values extends readonly string[]>(values: Values) =>
  word(`one of ${values.join(", ")}`, (text): Values[number] | undefined => values.find((known) => known === text));

export const text = (maximum: number) =>
  word(`a text of at most ${maximum} characters`, (text) => (text !== "" && text.length <= maximum ? text : undefined));

export const address = word("an address as https://brand.example/", (text) => httpUrl(text)?.href);
export const handle = word(HANDLE_RULE, handleFrom);
export const date = word("a day of the calendar as 2026-11-22", plainDate);
export const regions = list("a list of regions as [LB, ID-JK]", word(REGION_RULE, region));
export const sectors = list('a list of sectors as ["isic4:T97"]', word(SECTOR_RULE, sector));
export const language = word("a language as BCP 47 writes it (en, pt-BR, zh-Hans)", languageTag);

export interface TextsRule {
  /** The language of a text that stands there without one. */
  readonly first: LanguageTag;
  /** The language that must be there, because the object was written in it. */
  readonly needs?: LanguageTag | undefined;
  readonly maximum: number;
}

/** A text as a file has it: plain in the centre's first language, or a map from language to text. */
export const texts = (rule: TextsRule) =>
  z.unknown().transform((input, context): Texts => {
    const { first, needs } = rule;
    const inLanguages = isRecord(input);
    if (!inLanguages && (typeof input !== "string" || input.trim() === "")) {
      context.addIssue({
        code: "custom",
        message: refused(input, `a text, or a map from language to text as { ${first}: …, es: … }`),
      });
      return z.NEVER;
    }
    const read: Record<LanguageTag, string> = {};
    for (const [key, written] of Object.entries(inLanguages ? input : { [first]: input })) {
      const problem = addText(read, key, written, rule.maximum);
      if (problem !== undefined) context.addIssue({ code: "custom", message: problem, path: inLanguages ? [key] : [] });
    }
    const given = (inLanguages ? Object.keys(input) : [first]).map(languageTag);
    if (needs !== undefined && !given.includes(needs)) {
      const message = `is not there in ${needs}, the language in which this was written; add ${needs}: …`;
      context.addIssue({ code: "custom", message });
    }
    return read;
  });

/** The language in which something was written: that of its name. Undefined where the name is no text. */
export function writtenIn(name: unknown, first: LanguageTag): LanguageTag | undefined {
  return isRecord(name) ? Object.keys(name).map(languageTag).find(Boolean) : first;
}

/** Adds one text, or says what is wrong with it. */
function addText(
  read: Record<LanguageTag, string>,
  key: string,
  written: unknown,
  maximum: number,
): string | undefined {
  const tag = languageTag(key);
  if (tag === undefined) return "this is not a language; use one as BCP 47 writes it (en, pt-BR, zh-Hans)";
  if (read[tag] !== undefined) return `the language ${tag} is there twice`;
  if (typeof written !== "string") return refused(written, "a text (in quotes where it is a number)");
  const trimmed = written.trim();
  if (trimmed === "") return "is empty; write the text or take the language out";
  if (trimmed.length > maximum) return `has ${trimmed.length} characters; at most ${maximum} are accepted`;
  read[tag] = trimmed;
  return undefined;
}

export const isRecord = (input: unknown): input is Readonly<Record<string, unknown>> =>
  typeof input === "object" && input !== null && !Array.isArray(input);

/** "`seller` is not accepted; use one of …". What is longer than a line is cut off. */
export function refused(input: unknown, rule: string): string {
  if (input === undefined) return `is missing; give ${rule}`;
  if (input === null || input === "") return `is empty; give ${rule}`;
  const shown = typeof input === "string" ? input : JSON.stringify(input);
  return `\`${shown.length > 60 ? `${shown.slice(0, 60)}…` : shown}\` is not accepted; use ${rule}`;
}
