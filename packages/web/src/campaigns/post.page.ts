import type { Centre } from "@commonhall/domain";
import { plainText } from "@commonhall/wire";
import { html } from "../layout/html.ts";
import { publicNav, type PageInput } from "../layout/page.ts";
import { metaLine, textOf } from "../layout/parts.ts";
import { textFor, type Reader } from "../words/reader.ts";
import { stagePath, type StageCampaign } from "../organisers/joint-campaign.ts";
import { postDates, tagLine } from "./notices.ts";
import { postText, type ShownPost } from "./shown-post.ts";

export interface PostPageInput {
  readonly reader: Reader;
  readonly centre: Centre;
  readonly campaign?: Pick<StageCampaign, "id" | "name" | "page"> | undefined;
  readonly post: ShownPost;
}

export function postPage({ reader, centre, campaign, post }: PostPageInput): PageInput {
  const { words, link, wanted } = reader;
  const title = campaign === undefined ? words("post.one") : textFor(reader, campaign.name).text;
  return {
    reader,
    centre,
    title,
    nav: publicNav(reader),
    canonical: post.id,
    preview: {
      url: post.id,
      description: plainText(post.textIn(wanted).body.toString(), 200),
      siteName: textFor(reader, centre.name).text,
    },
    moreLanguages: post.languages,
    body: html`<article class="sheet">
${metaLine(postDates(post, reader))}
<h1 class="small">${
      campaign === undefined
        ? words("post.one")
        : html`<a href="${link(stagePath(campaign))}">${textOf(reader, campaign.name)}</a>`
    }</h1>
${postText(post, wanted)}
${tagLine(post.tags, reader)}
<p class="quiet">${reader.rich("post.by", { name: html`<a href="${link("/")}">${textOf(reader, centre.name)}</a>` })}</p>
</article>`,
  };
}
