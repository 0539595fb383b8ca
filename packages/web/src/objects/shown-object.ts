import {
  httpUrl,
  isTimeZone,
  languagesOf,
  objectId,
  type ObjectId,
  type StoredObject,
  type Texts,
  type Timestamp,
} from "@commonhall/domain";
import {
  isJsonObject,
  oneLine,
  parseActor,
  parseDocument,
  textsIn,
  type InboundCampaign,
  type JsonObject,
  type JsonValue,
} from "@commonhall/wire";

/** What pages show of an object that somebody published, read from its document. Texts are HTML as it arrived, except names. */
export interface ShownObject {
  readonly names?: Texts;
  readonly summaries?: Texts;
  readonly contents?: Texts;
  /** Every language of any of its texts. */
  readonly languages: readonly string[];
  /** Where it can be read at its author's; http(s) only. */
  readonly url: string;
  readonly pictures: readonly { readonly url: string; readonly alt: string }[];
  readonly event?: ShownEvent;
  readonly campaign?: InboundCampaign;
  /** The action that it only tells of. */
  readonly about?: ObjectId;
}

export interface ShownEvent {
  readonly starts: Timestamp;
  readonly ends?: Timestamp;
  readonly timezone: string;
  readonly place?: string;
  readonly cancelled: boolean;
}

/** What a page has room for: a document may have a megabyte of name or twenty thousand pictures. */
const LONGEST_NAME = 300;
const LONGEST_ALT = 1500;
const MOST_PICTURES = 20;
const MOST_LANGUAGES = 50;

export function shownObject(object: StoredObject): ShownObject {
  const parsed = parseDocument(object.document);
  const json: JsonObject = parsed.ok ? parsed.value : {};
  const campaign = object.type === "Group" ? campaignOf(json) : undefined;
  const names = lines(textsIn(json["name"], json["nameMap"], object.language));
  const summaries = textsIn(json["summary"], json["summaryMap"], object.language);
  const contents = textsIn(json["content"], json["contentMap"], object.language);
  const event = eventOf(json);
  const about = typeof json["about"] === "string" ? objectId(json["about"]) : undefined;
  const texts = [names, summaries, contents].filter((text) => text !== undefined);
  return {
    ...(names === undefined ? {} : { names }),
    ...(summaries === undefined ? {} : { summaries }),
    ...(contents === undefined ? {} : { contents }),
    languages: [...new Set(texts.flatMap(languagesOf))].filter((tag) => tag !== "und").slice(0, MOST_LANGUAGES),
    url: webAddress(json["url"]) ?? object.id,
    pictures: listOf(json["attachment"]).slice(0, MOST_PICTURES).flatMap(pictureOf),
    ...(event === undefined ? {} : { event }),
    ...(campaign === undefined ? {} : { campaign }),
    ...(about === undefined ? {} : { about }),
  };
}

/** Each in one line, without the marks that turn what stands around it. */
function lines(texts: Texts | undefined): Texts | undefined {
  const all = Object.entries(texts ?? {}).map(([language, text]) => [language, oneLine(text, LONGEST_NAME)] as const);
  const told = all.filter(([, line]) => line !== "");
  return told.length === 0 ? undefined : Object.fromEntries(told);
}

function campaignOf(json: JsonObject): InboundCampaign | undefined {
  const parsed = parseActor(json);
  return parsed.ok ? parsed.value.campaign : undefined;
}

function eventOf(json: JsonObject): ShownEvent | undefined {
  const starts = moment(json["startTime"]);
  if (json["type"] !== "Event" || starts === undefined) return undefined;
  const ends = moment(json["endTime"]);
  const place = placeOf(json["location"]);
  return {
    starts,
    ...(ends === undefined || ends < starts ? {} : { ends }),
    timezone: zoneOf(json["timezone"]),
    ...(place === undefined ? {} : { place }),
    cancelled: json["eventStatus"] === "EventCancelled" || json["ical:status"] === "CANCELLED",
  };
}

function placeOf(location: JsonValue | undefined): string | undefined {
  const place = listOf(location)[0];
  if (!isJsonObject(place)) return undefined;
  const { name, address } = place;
  const said = typeof name === "string" ? name : typeof address === "string" ? address : "";
  const line = oneLine(said, LONGEST_NAME);
  return line === "" ? undefined : line;
}

function zoneOf(value: JsonValue | undefined): string {
  return typeof value === "string" && isTimeZone(value) ? value : "UTC";
}

function moment(value: JsonValue | undefined): Timestamp | undefined {
  const at = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

function pictureOf(attachment: JsonValue): readonly { readonly url: string; readonly alt: string }[] {
  if (!isJsonObject(attachment)) return [];
  const { type, mediaType, url, href, name, summary } = attachment;
  const address = webAddress(url) ?? webAddress(href);
  const isPicture = type === "Image" || (typeof mediaType === "string" && mediaType.startsWith("image/"));
  if (!isPicture || address === undefined) return [];
  const alt = [name, summary].find((text) => typeof text === "string");
  return [{ url: address, alt: typeof alt === "string" ? oneLine(alt, LONGEST_ALT) : "" }];
}

/** The first http(s) address: `url` may be a string, a Link, or a list of either. */
function webAddress(value: JsonValue | undefined): string | undefined {
  for (const item of listOf(value)) {
    const text = isJsonObject(item) ? item["href"] : item;
    if (typeof text === "string" && httpUrl(text) !== undefined) return text;
  }
  return undefined;
}

const listOf = (value: JsonValue | undefined): readonly JsonValue[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
