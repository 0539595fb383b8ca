import type { Campaign, EndorsementLine } from "@commonhall/domain";
import { vouchingLine } from "../attestations/vouching.ts";
import { go, refused, sends, type Draw, type DeskRoute, type Run, type Visit } from "../desk/route.ts";
import type { Said } from "../desk/said.ts";
import { when } from "../desk/times.ts";
import { bdi, code, html, type Html } from "../layout/html.ts";
import { button, empty, form } from "../layout/parts.ts";
import { sayFor, sayRichFor } from "../words/together/say.ts";
import { endorseRefusal } from "./endorse-refused.ts";

type Deed = "accept" | "decline" | "hide" | "show";

const SAID = {
  accept: "endorsement-accepted",
  decline: "endorsement-declined",
  hide: "changed",
  show: "changed",
} as const satisfies Record<Deed, Said>;

/** The forms beside the endorsements of a campaign; `page` has them on it. */
export const endorsementRoutes = (page: Draw): readonly DeskRoute[] =>
  (["accept", "decline", "hide", "show"] as const).map((deed) =>
    sends(`/campaigns/:handle/endorsements/${deed}`, "publish", page, (visit) => decide(visit, deed)),
  );

async function decide(visit: Visit, deed: Deed): ReturnType<Run> {
  const { ports, reader, form: typed, param } = visit;
  const id = typed.get("endorsement");
  const { endorsements } = ports;
  const deeds = {
    accept: () => endorsements.acceptEndorsement(id),
    decline: () => endorsements.declineEndorsement(id),
    hide: () => endorsements.showEndorsement(id, false),
    show: () => endorsements.showEndorsement(id, true),
  };
  const answer = await deeds[deed]();
  return answer.ok
    ? go(`/desk/campaigns/${param("handle")}#endorsements`, SAID[deed])
    : refused({ message: endorseRefusal(reader, answer.error) });
}

/** Who stands by a campaign of ours: those who wait for an answer first. */
export async function endorsementsPart(visit: Visit, campaign: Campaign): Promise<Html> {
  const { ports, reader } = visit;
  const say = sayFor(reader);
  const all = await ports.endorsements.of(campaign.id);
  const waiting = all.filter(({ state }) => state === "offered");
  const accepted = all.filter(({ state }) => state === "accepted");
  const lines = await Promise.all([...waiting, ...accepted].map((line) => endorsementLine(visit, campaign, line)));
  return html`<section id="endorsements"><h2>${say("endorse.title")}</h2>
<p class="hint">${say("endorse.lead")}</p>
${lines.length === 0 ? empty(say("endorse.none")) : html`<ul class="lines">${lines}</ul>`}</section>`;
}

async function endorsementLine(visit: Visit, campaign: Campaign, line: EndorsementLine): Promise<Html> {
  const { ports, reader } = visit;
  const { name, handle, peer, state, since, hidden, unnamed } = line;
  const say = sayFor(reader);
  const tell = sayRichFor(reader);
  const vouching = await ports.vouching.of(peer);
  return html`<li><strong>${bdi(name)}</strong> ${code(handle)}
<span class="quiet">${tell(state === "offered" ? "endorse.offered" : "endorse.since", { time: when(visit, since) })}</span>
${vouchingLine(reader, vouching)}
${unnamed && html`<p class="hint">${say("endorse.unnamed")}</p>`}${hidden && html`<p class="hint">${say("endorse.hidden")}</p>`}
<div class="acts">${state === "offered" && deedForm(visit, campaign, line, "accept")}${deedForm(visit, campaign, line, "decline")}
${state === "accepted" && !unnamed && deedForm(visit, campaign, line, hidden ? "show" : "hide")}</div></li>`;
}

function deedForm(
  { reader, session }: Visit,
  campaign: Campaign,
  { endorsement, state }: EndorsementLine,
  deed: Deed,
): Html {
  const say = sayFor(reader);
  const label = deed === "decline" && state === "accepted" ? say("endorse.take-off") : say(`endorse.${deed}`);
  return form({
    action: reader.link(`/desk/campaigns/${campaign.handle}/endorsements/${deed}`),
    csrf: session.csrf,
    hidden: { endorsement },
    body: button({ label, kind: deed === "accept" ? "strong" : "calm" }),
  });
}
