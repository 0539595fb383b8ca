import { languagesOf, sectorName, type Action, type Campaign, type Texts, type Timestamp } from "@commonhall/domain";
import { htmlFromMarkdown, plainText } from "@commonhall/wire";
import { regionNames } from "../codes/regions.ts";
import { bdi, html, inLanguage, sanitized, type Html } from "../layout/html.ts";
import { pin, textOf, tongues } from "../layout/parts.ts";
import { day, dayOf, dayThere, leaf, moment, span, zoneSaid } from "../words/dates.ts";
import { list } from "../words/numbers.ts";
import { textFor, type Reader } from "../words/reader.ts";
import { isPast, lasts } from "./action-times.ts";
import { postText, type ShownPost } from "./shown-post.ts";

/** Where an id of ours is read: its path on this node. */
export const pathOf = (id: string): string => new URL(id).pathname;

/** Markdown in the language that suits the reader. */
export function markdownOf(reader: Reader, texts: Texts, className = "text"): Html {
  const { language, text } = textFor(reader, texts);
  return html`<div class="${className}" ${inLanguage(language)}>${sanitized(htmlFromMarkdown(text))}</div>`;
}

/** The beginning of a summary in one line, without markup, for lists and previews. */
export const firstWords = (markdown: string, max: number): string =>
  plainText(htmlFromMarkdown(markdown), max).replaceAll("\n", " ");

export const regionsText = ({ regions }: Pick<Campaign, "regions">, { language }: Reader): string =>
  list(regionNames(regions, language), language);

export const sectorsText = (campaign: Pick<Campaign, "sectors">, { language }: Reader): string =>
  list([...new Set(campaign.sectors.map((sector) => sectorName(sector, language)))], language);

/** "Running until 22 February 2027". */
export function statusLine({ status, ends, updated, published }: Campaign, { rich, words, language }: Reader): Html {
  if (status === "running") return rich("campaign.running-until", { date: day(ends, language) });
  if (status === "suspended") return html`${words("campaign.suspended")}`;
  return rich("campaign.closed-on", { date: dayOf(updated ?? published, language) });
}

export function campaignNotice(campaign: Campaign, reader: Reader): Html {
  const { language, text } = textFor(reader, campaign.summary);
  return pin({
    kind: campaign.status === "running" ? "brick" : "teal",
    meta: [
      statusLine(campaign, reader),
      campaign.closing !== undefined &&
        html`<b class="stamp">${reader.words(`outcome.${campaign.closing.outcome}`)}</b>`,
      regionsText(campaign, reader),
      sectorsText(campaign, reader),
    ],
    heading: html`<a href="${reader.link(pathOf(campaign.id))}">${textOf(reader, campaign.name)}</a>`,
    body: html`<p ${inLanguage(language)}>${firstWords(text, 240)}</p>`,
  });
}

export function postNotice(post: ShownPost, reader: Reader): Html {
  const { language, words, link, wanted } = reader;
  return pin({
    kind: "plain",
    meta: [
      html`<a href="${link(pathOf(post.id))}">${dayOf(post.published, language)}</a>`,
      post.updated !== undefined && html`${words("post.changed")} ${dayOf(post.updated, language)}`,
      post.languages.length > 1 && tongues(post.languages),
    ],
    body: html`${postText(post, wanted)}${tagLine(post.tags, reader)}`,
  });
}

export const tagLine = (tags: readonly string[], { link }: Reader): Html | false =>
  tags.length > 0 &&
  html`<ul class="meta tags">${tags.map(
    (tag) => html`<li><a href="${link(`/tags/${encodeURIComponent(tag.toLowerCase())}`)}">${bdi(`#${tag}`)}</a></li>`,
  )}</ul>`;

export function actionNotice(action: Action, count: number, now: Timestamp, reader: Reader): Html {
  const { words, language, link } = reader;
  const state = action.cancelled ? words("action.cancelled") : isPast(action, now) ? words("action.over") : "";
  return pin({
    kind: "teal",
    meta: [
      words(`action.type.${action.type}`),
      state !== "" && html`<b class="stamp">${state}</b>`,
      count > 0 && words(`coming.count.${action.type}`, { count }),
    ],
    heading: html`<a href="${link(pathOf(action.id))}"${action.cancelled && html` class="struck"`}>${textOf(reader, action.name)}</a>`,
    beside: leaf(action, language),
    body: html`${whenLine(action, reader)}${action.place !== undefined && html`<p>${bdi(action.place.name)}</p>`}`,
  });
}

/** What lasts, such as a petition or an open strike, begins on a day; what happens, happens at a time on somebody's clock. */
export function whenLine(action: Action, reader: Reader): Html {
  const { language, rich } = reader;
  if (lasts(action)) return html`<p class="when">${rich("action.from", { date: dayThere(action, language) })}</p>`;
  return html`<p class="when">${span(action, language)}<br><small>${zoneSaid(action, reader)}</small></p>`;
}

/** When it was written and last changed, and in which languages it can be read. */
export function postDates(post: ShownPost, { language, words }: Reader): readonly (Html | false)[] {
  return [
    moment(post.published, language),
    post.updated !== undefined && html`${words("post.changed")} ${moment(post.updated, language)}`,
  ];
}

/** Languages of a text beyond those that the pages speak, for the choice at the foot of the page. */
export const moreLanguages = (...texts: readonly Texts[]): readonly string[] => [
  ...new Set(texts.flatMap(languagesOf)),
];
