import type { BulletinLine } from "@commonhall/domain";
import { bdi, html, type Html } from "../layout/html.ts";
import { day } from "../words/dates.ts";
import type { Reader } from "../words/reader.ts";
import { originInWords, periodInWords, placeInWords, reportedInWords, workInWords } from "./in-words.ts";
import { sayFor } from "./words/say.ts";

export interface BulletinTableInput {
  /** Also who tells it, and to whom. */
  readonly whose?: boolean;
  /** The page of one alone, where it has one. */
  readonly pageOf: (line: BulletinLine) => string | undefined;
}

/** Every bulletin as a line; each leads to how it was counted. */
export function bulletinTable(reader: Reader, lines: readonly BulletinLine[], input: BulletinTableInput): Html {
  const say = sayFor(reader);
  const head = (key: Parameters<typeof say>[0]): Html => html`<th scope="col">${say(key)}</th>`;
  const title = say("list.title", { count: lines.length });
  return html`<section><h2>${title}</h2>
<div class="wide" tabindex="0" role="region" aria-label="${title}"><table class="bulletins">
<thead><tr>${head("col.place")}${head("col.period")}${head("col.work")}${head("col.origin")}${head("col.people")}${head("col.reported")}${input.whose === true && head("col.by")}${head("col.released")}</tr></thead>
<tbody>${lines.map((line) => row(reader, line, input))}</tbody>
</table></div></section>`;
}

function row(reader: Reader, line: BulletinLine, { whose, pageOf }: BulletinTableInput): Html {
  const say = sayFor(reader);
  const { bulletin, name } = line;
  const { place, period, sector, origin, people, released, audience } = bulletin;
  const [where, page] = [placeInWords(reader, place), pageOf(line)];
  return html`<tr><th scope="row">${page === undefined ? where : html`<a href="${page}">${where}</a>`}</th>
<td>${periodInWords(reader, period)}</td>
<td>${workInWords(reader, sector)}</td>
<td>${originInWords(reader, origin)}</td>
<td><a href="${reader.link("/bulletins/how")}" title="${say("how")}">${say(`people.${people}`)}</a></td>
<td><ul class="plain">${reportedInWords(reader, bulletin).map((one) => html`<li>${one}</li>`)}</ul></td>
${whose === true && html`<td>${bdi(name)} (${say(`audience.${audience}`)})</td>`}
<td>${day(released, reader.language)}</td></tr>`;
}
