import type { Alliance, AllianceMemberLine, Campaign, Centre } from "@commonhall/domain";
import { campaignNotice } from "../campaigns/notices.ts";
import { feedEntry } from "../feeds/feed-entry.ts";
import { bdi, html, inLanguage, type Html } from "../layout/html.ts";
import { publicNav, type PageInput } from "../layout/page.ts";
import { empty, pin, title } from "../layout/parts.ts";
import { campaignCard } from "../objects/campaign-card.ts";
import { shownObject } from "../objects/shown-object.ts";
import { dayOf } from "../words/dates.ts";
import { textFor, type Reader } from "../words/reader.ts";
import { ALLIANCE_FEEDS, FEED_TYPES, type PublicNews } from "./alliance-feed.ts";
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
    ...campaigns.map((campaign) => campaignNotice(campaign, reader)),
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

function theirCampaign(reader: Reader, { object, by }: PublicNews): readonly Html[] {
  const { campaign } = object.local ? { campaign: undefined } : shownObject(object);
  if (campaign === undefined) return [];
  const meta = [html`<a href="${object.id}" rel="noopener noreferrer">${bdi(by)}</a>`];
  return [pin({ meta, body: campaignCard(reader, campaign) })];
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
