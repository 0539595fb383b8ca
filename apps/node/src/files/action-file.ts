import { z } from "zod";
import {
  ACTION_TYPES,
  isTimeZone,
  type ActionDraft,
  type LanguageTag,
  type Result,
  type Timestamp,
} from "@commonhall/domain";
import { everybody } from "./audience.ts";
import { checkFields } from "./check-fields.ts";
import { address, fields, isRecord, oneOf, refused, text, texts, word, writtenIn } from "./fields.ts";
import type { YamlFile } from "./yaml-file.ts";
import { parseZonedTime } from "./zoned-time.ts";

/** An action before its campaign, named by handle or id, has been looked up. */
export type ActionFile = Omit<ActionDraft, "campaign"> & { readonly campaign: string };

/** `kind: action` (interface.md 4). `first`: the centre's first language. */
export function readAction(file: YamlFile, first: LanguageTag): Result<ActionFile, readonly string[]> {
  const raw = isRecord(file.value) ? file.value : {};
  const zone = raw["timezone"];
  const timezone = typeof zone === "string" && isTimeZone(zone) ? zone : undefined;
  return checkFields(file, actionSchema(first, writtenIn(raw["name"], first), timezone));
}

const actionSchema = (first: LanguageTag, needs: LanguageTag | undefined, zone: string | undefined) =>
  fields({
    kind: z.literal("action"),
    campaign: text(2048),
    type: oneOf(ACTION_TYPES),
    name: texts({ first, maximum: 300 }),
    text: texts({ first, needs, maximum: 20_000 }),
    starts: time(zone),
    ends: time(zone).optional(),
    timezone: word("a time zone of the IANA database as Asia/Jakarta", (name) => (isTimeZone(name) ? name : undefined)),
    place: fields({ name: text(300), address: text(1000).optional() }).optional(),
    url: address.optional(),
    audience: everybody.optional(),
  }).transform(({ kind, audience, ends, place, url, ...draft }): ActionFile => ({
    ...draft,
    ...(ends === undefined ? {} : { ends }),
    ...(place === undefined
      ? {}
      : { place: place.address === undefined ? { name: place.name } : { name: place.name, address: place.address } }),
    ...(url === undefined ? {} : { url }),
  }));

const TIME_RULE = "a time as 2026-11-28 08:00, in the time zone of the action, or as 2026-11-28T08:00+07:00";

/** Where the time zone itself is wrong, times are read as if in UTC, so that only what is wrong with them is told. */
const time = (zone = "UTC") =>
  z.unknown().transform((input, context): Timestamp => {
    const parsed = typeof input === "string" ? parseZonedTime(input.trim(), zone) : undefined;
    if (typeof parsed === "number") return parsed;
    const message =
      parsed === "skipped"
        ? `there is no ${String(input)} in ${zone}, because clocks are put forward over it; use a time before or after`
        : refused(input, TIME_RULE);
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });
