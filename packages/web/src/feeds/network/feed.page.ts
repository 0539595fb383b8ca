import type { Centre, FeedItem, MonthCount } from "@commonhall/domain";
import { addressesOf, type Site } from "@commonhall/wire";
import { digestPart } from "../../digests/digest-form.ts";
import { feedLinks, followBox } from "../../layout/follow-box.ts";
import { html } from "../../layout/html.ts";
import { publicNav, type PageInput } from "../../layout/page.ts";
import { empty, linkButton, pager } from "../../layout/parts.ts";
import { textFor, type PublicReader } from "../../words/reader.ts";
import { sayFor } from "./words/say.ts";
import { addressesPart } from "./addresses.part.ts";
import { feedPath, hasCalendar, titleOf, type AskedFeed } from "./asked-feed.ts";
import { BUILDER_PATH } from "./builder.page.ts";
import { choiceQuery } from "./feed-choice.ts";
import { itemNotices } from "./item-list.ts";
import { monthBars, monthTable, rateText } from "./months.ts";

export interface FeedPageInput {
  readonly reader: PublicReader;
  readonly site: Site;
  readonly centre: Centre;
  readonly feed: AskedFeed;
  readonly items: readonly FeedItem[];
  /** Cursor of the page of older ones. */
  readonly older?: string | undefined;
  readonly months: readonly MonthCount[];
  /** Whether it can be had by mail too. */
  readonly hasMail: boolean;
}

/** One feed: what it carries, and how to follow it. */
export function feedPage({ reader, site, centre, feed, items, older, months, hasMail }: FeedPageInput): PageInput {
  const say = sayFor(reader);
  const title = titleOf(feed.filter, reader);
  const path = feedPath(feed.name);
  const page = `${site.origin}${path}`;
  const highest = Math.max(...months.map(({ items }) => items));
  const publisher = textFor(reader, centre.name).text;
  return {
    reader,
    centre,
    title,
    nav: publicNav(reader, "feeds"),
    canonical: page,
    feeds: [
      ...feedLinks(path, title).filter(({ type }) => type !== "text/calendar" || hasCalendar(feed.filter)),
      { href: addressesOf(site).feed(feed.name), type: "application/activity+json", title },
    ],
    preview: { url: page, description: say("file.summary", { title, centre: publisher }), siteName: publisher },
    body: html`<div class="head"><h1 class="long">${title}</h1>
<p class="lead">${say("feed.lead", { centre: publisher })}</p>
<p>${rateText(reader, months)}</p>
<p class="acts"><a class="do" href="#follow">${say("feed.follow")}</a>${linkButton(reader.link(`${BUILDER_PATH}${choiceQuery(feed.filter)}`), say("feed.change"))}</p></div>
<section id="latest"><h2>${say("items.last")}</h2>
${items.length === 0 ? empty(say("items.none")) : itemNotices(reader, items)}
${pager({
  older:
    older === undefined
      ? undefined
      : {
          href: reader.link(`${path}?after=${encodeURIComponent(older)}#latest`),
          label: reader.words("list.older"),
        },
})}</section>
${highest > 0 && html`<section><h2>${say("months.title")}</h2>${monthBars(months, highest)}${monthTable(reader, months)}</section>`}
${followBox(
  {
    heading: say("feed.follow"),
    handle: addressesOf(site).handleOf(feed.name),
    feeds: path,
    page,
    hasCalendar: hasCalendar(feed.filter),
  },
  reader,
)}
${hasMail && digestPart(reader, feed.name)}
<details class="more not-printed"><summary>${say("addresses.all")}</summary>
<p>${say("addresses.text")}</p>
${addressesPart(reader, site, feed)}</details>`,
  };
}
