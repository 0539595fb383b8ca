import { callIsOpen, statusAt, type Call, type Campaign, type Centre, type Timestamp } from "@commonhall/domain";
import { firstWords, markdownOf, moreLanguages, pathOf, regionsText, sectorsText } from "../campaigns/notices.ts";
import { code, html, inLanguage, type Html } from "../layout/html.ts";
import { publicNav, type PageInput } from "../layout/page.ts";
import { facts, metaLine, pin, textOf } from "../layout/parts.ts";
import { moment } from "../words/dates.ts";
import { textFor, type Reader } from "../words/reader.ts";
import { callMeta } from "./call-parts.ts";
import { needBars, shownOwn } from "./need-bars.ts";

export interface CallPageInput {
  readonly reader: Reader;
  readonly centre: Centre;
  readonly call: Call;
  readonly campaign: Campaign | undefined;
  readonly now: Timestamp;
}

/** A call on one screen: what has happened, what is still missing, and how to help. */
export function callPage(input: CallPageInput): PageInput {
  const { reader, centre, call, now } = input;
  const { words } = reader;
  const text = firstWords(textFor(reader, call.text).text, 200);
  return {
    reader,
    centre,
    title: `${words("call.one")}: ${firstWords(textFor(reader, call.text).text, 60)}`,
    nav: publicNav(reader),
    canonical: call.id,
    preview: { url: call.id, description: text, siteName: textFor(reader, centre.name).text },
    moreLanguages: moreLanguages(call.text, ...call.needs.map(({ name }) => name)),
    body:
      statusAt(call, now) === "withdrawn"
        ? html`<h1>${words("call.one")}</h1>${metaLine(callMeta(call, reader, now))}${markdownOf(reader, call.text, "text lead")}`
        : html`<article class="sheet call">
${metaLine(callMeta(call, reader, now))}
<h1 class="small">${words("call.one")}</h1>
${markdownOf(reader, call.text, "text lead")}
${report(call, reader)}
</article>
${needs(call, reader, now)}
<div class="grid">${how(input)}<section><h2 class="small">${words("call.about")}</h2>${aboutIt(input)}</section></div>`,
  };
}

export function needs(call: Call, reader: Reader, now: Timestamp): Html {
  const isOpen = callIsOpen(call, now);
  const shown = call.needs.map((need) => shownOwn(need, isOpen, now));
  return html`<section><h2>${reader.words("call.needs")}</h2>${needBars(reader, { needs: shown })}</section>`;
}

export const report = ({ closing }: Call, reader: Reader): Html | false =>
  closing !== undefined &&
  html`<section class="outcome"><h2>${reader.words("call.report")}</h2>${markdownOf(reader, closing.text)}</section>`;

const how = ({ call, reader, now }: CallPageInput): Html | false =>
  callIsOpen(call, now) &&
  html`<section><h2 class="small">${reader.words("call.how")}</h2><p>${reader.words("call.how.text")}</p>
<p>${code(call.id)}</p></section>`;

function aboutIt({ call, campaign, centre, reader }: CallPageInput): Html {
  const { words, link, language } = reader;
  const regions = call.regions.length > 0 ? call : (campaign ?? centre);
  const sectors = call.sectors.length > 0 ? call : (campaign ?? centre);
  return facts([
    [words("call.who"), html`<a href="${link("/")}">${textOf(reader, centre.name)}</a>`],
    campaign === undefined
      ? undefined
      : [words("campaign.one"), html`<a href="${link(pathOf(campaign.id))}">${textOf(reader, campaign.name)}</a>`],
    regions.regions.length > 0 ? [words("codes.where"), regionsText(regions, reader)] : undefined,
    sectors.sectors.length > 0 ? [words("codes.work"), sectorsText(sectors, reader)] : undefined,
    [words("desk.call.log.published"), moment(call.published, language)],
    call.updated === undefined ? undefined : [words("post.changed"), moment(call.updated, language)],
  ]);
}

/** A call on the board. */
export function callNotice(call: Call, reader: Reader, now: Timestamp): Html {
  const { language, text } = textFor(reader, call.text);
  const isOpen = callIsOpen(call, now);
  return pin({
    kind: isOpen ? "brick" : "plain",
    meta: [reader.words("call.one"), ...callMeta(call, reader, now)],
    heading: html`<a href="${reader.link(pathOf(call.id))}"><span ${inLanguage(language)}>${firstWords(text, 120)}</span></a>`,
    body: isOpen
      ? needBars(reader, { needs: call.needs.slice(0, FEW).map((need) => shownOwn(need, isOpen, now)) })
      : html`<p>${reader.words(`call.status.${statusAt(call, now)}`)}</p>`,
  });
}

/** On the board stand the first of them; the others stand on its page. */
const FEW = 3;

/** Open public calls, for the pages of the centre and of a campaign. */
export const openCalls = (calls: readonly Call[], reader: Reader, now: Timestamp): Html | false => {
  const open = calls.filter((call) => callIsOpen(call, now));
  return (
    open.length > 0 &&
    html`<section><h2>${reader.words("call.all")}</h2><div class="grid">${open.map((call) => callNotice(call, reader, now))}</div></section>`
  );
};
