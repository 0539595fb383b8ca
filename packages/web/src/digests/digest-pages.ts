import { feedFilterFrom, feedTitle, type Centre, type DigestTerms, type DigestTokenUse } from "@commonhall/domain";
import { html, type Html } from "../layout/html.ts";
import { publicNav, type PageInput } from "../layout/page.ts";
import { button, errorList, facts, form, linkButton, notice } from "../layout/parts.ts";
import type { PublicReader } from "../words/reader.ts";
import { digestForm, type DigestFormInput } from "./digest-form.ts";
import { sayFor } from "./words/say.ts";

interface Sight {
  readonly reader: PublicReader;
  readonly centre: Centre;
}

/** A long one is set smaller. */
const LONG_TITLE = 36;

const pageOf = ({ reader, centre }: Sight, title: string, body: Html): PageInput => ({
  reader,
  centre,
  title,
  nav: publicNav(reader, "feeds"),
  unlisted: true,
  body: html`<h1${title.length > LONG_TITLE && html` class="long"`}>${title}</h1>
${body}`,
});

/** Names are made of codes that have labels. */
export function titleOfFeed(feed: DigestTerms["feed"], language: string): string {
  const filter = feedFilterFrom(feed);
  return filter.ok ? feedTitle(filter.value, language) : feed;
}

/** Where somebody asks for a feed by mail. */
export function askPage(to: Sight, input: DigestFormInput): PageInput {
  const { reader } = to;
  const title = sayFor(reader)("ask.title", { title: titleOfFeed(input.feed, reader.language) });
  return pageOf(
    to,
    title,
    html`${errorList(reader.words, input.errors ?? [])}
${digestForm(reader, input)}
${toFeed(reader, input)}`,
  );
}

/** The same for everybody who asked: not even the address that was typed stands in it. */
export function askedPage(to: Sight, terms: Pick<DigestTerms, "feed">): PageInput {
  const say = sayFor(to.reader);
  return pageOf(
    to,
    say("asked.title"),
    html`${notice("good", html`<p>${say("asked.text")}</p>`)}
<p>${say("asked.once")}</p>
<p class="quiet">${say("asked.same")}</p>
${toFeed(to.reader, terms)}`,
  );
}

const toFeed = (reader: PublicReader, { feed }: Pick<DigestTerms, "feed">): Html =>
  html`<p class="acts">${linkButton(reader.link(`/feeds/${feed}`), sayFor(reader)("to-feed"))}</p>`;

/**
 * A link from a mail leads to a page with a button. Programs that look into mails open links, and nothing may begin or
 * end by that.
 */
export function tokenPage(to: Sight, use: DigestTokenUse, terms: DigestTerms): PageInput {
  const { reader } = to;
  const say = sayFor(reader);
  const more = { confirm: say("confirm.ignore"), end: say("end.text") };
  return pageOf(
    to,
    say(`token.${use}.title`),
    html`${termsOf(reader, terms)}
${form({ action: reader.link(reader.here), body: button({ label: say(`token.${use}.button`) }) })}
<p>${more[use]}</p>`,
  );
}

const termsOf = (reader: PublicReader, { feed, rhythm }: DigestTerms): Html => {
  const say = sayFor(reader);
  return facts([[titleOfFeed(feed, reader.language), html`${say(`rhythm.${rhythm}`)}`]]);
};

export function confirmedPage(to: Sight, terms: DigestTerms): PageInput {
  const say = sayFor(to.reader);
  return pageOf(
    to,
    say("confirmed.title"),
    html`${termsOf(to.reader, terms)}
${notice("good", html`<p>${say("confirmed.text")}</p>`)}
${toFeed(to.reader, terms)}`,
  );
}

/** True of every link to an end, one that never was too. */
export function endedPage(to: Sight): PageInput {
  const say = sayFor(to.reader);
  return pageOf(to, say("ended.title"), notice("good", html`<p>${say("ended.text")}</p>`));
}

export function gonePage(to: Sight, use: DigestTokenUse): PageInput {
  const { reader } = to;
  const say = sayFor(reader);
  return pageOf(
    to,
    say("gone.title"),
    html`<p class="lead">${say(`gone.${use}`)}</p>
<p class="acts">${linkButton(reader.link("/feeds"), say("gone.feeds"))}</p>`,
  );
}
