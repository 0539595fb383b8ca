import { textIn, type Alliance, type AllianceMemberLine, type Campaign, type Centre } from "@commonhall/domain";
import { oneLine, plainText } from "@commonhall/wire";
import { firstWords, pathOf, regionsText, sectorsText } from "../campaigns/notices.ts";
import { feedEntry } from "../feeds/feed-entry.ts";
import { bdi, calm, html, inLanguage, type Html } from "../layout/html.ts";
import { publicNav, type PageInput } from "../layout/page.ts";
import { empty, pin, textOf, title } from "../layout/parts.ts";
import { shownObject } from "../objects/shown-object.ts";
import { dayOf } from "../words/dates.ts";
import { textFor, type Reader } from "../words/reader.ts";
import { FEED_TYPES } from "../feeds/feeds.ts";
import { ALLIANCE_FEEDS, type PublicNews } from "./alliance-feed.ts";
import { charterFacts, namesFrom } from "./charter-parts.ts";
import { sayFor } from "./words/say.ts";

export interface AlliancePageInput {
  readonly reader: Reader;
  readonly centre: Centre;
  readonly origin: string;
  readonly alliance: Alliance;
  readonly members: readonly AllianceMemberLine[];
  /** Ours, that run. */
  readonly campaigns: readonly Campaign[];
  readonly news: readonly PublicNews[];
}

const LINES_SHOWN = 30;

/** An alliance that wants to be known: who is in it, what for, and what its members publish, side by side. */
export function alliancePage(input: AlliancePageInput): PageInput {
  const { reader, centre, origin, alliance, members, campaigns, news } = input;
  const say = sayFor(reader);
  const { charter } = alliance.standing.current;
  const name = textFor(reader, charter.name).text;
  const path = `/alliances/${alliance.standing.chain[0] ?? ""}`;
  const nameOf = namesFrom(members, { id: centre.id, name: textFor(reader, centre.name).text });
  const cards = [
    ...campaigns.map((campaign) => ourCampaign(reader, centre, campaign)),
    ...news.flatMap((item) => theirCampaign(reader, item)),
  ];
  return {
    reader,
    centre,
    title: name,
    nav: publicNav(reader, "campaigns"),
    canonical: `${origin}${path}`,
    feeds: ALLIANCE_FEEDS.map((feed) => ({
      href: `${path}.${feed}`,
      type: FEED_TYPES[feed],
      title: name,
    })),
    preview: {
      url: `${origin}${path}`,
      description: textFor(reader, charter.purpose).text,
      siteName: textFor(reader, centre.name).text,
    },
    body: html`${title(reader, charter.name)}
<p class="lead">${say("page.lead")}</p>
<ul>${members.map(({ id }) => html`<li><a href="${id}" rel="noopener noreferrer">${bdi(nameOf(id))}</a></li>`)}</ul>
${charterFacts(reader, charter, nameOf)}
${cards.length > 0 && html`<section><h2>${say("read.campaigns")}</h2><div class="grid board">${cards}</div></section>`}
<section><h2>${say("page.news")}</h2>
${newsList(reader, news)}</section>`,
  };
}

const SUMMARY_LENGTH = 240;
const NAME_LENGTH = 200;

function ourCampaign(reader: Reader, { name }: Centre, campaign: Campaign): Html {
  const { language, text } = textFor(reader, campaign.summary);
  return pin({
    meta: [textOf(reader, name), regionsText(campaign, reader), sectorsText(campaign, reader)],
    heading: html`<a href="${reader.link(pathOf(campaign.id))}">${textOf(reader, campaign.name)}</a>`,
    body: html`<p ${inLanguage(language)}>${firstWords(text, SUMMARY_LENGTH)}</p>`,
  });
}

/** As ours stand there; what they wrote comes as plain text, and leads to where they publish it. */
function theirCampaign(reader: Reader, { object, by }: PublicNews): readonly Html[] {
  const { campaign } = object.local ? { campaign: undefined } : shownObject(object);
  if (campaign === undefined) return [];
  const name = textIn(campaign.names, reader.wanted);
  const summary = campaign.summaries === undefined ? undefined : textIn(campaign.summaries, reader.wanted);
  return [
    pin({
      meta: [bdi(by), regionsText(campaign, reader), sectorsText(campaign, reader)],
      heading: html`<a href="${object.id}" rel="noopener noreferrer" ${inLanguage(name.language)}>${calm(oneLine(name.text, NAME_LENGTH))}</a>`,
      body: html`${summary !== undefined && html`<p ${inLanguage(summary.language)}>${calm(plainText(summary.text, SUMMARY_LENGTH).replaceAll("\n", " "))}</p>`}`,
    }),
  ];
}

function newsList(reader: Reader, news: readonly PublicNews[]): Html {
  const lines = news.flatMap(({ object, by }) => {
    const entry = feedEntry(object, reader.wanted);
    if (entry === undefined || object.kind === "campaign") return [];
    return [
      html`<li><span class="quiet">${bdi(by)} · ${dayOf(object.published, reader.language)}</span>
<a href="${entry.url}" rel="noopener noreferrer" ${inLanguage(entry.language)}>${entry.title}</a></li>`,
    ];
  });
  return lines.length === 0
    ? empty(sayFor(reader)("page.news.none"))
    : html`<ul class="lines">${lines.slice(0, LINES_SHOWN)}</ul>`;
}
