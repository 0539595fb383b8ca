import { textIn, type Texts } from "@commonhall/domain";
import { oneLine, sanitizeHtml, type InboundCampaign } from "@commonhall/wire";
import { bdi, html, inLanguage, sanitized, type Html } from "../layout/html.ts";
import { metaLine } from "../layout/parts.ts";
import { regionsText, sectorsText } from "../campaigns/notices.ts";
import type { Reader } from "../words/reader.ts";

/** Somebody else's campaign: what it demands and of whom. */
export function campaignCard(reader: Reader, campaign: InboundCampaign, heading: "h1" | "h2" = "h2"): Html {
  const { words } = reader;
  const { names, summaries, demands, targets, status, outcome } = campaign;
  const name = inBest(reader, names);
  return html`${heading === "h1" ? html`<h1>${name}</h1>` : html`<h2 class="headline">${name}</h2>`}
${metaLine([
  status !== undefined && words(`campaign.status.${status}`),
  outcome !== undefined && html`<b class="stamp">${words(`outcome.${outcome}`)}</b>`,
  regionsText(campaign, reader),
  sectorsText(campaign, reader),
])}
${summaries !== undefined && summary(reader, summaries)}
<div class="grid">
${demands.length > 0 && html`<div><h3 class="headline">${words("campaign.demands")}</h3><ol>${demands.map((demand) => html`<li>${inBest(reader, demand.names)}</li>`)}</ol></div>`}
${
  targets.length > 0 &&
  html`<div><h3 class="headline">${words("campaign.targets")}</h3><ul>${targets.map(
    ({ name, role }) =>
      html`<li><b>${bdi(name)}</b>${role !== undefined && html` <span class="role">${words(`target.${role}`)}</span>`}</li>`,
  )}</ul></div>`
}
</div>`;
}

/** A demand is a sentence; what is longer would hide the others. */
const LONGEST_LINE = 600;

function inBest(reader: Reader, texts: Texts): Html {
  const { language, text } = textIn(texts, reader.wanted);
  return html`<span ${inLanguage(language)}>${oneLine(text, LONGEST_LINE)}</span>`;
}

function summary(reader: Reader, texts: Texts): Html {
  const { language, text } = textIn(texts, reader.wanted);
  return html`<div class="text" ${inLanguage(language)}>${sanitized(sanitizeHtml(text))}</div>`;
}
