import { isJsonObject, type JsonObject, type JsonValue } from "./json.ts";
import { TERMS, VALUES } from "./terms.ts";

const ACTIVITY_STREAMS = "https://www.w3.org/ns/activitystreams";
const SECURITY = "https://w3id.org/security/v1";
export const DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v1";

/**
 * The `@context` of a document: the three contexts that every implementation has at hand, then one inline object with
 * those of our terms that the document uses, in the order of the table (wire.md 0.3). Nothing of it is ever fetched.
 * What carries a context of its own, such as an embedded object with a proof, explains itself and is not looked into.
 */
export function contextFor(document: JsonObject): JsonValue[] {
  const used = new Set<string>();
  collectTerms(document, used);
  const terms = Object.entries(TERMS).filter(([term]) => used.has(term));
  const prefixes = new Set([...terms.flatMap(([, definition]) => prefixesOf(definition)), ...compactKeys(used)]);
  const inline = Object.entries(TERMS).filter(([term]) => used.has(term) || prefixes.has(term));
  return [
    ACTIVITY_STREAMS,
    ...(used.has("publicKey") ? [SECURITY] : []),
    DATA_INTEGRITY,
    ...(inline.length === 0 ? [] : [Object.fromEntries(inline)]),
  ];
}

/** Keys, types, and the values that stand for a term, such as `running`. */
function collectTerms(value: JsonObject, used: Set<string>): void {
  for (const [key, entry] of Object.entries(value)) {
    if (key === "@context") continue;
    used.add(key);
    // The keys of a language map are languages: `id` is Indonesian there.
    if (isLanguageMap(key)) continue;
    const entries: readonly JsonValue[] = Array.isArray(entry) ? entry : [entry];
    for (const item of entries) {
      if (isJsonObject(item)) {
        if (item["@context"] === undefined) collectTerms(item, used);
      } else if (typeof item === "string" && (key === "type" || VALUES.has(key))) used.add(item);
    }
  }
}

function isLanguageMap(key: string): boolean {
  if (["nameMap", "summaryMap", "contentMap"].includes(key)) return true;
  const definition = TERMS[key];
  return isJsonObject(definition) && definition["@container"] === "@language";
}

/** `wcn:role` and `{ "@id": "wcn:role", "@type": "xsd:dateTime" }` need `wcn` (`xsd` comes with ActivityStreams). */
function prefixesOf(definition: JsonValue): string[] {
  const names = isJsonObject(definition) ? [definition["@id"], definition["@type"]] : [definition];
  return names.flatMap((name) => (typeof name === "string" && !name.includes("//") ? [name.split(":")[0] ?? ""] : []));
}

/** A key such as `ical:status` is no term but needs its prefix. */
const compactKeys = (used: ReadonlySet<string>): string[] =>
  [...used].flatMap((key) => (/^[a-z]+:[A-Za-z]/.test(key) ? [key.split(":")[0] ?? ""] : []));
