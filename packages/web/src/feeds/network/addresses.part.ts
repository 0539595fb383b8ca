import type { FeedFilter, FeedName } from "@commonhall/domain";
import { addressesOf, type Site } from "@commonhall/wire";
import { code, html, type Html } from "../../layout/html.ts";
import { facts } from "../../layout/parts.ts";
import type { PublicReader } from "../../words/reader.ts";
import { sayFor } from "./words/say.ts";
import { feedPath, hasCalendar, titleOf } from "./asked-feed.ts";
import { widgetSnippet } from "./widget.page.ts";

/** One feed in every form in which it can be had. A touch takes the whole of an address, to copy it. */
export function addressesPart(
  reader: PublicReader,
  site: Site,
  { name, filter }: { readonly name: FeedName; readonly filter: FeedFilter },
): Html {
  const say = sayFor(reader);
  const page = `${site.origin}${feedPath(name)}`;
  const row = (label: string, address: string): readonly [string, Html] => [label, whole(address)];
  return html`${facts([
    row(say("address.fediverse"), addressesOf(site).handleOf(name)),
    row("Atom", `${page}.atom`),
    row("RSS", `${page}.rss`),
    row("JSON Feed", `${page}.json`),
    hasCalendar(filter) ? row(say("address.calendar"), `${page}.ics`) : undefined,
    row(say("address.page"), page),
    [
      say("address.widget"),
      html`<p class="quiet">${say("address.widget.text")}</p>${whole(widgetSnippet(site, name, { title: titleOf(filter, reader), language: reader.language }))}`,
    ],
  ])}`;
}

const whole = (text: string): Html => html`<span class="whole">${code(text)}</span>`;
