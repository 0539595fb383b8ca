import { handleFrom, type EndorsementLine, type JointCampaign } from "@commonhall/domain";
import { vouchingLine } from "../attestations/vouching.ts";
import {
  go,
  NOT_FOUND,
  opens,
  refused,
  sends,
  type DeskRoute,
  type Run,
  type Sheet,
  type Visit,
} from "../desk/route.ts";
import { when } from "../desk/times.ts";
import { endorseRefusal } from "../endorsements/endorse-refused.ts";
import { choices, field } from "../layout/fields.ts";
import { bdi, code, html, type Html } from "../layout/html.ts";
import { button, empty, errorList, form, linkButton, pin } from "../layout/parts.ts";
import { sayFor, sayRichFor } from "../words/together/say.ts";
import { jointPath } from "./joint-campaign.ts";
import { organiseRefusal } from "./organise-refused.ts";

/** Campaigns of others: those that ask us in, those that we organise as well, and those that we stand by. */
export const togetherRoutes: readonly DeskRoute[] = [
  opens("/together", "publish", togetherPage),
  sends("/together/endorse", "publish", togetherPage, endorse),
  sends("/together/withdraw", "publish", togetherPage, withdraw),
  sends("/together/accept", "publish", togetherPage, accept),
  sends("/together/decline", "publish", togetherPage, decline),
  opens("/together/go-on", "publish", goOnPage),
  sends("/together/go-on", "publish", goOnPage, goOn),
];

async function endorse({ ports, reader, form: typed }: Visit): ReturnType<Run> {
  const unnamed = typed.get("unnamed") === "yes";
  const answer = await ports.endorsements.endorse(typed.get("campaign"), { unnamed });
  return answer.ok
    ? go("/desk/together", "endorsed")
    : refused({ field: "campaign", message: endorseRefusal(reader, answer.error) });
}

async function withdraw({ ports, reader, form: typed }: Visit): ReturnType<Run> {
  const answer = await ports.endorsements.withdrawEndorsement(typed.get("endorsement"));
  return answer.ok
    ? go("/desk/together", "endorsement-withdrawn")
    : refused({ message: endorseRefusal(reader, answer.error) });
}

async function accept({ ports, reader, form: typed }: Visit): ReturnType<Run> {
  const answer = await ports.organisers.acceptInvitation(typed.get("invite"));
  return answer.ok
    ? go("/desk/together", "joined-campaign")
    : refused({ message: organiseRefusal(reader, answer.error) });
}

async function decline({ ports, reader, form: typed }: Visit): ReturnType<Run> {
  const answer = await ports.organisers.declineInvitation(typed.get("invite"));
  return answer.ok
    ? go("/desk/together", "left-campaign")
    : refused({ message: organiseRefusal(reader, answer.error) });
}

async function togetherPage(visit: Visit): Promise<Sheet> {
  const { ports, reader, errors } = visit;
  const say = sayFor(reader);
  const [joint, given] = await Promise.all([ports.organisers.joint(), ports.endorsements.given()]);
  const asked = await Promise.all(
    joint.filter(({ state }) => state === "offered").map((campaign) => invitationPin(visit, campaign)),
  );
  const joined = joint.filter(({ state }) => state === "accepted");
  const standing = given.filter(({ state }) => state === "offered" || state === "accepted");
  return {
    room: "together",
    title: reader.words("desk.room.together"),
    body: html`<h1>${say("together.title")}</h1>
${errorList(reader.words, errors)}
${asked.length > 0 && html`<section><h2>${say("together.asked")}</h2>${asked}</section>`}
<section><h2>${say("together.joined")}</h2>
${joined.length === 0 ? empty(say("together.joined.none")) : html`<ul class="lines">${joined.map((one) => joinedLine(visit, one))}</ul>`}</section>
<section><h2>${say("together.endorsed")}</h2>
${standing.length === 0 ? empty(say("together.endorsed.none")) : html`<ul class="lines">${standing.map((line) => endorsedLine(visit, line))}</ul>`}
${endorseForm(visit)}</section>`,
  };
}

async function invitationPin(visit: Visit, joint: JointCampaign): Promise<Html> {
  const { ports, reader, session } = visit;
  const say = sayFor(reader);
  const { campaign, lead, leadName, name, handle, invite, since } = joint;
  const vouching = await ports.vouching.of(lead);
  const answer = (path: "accept" | "decline", label: string, kind: "strong" | "calm"): Html =>
    form({
      action: reader.link(`/desk/together/${path}`),
      csrf: session.csrf,
      hidden: { invite },
      body: button({ label, kind }),
    });
  return pin({
    heading: html`<a href="${campaign}" rel="noopener noreferrer">${bdi(name)}</a> ${code(handle)}`,
    meta: [when(visit, since)],
    body: html`<p>${sayRichFor(reader)("together.asks", { name: leadName })} ${vouchingLine(reader, vouching)}</p>
<p class="hint">${say("together.asks.hint")}</p>
<div class="acts">${answer("accept", say("together.accept"), "strong")}${answer("decline", say("together.decline"), "calm")}</div>`,
  });
}

function joinedLine(visit: Visit, joint: JointCampaign): Html {
  const { reader, session } = visit;
  const say = sayFor(reader);
  const { campaign, name, handle, leadName, invite, since } = joint;
  return html`<li><strong><a href="${reader.link(jointPath(joint))}">${bdi(name)}</a></strong> ${code(handle)}
<span class="quiet">${sayRichFor(reader)("together.led-by", { name: leadName })} · ${when(visit, since)}</span>
<div class="acts">${linkButton(reader.link(`/desk/write/post?campaign=${encodeURIComponent(handle)}`), reader.words("desk.write.post.button"), "strong")}
${linkButton(reader.link(`/desk/write/action?campaign=${encodeURIComponent(handle)}`), reader.words("desk.write.action.button"))}
${linkButton(reader.link(`/desk/together/go-on?campaign=${encodeURIComponent(campaign)}`), say("together.go-on"))}
${form({
  action: reader.link("/desk/together/decline"),
  csrf: session.csrf,
  hidden: { invite },
  body: button({ label: say("together.leave"), kind: "calm" }),
})}</div></li>`;
}

function endorsedLine(visit: Visit, { name, handle, state, since, unnamed, endorsement }: EndorsementLine): Html {
  const { reader, session } = visit;
  const say = sayFor(reader);
  const standing = state === "offered" ? "together.endorsed.offered" : "together.endorsed.accepted";
  return html`<li><strong>${bdi(name)}</strong> ${code(handle)}
<span class="quiet">${sayRichFor(reader)(standing, { time: when(visit, since) })}${unnamed && html` · ${say("together.endorsed.unnamed")}`}</span>
${form({
  action: reader.link("/desk/together/withdraw"),
  csrf: session.csrf,
  hidden: { endorsement },
  body: button({ label: say("together.withdraw"), kind: "calm" }),
})}</li>`;
}

function endorseForm({ reader, session, form: typed, errors }: Visit): Html {
  const say = sayFor(reader);
  return form({
    action: reader.link("/desk/together/endorse"),
    csrf: session.csrf,
    body: html`${field({
      name: "campaign",
      label: say("together.campaign"),
      hint: say("together.campaign.hint"),
      value: typed.fields["campaign"],
      errors,
      ltr: true,
      autocomplete: "off",
    })}
${choices({
  name: "unnamed",
  legend: say("together.who-sees"),
  type: "radio",
  choices: [
    { value: "no", label: say("together.named"), hint: say("together.named.hint") },
    { value: "yes", label: say("together.unnamed"), hint: say("together.unnamed.hint") },
  ],
  chosen: [typed.get("unnamed") === "yes" ? "yes" : "no"],
})}
${button({ label: say("together.endorse") })}`,
  });
}

async function goOnPage(visit: Visit): Promise<Sheet> {
  const { ports, reader, session, errors, form: typed, query } = visit;
  const say = sayFor(reader);
  const wanted = typed.fields["of"] ?? query("campaign");
  const joint = (await ports.organisers.joint()).find(({ campaign }) => campaign === wanted);
  if (joint === undefined || joint.state !== "accepted") return togetherPage(visit);
  return {
    room: "together",
    title: say("together.go-on"),
    body: html`<p><a href="${reader.link("/desk/together")}">${reader.words("desk.room.together")}</a></p>
<h1>${sayRichFor(reader)("go-on.title", { name: joint.name })}</h1>
${errorList(reader.words, errors)}
<p class="lead">${say("go-on.lead")}</p>
<ul><li>${say("go-on.stays")}</li><li>${say("go-on.lost")}</li><li>${say("go-on.others")}</li></ul>
${form({
  action: reader.link("/desk/together/go-on"),
  csrf: session.csrf,
  hidden: { of: joint.campaign },
  body: html`${field({ name: "handle", label: say("go-on.handle"), hint: say("go-on.handle.hint"), value: typed.fields["handle"], errors, ltr: true, autocomplete: "off", required: true })}
${button({ label: say("go-on.button") })}`,
})}`,
  };
}

async function goOn({ ports, reader, session, form: typed }: Visit): ReturnType<Run> {
  const joint = (await ports.organisers.joint()).find(({ campaign }) => campaign === typed.get("of"));
  if (joint === undefined) return NOT_FOUND;
  const handle = handleFrom(typed.get("handle"));
  if (handle === undefined) return refused({ field: "handle", message: reader.words("desk.campaign.handle.wrong") });
  const answer = await ports.organisers.goOnWith(joint.campaign, handle, session.staff.name);
  return answer.ok
    ? go(`/desk/campaigns/${handle}`, "published-campaign")
    : refused({ field: "handle", message: organiseRefusal(reader, answer.error) });
}
