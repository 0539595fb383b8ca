import { ENGINE_CODES, languageName, plainDate } from "@commonhall/domain";
import {
  isCaseId,
  startOfWeek,
  TASK_KINDS,
  type OpenCase,
  type CaseFile,
  type Task,
  type Told,
} from "@commonhall/vault";
import { NOT_FOUND, opens, type DeskRoute, type Elsewhere, type Sheet } from "../desk/route.ts";
import { field, select } from "../layout/fields.ts";
import { bdi, html, inLanguage, type Html } from "../layout/html.ts";
import { button, empty, errorList, facts, form, notice, pin } from "../layout/parts.ts";
import { day, dayOf } from "../words/dates.ts";
import { list } from "../words/numbers.ts";
import { lockButton, casePath, caseTitle } from "./cases.page.ts";
import { insideDraws, nameOf, type Inside } from "./inside.ts";
import type { SayKey } from "./words/say.ts";

/** One case: what was told, and what caseworkers write beside it. */
export const caseRoutes: readonly DeskRoute[] = [
  opens("/cases/:case", "work on cases", insideDraws(casePage)),
  opens("/cases/:case/files/:file", "work on cases", insideDraws(fileOf)),
];

export interface InCase extends Inside {
  readonly open: OpenCase;
}

/** The case that the address names; one that does not exist and one that is not theirs look alike. */
export async function withCase<Answer>(
  inside: Inside,
  go: (inCase: InCase) => Answer | Promise<Answer>,
): Promise<Answer | Elsewhere | Sheet> {
  const id = inside.visit.param("case");
  const opened = isCaseId(id) ? await inside.desk.cases.open(id) : undefined;
  if (opened?.ok === true) return go({ ...inside, open: opened.value });
  return opened?.error.type === "changed" ? changedSheet(inside) : NOT_FOUND;
}

/** In the place of a case whose rows somebody changed so that it does not open. */
const changedSheet = (inside: Inside): Sheet => ({
  room: "cases",
  title: inside.say("case.title"),
  body: html`<h1>${inside.say("case.untitled")}</h1>
<div class="acts">${lockButton(inside)}</div>
${notice("bad", html`<p>${inside.say("case.changed")}</p>`)}`,
});

export const TABS = ["case", "coding", "consent", "people", "end"] as const;

/** Title, state and the other sheets of the case, over each of them. */
export function caseHead(inCase: InCase, current: (typeof TABS)[number]): Html {
  const { visit, say, sayRich, open } = inCase;
  const { reader } = visit;
  const path = (tab: (typeof TABS)[number]) => reader.link(`${casePath(open.id)}${tab === "case" ? "" : `/${tab}`}`);
  const tabs = TABS.map(
    (tab) =>
      html`<li><a href="${path(tab)}"${tab === current && html` aria-current="page"`}>${say(`tab.${tab}`)}</a></li>`,
  );
  return html`<h1>${caseTitle(inCase, open)}</h1>
<ul class="meta"><li>${say(`status.${open.status}`)}</li><li>${sayRich("cases.week", { day: dayOf(startOfWeek(open.week), reader.language) })}</li><li>${say(`channel.${open.channel}`)}</li><li>${sayRich("case.erase-after", { day: dayOf(startOfWeek(open.eraseAfter), reader.language) })}</li></ul>
<nav class="filters" aria-label="${say("case.sheets")}"><ul class="meta">${tabs}</ul></nav>
<div class="acts">${lockButton(inCase)}</div>
${errorList(reader.words, visit.errors)}
${open.broken > 0 && notice("bad", html`<p>${say("case.broken", { count: open.broken })}</p>`)}
${open.cut && notice("bad", html`<p>${say("case.cut")}</p>`)}
${open.putRight && notice("bad", html`<p>${say("case.put-right")}</p>`)}`;
}

export const caseForm = ({ visit, open }: InCase, action: string, body: Html): Html =>
  form({ action: visit.reader.link(`${casePath(open.id)}/${action}`), csrf: visit.session.csrf, body });

function casePage(inside: Inside): Promise<Sheet | Elsewhere> {
  return withCase(inside, (inCase): Sheet => {
    const { say, open } = inCase;
    return {
      room: "cases",
      title: say("case.title"),
      moreLanguages: open.told.map(({ language }) => language),
      body: html`${caseHead(inCase, "case")}
${open.status === "quarantined" && acceptPart(inCase)}
${open.status === "unverified" && verifyPart(inCase)}
${contact(inCase)}
<h2>${say("told.title")}</h2>
${open.told.map((told) => toldPin(inCase, told))}
${replies(inCase)}
${tasks(inCase)}
${notes(inCase)}
${nameForm(inCase)}`,
    };
  });
}

const acceptPart = (inCase: InCase): Html =>
  firstStep(inCase, "accept", ["accept.title", "accept.text", "accept.button"]);

const verifyPart = (inCase: InCase): Html =>
  firstStep(inCase, "verify", ["verify.title", "verify.text", "verify.button"]);

/** What stands before everything else as long as it has not been done. */
function firstStep(inCase: InCase, action: string, [title, text, label]: readonly [SayKey, SayKey, SayKey]): Html {
  const { say } = inCase;
  return notice(
    "plain",
    html`<h2>${say(title)}</h2><p>${say(text)}</p>${caseForm(inCase, action, button({ label: say(label) }))}`,
  );
}

/** How the worker may be reached stands before everything else: a call to the wrong telephone can cost somebody their job. */
function contact({ open, say }: InCase): Html {
  const asked = open.told.find((told) => told.contact !== undefined)?.contact;
  if (asked === undefined) return notice("plain", html`<p>${say("contact.none")}</p>`);
  if (asked.how === "never") return notice("bad", html`<p><strong>${say("contact.never")}</strong></p>`);
  return html`<h2>${say("contact.title")}</h2>${facts([
    [say("contact.how"), say(`contact.${asked.how}`)],
    asked.details === undefined ? undefined : [say("contact.details"), html`<span dir="auto">${asked.details}</span>`],
    asked.safeTimes === undefined
      ? undefined
      : [say("contact.times"), html`<span dir="auto">${asked.safeTimes}</span>`],
  ])}`;
}

const TEXTS = ["story", "where", "when", "work", "employer", "added"] as const;

function toldPin(inCase: InCase, told: Told): Html {
  const { visit, say, sayRich } = inCase;
  const { language } = visit.reader;
  const happened = told.happened.map((code) => ENGINE_CODES.label(code, language));
  const texts = TEXTS.flatMap((name) => {
    const text = told.texts[name];
    return text === undefined
      ? []
      : [html`<h3>${say(`told.${name}`)}</h3><p class="typed" ${inLanguage(told.language)}>${text}</p>`];
  });
  return pin({
    kind: "plain",
    meta: [
      sayRich("cases.week", { day: dayOf(startOfWeek(told.week), language) }),
      languageName(told.language, language),
    ],
    body: html`${happened.length > 0 && html`<p><strong>${list(happened, language)}</strong></p>`}
${texts}
${told.files.length > 0 && html`<h3>${say("files.title")}</h3><ul class="lines">${cleanFirst(told.files).map((file) => fileLine(inCase, file))}</ul>`}`,
  });
}

/** The copy that is safe to look at stands before what may tell a place. */
const cleanFirst = (files: readonly CaseFile[]): readonly CaseFile[] =>
  files.toSorted((a, b) => Number(b.kind === "clean") - Number(a.kind === "clean"));

const fileLine = ({ visit, say, sayRich, open }: InCase, file: CaseFile): Html => html`<li>
<a href="${visit.reader.link(`${casePath(open.id)}/files/${file.id}`)}" download>${bdi(file.name)}</a>
<span class="quiet">${sayRich("files.size", { kibibytes: Math.ceil(file.length / 1024), type: file.type })}</span>
<span>${say(file.kind === "clean" ? "files.clean" : "files.original")}</span></li>`;

async function fileOf({ visit, desk }: Inside): Promise<Elsewhere> {
  const id = visit.param("case");
  const found = isCaseId(id) ? await desk.cases.file(id, visit.param("file")) : undefined;
  return found?.ok === true ? { type: "download", name: found.value.file.name, bytes: found.value.bytes } : NOT_FOUND;
}

function replies(inCase: InCase): Html {
  const { visit, say, sayRich, open } = inCase;
  const { language } = visit.reader;
  const lines = open.replies.map(
    (reply) =>
      html`<li><p class="typed" dir="auto">${reply.text}</p><span class="quiet">${sayRich("written", { name: nameOf(inCase, reply.by), day: dayOf(startOfWeek(reply.week), language) })} · ${reply.firstRead === undefined ? say("reply.unread") : say("reply.read")}</span></li>`,
  );
  return html`<h2>${say("reply.title")}</h2>
${lines.length > 0 && html`<ul class="lines">${lines}</ul>`}
${open.canReply ? caseForm(inCase, "reply", html`${textBox(inCase, "reply", "reply.label", "reply.hint")}${button({ label: say("reply.button") })}`) : empty(say("reply.none"))}`;
}

function notes(inCase: InCase): Html {
  const { visit, say, sayRich, open } = inCase;
  const lines = open.notes.map(
    (note) =>
      html`<li><p class="typed" dir="auto">${note.text}</p><span class="quiet">${sayRich("written", { name: nameOf(inCase, note.by), day: dayOf(startOfWeek(note.week), visit.reader.language) })}</span></li>`,
  );
  return html`<h2>${say("note.title")}</h2>
${lines.length > 0 && html`<ul class="lines">${lines}</ul>`}
${caseForm(inCase, "note", html`${textBox(inCase, "note", "note.label", "note.hint")}${button({ label: say("note.button"), kind: "calm" })}`)}`;
}

const textBox = ({ visit, say }: InCase, name: string, label: SayKey, hint: SayKey): Html =>
  field({
    name,
    label: say(label),
    hint: say(hint),
    value: visit.form.fields[name],
    errors: visit.errors,
    rows: 5,
    autocomplete: "off",
  });

function tasks(inCase: InCase): Html {
  const { visit, say, open } = inCase;
  const { form: typed, errors } = visit;
  return html`<h2>${say("task.title")}</h2>
${open.tasks.length > 0 && html`<ul class="lines">${open.tasks.map((task) => taskLine(inCase, task))}</ul>`}
<details class="more"${errors.some(({ field: name }) => name?.startsWith("task") === true) && html` open`}><summary>${say("task.add")}</summary>
${caseForm(
  inCase,
  "task",
  html`${select({
    name: "task-kind",
    label: say("task.kind"),
    choices: TASK_KINDS.map((kind) => ({ value: kind, label: say(`task.${kind}`) })),
    chosen: typed.fields["task-kind"],
    errors,
  })}
${field({ name: "task-text", label: say("task.text"), value: typed.fields["task-text"], errors, autocomplete: "off" })}
${field({ name: "task-due", label: say("task.due"), hint: say("date.hint"), value: typed.fields["task-due"], errors, ltr: true, autocomplete: "off" })}
${button({ label: say("task.button"), kind: "calm" })}`,
)}</details>`;
}

function taskLine(inCase: InCase, { id, kind, text, due, done }: Task): Html {
  const { visit, say } = inCase;
  const date = due === undefined ? undefined : plainDate(due);
  return html`<li>${done ? html`<s dir="auto">${text}</s>` : html`<strong dir="auto">${text}</strong>`}
<span class="quiet">${say(`task.${kind}`)}${date !== undefined && html` · ${day(date, visit.reader.language)}`}</span>
${
  !done &&
  form({
    action: visit.reader.link(`${casePath(inCase.open.id)}/task-done`),
    csrf: visit.session.csrf,
    hidden: { task: id },
    body: button({ label: say("task.done"), kind: "calm" }),
  })
}</li>`;
}

const nameForm = (inCase: InCase): Html => html`<h2>${inCase.say("name.title")}</h2>
${caseForm(
  inCase,
  "name",
  html`${field({
    name: "title",
    label: inCase.say("name.label"),
    hint: inCase.say("name.hint"),
    value: inCase.visit.form.fields["title"] ?? inCase.open.title,
    errors: inCase.visit.errors,
    maxlength: 80,
    autocomplete: "off",
  })}${button({ label: inCase.say("name.button"), kind: "calm" })}`,
)}`;
