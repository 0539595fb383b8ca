import {
  type Action,
  type AttestationLine,
  type Call,
  type Campaign,
  type Centre,
  type ObjectId,
  type Timestamp,
  type Vouching,
  sectorName,
} from "@commonhall/domain";
import { addressesOf, type Site } from "@commonhall/wire";
import { vouchedPart } from "../attestations/vouched.part.ts";
import { bulletinsPart } from "../bulletins/bulletins.part.ts";
import { openCalls } from "../calls/call.page.ts";
import { board } from "../campaigns/campaigns.page.ts";
import { isPast } from "../campaigns/action-times.ts";
import { actionNotice, firstWords, markdownOf, moreLanguages, pathOf, postNotice } from "../campaigns/notices.ts";
import type { ShownPost } from "../campaigns/shown-post.ts";
import { regionNames } from "../codes/regions.ts";
import { feedLinks, followBox } from "../layout/follow-box.ts";
import { html, type Html } from "../layout/html.ts";
import { publicNav, type PageInput } from "../layout/page.ts";
import { empty, facts, linkButton, pager, tongues } from "../layout/parts.ts";
import { list } from "../words/numbers.ts";
import { textFor, type Reader } from "../words/reader.ts";

export interface CentrePageInput {
  readonly reader: Reader;
  readonly site: Site;
  readonly centre: Centre;
  readonly calls: readonly Call[];
  /** How many there are for everybody. */
  readonly bulletins: number;
  readonly campaigns: readonly Campaign[];
  readonly actions: readonly Action[];
  readonly counts: ReadonlyMap<ObjectId, number>;
  readonly posts: readonly ShownPost[];
  readonly older?: string | undefined;
  /** Where workers are asked what happened to them, while somebody could read it. */
  readonly door?: string | undefined;
  readonly vouching: Vouching;
  readonly affiliates: readonly AttestationLine[];
  readonly now: Timestamp;
}

/** The board in the hall: who we are, what we ask, what comes next, what is new, and how to hear of it. */
export function centrePage(input: CentrePageInput): PageInput {
  const { reader, site, centre, campaigns, posts, older, door } = input;
  const { words } = reader;
  const name = textFor(reader, centre.name).text;
  const path = pathOf(centre.id);
  const open = campaigns.filter(({ status }) => status !== "closed");
  return {
    reader,
    centre,
    title: name,
    signIsHeading: true,
    nav: publicNav(reader, "home"),
    canonical: `${site.origin}/`,
    feeds: feedLinks(path, name),
    preview: {
      url: `${site.origin}/`,
      description: firstWords(textFor(reader, centre.summary).text, 200),
      siteName: name,
    },
    moreLanguages: moreLanguages(centre.name, centre.summary),
    body: html`<div class="split head"><div>${markdownOf(reader, centre.summary, "text lead")}
<p class="acts"><a class="do" href="#follow">${words("centre.follow")}</a>${door !== undefined && linkButton(reader.link(door), words("centre.tell"))}</p></div>
<section><h2 class="small">${words("centre.who")}</h2>${who(centre, reader)}</section></div>
${openCalls(input.calls, reader, input.now)}
<section><h2>${words("centre.campaigns")}</h2>
${board(open, words("campaigns.none-running"), reader)}
<p><a href="${reader.link("/campaigns")}">${words("centre.all-campaigns")}</a></p></section>
${bulletinsPart(reader, input.bulletins)}
<div class="grid">
${nextActions(input)}
<section id="latest"><h2>${words("campaign.latest")}</h2>
${posts.length > 0 ? posts.map((post) => postNotice(post, reader)) : empty(words("centre.no-posts"))}
${pager({ older: older === undefined ? undefined : { href: reader.link(`/?after=${encodeURIComponent(older)}#latest`), label: words("list.older") } })}
</section>
</div>
${vouchedPart(reader, input.vouching, input.affiliates)}
${followBox({ heading: words("centre.follow"), handle: addressesOf(site).handleOf(centre.handle), feeds: path, page: `${site.origin}/` }, reader)}`,
  };
}

function nextActions({ actions, counts, now, reader }: CentrePageInput): Html {
  const ahead = actions.filter((action) => !isPast(action, now) && !action.cancelled);
  return html`<section><h2>${reader.words("centre.next")}</h2>
${
  ahead.length > 0
    ? ahead.map((action) => actionNotice(action, counts.get(action.id) ?? 0, now, reader))
    : empty(reader.words("centre.no-actions"))
}</section>`;
}

export function who(centre: Centre, { words, language }: Reader): Html {
  return facts([
    [words("centre.languages"), tongues(centre.languages)],
    centre.regions.length > 0
      ? [words("codes.where"), list(regionNames(centre.regions, language), language)]
      : undefined,
    centre.sectors.length > 0
      ? [
          words("codes.work"),
          list([...new Set(centre.sectors.map((sector) => sectorName(sector, language)))], language),
        ]
      : undefined,
  ]);
}
