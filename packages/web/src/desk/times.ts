import { countryOf, isoInstant, wallTime, type Centre, type Timestamp } from "@commonhall/domain";
import { html, type Html } from "../layout/html.ts";
import { clockText, momentText } from "../words/dates.ts";
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

/** A moment on the centre's clocks: the time alone today, with its day else. */
export function when({ ports, centre, reader }: Pick<Visit, "ports" | "centre" | "reader">, at: Timestamp): Html {
  const zone = timeZoneOf(centre);
  const today = wallTime(at, zone).date === wallTime(ports.clock(), zone).date;
  const text = today ? clockText(at, zone, reader.language) : momentText(at, zone, reader.language);
  return html`<time datetime="${isoInstant(at)}">${text}</time>`;
}
