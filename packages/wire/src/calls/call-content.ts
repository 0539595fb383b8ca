import {
  languagesOf,
  regionName,
  textIn,
  type Call,
  type CampaignFacts,
  type LanguageTag,
  type Need,
} from "@commonhall/domain";
import type { Addresses } from "../addresses.ts";
import { escapeText, labelled, link, paragraph, plainLink, strong } from "../text/elements.ts";
import { fixedWords } from "../text/fixed-words.ts";
import { footHtml } from "../text/foot.ts";
import { htmlFromMarkdown } from "../text/markdown.ts";
import { spanInWords } from "../text/moments.ts";
import { quantityInWords } from "./quantity-words.ts";

/** The hashtag of public calls. */
export const CALL_TAG = "SolidarityCall";

interface Telling {
  readonly call: Call;
  readonly campaign: CampaignFacts | undefined;
  readonly addresses: Addresses;
}

/**
 * A call for programs that know nothing of calls: what it is and by when, what has happened, what is needed and how much
 * of that is still missing, and where it goes on (wire.md 11, rule 1).
 */
export function callContent(language: LanguageTag, { call, campaign, addresses }: Telling): string {
  const text = textIn(call.text, [language]).text;
  const foot = { addresses, language, languages: languagesOf(call.text), url: call.id };
  if (call.status === "withdrawn") return `${paragraph([escapeText(text)])}${footHtml({ ...foot, links: [] })}`;
  const words = fixedWords(language);
  const of = campaign === undefined ? [] : [labelled(words("campaign"), campaignLink(campaign, language))];
  return [
    paragraph(factsOf(call, language)),
    htmlFromMarkdown(text),
    ...needList(call, language),
    ...reportOf(call, language),
    footHtml({
      ...foot,
      tags: call.audience.type === "public" ? [CALL_TAG] : [],
      links: [...of, labelled(words("more"), plainLink(call.id))],
    }),
  ].join("");
}

const campaignLink = (campaign: CampaignFacts, language: LanguageTag): string =>
  link(campaign.id, { text: textIn(campaign.name, [language]).text });

/** `Urgent: Solidarity call`. A drill says so before anything else. */
export function headingOfCall({ urgency, exercise }: Pick<Call, "urgency" | "exercise">, language: string): string {
  const words = fixedWords(language);
  const kind = [...(urgency === "immediate" ? [words("urgent")] : []), words("solidarityCall")].join(": ");
  return exercise ? `${words("drill")}. ${kind}` : kind;
}

/** In UTC, which is named: those who read it are everywhere. */
const untilInWords = ({ expires }: Pick<Call, "expires">, language: string): string =>
  spanInWords({ starts: expires, timezone: "UTC" }, language);

function factsOf(call: Call, language: LanguageTag): string[] {
  const words = fixedWords(language);
  const { status, regions } = call;
  const state = status === "met" || status === "ended" ? [labelled(words("status"), escapeText(words(status)))] : [];
  const names = regions.map((region) => escapeText(regionName(region, language)));
  return [
    strong(headingOfCall(call, language)),
    ...(status === "open" ? [labelled(words("neededBy"), escapeText(untilInWords(call, language)))] : state),
    ...(names.length === 0 ? [] : [labelled(words("where"), names.join(", "))]),
  ];
}

/** What is closed is not asked for any more. */
function needList({ needs, status }: Call, language: LanguageTag): string[] {
  const wanted = needs.filter(({ closed }) => closed === undefined);
  if (status !== "open" || wanted.length === 0) return [];
  const lines = wanted.map((need) => `<li>${escapeText(needInWords(need, language))}</li>`);
  return [paragraph([`${escapeText(fixedWords(language)("needs"))}:`]), `<ul>${lines.join("")}</ul>`];
}

/** `Picket stewards: 3 (still missing: 1)`. */
export function needInWords(need: Pick<Need, "name" | "quantity" | "unit" | "available">, language: string): string {
  const { name, quantity, unit, available } = need;
  const missing = `${fixedWords(language)("missing")}: ${quantityInWords(available, unit, language)}`;
  const asked = `${textIn(name, [language]).text}: ${quantityInWords(quantity, unit, language)}`;
  return available === quantity ? asked : `${asked} (${missing})`;
}

function reportOf({ closing }: Call, language: LanguageTag): string[] {
  if (closing === undefined) return [];
  const heading = paragraph([`${escapeText(fixedWords(language)("report"))}:`]);
  return [heading, htmlFromMarkdown(textIn(closing.text, [language]).text)];
}
