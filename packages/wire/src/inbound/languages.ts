import { languageTag, UNDETERMINED, type LanguageTag, type Texts } from "@commonhall/domain";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { listed, MOST_LISTED } from "./shapes.ts";

/**
 * A text and its translations, as `content` and `contentMap` or `name` and `nameMap` tell them: first the language in
 * which the single value stands in the map, or else the map's first. A text without a language stands under
 * `otherwise`. Undefined where nobody wrote anything.
 */
export function textsIn(
  single: JsonValue | undefined,
  map: JsonValue | undefined,
  otherwise: string,
): Texts | undefined {
  const entries = isJsonObject(map) ? entriesOf(map) : [];
  const own = typeof single === "string" && single.trim() !== "" ? single : undefined;
  const first = entries.find(([, text]) => text === own) ?? entries[0];
  if (first === undefined) {
    return own === undefined ? undefined : { [otherwise]: own };
  }
  return Object.fromEntries([first, ...entries.filter((entry) => entry !== first)]);
}

const entriesOf = (map: JsonObject): [LanguageTag, string][] =>
  Object.entries(map)
    .slice(0, MOST_LISTED)
    .flatMap(([key, value]): [LanguageTag, string][] => {
      const language = languageTag(key);
      return language === undefined || typeof value !== "string" || value.trim() === "" ? [] : [[language, value]];
    });

/**
 * Where a document says its language beside its texts: Lemmy in `language`, Mobilizon in `inLanguage`, Pleroma in its
 * context, which may be that of the activity around it. `und` where it does not.
 */
export function languageOf(json: JsonObject, context?: JsonValue): LanguageTag {
  const { language, inLanguage } = json;
  const said = [
    isJsonObject(language) ? language["identifier"] : language,
    inLanguage,
    ...listed(json["@context"] ?? context).map((entry) => (isJsonObject(entry) ? entry["@language"] : undefined)),
  ];
  const tags = said.flatMap((tag) => (typeof tag === "string" ? [languageTag(tag)] : []));
  return tags.find((tag) => tag !== undefined) ?? UNDETERMINED;
}
