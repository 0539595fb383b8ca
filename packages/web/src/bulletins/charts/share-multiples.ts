import { ENGINE_CODES, SHARES, type BulletinLine, type EngineCode, type Share } from "@commonhall/domain";
import { bdi, html, type Html } from "../../layout/html.ts";
import { list } from "../../words/numbers.ts";
import type { Reader } from "../../words/reader.ts";
import { byTime, periodInWords } from "../in-words.ts";
import { sayFor } from "../words/say.ts";

const CELL = 26;
const GAP = 3;
/** More bulletins than this are no darker. */
const DARKEST = 5;

/**
 * A small picture for each code that was said: periods from side to side, shares from below to above, a square where
 * bulletins said so. Under each picture stands its table. What no bulletin said is no square and an empty cell, not a zero:
 * a rule may have kept it back.
 */
export function shareMultiples(reader: Reader, lines: readonly BulletinLine[]): Html | false {
  const say = sayFor(reader);
  const periods = [...new Set(lines.map(({ bulletin }) => bulletin.period))].sort(byTime);
  const codes = ENGINE_CODES.all.filter((code) => lines.some(({ bulletin }) => shareIn(bulletin, code) !== undefined));
  if (codes.length === 0) return false;
  return html`<section><h2>${say("multiples.title")}</h2>
<p>${say("multiples.lead")}</p>
<p>${say("multiples.read", {
    shares: list(
      SHARES.map((share) => say(`share.${share}`)),
      reader.language,
    ),
    periods: list(
      periods.map((period) => periodInWords(reader, period)),
      reader.language,
    ),
  })}</p>
<div class="multiples">${codes.map((code) => multiple(reader, code, periods, lines))}</div></section>`;
}

const shareIn = ({ abuse }: BulletinLine["bulletin"], code: EngineCode): Share | undefined =>
  abuse.find((one) => one.code === code)?.share;

function multiple(reader: Reader, code: EngineCode, periods: readonly string[], lines: readonly BulletinLine[]): Html {
  const count = (period: string, share: Share): number =>
    lines.filter(({ bulletin }) => bulletin.period === period && shareIn(bulletin, code) === share).length;
  const highestFirst = SHARES.toReversed();
  return html`<figure><figcaption>${ENGINE_CODES.label(code, reader.language)}</figcaption>
<div class="squares-named" aria-hidden="true"><ul>${highestFirst.map((share) => html`<li>${sayFor(reader)(`row.${share}`)}</li>`)}</ul>
${picture(
  periods.flatMap((period, column) =>
    highestFirst.map((share, row): Square => ({ column, row, count: count(period, share) })),
  ),
  periods.length,
)}</div>
<p class="columns" aria-hidden="true">${columnNames(reader, periods)}</p>
${table(reader, code, periods, highestFirst, count)}</figure>`;
}

/** Under the columns, in their order; of many the first and the last. */
function columnNames(reader: Reader, periods: readonly string[]): Html {
  const names = periods.map((period) => bdi(periodInWords(reader, period)));
  const [first, last] = [names[0], names.at(-1)];
  if (names.length > FEW) return html`${first} … ${last}`;
  return html`${names.map((name, at) => html`${at > 0 && " · "}${name}`)}`;
}

const FEW = 3;

interface Square {
  readonly column: number;
  readonly row: number;
  readonly count: number;
}

/** For the eye alone: whoever listens hears the table. */
function picture(squares: readonly Square[], columns: number): Html {
  const [width, height] = [columns * (CELL + GAP), SHARES.length * (CELL + GAP)];
  const at = (index: number) => index * (CELL + GAP) + GAP / 2;
  return html`<svg class="squares" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true">${squares.map(
    ({ column, row, count }) =>
      html`<rect class="${count === 0 ? "none" : `dark-${Math.min(count, DARKEST)}`}" x="${at(column)}" y="${at(row)}" width="${CELL}" height="${CELL}" rx="3"></rect>`,
  )}</svg>`;
}

function table(
  reader: Reader,
  code: EngineCode,
  periods: readonly string[],
  shares: readonly Share[],
  count: (period: string, share: Share) => number,
): Html {
  const say = sayFor(reader);
  const cell = (number: number): Html => html`<td>${number > 0 && String(number)}</td>`;
  return html`<details><summary>${say("multiples.table")}</summary><div class="wide" tabindex="0" role="region" aria-label="${ENGINE_CODES.label(code, reader.language)}"><table>
<thead><tr><th scope="col">${say("multiples.share")}</th>${periods.map((period) => html`<th scope="col">${periodInWords(reader, period)}</th>`)}</tr></thead>
<tbody>${shares.map((share) => html`<tr><th scope="row">${say(`share.${share}`)}</th>${periods.map((period) => cell(count(period, share)))}</tr>`)}</tbody>
</table></div></details>`;
}
