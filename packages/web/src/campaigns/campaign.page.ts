import {
  ownName,
  translations,
  type Action,
  type BodyDecision,
  type Call,
  type Campaign,
  type CampaignEvent,
  type Centre,
  type ObjectId,
  type Target,
  type Timestamp,
} from "@commonhall/domain";
import { addressesOf, type Site } from "@commonhall/wire";
import { decidedPart } from "../decisions/decided.ts";
import { openCalls } from "../calls/call.page.ts";
import { feedLinks, followBox } from "../layout/follow-box.ts";
import { bdi, calm, html, inLanguage, type Html } from "../layout/html.ts";
import { publicNav, type PageInput } from "../layout/page.ts";
import { empty, facts, metaLine, pager, textOf, title } from "../layout/parts.ts";
import { ALONE, goesOnPart, runByPart, type RunBy } from "../organisers/run-by.part.ts";
import { day, dayOf } from "../words/dates.ts";
import { textFor, withLanguage, type Reader } from "../words/reader.ts";
import { isPast } from "./action-times.ts";
import {
  actionNotice,
  firstWords,
  markdownOf,
  moreLanguages,
  pathOf,
  postNotice,
  regionsText,
  sectorsText,
  statusLine,
} from "./notices.ts";
import type { ShownPost } from "./shown-post.ts";

export interface CampaignPageInput {
  readonly reader: Reader;
  readonly site: Site;
  readonly centre: Centre;
  readonly campaign: Campaign;
  readonly calls: readonly Call[];
  readonly actions: readonly Action[];
  readonly counts: ReadonlyMap<ObjectId, number>;
  readonly posts: readonly ShownPost[];
  /** Cursor of the page of older posts. */
  readonly older?: string | undefined;
  readonly decisions?: readonly BodyDecision[];
  readonly runBy?: RunBy;
  readonly now: Timestamp;
}

export function campaignPage(input: CampaignPageInput): PageInput {
  const { reader, site, centre, campaign } = input;
  const name = textFor(reader, campaign.name).text;
  const path = pathOf(campaign.id);
  return {
    reader,
    centre,
    title: name,
    nav: publicNav(reader, "campaigns"),
    canonical: campaign.id,
    feeds: feedLinks(path, name),
    preview: {
      url: campaign.id,
      description: firstWords(textFor(reader, campaign.summary).text, 200),
      siteName: textFor(reader, centre.name).text,
    },
    moreLanguages: moreLanguages(campaign.name, campaign.summary, ...campaign.demands),
    body: html`<div class="head">
${metaLine([reader.words("campaign.one"), statusLine(campaign, reader)])}
${title(reader, campaign.name)}
${goesOnPart(reader, input.runBy ?? ALONE)}
${outcome(campaign, reader)}
${markdownOf(reader, campaign.summary, "text lead")}
<p class="acts"><a class="do" href="#follow">${reader.words("campaign.follow")}</a></p>
</div>
${openCalls(input.calls, reader, input.now)}
<div class="split">
<div>${demands(campaign, reader)}${targets(campaign, reader)}</div>
<div>${actionList(input)}${postList(input)}</div>
</div>
${followBox({ heading: reader.words("campaign.follow"), handle: addressesOf(site).handleOf(campaign.handle), feeds: path, page: campaign.id }, reader)}
<div class="grid">
<section><h2>${reader.words("campaign.about")}</h2>${aboutIt(campaign, centre, reader)}</section>
${runByPart(reader, centre, input.runBy ?? ALONE)}
${decidedPart(input.decisions ?? [], reader)}
${translated(campaign, reader)}
${log(campaign.log, reader)}
</div>`,
  };
}

function outcome({ closing }: Campaign, { words }: Reader): Html | undefined {
  if (closing === undefined) return undefined;
  return html`<section class="outcome"><h2>${words("campaign.outcome")}: ${words(`outcome.${closing.outcome}`)}</h2>
${closing.changed !== "" && html`<p dir="auto">${calm(closing.changed)}</p>`}
<p>${words(closing.workersTold ? "campaign.workers-told" : "campaign.workers-not-told")}</p></section>`;
}

const demands = ({ demands }: Campaign, reader: Reader): Html =>
  html`<section><h2>${reader.words("campaign.demands")}</h2>
<ol class="demands">${demands.map((demand) => html`<li><p>${textOf(reader, demand)}</p></li>`)}</ol></section>`;

const targets = ({ targets }: Campaign, { words }: Reader): Html =>
  html`<section><h2>${words("campaign.targets")}</h2>
<ul class="targets">${targets.map(
    (target) =>
      html`<li><b>${bdi(target.name)}</b> <span class="role">${words(`target.${target.role}`)}</span>${contacts(target)}</li>`,
  )}</ul></section>`;

/** Who it is, and where to write to: all of it is public, as the one who wrote it was told. */
function contacts({
  url,
  emailAddress,
  postalAddress,
  title,
  givenName,
  familyName,
  organization,
}: Target): Html | false {
  const person = [title, givenName, familyName].filter((part) => part !== undefined).join(" ");
  const lines = [
    person !== "" && bdi(person),
    organization !== undefined && bdi(organization),
    postalAddress !== undefined && bdi(postalAddress),
    emailAddress !== undefined && html`<a href="mailto:${emailAddress}" dir="ltr">${emailAddress}</a>`,
    url !== undefined && html`<a href="${url}" rel="nofollow noopener noreferrer" dir="ltr">${new URL(url).host}</a>`,
  ].filter((line) => line !== false);
  return lines.length > 0 && html`<ul class="contacts">${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}

function actionList({ actions, counts, now, reader, campaign }: CampaignPageInput): Html {
  const { words } = reader;
  const notices = (of: readonly Action[]) =>
    of.map((action) => actionNotice(action, counts.get(action.id) ?? 0, now, reader));
  const past = actions.filter((action) => isPast(action, now));
  const ahead = actions.filter((action) => !isPast(action, now));
  const none = empty(words(campaign.status === "running" ? "campaign.no-actions" : "campaign.no-actions-any-more"));
  return html`<section><h2>${words("campaign.actions")}</h2>
${ahead.length > 0 ? notices(ahead) : none}
${past.length > 0 && html`<details><summary>${words("campaign.past-actions", { count: past.length })}</summary>${notices(past)}</details>`}
</section>`;
}

const postList = ({ posts, older, reader, campaign }: CampaignPageInput): Html =>
  html`<section class="not-printed" id="latest"><h2>${reader.words("campaign.latest")}</h2>
${posts.length > 0 ? posts.map((post) => postNotice(post, reader)) : empty(reader.words("campaign.no-posts"))}
${pager({
  older:
    older === undefined
      ? undefined
      : {
          href: reader.link(`${pathOf(campaign.id)}?after=${encodeURIComponent(older)}#latest`),
          label: reader.words("list.older"),
        },
})}</section>`;

const aboutIt = (campaign: Campaign, centre: Centre, reader: Reader): Html =>
  facts([
    [reader.words("campaign.by"), html`<a href="${reader.link("/")}">${textOf(reader, centre.name)}</a>`],
    campaign.regions.length > 0 ? [reader.words("codes.where"), regionsText(campaign, reader)] : undefined,
    campaign.sectors.length > 0 ? [reader.words("codes.work"), sectorsText(campaign, reader)] : undefined,
    [reader.words("campaign.starts"), day(campaign.starts, reader.language)],
    [reader.words("campaign.ends"), day(campaign.ends, reader.language)],
  ]);

function translated(campaign: Campaign, { words, rich, here }: Reader): Html {
  const rows = translations(campaign).map(
    ({ language, state, translator }) =>
      html`<tr><th scope="row"><a href="${withLanguage(here, language)}" hreflang="${language}" ${inLanguage(language)}>${ownName(language)}</a></th>
<td>${words(`translation.${state}`)}${translator !== undefined && html`<br>${rich("translation.by", { name: translator })}`}</td></tr>`,
  );
  return html`<section class="not-printed"><h2>${words("campaign.languages")}</h2><table>${rows}</table></section>`;
}

/** What has happened to a campaign, in words. */
export const LOGGED = {
  published: "log.published",
  changed: "log.changed",
  suspended: "log.suspended",
  resumed: "log.resumed",
  renewed: "log.renewed",
  closed: "log.closed",
  "closed by the calendar": "log.closed-by-calendar",
} as const satisfies Record<CampaignEvent["what"], string>;

/** What happened and when. Who did it stays with the centre. */
const log = (events: readonly CampaignEvent[], { words, language }: Reader): Html =>
  html`<section class="not-printed"><h2>${words("campaign.log")}</h2>
<ul class="log">${events.map((event) => html`<li>${dayOf(event.at, language)} ${words(LOGGED[event.what])}</li>`)}</ul></section>`;
