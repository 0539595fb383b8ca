import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { countryOf, region, type BulletinLine, type Region } from "@commonhall/domain";
import { geoCentroid, geoEqualEarth, geoPath, type GeoPermissibleObjects } from "d3-geo";
import { feature } from "topojson-client";
import { z } from "zod";
import { html, type Html } from "../../layout/html.ts";
import type { Reader } from "../../words/reader.ts";
import { placeInWords } from "../in-words.ts";
import { sayFor } from "../words/say.ts";

const [WIDTH, HEIGHT] = [640, 360];
/** Around the countries that are shown, as a part of the picture. */
const MARGIN = 0.3;
const RADIUS = { least: 16, most: 30 } as const;

/**
 * Where bulletins tell of: a circle for each country, the larger the more bulletins, and its table. It counts bulletins,
 * not people; a bulletin about a province counts for its country.
 */
export async function placeMap(reader: Reader, lines: readonly BulletinLine[]): Promise<Html | false> {
  if (lines.length === 0) return false;
  const say = sayFor(reader);
  const counted = [...Map.groupBy(lines, ({ bulletin }) => region(countryOf(bulletin.place)) ?? bulletin.place)]
    .map(([country, some]) => ({ country, count: some.length, name: placeInWords(reader, country) }))
    .toSorted((a, b) => b.count - a.count || a.name.localeCompare(b.name, reader.language));
  return html`<section><h2>${say("map.title")}</h2>
<p>${say("map.lead")}</p>
${await picture(counted)}
<table><thead><tr><th scope="col">${say("map.country")}</th><th scope="col">${say("map.bulletins")}</th></tr></thead>
<tbody>${counted.map(({ name, count }) => html`<tr><th scope="row">${name}</th><td>${count}</td></tr>`)}</tbody></table></section>`;
}

interface Counted {
  readonly country: Region;
  readonly count: number;
}

/** For the eye alone: whoever listens hears the table. */
async function picture(counted: readonly Counted[]): Promise<Html | false> {
  const world = await (loaded ??= load());
  const shown = counted.flatMap(({ country, count }) => {
    const centre = world.centres.get(country);
    return centre === undefined ? [] : [{ country, count, centre }];
  });
  if (shown.length === 0) return false;
  const projection = geoEqualEarth().rotate([-middleOf(shown.map(({ centre }) => centre[0])), 0]);
  const points: GeoPermissibleObjects = {
    type: "MultiPoint",
    coordinates: shown.flatMap(({ centre: [x, y] }) => [
      [x - LEAST_SPAN, y - LEAST_SPAN / 2],
      [x + LEAST_SPAN, y + LEAST_SPAN / 2],
    ]),
  };
  projection
    .fitExtent(
      [
        [WIDTH * (MARGIN / 2), HEIGHT * (MARGIN / 2)],
        [WIDTH * (1 - MARGIN / 2), HEIGHT * (1 - MARGIN / 2)],
      ],
      points,
    )
    .clipExtent([
      [0, 0],
      [WIDTH, HEIGHT],
    ]);
  const land = geoPath(projection).digits(0)(world.land) ?? "";
  const most = Math.max(...shown.map(({ count }) => count));
  const circles = shown.map(({ count, centre }) => {
    const [x, y] = projection([...centre]) ?? [0, 0];
    const radius = Math.max(RADIUS.least, Math.sqrt(count / most) * RADIUS.most);
    return html`<circle cx="${Math.round(x)}" cy="${Math.round(y)}" r="${Math.round(radius)}"></circle><text x="${Math.round(x)}" y="${Math.round(y)}">${count}</text>`;
  });
  return html`<svg class="map" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true"><path d="${land}"></path>${circles}</svg>`;
}

/** Degrees around each country that are shown at least, so that one alone still stands in its part of the world. */
const LEAST_SPAN = 20;

/** The middle of the longitudes, the shorter way round the earth. */
function middleOf(longitudes: readonly number[]): number {
  const sum = longitudes.reduce(
    ([x, y], degrees): [number, number] => {
      const angle = (degrees * Math.PI) / 180;
      return [x + Math.cos(angle), y + Math.sin(angle)];
    },
    [0, 0] as [number, number],
  );
  return (Math.atan2(sum[1], sum[0]) * 180) / Math.PI;
}

interface World {
  readonly land: GeoPermissibleObjects;
  /** By ISO 3166-1 alpha-2: longitude and latitude. */
  readonly centres: ReadonlyMap<string, readonly [number, number]>;
}

let loaded: Promise<World> | undefined;

/** Natural Earth: coarse coasts, and finer borders, in which small countries have a middle, too. Read when first asked for. */
async function load(): Promise<World> {
  const [{ iso31661 }, coarse, fine] = await Promise.all([
    import("iso-3166"),
    topology(import.meta.resolve("world-atlas/land-110m.json")),
    topology(import.meta.resolve("world-atlas/countries-50m.json")),
  ]);
  const [land, countries] = [coarse.objects["land"], fine.objects["countries"]];
  if (land === undefined || countries === undefined) throw new Error("The map of the world is broken");
  const alpha2 = new Map(iso31661.map((country) => [country.numeric, country.alpha2]));
  const centres = feature(fine, countries).features.flatMap((country) => {
    const code = alpha2.get(String(country.id));
    return code === undefined ? [] : [[code, geoCentroid(country)] as const];
  });
  return { land: feature(coarse, land), centres: new Map(centres) };
}

type Shapes = Extract<Parameters<typeof feature>[1], { readonly type: "GeometryCollection" }>;
type Atlas = Parameters<typeof feature>[0] & { readonly objects: Readonly<Record<string, Shapes>> };

const topologySchema = z.custom<Atlas>(
  (value) => z.object({ type: z.literal("Topology"), objects: z.object({}) }).safeParse(value).success,
);

const topology = async (file: string) => topologySchema.parse(JSON.parse(await readFile(fileURLToPath(file), "utf8")));
