import type { ActorId, Centre, EndorsementLine, OrganiserLine, TallyLine } from "@commonhall/domain";
import { bdi, code, html, type Html } from "../layout/html.ts";
import { textOf } from "../layout/parts.ts";
import type { Reader } from "../words/reader.ts";
import { sayFor, sayRichFor } from "../words/together/say.ts";
import { tallyPart } from "./tallies.ts";

/** Who is behind a campaign, as far as it is told. */
export interface RunBy {
  readonly organisers: readonly OrganiserLine[];
  readonly endorsements: readonly EndorsementLine[];
  readonly tallies: readonly TallyLine[];
  /** Campaigns of others that it goes on with, and those that go on with it. */
  readonly former: readonly ActorId[];
  readonly later: readonly ActorId[];
}

export const ALONE: RunBy = { organisers: [], endorsements: [], tallies: [], former: [], later: [] };

/** On the campaign's page: those who run it, those who stand by it, and how many took part in all. */
export function runByPart(reader: Reader, centre: Centre, { organisers, endorsements, tallies }: RunBy): Html | false {
  const say = sayFor(reader);
  const others = organisers.filter(({ state }) => state === "accepted");
  if (others.length === 0 && endorsements.length === 0) return false;
  const person = ({ name, id }: { readonly name: string; readonly id: string }): Html =>
    html`<li><a href="${id}" rel="noopener noreferrer">${bdi(name)}</a></li>`;
  return html`<section id="run-by">
${
  others.length > 0 &&
  html`<h2>${say("run-by.organisers")}</h2>
<ul class="lines"><li><a href="${reader.link("/")}">${textOf(reader, centre.name)}</a></li>${others.map(({ name, organiser }) => person({ name, id: organiser }))}</ul>
${tallyPart(reader, centre, tallies)}`
}
${
  endorsements.length > 0 &&
  html`<h2>${say("run-by.endorsements", { count: endorsements.length })}</h2>
<ul class="lines">${endorsements.map(({ name, endorser }) => person({ name, id: endorser }))}</ul>`
}</section>`;
}

/** That a campaign is another one's continuation, or has one: they are shown together. */
export function goesOnPart(reader: Reader, { former, later }: Pick<RunBy, "former" | "later">): Html | false {
  const tell = sayRichFor(reader);
  const link = (id: ActorId): Html => html`<a href="${id}" rel="noopener noreferrer">${code(id)}</a>`;
  if (former.length === 0 && later.length === 0) return false;
  return html`<div class="notice plain">${former.map((id) => html`<p>${tell("goes-on.from", { campaign: link(id) })}</p>`)}${later.map((id) => html`<p>${tell("goes-on.at", { campaign: link(id) })}</p>`)}</div>`;
}
