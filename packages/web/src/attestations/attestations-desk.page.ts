import { dateOf, plainDate, RELATIONS, type AttestationLine, type HandshakeState } from "@commonhall/domain";
import { dateInput } from "../campaigns/writing/date-input.ts";
import { regionFields, regionsFrom, sectorFields, sectorsFrom } from "../codes/code-fields.ts";
import { go, opens, refused, sends, type DeskRoute, type Run, type Sheet, type Visit } from "../desk/route.ts";
import { choices, field } from "../layout/fields.ts";
import { bdi, code, html, type Html } from "../layout/html.ts";
import { button, empty, errorList, form, pin } from "../layout/parts.ts";
import { day } from "../words/dates.ts";
import { sayFor, sayRichFor } from "../words/together/say.ts";
import { attestRefusal } from "./attest-refused.ts";
import { vouchingLine, vouchingPart } from "./vouching.ts";

/** Who vouches for our centre, and whom it vouches for. */
export const attestationRoutes: readonly DeskRoute[] = [
  opens("/attestations", "change the centre", attestationsPage),
  sends("/attestations", "change the centre", attestationsPage, attest),
  sends("/attestations/revoke", "change the centre", attestationsPage, revoke),
  sends("/attestations/accept", "change the centre", attestationsPage, accept),
  sends("/attestations/decline", "change the centre", attestationsPage, decline),
];

async function attest({ ports, reader, form: typed }: Visit): ReturnType<Run> {
  const { words } = reader;
  const [until, regions, sectors] = [typed.get("until"), regionsFrom(typed, words), sectorsFrom(typed, words)];
  const last = until === "" ? undefined : plainDate(until);
  const wrong = [
    ...(until !== "" && last === undefined ? [{ field: "until", message: sayFor(reader)("attest.until.wrong") }] : []),
    ...(regions.ok ? [] : regions.error),
    ...(sectors.ok ? [] : sectors.error),
  ];
  if (wrong.length > 0 || !regions.ok || !sectors.ok) return refused(...wrong);
  const relation = RELATIONS.find((one) => one === typed.get("relation")) ?? "affiliate";
  const draft = { relation, regions: regions.value, sectors: sectors.value };
  const answer = await ports.attestations.attest(
    typed.get("centre"),
    last === undefined ? draft : { ...draft, until: last },
  );
  return answer.ok ? go("/desk/attestations", "attested") : refused(attestRefusal(reader, answer.error));
}

async function revoke({ ports, reader, form: typed }: Visit): ReturnType<Run> {
  const answer = await ports.attestations.revokeAttestation(typed.get("actor"));
  return answer.ok ? go("/desk/attestations", "attestation-revoked") : refused(attestRefusal(reader, answer.error));
}

async function accept({ ports, reader, form: typed }: Visit): ReturnType<Run> {
  const answer = await ports.attestations.acceptAttestation(typed.get("offer"));
  return answer.ok ? go("/desk/attestations", "attestation-accepted") : refused(attestRefusal(reader, answer.error));
}

async function decline({ ports, reader, form: typed }: Visit): ReturnType<Run> {
  const answer = await ports.attestations.declineAttestation(typed.get("offer"));
  return answer.ok ? go("/desk/attestations", "attestation-declined") : refused(attestRefusal(reader, answer.error));
}

async function attestationsPage(visit: Visit): Promise<Sheet> {
  const { ports, reader, centre, errors } = visit;
  const say = sayFor(reader);
  const [received, given, own] = await Promise.all([
    ports.attestations.received(),
    ports.attestations.given(),
    ports.vouching.of(centre.id),
  ]);
  const asked = received.filter(({ state }) => state === "offered");
  const pins = await Promise.all(asked.map((line) => offeredPin(visit, line)));
  const held = received.filter(({ state }) => state === "accepted");
  return {
    room: "attestations",
    title: reader.words("desk.room.attestations"),
    body: html`<h1>${say("attest.title")}</h1>
${errorList(reader.words, errors)}
${pins.length > 0 && html`<section><h2>${say("attest.asked")}</h2>${pins}</section>`}
<section><h2>${say("attest.for-us")}</h2>
<p class="hint">${say("attest.for-us.hint")}</p>
${vouchingPart(reader, own)}
${held.length === 0 ? empty(say("attest.for-us.none")) : html`<ul class="lines">${held.map((line) => heldLine(visit, line))}</ul>`}</section>
<section><h2>${say("attest.by-us")}</h2>
<p class="hint">${say("attest.by-us.hint")}</p>
${given.length === 0 ? empty(say("attest.by-us.none")) : html`<ul class="lines">${given.map((line) => givenLine(visit, line))}</ul>`}
${attestForm(visit)}</section>`,
  };
}

async function offeredPin(visit: Visit, line: AttestationLine): Promise<Html> {
  const { ports, reader } = visit;
  const say = sayFor(reader);
  const vouching = await ports.vouching.of(line.peer);
  return pin({
    heading: html`${bdi(line.name)} ${code(line.handle)}`,
    body: html`<p>${relationText(visit, line)} ${vouchingLine(reader, vouching)}</p>
<p class="hint">${say("attest.asked.hint")}</p>
<div class="acts">${answerForm(visit, line, "accept", say("attest.accept"))}${answerForm(visit, line, "decline", say("attest.decline"))}</div>`,
  });
}

const relationText = ({ reader }: Visit, { attestation, name }: AttestationLine): Html => {
  const tell = sayRichFor(reader);
  const date = day(dateOf(attestation.expires - 1), reader.language);
  return html`${tell(`vouch.relation.${attestation.relation}`, { name })} <span class="quiet">${tell("vouch.until", { date })}</span>`;
};

function answerForm(
  { reader, session }: Visit,
  { offer }: AttestationLine,
  path: "accept" | "decline",
  label: string,
): Html {
  return form({
    action: reader.link(`/desk/attestations/${path}`),
    csrf: session.csrf,
    hidden: { offer },
    body: button({ label, kind: path === "accept" ? "strong" : "calm" }),
  });
}

const heldLine = (visit: Visit, line: AttestationLine): Html =>
  html`<li>${relationText(visit, line)} ${code(line.handle)}${answerForm(visit, line, "decline", sayFor(visit.reader)("attest.give-up"))}</li>`;

const STATES = {
  offered: "attest.state.offered",
  accepted: "attest.state.accepted",
  declined: "attest.state.declined",
  withdrawn: "attest.state.withdrawn",
} as const satisfies Record<HandshakeState, string>;

function givenLine(
  { ports, reader, session }: Visit,
  { name, handle, peer, attestation, state }: AttestationLine,
): Html {
  const say = sayFor(reader);
  const isOver = attestation.expires <= ports.clock();
  const holds = !isOver && (state === "offered" || state === "accepted");
  const date = day(dateOf(attestation.expires - 1), reader.language);
  return html`<li><strong>${bdi(name)}</strong> ${code(handle)}
<span class="quiet">${say(`attest.relation.${attestation.relation}`)} · ${sayRichFor(reader)("vouch.until", { date })} · ${say(isOver ? "attest.state.over" : STATES[state])}</span>
${
  holds &&
  form({
    action: reader.link("/desk/attestations/revoke"),
    csrf: session.csrf,
    hidden: { actor: peer },
    body: button({ label: say("attest.revoke"), kind: "calm" }),
  })
}</li>`;
}

function attestForm(visit: Visit): Html {
  const { reader, session, form: typed, errors } = visit;
  const say = sayFor(reader);
  return html`<details${errors.length > 0 && html` open`}><summary>${say("attest.new")}</summary>
${form({
  action: reader.link("/desk/attestations"),
  csrf: session.csrf,
  body: html`${field({ name: "centre", label: say("attest.centre"), hint: say("attest.centre.hint"), value: typed.fields["centre"], errors, ltr: true, autocomplete: "off", required: true })}
${choices({
  name: "relation",
  legend: say("attest.relation"),
  type: "radio",
  choices: RELATIONS.map((value) => ({ value, label: say(`attest.relation.${value}`) })),
  chosen: [typed.get("relation") || "affiliate"],
})}
${field({ ...dateInput(reader.words, typed.get("until")), name: "until", label: say("attest.until"), hint: say("attest.until.hint"), errors })}
${regionFields(reader, typed, errors)}
${sectorFields(reader, typed, errors)}
<p class="hint">${say("attest.who-sees")}</p>
${button({ label: say("attest.button") })}`,
})}</details>`;
}
