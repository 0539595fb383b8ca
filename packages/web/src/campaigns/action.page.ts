import type { Action, Centre, Timestamp } from "@commonhall/domain";
import { bdi, html, type Html } from "../layout/html.ts";
import { publicNav, type PageInput } from "../layout/page.ts";
import { button, facts, form, linkButton, metaLine, notice, textOf, title } from "../layout/parts.ts";
import { leaf, moment, spanText } from "../words/dates.ts";
import { textFor, type Reader } from "../words/reader.ts";
import { stagePath, type StageCampaign } from "../organisers/joint-campaign.ts";
import { isPast } from "./action-times.ts";
import { markdownOf, moreLanguages, pathOf, whenLine } from "./notices.ts";

export interface ActionPageInput {
  readonly reader: Reader;
  readonly centre: Centre;
  readonly campaign: StageCampaign | undefined;
  readonly action: Action;
  readonly count: number;
  readonly now: Timestamp;
  /** Whether one can still say that one takes part. */
  readonly open: boolean;
  /** The reader has just been counted. */
  readonly counted: boolean;
}

export function actionPage(input: ActionPageInput): PageInput {
  const { reader, centre, campaign, action } = input;
  const { words, language } = reader;
  return {
    reader,
    centre,
    title: textFor(reader, action.name).text,
    nav: publicNav(reader, "campaigns"),
    canonical: action.id,
    feeds: [{ href: `${pathOf(action.id)}.ics`, type: "text/calendar", title: textFor(reader, action.name).text }],
    preview: {
      url: action.id,
      description: [spanText(action, language), action.place?.name].filter((part) => part !== undefined).join(" · "),
      siteName: textFor(reader, centre.name).text,
    },
    moreLanguages: moreLanguages(action.name, action.text),
    body: html`${state(input)}
<article class="sheet teal">${leaf(action, language)}<div>
${metaLine([
  words(`action.type.${action.type}`),
  action.updated !== undefined && html`${words("post.changed")} ${moment(action.updated, language)}`,
])}
${title(reader, action.name, action.cancelled)}
${whenLine(action, reader)}
${whereAndWhat(action, campaign, reader)}
${markdownOf(reader, action.text)}
<p class="acts">${elsewhere(action, reader)}${linkButton(`${pathOf(action.id)}.ics`, words("action.calendar"))}</p>
</div></article>
${coming(input)}`,
  };
}

function state({ action, now, reader: { words }, counted }: ActionPageInput): Html | false {
  if (action.cancelled) {
    return notice("bad", html`<h2>${words("action.cancelled")}</h2><p>${words("action.cancelled-what")}</p>`);
  }
  if (counted) return notice("good", html`<p>${words("coming.counted")}</p>`);
  return isPast(action, now) && notice("plain", html`<p>${words("action.over-what")}</p>`);
}

const whereAndWhat = ({ place }: Action, campaign: StageCampaign | undefined, reader: Reader): Html =>
  facts([
    place === undefined
      ? undefined
      : [
          reader.words("action.place"),
          html`<b>${bdi(place.name)}</b>${place.address !== undefined && html`<br>${bdi(place.address)}`}`,
        ],
    campaign === undefined
      ? undefined
      : [
          reader.words("campaign.one"),
          html`<a href="${reader.link(stagePath(campaign))}">${textOf(reader, campaign.name)}</a>`,
        ],
  ]);

/** Where one signs, writes or signs up, if that is not here. */
const elsewhere = ({ url, cancelled }: Action, { rich }: Reader): Html | false =>
  url !== undefined &&
  !cancelled &&
  html`<a class="do" href="${url}" rel="nofollow noopener noreferrer">${rich("action.elsewhere", { host: new URL(url).host })}</a>`;

/** A number and a button. Nothing tells one person from another, and the page says so. */
function coming({ action, count, open, reader }: ActionPageInput): Html {
  const { words, link } = reader;
  return html`<section class="coming" id="coming"><h2>${words(`coming.heading.${action.type}`)}</h2>
<p class="figure">${words(`coming.count.${action.type}`, { count })}</p>
${
  open &&
  form({
    action: link(`${pathOf(action.id)}/coming`),
    body: html`<p class="acts">${button({ label: words(`coming.button.${action.type}`) })}</p>
<p class="quiet">${words("coming.only-a-count")}</p>`,
  })
}
</section>`;
}
