import {
  BODIES,
  LONGEST_RESULT,
  objectId,
  plainDate,
  type BodyDecision,
  type ObjectId,
  type Votes,
} from "@commonhall/domain";
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
import { choices, field } from "../layout/fields.ts";
import { bdi, code, html, type Html } from "../layout/html.ts";
import { button, empty, errorList, form, type FormError } from "../layout/parts.ts";
import { dayText } from "../words/dates.ts";
import { asciiDigits } from "../words/digits.ts";
import { votes } from "./decided.ts";

/** Row G4: which body of the centre decided on a campaign, call or alliance, when, and what. */
export const decisionRoutes: readonly DeskRoute[] = [
  opens("/decisions", "publish", decisionsPage),
  sends("/decisions", "publish", decisionsPage, note),
  sends("/decisions/remove", "publish", decisionsPage, remove),
];

export const decisionsPath = (about: string): string => `/desk/decisions?about=${encodeURIComponent(about)}`;

const aboutOf = ({ form: typed, query }: Visit): ObjectId | undefined =>
  objectId(typed.fields["about"] ?? query("about"));

async function decisionsPage(visit: Visit): Promise<Sheet> {
  const { ports, reader, errors } = visit;
  const { words, rich } = reader;
  const about = aboutOf(visit);
  const head = html`<h1>${words("desk.decisions.title")}</h1>
${errorList(words, errors)}
<p class="lead">${words("desk.decisions.lead")}</p>`;
  const sheet = { room: "campaigns", title: words("desk.decisions.title") } as const;
  if (about === undefined) return { ...sheet, body: html`${head}${empty(words("desk.decisions.none"))}` };
  const all = await ports.decisions.about(about);
  return {
    ...sheet,
    body: html`${head}
<p>${rich("desk.decisions.about", { about: code(about) })}</p>
${all.length === 0 ? empty(words("desk.decisions.none")) : html`<ul class="lines">${all.map((one) => line(visit, one))}</ul>`}
<h2>${words("desk.decisions.note")}</h2>
${decisionForm(visit, about)}`,
  };
}

const line = (visit: Visit, decision: BodyDecision): Html => {
  const { reader, session } = visit;
  const { words, link, language } = reader;
  const { id, about, body, date, result, shown } = decision;
  return html`<li><span><b>${words(`decided.body.${body}`)}</b> ${dayText(date, language)}${votes(decision, reader)}</span>
<span>${bdi(result)}</span>
<span class="quiet">${words(shown ? "desk.decisions.shown" : "desk.decisions.kept")}</span>
${form({
  action: link("/desk/decisions/remove"),
  csrf: session.csrf,
  hidden: { about, decision: id },
  body: button({ label: words("desk.decisions.remove"), kind: "calm" }),
})}</li>`;
};

const VOTES = ["for", "against", "abstained"] as const;

const decisionForm = ({ reader: { words, link }, session, form: typed, errors }: Visit, about: ObjectId): Html =>
  form({
    action: link("/desk/decisions"),
    csrf: session.csrf,
    hidden: { about },
    body: html`${choices({
      name: "body",
      legend: words("desk.decisions.body"),
      type: "radio",
      choices: BODIES.map((body) => ({ value: body, label: words(`decided.body.${body}`) })),
      chosen: typed.all("body"),
      errors,
    })}
${field({ name: "date", label: words("desk.decisions.date"), type: "date", value: typed.fields["date"], errors, required: true })}
${field({ name: "result", label: words("desk.decisions.result"), hint: words("desk.decisions.result.hint"), rows: 3, value: typed.fields["result"], errors, maxlength: LONGEST_RESULT, required: true })}
${VOTES.map((name) => field({ name, label: words(`desk.decisions.votes.${name}`), value: typed.fields[name], errors, inputmode: "numeric" }))}
${choices({
  name: "shown",
  legend: words("desk.decisions.who"),
  type: "radio",
  choices: [
    { value: "no", label: words("desk.decisions.kept") },
    { value: "yes", label: words("desk.decisions.shown"), hint: words("desk.decisions.shown.hint") },
  ],
  chosen: typed.all("shown").length > 0 ? typed.all("shown") : ["no"],
  errors,
})}
${button({ label: words("desk.decisions.button") })}`,
  });

async function note(visit: Visit): ReturnType<Run> {
  const { ports, session, form: typed, reader } = visit;
  const { words } = reader;
  const about = aboutOf(visit);
  if (about === undefined) return NOT_FOUND;
  const body = BODIES.find((known) => known === typed.get("body"));
  const date = plainDate(typed.get("date"));
  const result = typed.get("result").trim();
  const counted = readVotes(visit);
  const errors: FormError[] = [
    ...(body === undefined ? [{ field: "body", message: words("desk.decisions.refused.body") }] : []),
    ...(date === undefined ? [{ field: "date", message: words("desk.decisions.refused.date") }] : []),
    ...(result === "" || [...result].length > LONGEST_RESULT
      ? [{ field: "result", message: words("desk.decisions.refused.result", { limit: LONGEST_RESULT }) }]
      : []),
    ...(counted === "wrong" ? [{ field: "for", message: words("desk.decisions.refused.votes") }] : []),
  ];
  if (body === undefined || date === undefined || counted === "wrong" || errors.length > 0) return refused(...errors);
  await ports.decisions.add({
    id: ports.newId(),
    about,
    body,
    date,
    result,
    ...(counted === undefined ? {} : { votes: counted }),
    shown: typed.get("shown") === "yes",
    by: session.staff.name,
    noted: ports.clock(),
  });
  return go(decisionsPath(about), "changed");
}

/** All three or none: half a count says nothing. */
function readVotes({ form: typed }: Visit): Votes | undefined | "wrong" {
  const said = VOTES.map((name) => asciiDigits(typed.get(name)).trim());
  if (said.every((text) => text === "")) return undefined;
  const [yes, no, abstained] = said.map((text) => (/^\d{1,6}$/.test(text) ? Number(text) : undefined));
  if (yes === undefined || no === undefined || abstained === undefined) return "wrong";
  return { for: yes, against: no, abstained };
}

async function remove(visit: Visit): ReturnType<Run> {
  const about = aboutOf(visit);
  if (about === undefined) return NOT_FOUND;
  await visit.ports.decisions.remove(visit.form.get("decision"));
  return go(decisionsPath(about), "changed");
}
