import {
  dateOf,
  feedFilterFrom,
  httpUrl,
  direction,
  textIn,
  type Centre,
  type DigestLetter,
  type DigestNews,
  type FeedItem,
} from "@commonhall/domain";
import { oneLine, plainText, type Site } from "@commonhall/wire";
import { inTurns } from "../feeds/in-turns.ts";
import { itemEntry } from "../feeds/network/item-entry.ts";
import { calm, html, inLanguage, isolated, type Html } from "../layout/html.ts";
import { dayText } from "../words/dates.ts";
import { withLanguage } from "../words/reader.ts";
import { PUBLIC_LANGUAGES, type PublicLanguage } from "../words/public/words.ts";
import { titleOfFeed } from "./digest-pages.ts";
import { sayFor } from "./words/say.ts";

/** What a mail says; who sends it and to whom is not decided here. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
}

export interface Sender {
  readonly site: Site;
  readonly centre: Pick<Centre, "name">;
}

/** Where a digest is confirmed; the page speaks the language of the mail. */
const confirmUrl = (site: Site, { tokens, language }: DigestLetter): string =>
  `${site.origin}${withLanguage(`/digests/confirm/${tokens.confirm}`, language)}`;

/** Where it is ended, by a person or by their mail program. */
export const endUrl = (site: Site, { tokens, language }: Pick<DigestLetter, "tokens" | "language">): string =>
  `${site.origin}${withLanguage(`/digests/end/${tokens.end}`, language)}`;

/** The centre's name in the language of the mail. */
export const nameIn = (centre: Pick<Centre, "name">, language: string): string =>
  oneLine(calm(textIn(centre.name, [language]).text), LONGEST_TITLE);

/**
 * Asks whether somebody wants a digest. Whoever typed the address into the form decides nothing of what stands in it but
 * the feed, whose title is made of codes: nobody can say something to a stranger through it.
 */
export function questionLetter({ site, centre }: Sender, letter: DigestLetter): Letter {
  const language = spoken(letter.language);
  const say = sayFor({ language });
  const name = nameIn(centre, language);
  const lines = [
    say(`mail.question.${letter.rhythm}`, { centre: isolated(name) }),
    titleOfFeed(letter.feed, language),
    say("mail.confirm"),
    confirmUrl(site, letter),
    say("mail.ignore"),
  ];
  return { subject: say("mail.question.subject", { centre: name }), text: `${lines.join("\n\n")}\n` };
}

const LONGEST_TITLE = 200;
const LONGEST_EXCERPT = 300;

/**
 * What a feed carried, as plain text and as HTML that says the same: no picture, no style, nothing that is loaded, and no
 * address but those of the things themselves, of the feed and of the way out. Of what others wrote there are words only.
 */
export async function digestLetter(
  { site, centre }: Sender,
  letter: DigestLetter,
  { items, count }: DigestNews,
): Promise<Letter> {
  const language = spoken(letter.language);
  const say = sayFor({ language });
  const title = titleOfFeed(letter.feed, language);
  const filter = feedFilterFrom(letter.feed);
  const wanted = [...(filter.ok && filter.value.language !== undefined ? [filter.value.language] : []), language];
  const all = await inTurns(items, (item) => lineOf(item, wanted, language));
  const feed = `${site.origin}${withLanguage(`/feeds/${letter.feed}`, language)}`;
  const name = nameIn(centre, language);
  const body: Body = {
    language,
    title,
    lead: say("mail.count", { count }),
    lines: all,
    feed,
    ...(count > items.length ? { more: say("mail.more", { count: count - items.length }) } : {}),
    urgent: say("mail.urgent"),
    why: say("mail.why", { centre: isolated(name) }),
    end: say("mail.end"),
    endAt: endUrl(site, letter),
  };
  return { subject: `${title} · ${name}`, text: textOf(body), html: htmlOf(body).toString() };
}

const spoken = (language: string): PublicLanguage => PUBLIC_LANGUAGES.find((one) => one === language) ?? "en";

interface Line {
  readonly title: string;
  readonly excerpt?: string;
  readonly by: string;
  readonly url: string;
  readonly language: string;
}

interface Body {
  readonly language: PublicLanguage;
  readonly title: string;
  readonly lead: string;
  readonly lines: readonly Line[];
  readonly feed: string;
  readonly more?: string;
  readonly urgent: string;
  readonly why: string;
  readonly end: string;
  readonly endAt: string;
}

/** Where the title is nothing but the first words of the text, the text stands alone. */
function lineOf(item: FeedItem, wanted: readonly string[], language: PublicLanguage): Line | undefined {
  const entry = itemEntry(item, wanted);
  if (entry === undefined || httpUrl(entry.url) === undefined) return undefined;
  const title = calm(oneLine(entry.title, LONGEST_TITLE));
  const excerpt = calm(oneLine(plainText(entry.html), LONGEST_EXCERPT));
  const isBeginning = excerpt.startsWith(title.replace(/…$/, ""));
  const said = isBeginning ? { title: excerpt } : { title, ...(excerpt === "" ? {} : { excerpt }) };
  const by = `${calm(oneLine(item.fromName, LONGEST_TITLE))} · ${dayText(dateOf(entry.published), language)}`;
  return { ...said, by, url: entry.url, language: entry.language };
}

function textOf({ title, lead, lines, more, feed, urgent, why, end, endAt }: Body): string {
  const items = lines.map(({ title: head, excerpt, by, url }) => [head, by, excerpt, url].filter(isThere).join("\n"));
  const rest = more === undefined ? [] : [`${more}\n${feed}`];
  return `${[title, lead, ...items, ...rest, "-- ", urgent, why, `${end}\n${endAt}`].join("\n\n")}\n`;
}

const isThere = (text: string | undefined): boolean => text !== undefined && text !== "";

const htmlOf = (body: Body): Html => html`<!doctype html>
<html lang="${body.language}" dir="${direction(body.language)}">
<head><meta charset="utf-8"><title>${body.title}</title></head>
<body>
<h1>${body.title}</h1>
<p>${body.lead}</p>
${body.lines.map(
  ({ title, excerpt, by, url, language }) => html`<h2 ${inLanguage(language)}><a href="${url}">${title}</a></h2>
<p><small dir="auto">${by}</small></p>
${excerpt !== undefined && html`<p ${inLanguage(language)}>${excerpt}</p>`}
`,
)}${body.more !== undefined && html`<p>${body.more} ${anchor(body.feed)}</p>`}
<hr>
<p>${body.urgent}</p>
<p>${body.why}</p>
<p>${body.end} ${anchor(body.endAt)}</p>
</body>
</html>`;

const anchor = (url: string): Html => html`<a href="${url}" dir="ltr">${url}</a>`;
