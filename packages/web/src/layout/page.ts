import { ownName, direction, type Centre } from "@commonhall/domain";
import type { PublicKey } from "../words/public/words.ts";
import { textFor, withLanguage, type PublicReader } from "../words/reader.ts";
import { icon, style } from "./asset.ts";
import { calm, html, inLanguage, type Html } from "./html.ts";

export interface NavItem {
  readonly href: string;
  readonly label: string;
  readonly current?: boolean;
}

export interface FeedLink {
  readonly href: string;
  readonly type: string;
  readonly title: string;
}

/** What link previews show; addresses are absolute. */
export interface Preview {
  readonly url: string;
  readonly description: string;
  readonly siteName: string;
}

export interface PageInput {
  readonly reader: PublicReader;
  /** Without the centre's name, which follows it. */
  readonly title: string;
  readonly body: Html;
  readonly centre?: Centre | undefined;
  /** Under the sign at the top; without it there is none. */
  readonly nav?: readonly NavItem[];
  /** Over everything, on every page of a place: that this is a test network. */
  readonly banner?: Html;
  /** Beside the navigation, at its end: who is signed in, and the way out. */
  readonly aside?: Html;
  readonly feeds?: readonly FeedLink[];
  readonly preview?: Preview;
  /** Languages of what is shown that the page itself does not speak. */
  readonly moreLanguages?: readonly string[];
  readonly canonical?: string;
  /** The desk, set-up and errors are nobody's search result. */
  readonly unlisted?: boolean;
  /** The desk keeps one cookie while somebody is signed in, so it does not say that there is none. */
  readonly atDesk?: boolean;
  /** Id of a form: another language is then asked for by sending it, so that nothing that was typed is lost. */
  readonly keeps?: string;
  /** The home page: the sign over the door is its heading. */
  readonly signIsHeading?: boolean;
}

/** The whole document. It loads one style sheet and one small icon from this node, and nothing runs in it. */
export function page(input: PageInput): string {
  const { reader, centre, feeds = [] } = input;
  const { words, language } = reader;
  const name = centre === undefined ? words("site.program") : textFor(reader, centre.name).text;
  const title = input.title === name ? name : `${input.title} · ${name}`;
  return html`<!doctype html>
<html lang="${language}" dir="${direction(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${calm(title)}</title>
<link rel="stylesheet" href="${style.path}">
<link rel="icon" href="${icon.path}" type="image/svg+xml">
${input.unlisted === true && html`<meta name="robots" content="noindex">`}
${input.canonical !== undefined && html`<link rel="canonical" href="${input.canonical}">`}
${feeds.map((feed) => html`<link rel="alternate" type="${feed.type}" href="${feed.href}" title="${calm(feed.title)}">`)}
${input.preview !== undefined && preview(input.preview, input.title, language)}
</head>
<body${input.atDesk === true && html` class="desk"`}>
<a class="skip" href="#main">${words("site.skip")}</a>
${input.banner !== undefined && html`<aside class="banner">${input.banner}</aside>`}
${sign(input)}
<main id="main">
${input.body}
</main>
${foot(input)}
</body>
</html>`.toString();
}

function sign({ reader, centre, nav = [], aside, signIsHeading }: PageInput): Html {
  const { words } = reader;
  const name = centre === undefined ? undefined : textFor(reader, centre.name);
  const title =
    name === undefined
      ? html`<span class="sign-name">${words("site.program")}</span>`
      : html`<a class="sign-name" href="${reader.link("/")}" ${inLanguage(name.language)}>${calm(name.text)}</a>`;
  const ways = nav.map(
    ({ href, label, current }) =>
      html`<li><a href="${href}"${current === true && html` aria-current="page"`}>${label}</a></li>`,
  );
  return html`<header class="sign">
<div class="sign-board">${signIsHeading === true ? html`<h1>${title}</h1>` : title}</div>
${
  (nav.length > 0 || aside !== undefined) &&
  html`<div class="sign-ways"><nav aria-label="${words("site.ways")}"><ul>${ways}</ul></nav>${aside}</div>`
}
</header>`;
}

function foot(input: PageInput): Html {
  const { reader, moreLanguages = [], atDesk, centre } = input;
  const { words, link, offered } = reader;
  const others = moreLanguages.filter((tag) => !offered.some((known) => known === tag));
  const tongues = [...offered, ...others].map((tag) => html`<li>${tongue(input, tag)}</li>`);
  const ways = html`<ul class="tongues"><li><a href="${link("/about")}">${words("site.about")}</a></li>${atDesk !== true && html`<li><a href="${link("/desk")}">${words("site.desk")}</a></li>`}</ul>`;
  return html`<footer class="foot">
<nav aria-label="${words("site.languages")}"><ul class="tongues">${tongues}</ul></nav>
${centre !== undefined && ways}
${atDesk !== true && html`<p class="quiet">${words("site.no-tracking")}</p>`}
</footer>`;
}

/** The way to this page in another language. */
function tongue({ reader, keeps }: PageInput, tag: string): Html {
  const address = withLanguage(reader.here, tag);
  const marks = html`${inLanguage(tag)}${tag === reader.language && html` aria-current="true"`}`;
  return keeps === undefined
    ? html`<a href="${address}" hreflang="${tag}" ${marks}>${ownName(tag)}</a>`
    : html`<button form="${keeps}" formaction="${address}" name="go" value="stay" ${marks}>${ownName(tag)}</button>`;
}

function preview({ url, description, siteName }: Preview, title: string, language: string): Html {
  return html`<meta name="description" content="${calm(description)}">
<meta property="og:type" content="website">
<meta property="og:title" content="${calm(title)}">
<meta property="og:description" content="${calm(description)}">
<meta property="og:url" content="${url}">
<meta property="og:site_name" content="${calm(siteName)}">
<meta property="og:locale" content="${language}">`;
}

/** The ways of the public side. */
export function publicNav(reader: PublicReader, room?: "home" | "campaigns" | "feeds" | "about"): readonly NavItem[] {
  const ways: readonly (readonly [room: string, path: string, key: PublicKey])[] = [
    ["home", "/", "site.home"],
    ["campaigns", "/campaigns", "site.campaigns"],
    ["feeds", "/feeds", "site.feeds"],
    ["about", "/about", "site.about"],
  ];
  return ways.map(([name, path, key]) => ({
    href: reader.link(path),
    label: reader.words(key),
    current: name === room,
  }));
}
