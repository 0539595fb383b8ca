import {
  dateOf,
  httpUrl,
  languageTag,
  OUTCOMES,
  region,
  sector,
  TARGET_ROLES,
  UNDETERMINED,
  type CampaignEvent,
  type CampaignStatus,
  type LanguageTag,
  type Target,
  type TranslationState,
} from "@commonhall/domain";
import { z } from "zod";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { languageOf, textsIn } from "./languages.ts";
import { oneLine } from "./safe-text.ts";
import { defined, listOf, text, timestamp, word } from "./shapes.ts";
import type { InboundCampaign, InboundDemand } from "./types.ts";

const STATUSES = ["running", "suspended", "closed"] as const satisfies readonly CampaignStatus[];

/** Nobody reads more than that on one page. */
const MOST_LISTED = 50;
const LONGEST_LINE = 300;

const line = text.transform((value) => {
  const shown = value === undefined ? "" : oneLine(value, LONGEST_LINE);
  return shown === "" ? undefined : shown;
});

const campaignSchema = z.object({
  campaignStatus: word(STATUSES),
  outcome: word(OUTCOMES),
  closingText: text,
  workersTold: z.boolean().optional().catch(undefined),
  startTime: timestamp,
  endTime: timestamp,
});

/** The campaign that a Group of kind `Campaign` tells of. Codes that no list has are left out, as is what has no words. */
export function readCampaign(json: JsonObject, name: string): InboundCampaign {
  const { campaignStatus, outcome, closingText, workersTold, startTime, endTime } = campaignSchema.parse(json);
  const language = languageOf(json);
  return defined({
    names: textsIn(json["name"], json["nameMap"], language) ?? { [UNDETERMINED]: name },
    summaries: textsIn(json["summary"], json["summaryMap"], language),
    status: campaignStatus,
    outcome,
    changed: closingText,
    workersTold,
    starts: startTime === undefined ? undefined : dateOf(startTime),
    ends: endTime === undefined ? undefined : dateOf(endTime),
    regions: strings(json["regions"])
      .map(region)
      .filter((code) => code !== undefined),
    sectors: strings(json["sectors"])
      .map(sector)
      .filter((code) => code !== undefined),
    demands: objects(json["demands"]).flatMap((demand) => readDemand(demand, language)),
    targets: objects(json["targets"]).flatMap(readTarget),
    translations: objects(json["translations"]).flatMap(readTranslation),
    log: objects(json["log"]).flatMap(readEvent),
  });
}

const listed = (value: JsonValue | undefined): readonly unknown[] => listOf(value).slice(0, MOST_LISTED);
const objects = (value: JsonValue | undefined): readonly JsonObject[] => listed(value).filter(isJsonObject);
const strings = (value: JsonValue | undefined): readonly string[] =>
  listed(value).filter((item) => typeof item === "string");

const demandSchema = z.object({ id: text, outcome: word(OUTCOMES) });

function readDemand(json: JsonObject, language: LanguageTag): readonly InboundDemand[] {
  const names = textsIn(json["name"], json["nameMap"], language);
  if (names === undefined) return [];
  return [defined({ ...demandSchema.parse(json), names })];
}

const targetSchema = z.object({
  name: line,
  role: word(TARGET_ROLES),
  url: text,
  title: line,
  organization: line,
  givenName: line,
  familyName: line,
  postalAddress: line,
  emailAddress: line,
});

function readTarget(json: JsonObject): readonly Target[] {
  const { name, role = "other", url, ...rest } = targetSchema.parse(json);
  if (name === undefined) return [];
  return [defined({ name, role, url: url !== undefined && httpUrl(url) !== undefined ? url : undefined, ...rest })];
}

const translationSchema = z.object({
  language: text,
  translationState: word(["original", "complete", "partial"]),
  translator: line,
});

function readTranslation(json: JsonObject): readonly TranslationState[] {
  const { language: tag, translationState: state, translator } = translationSchema.parse(json);
  const language = tag === undefined ? undefined : languageTag(tag);
  return language === undefined || state === undefined ? [] : [defined({ language, state, translator })];
}

const CHANGES = {
  opened: "published",
  changed: "changed",
  suspended: "suspended",
  resumed: "resumed",
  renewed: "renewed",
  closed: "closed",
  closedByCalendar: "closed by the calendar",
} as const satisfies Record<string, CampaignEvent["what"]>;

const eventSchema = z.object({
  change: word(["opened", "changed", "suspended", "resumed", "renewed", "closed", "closedByCalendar"]),
  at: timestamp,
});

function readEvent(json: JsonObject): readonly Pick<CampaignEvent, "what" | "at">[] {
  const { change, at } = eventSchema.parse(json);
  return change === undefined || at === undefined ? [] : [{ what: CHANGES[change], at }];
}
