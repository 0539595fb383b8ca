import type { Post } from "@commonhall/domain";
import { addressesOf } from "@commonhall/wire";
import { NOT_FOUND, opens, type DeskRoute, type Elsewhere, type Sheet, type Visit } from "../desk/route.ts";
import { when } from "../desk/times.ts";
import { html, inLanguage, type Html } from "../layout/html.ts";
import { errorList, linkButton, metaLine, textOf } from "../layout/parts.ts";
import { textFor } from "../words/reader.ts";
import { deskPath, nameOf } from "./desk-path.ts";
import { firstWords, pathOf, tagLine } from "./notices.ts";
import { postText, shownFromPost } from "./shown-post.ts";

/** One post from the side of those who wrote it. */
export const postRoutes: readonly DeskRoute[] = [opens("/posts/:uuid", "publish", postDeskPage)];

async function postDeskPage(visit: Visit): Promise<Sheet | Elsewhere> {
  const { ports, param, reader, errors } = visit;
  const { words, link } = reader;
  const post = await ports.campaigns.post(addressesOf(ports.site).post(param("uuid")));
  if (post === undefined) return NOT_FOUND;
  const campaign = post.campaign === undefined ? undefined : await ports.campaigns.get(post.campaign);
  const shown = shownFromPost(post);
  return {
    room: "campaigns",
    title: words("post.one"),
    moreLanguages: shown.languages,
    body: html`<p>${campaign === undefined ? html`<a href="${link("/desk/campaigns")}">${words("desk.room.campaigns")}</a>` : html`<a href="${link(deskPath(campaign.id))}">${textOf(reader, campaign.name)}</a>`}</p>
<h1>${words("post.one")}</h1>
${errorList(words, errors)}
<article class="sheet">${metaLine([when(visit, post.published), post.updated !== undefined && reader.rich("desk.arrived.changed", { time: when(visit, post.updated) })])}
${postText(shown, reader.wanted)}${tagLine(post.tags, reader)}</article>
<p class="acts">${linkButton(link(`/desk/write/post?of=${nameOf(post.id)}`), words("desk.post.change"), "strong")}
${linkButton(link(pathOf(post.id)), words("desk.see-public"))}
${linkButton(link(`${deskPath(post.id)}/delete`), words("desk.delete.link"))}</p>`,
  };
}

/** A post in a list: its first words and when. */
export function postLine(visit: Visit, post: Post): Html {
  const { reader } = visit;
  const { language, text } = textFor(reader, post.text);
  return html`<li><a href="${reader.link(deskPath(post.id))}" ${inLanguage(language)}>${firstWords(text, 90)}</a>
<span class="quiet">${when(visit, post.published)}</span></li>`;
}
