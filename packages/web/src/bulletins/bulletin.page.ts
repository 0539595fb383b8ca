import {
  codesByShare,
  ENGINE_CODES,
  textIn,
  type Bulletin,
  type Centre,
  type ReadRelease,
  type StatTable,
} from "@commonhall/domain";
import { pathOf } from "../campaigns/notices.ts";
import { html, isolated, type Html } from "../layout/html.ts";
import { publicNav, type PageInput } from "../layout/page.ts";
import { facts } from "../layout/parts.ts";
import { day } from "../words/dates.ts";
import { list } from "../words/numbers.ts";
import { textFor, type Reader } from "../words/reader.ts";
import { countMultiples } from "./charts/count-multiples.ts";
import { originInWords, periodInWords, placeInWords, reportedInWords, workInWords } from "./in-words.ts";
import { sayFor } from "./words/say.ts";

export interface BulletinPageInput {
  readonly reader: Reader;
  readonly centre: Centre;
  /** One of ours that is for everybody. */
  readonly said: ReadRelease;
}

/** One bulletin, or one table of a quarter, in words, at the address that other programs know it by. */
export function bulletinPage({ reader, centre, said }: BulletinPageInput): PageInput {
  const say = sayFor(reader);
  const { object, release } = said;
  const { place, period } = release.type === "bulletin" ? release.bulletin : release.table;
  const [where, when] = [placeInWords(reader, place), periodInWords(reader, period)];
  const title = say("one.title", { place: isolated(where), period: isolated(when) });
  const description =
    release.type === "bulletin" ? list(reportedInWords(reader, release.bulletin), reader.language) : say("stats.lead");
  return {
    reader,
    centre,
    title,
    nav: publicNav(reader),
    canonical: object,
    feeds: [{ href: pathOf(object), type: "application/activity+json", title }],
    preview: { url: object, description, siteName: textFor(reader, centre.name).text },
    body: html`<h1 class="long">${title}</h1>
${release.type === "bulletin" ? oneGroup(reader, release.bulletin) : oneTable(reader, centre, said, release.table)}
<p><a href="${reader.link("/bulletins/how")}">${say("how")}</a></p>
<p><a href="${reader.link("/bulletins")}">${say("back")}</a></p>`,
  };
}

function oneGroup(reader: Reader, { place, period, sector, origin, people, released, abuse }: Bulletin): Html {
  const say = sayFor(reader);
  const { language } = reader;
  const reported = codesByShare(abuse).map(({ share, codes }): readonly [string, Html] => [
    say(`share.${share}`),
    html`<ul class="plain">${codes.map((code) => html`<li>${ENGINE_CODES.label(code, language)}</li>`)}</ul>`,
  ]);
  return html`<p class="lead">${say("one.lead")}</p>
<article class="sheet">${facts([
    [say("col.people"), html`<strong>${say(`people.${people}`)}</strong>`],
    [say("col.place"), placeInWords(reader, place)],
    [say("col.period"), periodInWords(reader, period)],
    [say("col.work"), workInWords(reader, sector)],
    [say("col.origin"), originInWords(reader, origin)],
    [say("col.released"), day(released, language)],
  ])}
<h2>${say("col.reported")}</h2>
${reported.length > 0 ? facts(reported) : html`<p>${say("no-code")}</p>`}</article>`;
}

const oneTable = (
  reader: Reader,
  { name }: Centre,
  { object, by, published }: ReadRelease,
  table: StatTable,
): Html => html`<p class="lead">${sayFor(reader)("stats.lead")}</p>
${countMultiples(reader, [{ object, by, name: textIn(name, reader.wanted).text, published, table }])}`;
