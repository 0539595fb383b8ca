import type { FeedItem } from "@commonhall/domain";
import { plainText, type FeedEntry } from "@commonhall/wire";
import { pathOf } from "../../campaigns/notices.ts";
import { bdi, calm, html, inLanguage, type Html } from "../../layout/html.ts";
import { pin } from "../../layout/parts.ts";
import { dayOf } from "../../words/dates.ts";
import type { PublicReader } from "../../words/reader.ts";
import { itemEntry } from "./item-entry.ts";

const FIRST_WORDS = 240;

/** What a feed carries, as notices that lead to where each was published. */
export const itemNotices = (reader: PublicReader, items: readonly FeedItem[]): Html =>
  html`${items.map((item) => itemNotice(reader, item))}`;

/** The same in a line each, for a list among others. */
export const itemLines = (reader: PublicReader, items: readonly FeedItem[]): Html =>
  html`<ul class="lines">${items.map((item) => {
    const shown = shownItem(reader, item);
    return (
      shown !== undefined &&
      html`<li>${shown.link}
<span class="quiet">${bdi(shown.entry.author ?? "")} · ${dayOf(item.object.published, reader.language)}</span></li>`
    );
  })}</ul>`;

function shownItem(
  reader: PublicReader,
  item: FeedItem,
): { readonly entry: FeedEntry; readonly link: Html } | undefined {
  const entry = itemEntry(item, reader.wanted);
  if (entry === undefined) return undefined;
  const named = html`<span ${inLanguage(entry.language)}>${calm(entry.title)}</span>`;
  // Ours keep the reader's language; others' pages are not told where somebody came from.
  const link = item.object.local
    ? html`<a href="${reader.link(pathOf(entry.url))}">${named}</a>`
    : html`<a href="${entry.url}" rel="noopener noreferrer">${named}</a>`;
  return { entry, link };
}

function itemNotice(reader: PublicReader, item: FeedItem): Html | undefined {
  const { object } = item;
  const shown = shownItem(reader, item);
  if (shown === undefined) return undefined;
  const { entry, link } = shown;
  const text = plainText(entry.html, FIRST_WORDS).replaceAll("\n", " ");
  const isTold = text.startsWith(entry.title.replace(/…$/, ""));
  return pin({
    kind: object.kind === "call" ? "brick" : "plain",
    meta: [reader.words(`desk.kind.${object.kind}`), bdi(entry.author ?? ""), dayOf(object.published, reader.language)],
    heading: link,
    body: html`${text !== "" && !isTold && html`<p ${inLanguage(entry.language)}>${calm(text)}</p>`}`,
  });
}
