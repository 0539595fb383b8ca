import {
  firstLanguage,
  isTag,
  languagesOf,
  type LanguageTag,
  type Post,
  type PostDraft,
  type Result,
  type Texts,
  type TranslationState,
} from "@commonhall/domain";
import { addressesOf, postDocument } from "@commonhall/wire";
import { listed, regionFields, regionsFrom, sectorFields, sectorsFrom } from "../../codes/code-fields.ts";
import type { Visit } from "../../desk/route.ts";
import { field, textsField } from "../../layout/fields.ts";
import { html, isolated, type Html } from "../../layout/html.ts";
import type { FormError } from "../../layout/parts.ts";
import type { FormValues } from "../../layout/read-form.ts";
import { stageCampaign, type StageCampaign } from "../../organisers/joint-campaign.ts";
import { publishRefusal } from "../publish-refused.ts";
import { postPage } from "../post.page.ts";
import { shownFromPost } from "../shown-post.ts";
import { campaignChoice, chosenCampaign } from "./campaign-choice.ts";
import { codeFields, readTexts, textFields } from "./campaign-form.ts";
import { languagesIn, languagesPart } from "./languages-part.ts";
import { followerCount } from "./recipients.ts";
import type { Fields } from "./work.ts";
import { changed, type Ready, type Writing } from "./writing.ts";

/** How a post is written and changed. */
export const writePost: Writing = {
  kind: "post",
  parts: [],
  async start({ ports, query }) {
    const of = query("of");
    if (of === "") return { campaign: query("campaign") };
    const post = await ports.campaigns.post(addressesOf(ports.site).post(of));
    if (post === undefined) return undefined;
    const campaign = await stageCampaign(ports, post.campaign);
    return { ...postFields(post), campaign: campaign?.handle ?? "", of };
  },
  boxes,
  read,
};

export const postFields = ({ text, tags, regions, sectors }: PostDraft): Fields =>
  Object.fromEntries([
    ["language", firstLanguage(text)],
    ["languages", languagesOf(text).join(" ")],
    ...textFields("text", text),
    ["tags", tags.map((tag) => `#${tag}`).join(" ")],
    ...codeFields({ regions, sectors }),
  ]);

async function boxes(visit: Visit, form: FormValues): Promise<Html> {
  const { reader, centre, errors } = visit;
  const { words } = reader;
  const other = await campaignChoice(visit, form, { orNone: words("desk.post.no-campaign") });
  const codesBegun = ["region.0", "sectors", "sectors-more"].some((name) => form.get(name) !== "");
  return html`${other}
${languagesPart(reader, form, centre, errors)}
${textsField({
  name: "text",
  legend: words("desk.post.text"),
  hint: words("desk.write.markdown.hint"),
  languages: languagesIn(form, centre),
  values: form.fields,
  errors,
  rows: 8,
  required: true,
  folded: words("desk.write.other-languages"),
})}
${field({
  name: "tags",
  label: words("desk.post.tags"),
  hint: words("desk.post.tags.hint"),
  value: form.fields["tags"],
  errors,
  autocomplete: "off",
})}
<details class="more"${codesBegun && html` open`}><summary>${words("desk.post.codes")}</summary>
<p class="hint">${words("desk.post.codes.hint")}</p>
${regionFields(reader, form, errors)}
${sectorFields(reader, form, errors)}</details>`;
}

async function read(visit: Visit, form: FormValues): Promise<Result<Ready, readonly FormError[]>> {
  const { reader, ports, centre } = visit;
  const campaign = await chosenCampaign(visit, form);
  const draft = readPost(visit, form, campaign);
  if (!draft.ok) return draft;
  const of = changed(form);
  const before = of === "" ? undefined : await ports.campaigns.post(addressesOf(ports.site).post(of));
  if (of !== "" && before === undefined)
    return { ok: false, error: [publishRefusal(reader, { type: "not found", id: of })] };
  if (before === undefined && campaign?.status === "closed") {
    return { ok: false, error: [publishRefusal(reader, { type: "campaign closed", name: campaign.handle })] };
  }
  return { ok: true, value: ready(visit, draft.value, campaign, before, languagesIn(form, centre)) };
}

function readPost(
  { reader, centre }: Visit,
  form: FormValues,
  campaign: StageCampaign | undefined,
): Result<PostDraft, readonly FormError[]> {
  const { words } = reader;
  const named = form.get("campaign");
  const text = readTexts(reader, form, "text", languagesIn(form, centre));
  const tags = listed(form.get("tags")).map((tag) => tag.replace(/^#/, ""));
  const badTag = tags.find((tag) => !isTag(tag));
  const regions = regionsFrom(form, words);
  const sectors = sectorsFrom(form, words);
  const errors = [
    ...(named !== "" && campaign === undefined
      ? [publishRefusal(reader, { type: "unknown campaign", name: named })]
      : []),
    ...(text.ok ? [] : text.error),
    ...(badTag === undefined
      ? []
      : [{ field: "tags", message: words("desk.post.tags.wrong", { tag: isolated(badTag) }) }]),
    ...(regions.ok ? [] : regions.error),
    ...(sectors.ok ? [] : sectors.error),
  ];
  if (errors.length > 0 || !text.ok || !regions.ok || !sectors.ok) return { ok: false, error: errors };
  const draft: PostDraft = {
    text: text.value,
    tags: [...new Set(tags)],
    regions: regions.value,
    sectors: sectors.value,
  };
  return { ok: true, value: campaign === undefined ? draft : { ...draft, campaign: campaign.id } };
}

function ready(
  { ports, centre, reader, session }: Visit,
  draft: PostDraft,
  campaign: StageCampaign | undefined,
  before: Post | undefined,
  languages: readonly LanguageTag[],
): Ready {
  const now = ports.clock();
  const id = before?.id ?? addressesOf(ports.site).post(ports.newId());
  const post: Post = {
    ...draft,
    id,
    centre: centre.id,
    published: before?.published ?? now,
    ...(before === undefined ? {} : { updated: now }),
  };
  return {
    translations: translationsOf([draft.text], languages),
    page: async () => postPage({ reader, centre, campaign, post: shownFromPost(post) }).body,
    documents: async () => [
      postDocument({ site: ports.site, post, centre, ...(campaign === undefined ? {} : { campaign }) }),
    ],
    followers: () => followerCount(ports.follows, centre.id, ...(campaign === undefined ? [] : [campaign.id])),
    async publish() {
      const { campaignCommands } = ports;
      const by = session.staff.name;
      const published =
        before === undefined
          ? await campaignCommands.publishPost(draft, by)
          : await campaignCommands.updatePost(before.id, draft, by);
      return published.ok ? published : { ok: false, error: [publishRefusal(reader, published.error)] };
    },
  };
}

/** The languages of these texts, the first of them as the original; one that not all of them have is only partly there. */
export function translationsOf(
  texts: readonly Texts[],
  languages: readonly LanguageTag[],
): readonly TranslationState[] {
  const written = languages.filter((language) => texts.some((text) => text[language] !== undefined));
  return written.map((language, index) => {
    const complete = texts.every((text) => text[language] !== undefined);
    return { language, state: index === 0 ? "original" : complete ? "complete" : "partial" };
  });
}
