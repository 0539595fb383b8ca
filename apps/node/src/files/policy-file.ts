import { z } from "zod";
import { policyFrom, type Policy, type PolicyDraft, type PolicyRefused } from "@commonhall/anonymity";
import { countryOf, err, NINE_SECTORS, region, SECTOR_GROUPS, type Region, type Result } from "@commonhall/domain";
import { checkFields } from "./check-fields.ts";
import { fields, list, oneOf, refused, value, word } from "./fields.ts";
import type { YamlFile } from "./yaml-file.ts";

/** A release policy (interface.md 5). What is weaker than the defaults is refused, with what is accepted. */
export function readPolicy(file: YamlFile, country: Region): Result<Policy, readonly string[]> {
  const read = checkFields(file, policySchema(country));
  if (!read.ok) return read;
  const policy = policyFrom(read.value);
  if (policy.ok) return policy;
  return err(policy.error.map((problem) => file.sentence([problem.field], weakSentence(problem, read.value))));
}

function weakSentence({ field, whole, least, most }: PolicyRefused, draft: PolicyDraft): string {
  const kind = whole ? "a whole number" : "a number";
  return refused(
    draft[field],
    most === undefined ? `${kind} of at least ${least}` : `${kind} from ${least} to ${most}`,
  );
}

const number = value("a number", (input) => (typeof input === "number" ? input : undefined));
const people = value("a whole number above 0", (input) =>
  typeof input === "number" && Number.isSafeInteger(input) && input > 0 ? input : undefined,
);

function policySchema(country: Region) {
  const rule = `${country}, or a part of it as ISO 3166-2 writes it (${country}-XX)`;
  const placeFrom = (text: string) => {
    const place = region(text);
    return place !== undefined && countryOf(place) === country ? place : undefined;
  };
  const populations = z
    .record(z.string(), people, { error: (issue) => refused(issue.input, "a map from a place to how many live there") })
    .superRefine((places, context) => {
      for (const place of Object.keys(places)) {
        if (placeFrom(place) === undefined)
          context.addIssue({ code: "custom", path: [place], message: refused(place, rule) });
      }
    });
  const sectors = [...NINE_SECTORS.all, ...SECTOR_GROUPS];
  const estimate = fields({ place: word(rule, placeFrom), sector: oneOf(sectors).nullable(), people });
  return fields({
    k: number.exactOptional(),
    kPublic: number.exactOptional(),
    cap: number.exactOptional(),
    reserve: number.exactOptional(),
    audience: oneOf(["allies", "public"]).exactOptional(),
    catchment: people.exactOptional(),
    populations: populations.exactOptional(),
    estimates: list("a list of { place, sector, people }", estimate).exactOptional(),
    tables: number.exactOptional(),
  });
}
