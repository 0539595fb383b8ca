import type { Campaign, Centre } from "@commonhall/domain";
import { html, type Html } from "../layout/html.ts";
import { publicNav, type PageInput } from "../layout/page.ts";
import { empty } from "../layout/parts.ts";
import { textFor, type Reader } from "../words/reader.ts";
import { campaignNotice } from "./notices.ts";

export interface CampaignsPageInput {
  readonly reader: Reader;
  readonly centre: Centre;
  readonly origin: string;
  readonly campaigns: readonly Campaign[];
}

/** Every campaign of the centre, running and ended: a register that keeps what became of each. */
export function campaignsPage({ reader, centre, origin, campaigns }: CampaignsPageInput): PageInput {
  const { words } = reader;
  const inState = (...states: readonly Campaign["status"][]) =>
    campaigns.filter(({ status }) => states.includes(status));
  return {
    reader,
    centre,
    title: words("site.campaigns"),
    nav: publicNav(reader, "campaigns"),
    canonical: `${origin}/campaigns`,
    preview: {
      url: `${origin}/campaigns`,
      description: words("campaigns.what"),
      siteName: textFor(reader, centre.name).text,
    },
    body: html`<h1>${words("site.campaigns")}</h1>
<p class="lead">${words("campaigns.what")}</p>
<section><h2>${words("campaigns.running")}</h2>
${board(inState("running", "suspended"), words("campaigns.none-running"), reader)}</section>
<section><h2>${words("campaigns.closed")}</h2>
${board(inState("closed"), words("campaigns.none-closed"), reader)}</section>`,
  };
}

export const board = (campaigns: readonly Campaign[], none: string, reader: Reader): Html =>
  campaigns.length === 0
    ? empty(none)
    : html`<div class="grid board">${campaigns.map((campaign) => campaignNotice(campaign, reader))}</div>`;
