import { cellLabel, type StatTable, type StatTableLine } from "@commonhall/domain";
import { html, type Html } from "../../layout/html.ts";
import type { Reader } from "../../words/reader.ts";
import { byTime, periodInWords, placeInWords } from "../in-words.ts";
import { sayFor } from "../words/say.ts";

const WIDTH = 26;
const HEIGHT = 96;
const GAP = 3;
/** How high “fewer than 11” stands, whatever it is: nothing can be read off it. */
const FEW = 6;

type Code = StatTable["cells"][number]["code"];
type People = StatTable["cells"][number]["people"];

/** One centre's counts of one kind over the quarters: a small picture for each code, and one table under them all. */
export function countMultiples(reader: Reader, lines: readonly StatTableLine[]): Html {
  const series = Map.groupBy(lines, ({ by, table }) => `${by} ${table.place} ${table.by}`);
  return html`${[...series.values()].map((tables) => one(reader, tables))}`;
}

function one(reader: Reader, lines: readonly StatTableLine[]): Html | false {
  const say = sayFor(reader);
  const [first] = lines;
  if (first === undefined) return false;
  const tables = lines.map(({ table }) => table).toSorted((a, b) => byTime(a.period, b.period));
  const { place, by } = first.table;
  const title = say("stats.of", {
    name: first.name,
    place: placeInWords(reader, place),
    what: say(`stats.by.${by}`),
  });
  const codes = first.table.cells.map(({ code }) => code);
  const peopleOf = (table: StatTable, code: Code): People | undefined =>
    table.cells.find((cell) => cell.code === code)?.people;
  const numbers = tables.flatMap(({ cells }) => cells.map(({ people }) => (people === "<11" ? 0 : people)));
  const highest = Math.max(11, ...numbers);
  return html`<section class="counts"><h3>${title}</h3>
<div class="multiples">${codes.map(
    (code) => html`<figure><figcaption>${cellLabel(code, reader.language)}</figcaption>
${bars(
  tables.map((table) => peopleOf(table, code)),
  highest,
)}</figure>`,
  )}</div>
${table(reader, title, tables, codes, peopleOf)}</section>`;
}

function bars(counts: readonly (People | undefined)[], highest: number): Html {
  const bar = (people: People | undefined, index: number): Html | false => {
    if (people === undefined) return false;
    const isFew = people === "<11";
    const height = isFew ? FEW : Math.round((people / highest) * HEIGHT);
    return html`<rect class="${isFew ? "few" : "filled"}" x="${index * (WIDTH + GAP)}" y="${HEIGHT - height}" width="${WIDTH}" height="${height}"></rect>`;
  };
  const width = counts.length * (WIDTH + GAP);
  return html`<svg class="bars" viewBox="0 0 ${width} ${HEIGHT}" width="${width}" height="${HEIGHT}" aria-hidden="true">${counts.map(bar)}</svg>`;
}

function table(
  reader: Reader,
  title: string,
  tables: readonly StatTable[],
  codes: readonly Code[],
  peopleOf: (table: StatTable, code: Code) => People | undefined,
): Html {
  const say = sayFor(reader);
  const format = new Intl.NumberFormat(reader.language);
  const said = (people: People | undefined): string =>
    people === undefined ? "" : people === "<11" ? say("stats.few") : format.format(people);
  return html`<div class="wide" tabindex="0" role="region" aria-label="${title}"><table>
<thead><tr><th scope="col">${say("stats.kind")}</th>${tables.map(({ period }) => html`<th scope="col">${periodInWords(reader, period)}</th>`)}</tr></thead>
<tbody>${codes.map((code) => html`<tr><th scope="row">${cellLabel(code, reader.language)}</th>${tables.map((one) => html`<td>${said(peopleOf(one, code))}</td>`)}</tr>`)}</tbody>
</table></div>`;
}
