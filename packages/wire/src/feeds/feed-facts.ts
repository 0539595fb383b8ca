import { UNDETERMINED, type FeedFacts, type Kind } from "@commonhall/domain";
import { parseDocument } from "../inbound/parse-document.ts";
import { languageOf, textsIn } from "../inbound/languages.ts";
import { listed } from "../inbound/shapes.ts";
import type { JsonObject, JsonValue } from "../json.ts";

/** What a document says of where it belongs: the codes of regions and sectors, and the languages of its texts. */
export function feedFacts(document: string, kind: Kind): FeedFacts {
  const json = parseDocument(document);
  return json.ok ? { ...codesIn(json.value), kind, languages: languagesIn(json.value) } : { ...NOWHERE, kind };
}

const NOWHERE = { regions: [], sectors: [], languages: [] } as const;

const codesIn = (json: JsonObject): Pick<FeedFacts, "regions" | "sectors"> => ({
  regions: strings(json["regions"]),
  sectors: strings(json["sectors"]),
});

const strings = (value: JsonValue | undefined): readonly string[] =>
  listed(value).filter((item) => typeof item === "string");

/** Those of the text, else those of the name, else what the document says beside them. */
function languagesIn(json: JsonObject): readonly string[] {
  const otherwise = languageOf(json);
  const texts =
    textsIn(json["content"], json["contentMap"], otherwise) ??
    textsIn(json["name"], json["nameMap"], otherwise) ??
    textsIn(json["summary"], json["summaryMap"], otherwise);
  const languages = texts === undefined ? [otherwise] : Object.keys(texts);
  return languages.filter((language) => language !== UNDETERMINED);
}

/** The action that a Note tells of (wire.md 2), as it names it. */
export function aboutIn(document: string): string | undefined {
  const json = parseDocument(document);
  const about = json.ok ? json.value["about"] : undefined;
  return typeof about === "string" ? about : undefined;
}
