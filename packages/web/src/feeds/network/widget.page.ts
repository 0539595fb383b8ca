import { createHash } from "node:crypto";
import { direction, type Centre, type FeedItem, type FeedName } from "@commonhall/domain";
import type { Site } from "@commonhall/wire";
import { calm, html, inLanguage, type Html } from "../../layout/html.ts";
import { dayOf } from "../../words/dates.ts";
import { textFor, type PublicReader } from "../../words/reader.ts";
import { sayFor } from "./words/say.ts";
import { feedPath } from "./asked-feed.ts";
import { itemEntry } from "./item-entry.ts";

export const WIDGET_ITEMS = { usual: 5, most: 20 } as const;

/** It comes with its style, so that another site asks this node for one small page and for nothing else. */
const STYLE = `:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;margin:0;padding:.75rem;background:Canvas;color:CanvasText}h1{font-size:1.125rem;margin:0 0 .5rem}ul{list-style:none;margin:0;padding:0}li{padding-block:.5rem;border-block-start:1px solid color-mix(in srgb,currentColor 30%,transparent);overflow-wrap:anywhere}a{color:LinkText;display:inline-block;padding-block:.6rem}small{display:block}`;
const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

/**
 * Other sites may frame this page and no other. Nothing runs in it, it loads nothing and sends nothing; what is followed
 * from it opens in a window of its own.
 */
export const WIDGET_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors *`,
  "cross-origin-resource-policy": "cross-origin",
};

export interface WidgetInput {
  readonly reader: PublicReader;
  readonly centre: Centre;
  readonly origin: string;
  readonly name: FeedName;
  readonly title: string;
  readonly items: readonly FeedItem[];
  readonly wanted: readonly string[];
}

/** The newest of a feed, for the page of a union or of a campaign. */
export function widgetPage({ reader, centre, origin, name, title, items, wanted }: WidgetInput): string {
  const { language } = reader;
  const say = sayFor(reader);
  const lines = items.flatMap((item) => line(item, wanted, reader) ?? []);
  return html`<!doctype html>
<html lang="${language}" dir="${direction(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${calm(title)}</title>
<style>${styleText}</style>
</head>
<body>
<main>
<h1>${calm(title)}</h1>
${lines.length === 0 ? html`<p>${say("items.none")}</p>` : html`<ul>${lines}</ul>`}
<p><small><a href="${origin}${feedPath(name)}" ${OUTSIDE}>${say("widget.from", { centre: textFor(reader, centre.name).text })}</a></small></p>
</main>
</body>
</html>`.toString();
}

const OUTSIDE = html`target="_blank" rel="noopener noreferrer"`;
const styleText = html`${STYLE}`;

function line(item: FeedItem, wanted: readonly string[], { language }: PublicReader): Html | undefined {
  const entry = itemEntry(item, wanted);
  return entry === undefined
    ? undefined
    : html`<li><a href="${entry.url}" ${OUTSIDE} ${inLanguage(entry.language)}>${calm(entry.title)}</a>
<small>${calm(entry.author ?? "")} · ${dayOf(entry.published, language)}</small></li>`;
}

/** What another site puts into its page. The frame may open what is followed from it, and do nothing else. */
export function widgetSnippet(
  { origin }: Site,
  name: FeedName,
  { title, language }: { readonly title: string; readonly language: string },
): string {
  const attributes = [
    `src="${origin}${feedPath(name)}/widget?n=${WIDGET_ITEMS.usual}&amp;lang=${language}"`,
    `title="${title.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"`,
    `width="100%" height="500" style="border:0" loading="lazy" referrerpolicy="no-referrer"`,
    `sandbox="allow-popups allow-popups-to-escape-sandbox"`,
  ];
  return `<iframe ${attributes.join(" ")}></iframe>`;
}
