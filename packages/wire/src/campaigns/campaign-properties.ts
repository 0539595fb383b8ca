import {
  regionName,
  firstText,
  httpUrl,
  translations,
  type ActorId,
  type Campaign,
  type Centre,
  type LanguageTag,
  type Target,
} from "@commonhall/domain";
import type { JsonObject } from "../json.ts";
import { escapeText, link, plainLink } from "../text/elements.ts";
import { fixedWords, type FixedWords } from "../text/fixed-words.ts";
import { translationLink } from "../text/foot.ts";
import { dayInWords } from "../text/moments.ts";

export interface PropertiesInput {
  readonly campaign: Campaign;
  readonly centre: Centre | undefined;
  readonly organisers?: readonly OrganiserName[] | undefined;
  readonly language: LanguageTag;
}

export interface OrganiserName {
  readonly id: ActorId;
  readonly name: string;
}

/** Mastodon keeps fifty of them (wire.md 2). */
const MOST_PROPERTIES = 50;

/** The facts of a campaign as the rows of a profile, which is where Mastodon shows them. Values are HTML. */
export function campaignProperties({ campaign, centre, organisers = [], language }: PropertiesInput): JsonObject[] {
  const words = fixedWords(language);
  const rows: [string, string][] = [
    ...statusRows(campaign, words),
    ...campaign.demands.map((demand, index): [string, string] => [
      `${words("demand")} ${index + 1}`,
      escapeText(demand[language] ?? firstText(demand)),
    ]),
    ...campaign.targets.map((target): [string, string] => [roleName(target, words), targetHtml(target)]),
    [words("starts"), dayInWords(campaign.starts, language)],
    [words("until"), dayInWords(campaign.ends, language)],
    ...regionRows(campaign, language, words),
    ...(centre === undefined ? [] : [organiserRow(centre, language, words)]),
    ...organisers.map(({ id, name }): [string, string] => [words("organisedBy"), link(id, { text: name })]),
    ...(campaign.goesOnFrom === undefined ? [] : [goesOnRow(campaign.goesOnFrom, words)]),
    ...translationRows(campaign, language, words),
  ];
  return rows.slice(0, MOST_PROPERTIES).map(([name, value]) => ({ type: "PropertyValue", name, value }));
}

/** A campaign that runs needs no word about it. */
function statusRows({ status, closing }: Campaign, words: FixedWords): [string, string][] {
  if (status === "running") return [];
  const state: [string, string] = [words("status"), words(status)];
  if (closing === undefined) return [state];
  const changed: [string, string][] =
    closing.changed === "" ? [] : [[words("whatChanged"), escapeText(closing.changed)]];
  return [state, [words("outcome"), words(closing.outcome)], ...changed];
}

const roleName = ({ role }: Target, words: FixedWords): string =>
  role === "other" ? words("addressedTo") : words(role);

/** `A. Name, Minister, Ministry of Labour`. */
function targetHtml({ name, title, organization, url }: Target): string {
  const page = url === undefined ? undefined : httpUrl(url);
  const office = [title, organization].flatMap((part) => (part === undefined ? [] : [`, ${escapeText(part)}`]));
  return [page === undefined ? escapeText(name) : link(page.href, { text: name }), ...office].join("");
}

function regionRows({ regions }: Campaign, language: string, words: FixedWords): [string, string][] {
  const names = regions.map((region) => escapeText(regionName(region, language)));
  return names.length === 0 ? [] : [[words("regions"), names.join(", ")]];
}

const organiserRow = (centre: Centre, language: LanguageTag, words: FixedWords): [string, string] => [
  words("organisedBy"),
  link(centre.id, { text: centre.name[language] ?? firstText(centre.name) }),
];

const goesOnRow = (former: ActorId, words: FixedWords): [string, string] => [words("goesOnFrom"), plainLink(former)];

function translationRows(campaign: Campaign, language: LanguageTag, words: FixedWords): [string, string][] {
  const others = translations(campaign).filter((translation) => translation.language !== language);
  const links = others.map((translation) => translationLink(campaign.id, translation.language));
  return links.length === 0 ? [] : [[words("alsoIn"), links.join(" · ")]];
}
