import { CONSENTS, type Case, monthFrom } from "@commonhall/anonymity";
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
} from "@commonhall/domain";
import { problemsOf } from "./check-fields.ts";
import { fields, list, value } from "./fields.ts";
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

/** As it stands there: a program wrote it, so a space too many is a mistake. */
const exact = <T>(rule: string, parse: (text: string) => T | undefined) =>
  value(rule, (input) => (typeof input === "string" ? parse(input) : undefined));

/** A byte that is no text was read as U+FFFD, and two tokens could so become one. */
const TOKEN = /^[^\p{Cc}\p{Cs}\uFFFD]{1,200}$/u;
const token = exact("a token of 1 to 200 signs", (text) => (TOKEN.test(text) ? text : undefined));
const tokenOrNull = token.nullable();
const flag = value("true or false", (input) => (typeof input === "boolean" ? input : undefined));

const caseSchema = (country: Region) =>
  fields({
    id: token,
    person: token,
    verified: exact("a month as 2026-03", (text) => (monthFrom(text) === undefined ? undefined : text)),
    place: exact(`a part of ${country} as ISO 3166-2 writes it (${country}-XX)`, (text) => {
      const place = region(text);
      return place !== undefined && !isCountry(place) && countryOf(place) === country ? place : undefined;
    }),
    sector: exact(`one of ${NINE_SECTORS.all.join(", ")}`, NINE_SECTORS.find),
    origin: exact(
      "a part of the world as M49 numbers it (034): its intermediate region, or else its sub-region",
      ORIGINS.find,
    ),
    abuse: list(
      `a list of ${ENGINE_CODES.all.join(", ")}`,
      exact(`one of ${ENGINE_CODES.all.join(", ")}`, ENGINE_CODES.find),
    ).refine((codes) => new Set(codes).size === codes.length, "a code is there twice"),
    employer: tokenOrNull,
    recruiter: tokenOrNull,
    adult: flag,
    consent: exact(`one of ${CONSENTS.join(", ")}`, (text) => CONSENTS.find((level) => level === text)),
    hold: flag,
    node: token,
  });
