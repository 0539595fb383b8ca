import { languageName, unreachable, type PublishRefused } from "@commonhall/domain";
import { isolated } from "../layout/html.ts";
import type { FormError } from "../layout/parts.ts";
import { dayText } from "../words/dates.ts";
import type { Reader } from "../words/reader.ts";

/**
 * Why something was not published, at the box that it is about, and what would be accepted. `row` says in which row of
 * the form the n-th demand stands.
 */
export function publishRefusal(
  reader: Reader,
  why: PublishRefused,
  row: (demand: number) => number = (demand) => demand,
): FormError {
  const { words, language } = reader;
  switch (why.type) {
    case "missing language":
      return missingLanguage(reader, why, row);
    case "no demand":
      return { field: "demand", message: words("desk.refused.no-demand") };
    case "no target":
      return { field: "target", message: words("desk.refused.no-target") };
    case "ends before it starts":
      return { field: "ends", message: words("desk.refused.ends-before-start") };
    case "ends in the past":
      return { field: "ends", message: words("desk.refused.ends-in-past", { today: dayText(why.today, language) }) };
    case "runs too long":
      return { field: "ends", message: words("desk.refused.runs-too-long", { latest: dayText(why.latest, language) }) };
    case "no place":
      return { field: "place.name", message: words("desk.refused.no-place") };
    case "unknown time zone":
      return { field: "timezone", message: words("desk.refused.time-zone", { name: isolated(why.timezone) }) };
    case "handle taken":
      return { field: "handle", message: words("desk.refused.handle-taken", { handle: isolated(why.handle) }) };
    case "handle cannot change":
      return { field: "handle", message: words("desk.refused.handle-cannot-change", { handle: isolated(why.handle) }) };
    case "unknown campaign":
      return { field: "campaign", message: words("desk.refused.unknown-campaign", { name: isolated(why.name) }) };
    case "campaign closed":
      return { field: "campaign", message: words("desk.refused.campaign-closed", { name: isolated(why.name) }) };
    case "nobody would read it":
      return { field: "audience", message: words("desk.refused.no-reader") };
    case "not for this ally":
      return { field: "audience", message: words("desk.refused.not-for-ally", { actor: isolated(why.actor) }) };
    case "audience cannot widen":
      return { field: "audience", message: words("desk.refused.audience-wider") };
    case "nothing said of what changed":
      return { field: "changed", message: words("desk.refused.nothing-said") };
    case "closed already":
      return { message: words("desk.refused.closed-already") };
    case "not running":
      return { message: words("desk.refused.not-running") };
    case "not suspended":
      return { message: words("desk.refused.not-suspended") };
    case "no centre yet":
      return { message: words("desk.refused.no-centre") };
    case "not found":
      return { message: words("desk.refused.not-found") };
    case "not of this kind":
      return { message: words("desk.refused.not-of-this-kind") };
    case "too large":
      return {
        message: words("desk.refused.too-large", {
          kilobytes: Math.ceil(why.bytes / 1000),
          limit: Math.floor(why.limit / 1000),
        }),
      };
    default:
      return unreachable(why);
  }
}

function missingLanguage(
  { words, language: page }: Reader,
  { field, language }: Extract<PublishRefused, { readonly type: "missing language" }>,
  row: (demand: number) => number,
): FormError {
  const name = languageName(language, page);
  const [, demand] = /^demands\[(\d+)\]$/.exec(field) ?? [];
  if (demand !== undefined) {
    const number = row(Number(demand));
    return {
      field: `demand.${number}.${language}`,
      message: words("desk.refused.demand-language", { number: number + 1, language: name }),
    };
  }
  const what = field === "summary" ? "summary" : "text";
  return { field: `${what}.${language}`, message: words(`desk.refused.${what}-language`, { language: name }) };
}
