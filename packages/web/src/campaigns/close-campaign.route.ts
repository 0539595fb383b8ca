import { OUTCOMES, waitsForOutcome, type Closing, type Result } from "@commonhall/domain";
import {
  go,
  NOT_FOUND,
  opens,
  refused,
  sends,
  type DeskRoute,
  type Elsewhere,
  type Run,
  type Sheet,
  type Visit,
} from "../desk/route.ts";
import { choices, field } from "../layout/fields.ts";
import { html } from "../layout/html.ts";
import { button, errorList, form, linkButton, textOf, type FormError } from "../layout/parts.ts";
import { campaignOf } from "./campaign-desk.page.ts";
import { publishRefusal } from "./publish-refused.ts";
import { followerCount } from "./writing/recipients.ts";

/** Row C8: what came of it, what has changed, and whether the workers were told. */
export const closeRoutes: readonly DeskRoute[] = [
  opens("/campaigns/:handle/close", "publish", closePage),
  sends("/campaigns/:handle/close", "publish", closePage, close),
];

async function close(visit: Visit): ReturnType<Run> {
  const { ports, session, reader } = visit;
  const campaign = await campaignOf(visit);
  if (campaign === undefined) return NOT_FOUND;
  const closing = readClosing(visit);
  if (!closing.ok) return refused(...closing.error);
  const closed = await ports.campaignCommands.closeCampaign(campaign.id, closing.value, session.staff.name);
  return closed.ok ? go(`/desk/campaigns/${campaign.handle}`, "closed") : refused(publishRefusal(reader, closed.error));
}

function readClosing({ form, reader: { words } }: Visit): Result<Closing, readonly FormError[]> {
  const outcome = OUTCOMES.find((known) => known === form.get("outcome"));
  const changed = form.get("changed");
  const told = form.get("told");
  const errors = [
    ...(outcome === undefined ? [{ field: "outcome", message: words("desk.close.outcome.missing") }] : []),
    ...(changed === "" ? [{ field: "changed", message: words("desk.refused.nothing-said") }] : []),
    ...(told !== "yes" && told !== "no" ? [{ field: "told", message: words("desk.close.told.missing") }] : []),
  ];
  if (outcome === undefined || errors.length > 0) return { ok: false, error: errors };
  return { ok: true, value: { outcome, changed, workersTold: told === "yes" } };
}

async function closePage(visit: Visit): Promise<Sheet | Elsewhere> {
  const { ports, reader, errors, session, form: typed, centre } = visit;
  const { words, link } = reader;
  const campaign = await campaignOf(visit);
  if (campaign === undefined) return NOT_FOUND;
  if (campaign.status === "closed" && !waitsForOutcome(campaign)) return go(`/desk/campaigns/${campaign.handle}`);
  const followers = await followerCount(ports.follows, centre.id, campaign.id);
  return {
    room: "campaigns",
    title: words("desk.close.title"),
    body: html`<p><a href="${link(`/desk/campaigns/${campaign.handle}`)}">${textOf(reader, campaign.name)}</a></p>
<h1>${words("desk.close.title")}</h1>
${errorList(words, errors)}
<p class="lead">${words("desk.close.lead")}</p>
${form({
  action: link(`/desk/campaigns/${campaign.handle}/close`),
  csrf: session.csrf,
  body: html`${choices({
    name: "outcome",
    legend: words("desk.close.outcome"),
    type: "radio",
    choices: OUTCOMES.map((outcome) => ({
      value: outcome,
      label: words(`outcome.${outcome}`),
      hint: words(`desk.close.outcome.${outcome}`),
    })),
    chosen: typed.all("outcome"),
    errors,
  })}
${field({
  name: "changed",
  label: words("desk.close.changed"),
  hint: words("desk.close.changed.hint"),
  value: typed.fields["changed"],
  errors,
  rows: 4,
  required: true,
})}
${choices({
  name: "told",
  legend: words("desk.close.told"),
  hint: words("desk.close.told.hint"),
  type: "radio",
  choices: [
    { value: "yes", label: words("desk.close.told.yes") },
    { value: "no", label: words("desk.close.told.no") },
  ],
  chosen: typed.all("told"),
  errors,
})}
<p>${words("desk.close.who", { count: followers })}</p>
<div class="acts">${button({ label: words("desk.close.button") })}${linkButton(link(`/desk/campaigns/${campaign.handle}`), words("desk.close.not"))}</div>`,
})}`,
  };
}
