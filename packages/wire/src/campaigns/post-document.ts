import { languagesOf, textIn, type CampaignFacts, type Centre, type LanguageTag, type Post } from "@commonhall/domain";
import { addressesOf, type Addresses, type Site } from "../addresses.ts";
import { contextFor } from "../context.ts";
import { present, type JsonObject } from "../json.ts";
import { labelled, link, plainLink } from "../text/elements.ts";
import { fixedWords } from "../text/fixed-words.ts";
import { footHtml, hashtagTags } from "../text/foot.ts";
import { localized } from "../text/localized.ts";
import { htmlFromMarkdown } from "../text/markdown.ts";
import { addressFields, codesOf, dateFields } from "./public-fields.ts";

export interface PostDocumentInput {
  readonly site: Site;
  readonly post: Post;
  readonly centre: Centre;
  readonly campaign?: CampaignFacts;
}

/** A Note by the centre; `audience` and `context` name the campaign, where it belongs to one (wire.md 2). */
export function postDocument({ site, post, centre, campaign }: PostDocumentInput): JsonObject {
  const addresses = addressesOf(site);
  const languages = languagesOf(post.text);
  const content = localized(languages, (language) => contentIn(language, { addresses, post, campaign, languages }));
  const document = present({
    id: post.id,
    type: "Note",
    kind: "CampaignPost",
    ...addressFields({ addresses, centre, campaign, object: post.id, audience: post.audience }),
    ...dateFields(post),
    content: content.first,
    contentMap: content.map,
    url: post.id,
    regions: codesOf(post.regions, campaign?.regions, centre.regions),
    sectors: codesOf(post.sectors, campaign?.sectors, centre.sectors),
    tag: post.tags.length === 0 ? undefined : hashtagTags(addresses, post.tags),
  });
  return { "@context": contextFor(document), ...document };
}

interface Telling {
  readonly addresses: Addresses;
  readonly post: Post;
  readonly campaign: CampaignFacts | undefined;
  readonly languages: readonly LanguageTag[];
}

function contentIn(language: LanguageTag, { addresses, post, campaign, languages }: Telling): string {
  const { id: url, tags, text } = post;
  const page =
    campaign === undefined
      ? plainLink(url)
      : labelled(fixedWords(language)("campaign"), campaignLink(campaign, language));
  const foot = footHtml({ addresses, language, languages, url, tags, links: [page] });
  return `${htmlFromMarkdown(textIn(text, [language]).text)}${foot}`;
}

const campaignLink = (campaign: CampaignFacts, language: LanguageTag): string =>
  link(campaign.id, { text: textIn(campaign.name, [language]).text });
