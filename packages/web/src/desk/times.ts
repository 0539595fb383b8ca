import { countryOf, DAY, isoInstant, startOfDay, wallTime, type Centre, type Timestamp } from "@commonhall/domain";
import { html, type Html } from "../layout/html.ts";
import { nearText, type Nearness } from "../words/dates.ts";
import type { Visit } from "./route.ts";

/** The clocks of the centre's own place: the first time zone of its first region, which is the most peopled one in Unicode's list. */
export function timeZoneOf(centre: Pick<Centre, "regions">): string {
  return timeZonesOf(centre)[0] ?? "UTC";
}

/** Every time zone of the regions that the centre works in. */
export function timeZonesOf(centre: Pick<Centre, "regions">): readonly string[] {
  const countries = [...new Set(centre.regions.map(countryOf))];
  return countries.flatMap((country) => {
    const locale: LocaleWithZones = new Intl.Locale(`und-${country}`);
    return locale.getTimeZones?.() ?? [];
  });
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
