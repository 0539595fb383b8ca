import { asObject, type ActorId, type ObjectId, type Texts } from "@commonhall/domain";
import { addressesOf } from "@commonhall/wire";
import { go, NOT_FOUND, opens, refused, sends, type DeskRoute, type Sheet, type Visit } from "../desk/route.ts";
import { html } from "../layout/html.ts";
import { button, errorList, form, linkButton, textOf } from "../layout/parts.ts";
import { campaignOf } from "./campaign-desk.page.ts";
import { deskPath } from "./desk-path.ts";
import { roomOf } from "./writing/writing.ts";
import { publishRefusal } from "./publish-refused.ts";

/** Taking something back, as far as that is possible: the page that asks says how far that is. */
export const deleteRoutes: readonly DeskRoute[] = [
  ...deleting("/campaigns/:handle/delete", async (visit) => {
    const campaign = await campaignOf(visit);
    return campaign && { kind: "campaign", id: asObject(campaign.id), name: campaign.name, after: "/desk/campaigns" };
  }),
  ...deleting("/posts/:uuid/delete", async ({ ports, param }) => {
    const post = await ports.campaigns.post(addressesOf(ports.site).post(param("uuid")));
    return post && { kind: "post", id: post.id, name: post.text, after: home(post.campaign) };
  }),
  ...deleting("/actions/:uuid/delete", async ({ ports, param }) => {
    const action = await ports.campaigns.action(addressesOf(ports.site).action(param("uuid")));
    return action && { kind: "action", id: action.id, name: action.name, after: home(action.campaign) };
  }),
  ...deleting("/calls/:uuid/delete", async ({ ports, param }) => {
    const call = await ports.calls.get(addressesOf(ports.site).call(param("uuid")));
    return call && { kind: "call", id: call.id, name: call.text, after: "/desk/calls" };
  }),
];

const home = (campaign: ActorId | undefined): string =>
  campaign === undefined ? "/desk/campaigns" : deskPath(campaign);

interface Doomed {
  readonly kind: "campaign" | "post" | "action" | "call";
  readonly id: ObjectId;
  readonly name: Texts;
  /** Where to go afterwards. */
  readonly after: string;
}

type Find = (visit: Visit) => Promise<Doomed | undefined>;

function deleting(path: string, find: Find): readonly DeskRoute[] {
  const draw = async (visit: Visit) => {
    const doomed = await find(visit);
    return doomed === undefined ? NOT_FOUND : deletePage(visit, doomed);
  };
  const run = async (visit: Visit) => {
    const doomed = await find(visit);
    if (doomed === undefined) return NOT_FOUND;
    const { ports, session, reader } = visit;
    const deleted = await ports.campaignCommands.deletePublication(doomed.id, session.staff.name);
    return deleted.ok ? go(doomed.after, "deleted") : refused(publishRefusal(reader, deleted.error));
  };
  return [opens(path, "publish", draw), sends(path, "publish", draw, run)];
}

function deletePage({ reader, session, errors }: Visit, { kind, id, name }: Doomed): Sheet {
  const { words, link } = reader;
  const here = deskPath(id);
  return {
    room: roomOf(kind).room,
    title: words("desk.delete.title"),
    body: html`<h1>${words(`desk.delete.${kind}.title`)}</h1>
${errorList(words, errors)}
<blockquote>${textOf(reader, name)}</blockquote>
<p class="lead">${words(`desk.delete.${kind}.text`)}</p>
<p>${words("desk.delete.copies")}</p>
${form({
  action: link(`${here}/delete`),
  csrf: session.csrf,
  body: html`<div class="acts">${button({ label: words(`desk.delete.${kind}.button`), kind: "grave" })}${linkButton(link(here), words("desk.delete.not"))}</div>`,
})}`,
  };
}
