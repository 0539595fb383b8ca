import { z } from "zod";
import { isTag, TAG_RULE, type LanguageTag, type PostDraft, type Result } from "@commonhall/domain";
import { audience, type AudienceFile } from "./audience.ts";
import { checkFields } from "./check-fields.ts";
import { fields, list, regions, sectors, text, texts, word } from "./fields.ts";
import type { YamlFile } from "./yaml-file.ts";

/** A post before its campaign, named by handle or id, and its audience have been looked up. */
export type PostFile = Omit<PostDraft, "campaign" | "audience"> & {
  readonly campaign?: string;
  readonly audience?: AudienceFile;
};

/** `kind: post` (interface.md 4). `first`: the centre's first language. */
export const readPost = (file: YamlFile, first: LanguageTag): Result<PostFile, readonly string[]> =>
  checkFields(file, postSchema(first));

const postSchema = (first: LanguageTag) =>
  fields({
    kind: z.literal("post"),
    campaign: text(2048).optional(),
    text: texts({ first, maximum: 20_000 }),
    tags: list(
      "a list of tags as [severance, PayUp]",
      word(TAG_RULE, (tag) => (isTag(tag) ? tag : undefined)),
    ).default([]),
    regions: regions.default([]),
    sectors: sectors.default([]),
    audience: audience.optional(),
    images: noImages.optional(),
  }).transform(({ text, tags, regions, sectors, campaign, audience }): PostFile => ({
    text,
    tags,
    regions,
    sectors,
    ...(campaign === undefined ? {} : { campaign }),
    ...(audience === undefined ? {} : { audience }),
  }));

const noImages = z.unknown().transform((_, context) => {
  context.addIssue({ code: "custom", message: "this version publishes text without images; take the field out" });
  return z.NEVER;
});
