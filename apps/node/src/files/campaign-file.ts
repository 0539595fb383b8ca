import { z } from "zod";
import {
  languageTag,
  TARGET_ROLES,
  type CampaignDraft,
  type LanguageTag,
  type Result,
  type Target,
} from "@commonhall/domain";
import { everybody } from "./audience.ts";
import { checkFields } from "./check-fields.ts";
import {
  address,
  date,
  fields,
  handle,
  isRecord,
  list,
  oneOf,
  regions,
  sectors,
  text,
  texts,
  writtenIn,
} from "./fields.ts";
import type { YamlFile } from "./yaml-file.ts";

/** `kind: campaign` (interface.md 4). `first`: the centre's first language. */
export function readCampaign(file: YamlFile, first: LanguageTag): Result<CampaignDraft, readonly string[]> {
  const name = isRecord(file.value) ? file.value["name"] : undefined;
  return checkFields(file, campaignSchema(first, writtenIn(name, first)));
}

const campaignSchema = (first: LanguageTag, needs: LanguageTag | undefined) =>
  fields({
    kind: z.literal("campaign"),
    handle,
    name: texts({ first, maximum: 300 }),
    summary: texts({ first, needs, maximum: 20_000 }),
    regions: regions.default([]),
    sectors: sectors.default([]),
    targets: list("a list of at least one target as [{ name: A Brand, role: brand }]", target, 1),
    demands: list("a list of at least one demand", texts({ first, needs, maximum: 2000 }), 1),
    starts: date.optional(),
    ends: date.optional(),
    translators: translators.default({}),
    audience: everybody.optional(),
  }).transform(({ kind, audience, starts, ends, ...draft }): CampaignDraft => ({
    ...draft,
    ...(starts === undefined ? {} : { starts }),
    ...(ends === undefined ? {} : { ends }),
  }));

const target = fields({
  name: text(300),
  role: oneOf(TARGET_ROLES),
  url: address.optional(),
  title: text(300).optional(),
  organization: text(300).optional(),
  givenName: text(300).optional(),
  familyName: text(300).optional(),
  postalAddress: text(1000).optional(),
  emailAddress: text(300).optional(),
}).transform(({ name, role, ...rest }): Target => {
  const given = Object.fromEntries(Object.entries(rest).filter(([, field]) => field !== undefined));
  return { name, role, ...given };
});

/** `{ id: "Siti Aminah" }`: who translated into which language. */
const translators = z.unknown().transform((input, context): Readonly<Record<LanguageTag, string>> => {
  const read: Record<LanguageTag, string> = {};
  if (!isRecord(input)) {
    context.addIssue({
      code: "custom",
      message: 'this is not accepted; use a map from language to name as { id: "Siti Aminah" }',
    });
    return z.NEVER;
  }
  for (const [key, name] of Object.entries(input)) {
    const tag = languageTag(key);
    const add = (message: string) => context.addIssue({ code: "custom", message, path: [key] });
    if (tag === undefined) add("this is not a language; use one as BCP 47 writes it (en, pt-BR, zh-Hans)");
    else if (typeof name !== "string" || name.trim() === "" || name.length > 300)
      add("give a name of at most 300 characters");
    else read[tag] = name.trim();
  }
  return read;
});
