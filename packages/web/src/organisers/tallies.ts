import type { Centre, TallyLine } from "@commonhall/domain";
import { bdi, html, type Html } from "../layout/html.ts";
import { textOf } from "../layout/parts.ts";
import { dayOf } from "../words/dates.ts";
import type { Reader } from "../words/reader.ts";
import { sayFor, sayRichFor } from "../words/together/say.ts";

/**
 * How many took part in all, and each organiser's part of it: a number that it has signed. The sum is only as good as its
 * parts, so it never stands without them.
 */
export function tallyPart(reader: Reader, centre: Centre, tallies: readonly TallyLine[]): Html | false {
  if (tallies.length === 0) return false;
  const say = sayFor(reader);
  const sum = tallies.reduce((all, { count }) => all + count, 0);
  const rows = tallies.map(
    (tally) =>
      html`<tr><th scope="row">${tally.centre === centre.id ? textOf(reader, centre.name) : bdi(tally.name)}</th>
<td><a href="${tally.id}" rel="noopener noreferrer">${say("tally.count", { count: tally.count })}</a></td>
<td class="quiet">${dayOf(tally.at, reader.language)}</td></tr>`,
  );
  return html`<section class="tallies"><h3>${sayRichFor(reader)("tally.sum", { count: sum })}</h3>
<p class="hint">${say("tally.hint")}</p>
<table>${rows}</table></section>`;
}
