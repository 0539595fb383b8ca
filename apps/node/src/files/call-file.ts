import { z } from "zod";
import {
  CERTAINTIES,
  CONSENT_WAYS,
  NEED_TYPES,
  QUANTITY_RULE,
  quantityFrom,
  SEVERITIES,
  unitFor,
  unitsFor,
  URGENCIES,
  type CallDraft,
  type Consent,
  type LanguageTag,
  type NeedDraft,
  type Result,
  type Timestamp,
} from "@commonhall/domain";
import { audience, type AudienceFile } from "./audience.ts";
import { checkFields } from "./check-fields.ts";
import {
  date,
  fields,
  isRecord,
  language,
  list,
  oneOf,
  refused,
  regions,
  sectors,
  text,
  texts,
  value,
  writtenIn,
} from "./fields.ts";
import type { YamlFile } from "./yaml-file.ts";
import { parseZonedTime } from "./zoned-time.ts";

/** A call before its campaign, named by handle or id, and its audiences have been looked up. */
export type CallFile = Omit<CallDraft, "campaign" | "audience" | "consent"> & {
  readonly campaign?: string;
  readonly audience: AudienceFile;
  readonly consent?: Omit<Consent, "audience"> & { readonly audience?: AudienceFile };
};

/** `kind: call` (interface.md 4). `first`: the centre's first language. */
export function readCall(file: YamlFile, first: LanguageTag): Result<CallFile, readonly string[]> {
  const written = isRecord(file.value) ? file.value["text"] : undefined;
  return checkFields(file, callSchema(first, writtenIn(written, first)));
}

const callSchema = (first: LanguageTag, needs: LanguageTag | undefined) =>
  fields({
    kind: z.literal("call"),
    campaign: text(2048).optional(),
    urgency: oneOf(URGENCIES),
    severity: oneOf(SEVERITIES).default("unknown"),
    certainty: oneOf(CERTAINTIES).default("unknown"),
    exercise: yesOrNo.default(false),
    text: texts({ first, maximum: 20_000 }),
    expires: time,
    needs: list("a list of at least one need as [{ name: Lawyers, type: legal, quantity: 3 }]", need(first, needs), 1),
    audience,
    regions: regions.default([]),
    sectors: sectors.default([]),
    recognisable: yesOrNo.optional(),
    consent: consent.optional(),
  })
    .superRefine(({ recognisable, consent: given, exercise, audience: readers }, context) => {
      const add = (path: string, message: string) => context.addIssue({ code: "custom", message, path: [path] });
      if (given === undefined && recognisable !== false) add("consent", NO_CONSENT);
      if (exercise && readers.type === "public") add("audience", "a drill is never public; use allies, or name some");
    })
    .transform(({ kind, campaign, consent: given, recognisable, ...draft }): CallFile => ({
      ...draft,
      recognisable: recognisable ?? true,
      ...(campaign === undefined ? {} : { campaign }),
      ...(given === undefined ? {} : { consent: given }),
    }));

/** Nobody can see from a text whether somebody will be known by it, so the file says one or the other. */
const NO_CONSENT =
  "is missing; say how the workers who can be recognised were asked, as { asked: 2026-11-22, language: id, how: in person }, " +
  "or recognisable: false where nobody can be";

const yesOrNo = value("true or false", (input) => (typeof input === "boolean" ? input : undefined));

const TIME_RULE = "a time with its offset as 2026-11-29T20:00:00Z or 2026-11-29T20:00+07:00";

/** A call is read in every time zone, so its end says which one it means. */
const time = value(TIME_RULE, (input): Timestamp | undefined => {
  if (typeof input !== "string" || !/(?:Z|[+-]\d{2}:\d{2})$/.test(input.trim())) return undefined;
  const parsed = parseZonedTime(input.trim(), "UTC");
  return typeof parsed === "number" ? parsed : undefined;
});

/** A number as YAML reads it, or as a text. */
const quantity = value(QUANTITY_RULE, (input) =>
  typeof input === "number" || typeof input === "string" ? quantityFrom(String(input).trim()) : undefined,
);

const need = (first: LanguageTag, needs: LanguageTag | undefined) =>
  fields({
    name: texts({ first, needs, maximum: 300 }),
    type: oneOf(NEED_TYPES),
    quantity,
    unit: text(20).optional(),
    by: time.optional(),
    closed: yesOrNo.optional(),
  }).transform(({ unit: written, by, closed, ...asked }, context): NeedDraft => {
    const unit = unitFor(asked.type, written);
    if (unit === undefined) {
      const message = refused(written, unitsFor(asked.type).join(" or "));
      context.addIssue({ code: "custom", message, path: ["unit"] });
      return z.NEVER;
    }
    return { ...asked, unit, ...(by === undefined ? {} : { by }), ...(closed === undefined ? {} : { closed }) };
  });

const consent = fields({
  asked: date,
  language,
  how: oneOf(CONSENT_WAYS),
  audience: audience.optional(),
}).transform(({ audience: readers, ...asked }) => ({
  ...asked,
  ...(readers === undefined ? {} : { audience: readers }),
}));
