import type { Campaign, OrganiserLine } from "@commonhall/domain";
import { go, NOT_FOUND, refused, sends, type DeskRoute, type Draw, type Run, type Visit } from "../desk/route.ts";
import { when } from "../desk/times.ts";
import { field } from "../layout/fields.ts";
import { bdi, code, html, type Html } from "../layout/html.ts";
import { button, empty, form } from "../layout/parts.ts";
import { sayFor, sayRichFor } from "../words/together/say.ts";
import { organiseRefusal } from "./organise-refused.ts";
import { tallyPart } from "./tallies.ts";

type Find = (visit: Visit) => Promise<Campaign | undefined>;

/** The forms beside the organisers of a campaign of ours; `page` has them on it. */
export const organiserRoutes = (page: Draw, campaignOf: Find): readonly DeskRoute[] => [
  sends("/campaigns/:handle/organisers", "publish", page, (visit) => invite(visit, campaignOf)),
  sends("/campaigns/:handle/organisers/remove", "publish", page, (visit) => remove(visit, campaignOf)),
];

async function invite(visit: Visit, campaignOf: Find): ReturnType<Run> {
  const { ports, reader, form: typed } = visit;
  const campaign = await campaignOf(visit);
  if (campaign === undefined) return NOT_FOUND;
  const answer = await ports.organisers.invite(campaign.id, typed.get("organiser"));
  return answer.ok
    ? go(`/desk/campaigns/${campaign.handle}#organisers`, "invited")
    : refused({ field: "organiser", message: organiseRefusal(reader, answer.error) });
}

async function remove(visit: Visit, campaignOf: Find): ReturnType<Run> {
  const { ports, reader, form: typed } = visit;
  const campaign = await campaignOf(visit);
  if (campaign === undefined) return NOT_FOUND;
  const answer = await ports.organisers.removeOrganiser(campaign.id, typed.get("actor"));
  return answer.ok
    ? go(`/desk/campaigns/${campaign.handle}#organisers`, "organiser-removed")
    : refused({ message: organiseRefusal(reader, answer.error) });
}

/** Who runs a campaign of ours with us, how many took part in what each of us called to, and how to ask one more. */
export async function organisersPart(visit: Visit, campaign: Campaign): Promise<Html> {
  const { ports, reader, errors, form: typed, session } = visit;
  const say = sayFor(reader);
  const [organisers, tallies] = await Promise.all([
    ports.organisers.of(campaign.id),
    ports.organisers.tallies(campaign.id),
  ]);
  const asks = form({
    action: reader.link(`/desk/campaigns/${campaign.handle}/organisers`),
    csrf: session.csrf,
    body: html`${field({
      name: "organiser",
      label: say("organise.address"),
      hint: say("organise.address.hint"),
      value: typed.fields["organiser"],
      errors,
      ltr: true,
      autocomplete: "off",
    })}
${button({ label: say("organise.invite") })}`,
  });
  return html`<section id="organisers"><h2>${say("organise.title")}</h2>
<p class="hint">${say("organise.lead")}</p>
${organisers.length === 0 ? empty(say("organise.none")) : html`<ul class="lines">${organisers.map((line) => organiserLine(visit, campaign, line))}</ul>`}
${tallyPart(reader, visit.centre, tallies)}
${campaign.status !== "closed" && asks}</section>`;
}

function organiserLine(
  visit: Visit,
  campaign: Campaign,
  { name, handle, organiser, state, since }: OrganiserLine,
): Html {
  const { reader, session } = visit;
  const tell = sayRichFor(reader);
  return html`<li><strong>${bdi(name)}</strong> ${code(handle)}
<span class="quiet">${tell(state === "offered" ? "organise.invited" : "organise.since", { time: when(visit, since) })}</span>
${form({
  action: reader.link(`/desk/campaigns/${campaign.handle}/organisers/remove`),
  csrf: session.csrf,
  hidden: { actor: organiser },
  body: button({ label: tell(state === "offered" ? "organise.take-back" : "organise.remove", { name }), kind: "calm" }),
})}</li>`;
}
