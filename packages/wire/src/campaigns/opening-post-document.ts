import { regionName, textIn, translations, type Campaign, type Centre, type LanguageTag } from "@commonhall/domain";
import { addressesOf, type Addresses, type Site } from "../addresses.ts";
import { contextFor } from "../context.ts";
import { present, type JsonObject } from "../json.ts";
import { escapeText, labelled, link, paragraph, strong } from "../text/elements.ts";
import { firstParagraph } from "../text/first-paragraph.ts";
import { fixedWords } from "../text/fixed-words.ts";
import { footHtml } from "../text/foot.ts";
import { localized } from "../text/localized.ts";
import { htmlFromMarkdown } from "../text/markdown.ts";
import { dayInWords } from "../text/moments.ts";
import { dateFields, publicFields } from "./public-fields.ts";

export interface OpeningPostInput {
  readonly site: Site;
  readonly campaign: Campaign;
  readonly centre: Centre;
}

/**
 * The Note by which a campaign is told of, because a `Create` of a Group is shown by nobody and nobody can boost an
 * actor (wire.md 2). Its `context` is the Group. It names the Group as a mention, so that a reader gets to its profile,
 * and can follow it, without leaving their own server.
 */
export function openingPostDocument({ site, campaign, centre }: OpeningPostInput): JsonObject {
  const addresses = addressesOf(site);
  const languages = translations(campaign).map(({ language }) => language);
  const content = localized(languages, (language) => contentIn(language, { addresses, campaign, languages }));
  const document = present({
    id: campaign.openingPost,
    type: "Note",
    kind: "Campaign",
    ...publicFields({ addresses, centre, campaign }),
    ...dateFields(campaign),
    content: content.first,
    contentMap: content.map,
    url: campaign.openingPost,
    regions: campaign.regions,
    sectors: campaign.sectors,
    tag: [{ type: "Mention", href: campaign.id, name: addresses.handleOf(campaign.handle) }],
  });
  return { "@context": contextFor(document), ...document };
}

interface Telling {
  readonly addresses: Addresses;
  readonly campaign: Campaign;
  readonly languages: readonly LanguageTag[];
}

function contentIn(language: LanguageTag, { addresses, campaign, languages }: Telling): string {
  const words = fixedWords(language);
  const { id, handle, openingPost, closing } = campaign;
  const summary = firstParagraph(htmlFromMarkdown(textIn(campaign.summary, [language]).text));
  const demands = campaign.demands.map((demand) => `<li>${escapeText(textIn(demand, [language]).text)}</li>`);
  const changed = closing === undefined || closing.changed === "" ? [] : [closing.changed];
  const handleLink = link(id, { text: addresses.handleOf(handle), class: "u-url mention" });
  return [
    paragraph(factsIn(language, campaign)),
    summary,
    paragraph([`${escapeText(words("demands"))}:`]),
    `<ol>${demands.join("")}</ol>`,
    ...changed.map((text) => paragraph([labelled(words("whatChanged"), escapeText(text))])),
    footHtml({ addresses, language, languages, url: openingPost, links: [labelled(words("more"), handleLink)] }),
  ].join("");
}

/** What it is, how it stands, until when, where, and of whom something is demanded. */
function factsIn(language: LanguageTag, campaign: Campaign): string[] {
  const words = fixedWords(language);
  const { status, closing, regions, targets } = campaign;
  const state = status === "running" ? [] : [labelled(words("status"), escapeText(words(status)))];
  const outcome = closing === undefined ? [] : [labelled(words("outcome"), escapeText(words(closing.outcome)))];
  const names = regions.map((region) => escapeText(regionName(region, language)));
  const addressees = targets.map(({ name }) => escapeText(name));
  return [
    strong(`${words("campaign")}: ${textIn(campaign.name, [language]).text}`),
    ...state,
    ...outcome,
    ...(closing === undefined ? [labelled(words("until"), escapeText(dayInWords(campaign.ends, language)))] : []),
    ...(names.length === 0 ? [] : [labelled(words("where"), names.join(", "))]),
    labelled(words("addressedTo"), addressees.join(", ")),
  ];
}
