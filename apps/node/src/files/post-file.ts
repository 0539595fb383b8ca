import { z } from "zod";
import { isTag, TAG_RULE, type LanguageTag, type PostDraft, type Result } from "@commonhall/domain";
import { checkFields } from "./check-fields.ts";
import { fields, list, regions, sectors, text, texts, word } from "./fields.ts";
import type { YamlFile } from "./yaml-file.ts";

/** A post before its campaign, named by handle or id, has been looked up. */
export type PostFile = Omit<PostDraft, "campaign"> & { readonly campaign?: string };

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
    audience: everyone.optional(),
    images: noImages.optional(),
  }).transform(({ text, tags, regions, sectors, campaign }): PostFile => ({
    text,
    tags,
    regions,
    sectors,
    ...(campaign === undefined ? {} : { campaign }),
  }));

/** Better no post than one that more people see than its author meant. */
const everyone = word("public: this version publishes to everyone, and cannot keep a post among allies", (audience) =>
  audience === "public" ? audience : undefined,
);

const noImages = z.unknown().transform((_, context) => {
  context.addIssue({ code: "custom", message: "this version publishes text without images; take the field out" });
  return z.NEVER;
});
