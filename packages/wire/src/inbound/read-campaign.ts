import {
  httpUrl,
  OUTCOMES,
  region,
  sector,
  TARGET_ROLES,
  UNDETERMINED,
  type CampaignStatus,
  type LanguageTag,
} from "@commonhall/domain";
import { z } from "zod";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { languageOf, textsIn } from "./languages.ts";
import { oneLine } from "./safe-text.ts";
import { defined, listOf, text, word } from "./shapes.ts";
import type { InboundCampaign, InboundDemand, InboundTarget } from "./types.ts";

const STATUSES = ["running", "suspended", "closed"] as const satisfies readonly CampaignStatus[];

const campaignSchema = z.object({ campaignStatus: word(STATUSES), outcome: word(OUTCOMES) });
const demandSchema = z.object({ id: text, outcome: word(OUTCOMES) });
const targetSchema = z.object({ name: z.string().trim().min(1), role: word(TARGET_ROLES), url: text });

/** Nobody reads more than that on one page. */
const MOST_LISTED = 50;
const LONGEST_NAME = 300;

/** The campaign that a Group of kind `Campaign` tells of. Codes that no list has are left out, as is a demand without words. */
export function readCampaign(json: JsonObject, name: string): InboundCampaign {
  const { campaignStatus: status, outcome } = campaignSchema.parse(json);
  const language = languageOf(json);
  return defined({
    names: textsIn(json["name"], json["nameMap"], language) ?? { [UNDETERMINED]: name },
    summaries: textsIn(json["summary"], json["summaryMap"], language),
    status,
    outcome,
    regions: strings(json["regions"])
      .map(region)
      .filter((code) => code !== undefined),
    sectors: strings(json["sectors"])
      .map(sector)
      .filter((code) => code !== undefined),
    demands: objects(json["demands"]).flatMap((demand) => readDemand(demand, language)),
    targets: objects(json["targets"]).flatMap(readTarget),
  });
}

const objects = (value: JsonValue | undefined): readonly JsonObject[] =>
  listOf(value).slice(0, MOST_LISTED).filter(isJsonObject);

const strings = (value: JsonValue | undefined): readonly string[] =>
  listOf(value)
    .slice(0, MOST_LISTED)
    .filter((item) => typeof item === "string");

function readDemand(json: JsonObject, language: LanguageTag): readonly InboundDemand[] {
  const names = textsIn(json["name"], json["nameMap"], language);
  if (names === undefined) return [];
  const { id, outcome } = demandSchema.parse(json);
  return [defined({ id, names, outcome })];
}

function readTarget(json: JsonObject): readonly InboundTarget[] {
  const parsed = targetSchema.safeParse(json);
  if (!parsed.success) return [];
  const { name, role, url } = parsed.data;
  const link = url === undefined || httpUrl(url) === undefined ? undefined : url;
  return [defined({ name: oneLine(name, LONGEST_NAME), role, url: link })];
}
