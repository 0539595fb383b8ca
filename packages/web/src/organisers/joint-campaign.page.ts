import type { Action, Centre, JointCampaign, ObjectId, OrganiserLine, Timestamp } from "@commonhall/domain";
import { isPast } from "../campaigns/action-times.ts";
import { actionNotice, postNotice } from "../campaigns/notices.ts";
import type { ShownPost } from "../campaigns/shown-post.ts";
import { bdi, code, html, type Html } from "../layout/html.ts";
import { publicNav, type PageInput } from "../layout/page.ts";
import { empty, pager } from "../layout/parts.ts";
import { campaignCard } from "../objects/campaign-card.ts";
import { textFor, type Reader } from "../words/reader.ts";
import { sayFor, sayRichFor } from "../words/together/say.ts";
import { groupOf, jointPath } from "./joint-campaign.ts";
import { goesOnPart, type RunBy } from "./run-by.part.ts";

export interface JointCampaignPageInput {
  readonly reader: Reader;
  readonly centre: Centre;
  readonly joint: JointCampaign;
  readonly organisers: readonly OrganiserLine[];
  readonly actions: readonly Action[];
  readonly counts: ReadonlyMap<ObjectId, number>;
  readonly posts: readonly ShownPost[];
  readonly older?: string | undefined;
  readonly together: Pick<RunBy, "former" | "later">;
  readonly now: Timestamp;
}

/** Our own page of a campaign that another centre leads: what it demands, and what we do and say in it. */
export function jointCampaignPage(input: JointCampaignPageInput): PageInput {
  const { reader, centre, joint, organisers, posts, older } = input;
  const say = sayFor(reader);
  const known = groupOf(joint);
  const others = organisers.filter(({ state, organiser }) => state === "accepted" && organiser !== centre.id);
  return {
    reader,
    centre,
    title: known === undefined ? joint.name : textFor(reader, known.names).text,
    nav: publicNav(reader, "campaigns"),
    canonical: joint.campaign,
    moreLanguages: known === undefined ? [] : Object.keys(known.names),
    body: html`<div class="head"><p class="quiet">${say("joint.one")}</p>
${known === undefined ? html`<h1>${bdi(joint.name)}</h1>` : campaignCard(reader, known, "h1")}
<p>${sayRichFor(reader)("joint.led-by", { name: html`<a href="${joint.lead}" rel="noopener noreferrer">${bdi(joint.leadName)}</a>` })}
${others.length > 0 && html`<br>${sayRichFor(reader)("joint.with", { names: html`${others.map(({ name }, index) => html`${index > 0 && ", "}${bdi(name)}`)}` })}`}</p>
<p class="acts"><a class="do" href="${joint.campaign}" rel="noopener noreferrer">${say("joint.whole")}</a></p>
<p class="handle">${code(joint.handle)}</p></div>
${goesOnPart(reader, input.together)}
<div class="split"><section><h2>${say("joint.ours")}</h2>${actionList(input)}</section>
<section id="latest"><h2>${reader.words("campaign.latest")}</h2>
${posts.length > 0 ? posts.map((post) => postNotice(post, reader)) : empty(reader.words("campaign.no-posts"))}
${pager({ older: older === undefined ? undefined : { href: reader.link(`${jointPath(joint)}?after=${encodeURIComponent(older)}#latest`), label: reader.words("list.older") } })}</section></div>`,
  };
}

function actionList({ actions, counts, now, reader }: JointCampaignPageInput): Html {
  const ahead = actions.filter((action) => !isPast(action, now) && !action.cancelled);
  return ahead.length === 0
    ? empty(reader.words("campaign.no-actions"))
    : html`${ahead.map((action) => actionNotice(action, counts.get(action.id) ?? 0, now, reader))}`;
}
