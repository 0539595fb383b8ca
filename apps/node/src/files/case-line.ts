import { z } from "zod";
import { CONSENTS, type Case } from "@commonhall/anonymity";
import {
  countryOf,
  ENGINE_CODES,
  err,
  isCountry,
  NINE_SECTORS,
  ok,
  ORIGINS,
  region,
  type Region,
  type Result,
  monthFrom,
} from "@commonhall/domain";
import { problemsOf } from "./check-fields.ts";
import { fields, list, refused } from "./fields.ts";
import { fieldName } from "./yaml-file.ts";

/** Reads one line of a caseload (interface.md 5), or says what is wrong with it, each field by its name. */
export function caseLineReader(country: Region): (line: string) => Result<Case, readonly string[]> {
  const schema = caseSchema(country);
  return (line) => {
    const json = parsed(line);
    if (json === undefined) return err(["this is no JSON; write one case a line"]);
    const read = schema.safeParse(json.value);
    if (read.success) return ok(read.data);
    return err(
      problemsOf(read.error).map(({ path, message }) => [fieldName(path), message].filter(Boolean).join(": ")),
    );
  };
}

function parsed(line: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(line) };
  } catch {
    return undefined;
  }
}

/** As it stands there: a program wrote it, so a space too many is a mistake. Nothing is made anew, because there may be a million. */
const exact = <T>(rule: string, is: (input: unknown) => input is T) =>
  z.custom<T>(is, { error: ({ input }) => refused(input, rule) });

const oneOf = <Code extends string>(codes: readonly Code[], rule = `one of ${codes.join(", ")}`) => {
  const known: ReadonlySet<unknown> = new Set(codes);
  return exact(rule, (input): input is Code => known.has(input));
};

/** A byte that is no text was read as U+FFFD, and two tokens could so become one. */
const TOKEN = /^[^\p{Cc}\p{Cs}\uFFFD]{1,200}$/u;
const isToken = (input: unknown): input is string => typeof input === "string" && TOKEN.test(input);
const TOKEN_RULE = "a token of 1 to 200 signs";
const token = exact(TOKEN_RULE, isToken);
const tokenOrNull = exact(TOKEN_RULE, (input): input is string | null => input === null || isToken(input));
const flag = exact("true or false", (input) => typeof input === "boolean");

const caseSchema = (country: Region) =>
  fields({
    id: token,
    person: token,
    verified: exact(
      "a month as 2026-03",
      (input): input is string => typeof input === "string" && monthFrom(input) !== undefined,
    ),
    place: exact(`a part of ${country} as ISO 3166-2 writes it (${country}-XX)`, (input): input is Region => {
      const place = typeof input === "string" ? region(input) : undefined;
      return place !== undefined && !isCountry(place) && countryOf(place) === country;
    }),
    sector: oneOf(NINE_SECTORS.all),
    origin: oneOf(
      ORIGINS.all,
      "a part of the world as M49 numbers it (034): its intermediate region, or else its sub-region",
    ),
    abuse: list(`a list of ${ENGINE_CODES.all.join(", ")}`, oneOf(ENGINE_CODES.all)).refine(
      (codes) => new Set(codes).size === codes.length,
      "a code is there twice",
    ),
    employer: tokenOrNull,
    recruiter: tokenOrNull,
    adult: flag,
    consent: oneOf(CONSENTS),
    hold: flag,
    node: token,
  });
