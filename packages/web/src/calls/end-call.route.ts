import { languageName, languagesOf, type Call, type LanguageTag, type Result, type Texts } from "@commonhall/domain";
import { acceptedAllies, namedPart, readNamed } from "../audiences/audience-part.ts";
import { readerNames } from "../audiences/audience-words.ts";
import { deskPath } from "../campaigns/desk-path.ts";
import { firstWords } from "../campaigns/notices.ts";
import { followerCount } from "../campaigns/writing/recipients.ts";
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
import type { Said } from "../desk/said.ts";
import { choices, textsField, textsFieldName } from "../layout/fields.ts";
import { html, inLanguage, type Html } from "../layout/html.ts";
import { button, errorList, form, linkButton, type FormError } from "../layout/parts.ts";
import { textsOf } from "../layout/read-form.ts";
import { textFor } from "../words/reader.ts";
import { callOf } from "./call-desk.page.ts";
import { callRefusal } from "./call-refused.ts";

/** How a call ends, or goes to fewer: each on a page that says what it does before it does it. */
export const endCallRoutes: readonly DeskRoute[] = [
  opens("/calls/:uuid/close", "publish", closePage),
  sends("/calls/:uuid/close", "publish", closePage, close),
  opens("/calls/:uuid/safe", "publish", safePage),
  sends("/calls/:uuid/safe", "publish", safePage, (visit) =>
    doing(visit, "withdrawn", (call) => visit.ports.callCommands.withdrawCall(call.id, visit.session.staff.name)),
  ),
  opens("/calls/:uuid/narrow", "publish", narrowPage),
  sends("/calls/:uuid/narrow", "publish", narrowPage, narrow),
];

type Answer = ReturnType<Visit["ports"]["callCommands"]["withdrawCall"]>;

async function doing(visit: Visit, said: Said, act: (call: Call) => Answer): ReturnType<Run> {
  const call = await callOf(visit);
  if (call === undefined) return NOT_FOUND;
  const done = await act(call);
  return done.ok ? go(deskPath(call.id), said) : refused(callRefusal(visit.reader, done.error));
}

const OUTCOMES = ["met", "ended"] as const;

async function close(visit: Visit): ReturnType<Run> {
  const { ports, session, reader, form: typed } = visit;
  const call = await callOf(visit);
  if (call === undefined) return NOT_FOUND;
  const outcome = OUTCOMES.find((known) => known === typed.get("outcome"));
  const report = readReport(visit, call);
  const errors = [
    ...(outcome === undefined ? [{ field: "outcome", message: reader.words("desk.call.close.outcome.missing") }] : []),
    ...(report.ok ? [] : report.error),
  ];
  if (outcome === undefined || !report.ok) return refused(...errors);
  return doing(visit, "reported", ({ id }) =>
    ports.callCommands.closeCall(id, outcome, report.value, session.staff.name),
  );
}

/** In the language that the call was written in, and in its others as far as it is there. */
function readReport({ form: typed, reader }: Visit, call: Call): Result<Texts, readonly FormError[]> {
  const languages = languagesOf(call.text);
  const [first] = languages;
  const texts = textsOf(typed, "report", languages);
  if (texts.ok && first !== undefined && texts.value[first] !== undefined) return texts;
  const language = first === undefined ? "" : languageName(first, reader.language);
  const message = reader.words("desk.call.close.report.missing", { language });
  return { ok: false, error: [{ field: textsFieldName("report", first ?? ""), message }] };
}

const quoted = ({ reader }: Visit, call: Call): Html => {
  const { language, text } = textFor(reader, call.text);
  return html`<blockquote ${inLanguage(language)}>${firstWords(text, 200)}</blockquote>`;
};

async function closePage(visit: Visit): Promise<Sheet | Elsewhere> {
  const { reader, errors, session, form: typed } = visit;
  const { words, link } = reader;
  const call = await callOf(visit);
  if (call === undefined) return NOT_FOUND;
  const here = deskPath(call.id);
  const languages: readonly LanguageTag[] = languagesOf(call.text);
  return {
    room: "calls",
    title: words("desk.call.close.title"),
    body: html`<h1>${words("desk.call.close.title")}</h1>
${errorList(words, errors)}
${quoted(visit, call)}
<p class="lead">${words("desk.call.close.lead")}</p>
${form({
  action: link(`${here}/close`),
  csrf: session.csrf,
  body: html`${choices({
    name: "outcome",
    legend: words("desk.call.close.outcome"),
    type: "radio",
    choices: OUTCOMES.map((outcome) => ({ value: outcome, label: words(`desk.call.close.outcome.${outcome}`) })),
    chosen: typed.all("outcome"),
    errors,
  })}
${textsField({
  name: "report",
  legend: words("desk.call.close.report"),
  hint: words("desk.write.markdown.hint"),
  languages,
  values: typed.fields,
  errors,
  rows: 5,
  required: true,
  folded: words("desk.write.other-languages"),
})}
<p>${await whoHears(visit, call)}</p>
<div class="acts">${button({ label: words("desk.call.close") })}${linkButton(link(here), words("desk.call.close.not"))}</div>`,
})}`,
  };
}

/** To whom it goes: the same words as before a call is sent. */
async function whoHears(visit: Visit, call: Call): Promise<string> {
  const { ports, reader, centre } = visit;
  const names = await readerNames(visit, call.audience, "calls");
  if (names !== undefined) return reader.words("desk.audience.allies.hint", { count: names.length });
  const followers = await followerCount(
    ports.follows,
    centre.id,
    ...(call.campaign === undefined ? [] : [call.campaign]),
  );
  return reader.words("desk.preview.who.change", { count: followers });
}

async function safePage(visit: Visit): Promise<Sheet | Elsewhere> {
  const { reader, errors, session } = visit;
  const { words, link } = reader;
  const call = await callOf(visit);
  if (call === undefined) return NOT_FOUND;
  const here = deskPath(call.id);
  if (call.status === "withdrawn") return go(here);
  return {
    room: "calls",
    title: words("desk.call.safe.title"),
    body: html`<h1>${words("desk.call.safe.title")}</h1>
${errorList(words, errors)}
${quoted(visit, call)}
<p class="lead">${words("desk.call.safe.lead")}</p>
<p>${words("desk.call.safe.copies")}</p>
${form({
  action: link(`${here}/safe`),
  csrf: session.csrf,
  body: html`<div class="acts">${button({ label: words("desk.call.safe.button"), kind: "grave" })}${linkButton(link(here), words("desk.call.safe.not"))}</div>`,
})}`,
  };
}

function narrow(visit: Visit): ReturnType<Run> {
  const { ports, session, reader, form: typed } = visit;
  const audience = readNamed(reader, typed, "audience");
  if (!audience.ok) return Promise.resolve(refused(...audience.error));
  return doing(visit, "narrowed", ({ id }) => ports.callCommands.narrowCall(id, audience.value, session.staff.name));
}

async function narrowPage(visit: Visit): Promise<Sheet | Elsewhere> {
  const { reader, errors, session, form: typed, ports } = visit;
  const { words, link } = reader;
  const call = await callOf(visit);
  if (call === undefined) return NOT_FOUND;
  const here = deskPath(call.id);
  const readers = await ports.audiences.readers(call.audience, "calls");
  const allies =
    readers === "everybody" ? [] : (await acceptedAllies(visit)).filter(({ peer }) => readers.includes(peer));
  return {
    room: "calls",
    title: words("desk.call.narrow.title"),
    body: html`<h1>${words("desk.call.narrow.title")}</h1>
${errorList(words, errors)}
${quoted(visit, call)}
<p class="lead">${words(readers === "everybody" ? "desk.call.narrow.public" : "desk.call.narrow.lead")}</p>
${
  readers !== "everybody" &&
  form({
    action: link(`${here}/narrow`),
    csrf: session.csrf,
    body: html`${namedPart(reader, typed, errors, { name: "audience", allies })}
<div class="acts">${button({ label: words("desk.call.narrow.button"), kind: "grave" })}${linkButton(link(here), words("desk.call.narrow.not"))}</div>`,
  })
}`,
  };
}
