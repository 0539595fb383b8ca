import {
  ACTION_TYPES,
  firstLanguage,
  isTimeZone,
  languagesOf,
  momentOf,
  wallTime,
  type ActionDraft,
  type Place,
  type PlainDate,
  type Result,
  type Timestamp,
} from "@commonhall/domain";
import type { StageCampaign } from "../../organisers/joint-campaign.ts";
import type { Visit } from "../../desk/route.ts";
import { timeZoneOf } from "../../desk/times.ts";
import type { FormError } from "../../layout/parts.ts";
import type { FormValues } from "../../layout/read-form.ts";
import { typedDate, typedTime } from "../../words/digits.ts";
import type { Reader } from "../../words/reader.ts";
import { publishRefusal } from "../publish-refused.ts";
import { readTexts, textFields, webAddress } from "./campaign-form.ts";
import { languagesIn } from "./languages-part.ts";
import type { Fields } from "./work.ts";

type Part<T> = Result<T, readonly FormError[]>;

/** What is in the form, or everything that is wrong with it. */
export function readAction(
  { reader, centre }: Visit,
  form: FormValues,
  campaign: StageCampaign | undefined,
): Part<ActionDraft> {
  const { words } = reader;
  const languages = languagesIn(form, centre);
  const type = ACTION_TYPES.find((known) => known === form.get("type")) ?? "rally";
  const name = readTexts(reader, form, "name", languages);
  const text = readTexts(reader, form, "text", languages);
  const timezone = form.get("timezone") === "" ? timeZoneOf(centre) : form.get("timezone");
  const starts = readMoment(reader, form, "starts", timezone);
  const ends = readMoment(reader, form, "ends", timezone);
  const url = form.get("url") === "" ? undefined : webAddress(form.get("url"));
  const errors = [
    ...(campaign === undefined ? [{ field: "campaign", message: words("desk.action.campaign.missing") }] : []),
    ...[name, text, starts].flatMap((part) => (part.ok ? [] : part.error)),
    ...(starts.ok && starts.value === undefined
      ? [{ field: "starts.date", message: words("desk.action.starts.missing") }]
      : []),
    ...(ends.ok ? [] : ends.error),
    ...(isTimeZone(timezone) ? [] : [publishRefusal(reader, { type: "unknown time zone", timezone })]),
    ...(form.get("url") !== "" && url === undefined ? [{ field: "url", message: words("desk.write.url.wrong") }] : []),
  ];
  if (
    errors.length > 0 ||
    campaign === undefined ||
    !name.ok ||
    !text.ok ||
    !starts.ok ||
    !ends.ok ||
    starts.value === undefined
  ) {
    return { ok: false, error: errors };
  }
  const place = readPlace(form);
  const draft: ActionDraft = {
    campaign: campaign.id,
    type,
    name: name.value,
    text: text.value,
    starts: starts.value,
    ...(ends.value === undefined ? {} : { ends: ends.value }),
    timezone,
    ...(place === undefined ? {} : { place }),
    ...(url === undefined ? {} : { url }),
  };
  return { ok: true, value: draft };
}

/** A day and a time on the clocks of the place; undefined where neither is given. */
export function readMoment(
  { words }: Reader,
  form: FormValues,
  name: "starts" | "ends" | "expires",
  timezone: string,
): Part<Timestamp | undefined> {
  const typed = { date: form.get(`${name}.date`), time: form.get(`${name}.time`) };
  if (typed.date === "" && typed.time === "") return { ok: true, value: undefined };
  const date: PlainDate | undefined = typedDate(typed.date);
  const time = typedTime(typed.time);
  const errors = [
    ...(date === undefined ? [{ field: `${name}.date`, message: words("desk.write.date.wrong") }] : []),
    ...(time === undefined ? [{ field: `${name}.time`, message: words("desk.write.time.wrong") }] : []),
  ];
  if (date === undefined || time === undefined) return { ok: false, error: errors };
  return { ok: true, value: isTimeZone(timezone) ? momentOf({ date, time }, timezone) : undefined };
}

function readPlace(form: FormValues): Place | undefined {
  const name = form.get("place.name");
  const address = form.get("place.address");
  if (name === "" && address === "") return undefined;
  return name === "" || address === "" ? { name: name || address } : { name, address };
}

/** An action as the form shows it, so that it can be changed. */
export function actionFields({ type, name, text, starts, ends, timezone, place, url }: ActionDraft): Fields {
  const first = firstLanguage(name);
  const begins = wallTime(starts, timezone);
  const stops = ends === undefined ? undefined : wallTime(ends, timezone);
  return Object.fromEntries([
    ["type", type],
    ["language", first],
    ["languages", [...new Set([first, ...languagesOf(name), ...languagesOf(text)])].join(" ")],
    ...textFields("name", name),
    ...textFields("text", text),
    ["starts.date", begins.date],
    ["starts.time", begins.time],
    ["ends.date", stops?.date ?? ""],
    ["ends.time", stops?.time ?? ""],
    ["timezone", timezone],
    ["place.name", place?.name ?? ""],
    ["place.address", place?.address ?? ""],
    ["url", url ?? ""],
  ]);
}
