import { httpUrl, isTimeZone, objectId, SECOND, textIn, type Place, type Texts } from "@commonhall/domain";
import { z } from "zod";
import { languageOf, textsIn } from "../inbound/languages.ts";
import { oneLine } from "../inbound/safe-text.ts";
import { defined, listOf, required, text, timestamp } from "../inbound/shapes.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { plainText } from "../text/html.ts";
import type { CalendarEvent } from "./calendar.ts";

const schema = z.object({
  id: required(objectId),
  url: text,
  startTime: timestamp,
  endTime: timestamp,
  timezone: text,
  published: timestamp,
  updated: timestamp,
});

export interface CalendarEventOptions {
  /** Languages to read it in, the best first; else its own. */
  readonly wanted?: readonly string[];
  /** The number of changes, where it is known. A document does not tell it; the seconds from its first to its last form go up too. */
  readonly sequence?: number;
}

const LONGEST_NAME = 200;
/** A calendar holds hundreds of them, and who wants to read more opens the page. */
const LONGEST_TEXT = 2000;
/** More markup than this is never needed for so much text. */
const MARKUP_READ = 8000;
/** RFC 5545, 3.3.8. */
const LARGEST_INTEGER = 2 ** 31 - 1;

/**
 * What an object says of a time and place (FEP-8a8e, Mobilizon), as an entry of a calendar: ours or anybody's, an
 * `Event` or a Note that begins at some time. Undefined where it does not say when.
 */
export function calendarEventOf(json: JsonObject, options: CalendarEventOptions = {}): CalendarEvent | undefined {
  const parsed = schema.safeParse(json);
  if (!parsed.success || parsed.data.startTime === undefined) return undefined;
  const { id, url, startTime: starts, endTime, timezone, published = starts, updated } = parsed.data;
  const seconds = updated === undefined ? 0 : Math.floor((updated - published) / SECOND);
  const changed = Math.min(Math.max(0, seconds), LARGEST_INTEGER);
  const words = readWords(json, options.wanted ?? []);
  return defined({
    id,
    url: url !== undefined && httpUrl(url) !== undefined ? url : id,
    ...words,
    starts,
    ends: endTime !== undefined && endTime > starts ? endTime : undefined,
    timezone: timezone !== undefined && isTimeZone(timezone) ? timezone : "UTC",
    place: listOf(json["location"])
      .map(placeIn)
      .find((place) => place !== undefined),
    cancelled: isCancelled(json),
    published,
    updated,
    sequence: options.sequence ?? changed,
  });
}

function readWords(json: JsonObject, wanted: readonly string[]): { name: string; text: string } {
  const language = languageOf(json);
  const inWanted = (texts: Texts | undefined): string => (texts === undefined ? "" : textIn(texts, wanted).text);
  // A Note of ours has no name, which would be read as a content warning, and says its heading instead.
  const name =
    inWanted(textsIn(json["name"], json["nameMap"], language)) ||
    inWanted(textsIn(json["heading"], json["headingMap"], language));
  const content = inWanted(textsIn(json["content"], json["contentMap"], language));
  const summary = inWanted(textsIn(json["summary"], json["summaryMap"], language));
  const body = plainText((content === "" ? summary : content).slice(0, MARKUP_READ), LONGEST_TEXT);
  return { name: oneLine(name === "" ? body : name, LONGEST_NAME), text: body };
}

/** `EventCancelled` of FEP-8a8e or schema.org, or Mobilizon's `ical:status`. */
function isCancelled(json: JsonObject): boolean {
  const said = [json["eventStatus"], json["ical:status"]].filter((status) => typeof status === "string");
  return said.some((status) => status.endsWith("EventCancelled") || status === "CANCELLED");
}

/** An address is one text, or a `PostalAddress` in parts (Mobilizon). */
function placeIn(value: unknown): Place | undefined {
  if (!isJsonObject(value)) return undefined;
  const parts = isJsonObject(value["address"]) ? POSTAL.map((part) => at(value["address"], part)) : [value["address"]];
  const address = parts
    .flatMap((part) => (typeof part === "string" && part.trim() !== "" ? [oneLine(part, LONGEST_NAME)] : []))
    .join(", ");
  const name = typeof value["name"] === "string" ? oneLine(value["name"], LONGEST_NAME) : "";
  if (name === "" && address === "") return undefined;
  return name === "" ? { name: address } : { name, ...(address === "" ? {} : { address }) };
}

const POSTAL = ["streetAddress", "postalCode", "addressLocality", "addressRegion", "addressCountry"];
const at = (value: JsonValue | undefined, key: string): JsonValue | undefined =>
  isJsonObject(value) ? value[key] : undefined;
