import { REGISTER_KINDS, type RegisterDraft, type RegisterEntry, type RegisterKind } from "@commonhall/vault";
import { go, opens, refused, sends, type DeskRoute, type Run, type Sheet } from "../desk/route.ts";
import { choices, field, select } from "../layout/fields.ts";
import { calm, html, type Html } from "../layout/html.ts";
import { button, empty, errorList, form } from "../layout/parts.ts";
import { insideDraws, insideRuns, type Inside } from "./inside.ts";

/** Persons, employers and recruiters, each of whom stands here once however many cases name them. */
const draw = insideDraws(registerPage);

export const registerRoutes: readonly DeskRoute[] = [
  opens("/register", "work on cases", draw),
  sends("/register", "work on cases", draw, insideRuns(add)),
];

async function registerPage(inside: Inside): Promise<Sheet> {
  const { visit, desk, say } = inside;
  const lists = await Promise.all(
    REGISTER_KINDS.map(async (kind) => ({ kind, entries: await desk.register.list(kind) })),
  );
  return {
    room: "cases",
    title: say("register.title"),
    body: html`<h1>${say("register.title")}</h1>
${errorList(visit.reader.words, visit.errors)}
<p class="lead">${say("register.lead")}</p>
<h2>${say("register.add")}</h2>
${addForm(inside)}
${lists.map(({ kind, entries }) => section(inside, kind, entries))}`,
  };
}

const section = ({ say }: Inside, kind: RegisterKind, entries: readonly RegisterEntry[]): Html =>
  html`<h2>${say(`register.${kind}s`)}</h2>${entries.length === 0 ? empty(say("register.none")) : html`<ul class="lines">${entries.map(entryLine)}</ul>`}`;

const entryLine = ({ name, details }: RegisterEntry): Html =>
  html`<li><strong><bdi>${calm(name)}</bdi></strong>${details !== undefined && html`<span dir="auto">${details}</span>`}</li>`;

function addForm({ visit, say }: Inside): Html {
  const { form: typed, errors, reader, session } = visit;
  const asks = errors.some(({ field: name }) => name === "answer");
  return form({
    action: reader.link("/desk/register"),
    csrf: session.csrf,
    body: html`${select({
      name: "kind",
      label: say("register.kind"),
      choices: REGISTER_KINDS.map((kind) => ({ value: kind, label: say(`register.${kind}`) })),
      chosen: typed.get("kind"),
    })}
${field({ name: "name", label: say("register.name"), value: typed.fields["name"], errors, autocomplete: "off" })}
${field({ name: "details", label: say("register.details"), hint: say("register.details.hint"), value: typed.fields["details"], errors, rows: 2, autocomplete: "off" })}
${
  asks &&
  choices({
    name: "answer",
    legend: say("register.answer"),
    type: "radio",
    choices: [
      { value: "same", label: say("register.same") },
      { value: "other", label: say("register.other") },
    ],
    chosen: typed.all("answer"),
    errors,
  })
}
${button({ label: say("register.button") })}`,
  });
}

const draftFrom = (typed: { readonly get: (name: string) => string }): RegisterDraft => {
  const details = typed.get("details");
  return {
    kind: REGISTER_KINDS.find((known) => known === typed.get("kind")) ?? "employer",
    name: typed.get("name"),
    ...(details === "" ? {} : { details }),
  };
};

/** A name that is almost that of another is taken only when somebody has said that it is another one. */
async function add({ visit, desk, say }: Inside): ReturnType<Run> {
  const { form: typed } = visit;
  if (typed.get("answer") === "same") return go("/desk/register", "register-same");
  const draft = draftFrom(typed);
  const added = await desk.register.add(draft, typed.get("answer") === "other" ? "other" : undefined);
  if (added.ok) return go("/desk/register", "register-added");
  return added.error.type === "near"
    ? refused({
        field: "answer",
        message: say("register.near.ask", { names: added.error.entries.map(({ name }) => calm(name)).join(", ") }),
      })
    : refused({ field: "name", message: say("refused.empty-text") });
}
