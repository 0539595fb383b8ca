import type { ActorId, ObjectViews } from "@commonhall/domain";
import type { Visit } from "../desk/route.ts";
import { html, type Html } from "../layout/html.ts";
import { empty, pin } from "../layout/parts.ts";
import { campaignCard } from "../objects/campaign-card.ts";
import { arrivedItems } from "../objects/arrived-items.ts";
import { arrivedLine, objectLink } from "../objects/object-notice.ts";
import type { ShownAlliance } from "./alliance-desk.page.ts";
import { namesList } from "./charter-parts.ts";
import { sayFor, sayRichFor } from "./words/say.ts";

const CAMPAIGNS_SHOWN = 12;
const LINES_SHOWN = 30;
/** Of each member, before the newest of all are taken. */
const OF_EACH = 10;

/** What the other members publish for everybody and send to us: their campaigns side by side, and the newest of the rest. */
export async function allianceNews(visit: Visit, { alliance, nameOf }: ShownAlliance): Promise<Html> {
  const { ports, reader } = visit;
  const say = sayFor(reader);
  const others = alliance.standing.members.map(({ id }) => id).filter((id) => id !== alliance.us.id);
  const news = await newsOf(ports.objects, others);
  const campaigns = news.filter(({ shown }) => shown.campaign !== undefined).slice(0, CAMPAIGNS_SHOWN);
  const rest = news.filter(({ shown }) => shown.campaign === undefined).slice(0, LINES_SHOWN);
  const followed = new Set((await ports.follows.following()).map(({ id }) => id));
  const unheard = others.filter((id) => !followed.has(id));
  return html`<section><h2>${say("read")}</h2>
${unheard.length > 0 && html`<p class="hint"><a href="${reader.link("/desk/following")}">${sayRichFor(reader)("read.follow", { names: namesList(unheard.map(nameOf)) })}</a></p>`}
${news.length === 0 && empty(say("read.none"))}
${campaigns.length > 0 && html`<h3>${say("read.campaigns")}</h3><div class="grid board">${campaigns.map((item) => campaignPin(item))}</div>`}
${rest.length > 0 && html`<ul class="lines">${rest.map((item) => arrivedLine(visit, item))}</ul>`}
</section>`;

  function campaignPin({ object, shown, fromName }: (typeof news)[number]): Html {
    return pin({
      meta: [html`<a href="${objectLink(visit, object)}">${fromName}</a>`],
      body: shown.campaign === undefined ? html`` : campaignCard(reader, shown.campaign),
    });
  }
}

/** The newest of several, which the list of what arrived has by sender. What is limited takes no place of what is public. */
export async function newsOf(
  objects: Pick<ObjectViews, "get" | "timeline">,
  members: readonly ActorId[],
  { isPublic = false }: { readonly isPublic?: boolean } = {},
) {
  const pages = await Promise.all(members.map((from) => objects.timeline({ from, isPublic, limit: OF_EACH })));
  const all = pages.flatMap(({ items }) => [...items]);
  return arrivedItems(
    objects,
    all.sort((a, b) => b.object.published - a.object.published),
  );
}
