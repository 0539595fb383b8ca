import {
  feedName,
  feedTitle,
  placeLabel,
  UNION_FEDERATIONS,
  branchFrom,
  type Centre,
  type FeedFilter,
  type FeedItem,
  type MonthCount,
} from "@commonhall/domain";
import type { Site } from "@commonhall/wire";
import { html, type Html } from "../../layout/html.ts";
import { publicNav, type PageInput } from "../../layout/page.ts";
import { empty, linkButton } from "../../layout/parts.ts";
import { textFor, type PublicReader } from "../../words/reader.ts";
import { sayFor } from "./words/say.ts";
import { addressesPart } from "./addresses.part.ts";
import { feedPath } from "./asked-feed.ts";
import { choiceForm, choiceQuery } from "./feed-choice.ts";
import { itemNotices } from "./item-list.ts";
import { monthBars, monthTable, rateText } from "./months.ts";

export const BUILDER_PATH = "/feeds";

export interface BuilderInput {
  readonly reader: PublicReader;
  readonly site: Site;
  readonly centre: Centre;
  readonly filter: FeedFilter;
  readonly items: readonly FeedItem[];
  readonly months: readonly MonthCount[];
}

/** Choose what to hear of; the page shows what came last, how much comes, and the addresses to take away. */
export async function builderPage(input: BuilderInput): Promise<PageInput> {
  const { reader, site, centre, filter } = input;
  const say = sayFor(reader);
  return {
    reader,
    centre,
    title: say("builder.title"),
    nav: publicNav(reader, "feeds"),
    canonical: `${site.origin}${BUILDER_PATH}`,
    preview: {
      url: `${site.origin}${BUILDER_PATH}`,
      description: say("builder.lead"),
      siteName: textFor(reader, centre.name).text,
    },
    body: html`<h1>${say("builder.title")}</h1>
<p class="lead">${say("builder.lead")}</p>
${choiceForm(reader, BUILDER_PATH, filter)}
${chosen(input)}
${presets(reader)}
<p class="acts">${linkButton("/feeds.opml", say("opml"))}</p>`,
  };
}

function chosen({ reader, site, filter, items, months }: BuilderInput): Html {
  const say = sayFor(reader);
  const name = feedName(filter);
  const highest = Math.max(...months.map(({ items }) => items));
  return html`<section id="feed"><h2><a href="${reader.link(feedPath(name))}">${feedTitle(filter, reader.language)}</a></h2>
<p>${rateText(reader, months)}</p>
${highest > 0 && html`${monthBars(months, highest)}${monthTable(reader, months)}`}
<div class="split"><div><h3>${say("addresses")}</h3>
<p>${say("addresses.text")}</p>
${addressesPart(reader, site, { name, filter })}</div>
<div><h3>${say("items.last")}</h3>
${items.length === 0 ? empty(noneText(reader, filter)) : itemNotices(reader, items)}</div></div>
</section>`;
}

/** An empty feed is worth following, too, and says where to look meanwhile. */
function noneText(reader: PublicReader, { place }: FeedFilter): string {
  const say = sayFor(reader);
  return place === undefined
    ? say("items.none")
    : say("items.none-there", { place: placeLabel(place, reader.language) });
}

/** One for each of the global union federations: the work that each organises. */
function presets(reader: PublicReader): Html {
  const say = sayFor(reader);
  const lines = UNION_FEDERATIONS.all.map((code) => {
    const branch = branchFrom(code);
    const query = choiceQuery(branch === undefined ? {} : { branch });
    return html`<li><a href="${reader.link(`${BUILDER_PATH}${query}`)}">${UNION_FEDERATIONS.label(code, reader.language)}</a></li>`;
  });
  return html`<section><h2>${say("presets.title")}</h2>
<p>${say("presets.text")}</p>
<ul class="ways">${lines}</ul></section>`;
}
