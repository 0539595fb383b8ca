import { originOf, type BulletinLine } from "@commonhall/domain";
import { pathOf } from "../campaigns/notices.ts";
import { html } from "../layout/html.ts";
import { empty, linkButton } from "../layout/parts.ts";
import { opens, type DeskRoute, type Elsewhere, type Sheet, type Visit } from "../desk/route.ts";
import type { Reader } from "../words/reader.ts";
import { bulletinsAsCsv, tablesAsCsv } from "./as-csv.ts";
import { bulletinTable } from "./bulletin-table.ts";
import { countMultiples } from "./charts/count-multiples.ts";
import { placeMap } from "./charts/place-map.ts";
import { shareMultiples } from "./charts/share-multiples.ts";
import { filterForm, filterFrom, listed, queryOf } from "./filter.ts";
import { sayFor } from "./words/say.ts";

/** Everything that is told about groups, ours and what allies sent us. */
export const bulletinRoutes: readonly DeskRoute[] = [
  opens("/bulletins", "read what arrived", bulletinsPage),
  opens("/bulletins.csv", "read what arrived", bulletinsFile),
  opens("/bulletins/statistics.csv", "read what arrived", statisticsFile),
];

const PATH = "/desk/bulletins";

async function bulletinsPage({ ports, reader, query }: Visit): Promise<Sheet> {
  const say = sayFor(reader);
  const filter = filterFrom(query);
  const [{ all, lines }, tables] = await Promise.all([
    listed((by) => ports.bulletins.list(by), filter),
    ports.bulletins.tables(filter),
  ]);
  const kept = html`<p class="acts">${linkButton(reader.link(`/desk/bulletins.csv${queryOf(filter)}`), say("csv"))} <a href="${reader.link("/bulletins/how")}">${say("how")}</a></p>`;
  return {
    room: "bulletins",
    title: say("title"),
    body: html`<h1>${say("title")}</h1>
<p>${say("desk.lead")}</p>
${
  all.length === 0
    ? empty(say("none"))
    : html`${filterForm(reader, PATH, filter, all)}
${
  lines.length === 0
    ? empty(say("none-fits"))
    : html`${shareMultiples(reader, lines)}
${await placeMap(reader, lines)}
${bulletinTable(reader, lines, { whose: true, pageOf: pageOf(reader, ports.site.origin) })}
${kept}`
}`
}
${
  tables.length > 0 &&
  html`<section><h2>${say("stats.title")}</h2>
<p>${say("stats.lead")} <a href="${reader.link("/bulletins/how")}">${say("how")}</a></p>
${countMultiples(reader, tables)}
<p class="acts">${linkButton(reader.link(`/desk/bulletins/statistics.csv${queryOf(filter)}`), say("stats.csv"))}</p></section>`
}`,
  };
}

/** What is for everybody has a page where it lives; what is for allies has none. */
const pageOf =
  (reader: Reader, ours: string) =>
  ({ object, bulletin }: BulletinLine): string | undefined => {
    if (bulletin.audience === "allies") return undefined;
    return originOf(object) === ours ? reader.link(pathOf(object)) : object;
  };

async function bulletinsFile({ ports, query }: Visit): Promise<Elsewhere> {
  const lines = await ports.bulletins.list(filterFrom(query));
  return { type: "download", name: "bulletins.csv", bytes: bulletinsAsCsv(lines) };
}

async function statisticsFile({ ports, query }: Visit): Promise<Elsewhere> {
  const lines = await ports.bulletins.tables(filterFrom(query));
  return { type: "download", name: "statistics.csv", bytes: tablesAsCsv(lines) };
}
