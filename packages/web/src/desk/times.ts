import { countryOf, DAY, isoInstant, startOfDay, wallTime, type Centre, type Timestamp } from "@commonhall/domain";
import { html, type Html } from "../layout/html.ts";
import { nearText, type Nearness } from "../words/dates.ts";
import { LEADING_ZONES } from "./leading-zones.ts";
import type { Visit } from "./route.ts";

/** Something that is somewhere: a centre, a campaign. */
type Somewhere = Pick<Centre, "regions">;

/** The clocks of its own place: those that most people of its first country live by. */
export const timeZoneOf = (place: Somewhere): string => timeZonesOf(place)[0] ?? "UTC";

/** Every time zone of the countries it is in, the leading one of each first. */
export const timeZonesOf = ({ regions }: Somewhere): readonly string[] =>
  [...new Set(regions.map(countryOf))].flatMap(zonesOfCountry);

function zonesOfCountry(country: string): readonly string[] {
  const locale: LocaleWithZones = new Intl.Locale(`und-${country}`);
  const all = locale.getTimeZones?.() ?? [];
  const leading = LEADING_ZONES[country];
  return leading === undefined || !all.includes(leading) ? all : [leading, ...all.filter((zone) => zone !== leading)];
}

/** The compiler's library does not know it yet (ECMA-402, Intl Locale Info). */
type LocaleWithZones = Intl.Locale & { readonly getTimeZones?: () => readonly string[] | undefined };

/** A moment on the centre's clocks, as one would say it to a colleague: "Today, 14:05", "Tuesday 14:05", "3 March 14:05". */
export function when({ ports, centre, reader }: Pick<Visit, "ports" | "centre" | "reader">, at: Timestamp): Html {
  const zone = timeZoneOf(centre);
  const near = nearness(at, ports.clock(), zone);
  const text = nearText(at, zone, reader.language, near);
  return html`<time datetime="${isoInstant(at)}">${near === "today" ? reader.words("desk.today", { time: text }) : text}</time>`;
}

function nearness(at: Timestamp, now: Timestamp, zone: string): Nearness {
  const day = wallTime(at, zone).date;
  const today = wallTime(now, zone).date;
  if (day === today) return "today";
  if (Math.abs(startOfDay(day) - startOfDay(today)) < 7 * DAY) return "these days";
  return day.slice(0, 4) === today.slice(0, 4) ? "this year" : "long ago";
}
