import { plainDate } from "@commonhall/domain";
import { OUTCOMES, startOfWeek } from "@commonhall/vault";
import { go, opens, refused, type DeskRoute, type Elsewhere, type Sheet } from "../desk/route.ts";
import { choices, field } from "../layout/fields.ts";
import { html, type Html } from "../layout/html.ts";
import { button, notice, pin } from "../layout/parts.ts";
import { day, dayOf } from "../words/dates.ts";
import { typedDate } from "../words/digits.ts";
import { acts, refusal, type Act } from "./case-forms.route.ts";
import { caseForm, caseHead, withCase, type InCase } from "./case.page.ts";
import { insideDraws, nameOf, type Inside } from "./inside.ts";

/** How a case ends: what came of it, how long it is kept, and that it is erased. */
const page = opens("/cases/:case/end", "work on cases", insideDraws(endPage));

export const endRoutes: readonly DeskRoute[] = [
  page,
  acts("/cases/:case/conclude", page, "case-closed", conclude),
  acts("/cases/:case/reopen", page, "case-saved", ({ desk }, id) => desk.cases.reopen(id)),
  acts("/cases/:case/confirm", page, "case-saved", ({ desk }, id) => desk.cases.confirm(id)),
  acts("/cases/:case/hold", page, "case-saved", hold),
  acts("/cases/:case/agree", page, "case-saved", ({ desk }, id) => desk.cases.agreeToHold(id)),
  acts("/cases/:case/end-hold", page, "case-saved", ({ desk }, id) => desk.cases.endHold(id)),
  acts("/cases/:case/erase", page, "case-erased", erase),
];

function endPage(inside: Inside): Promise<Sheet | Elsewhere> {
  return withCase(inside, (inCase): Sheet => {
    const { visit, say, sayRich, open } = inCase;
    return {
      room: "cases",
      title: say("tab.end"),
      body: html`${caseHead(inCase, "end")}
<h2>${say("end.conclusion")}</h2>
${open.status === "closed" ? concluded(inCase) : conclusionForm(inCase)}
<h2>${say("end.retention")}</h2>
${notice("plain", html`<p>${sayRich("case.erase-after", { day: dayOf(startOfWeek(open.eraseAfter), visit.reader.language) })}</p><p>${say(`end.retention.${open.status}`)}</p>`)}
${open.status === "open" && caseForm(inCase, "confirm", button({ label: say("end.confirm"), kind: "calm" }))}
<h2>${say("hold.title")}</h2>
${holdPart(inCase)}
<h2>${say("erase.title")}</h2>
<p>${say("erase.text")}</p>
${caseForm(
  inCase,
  "erase",
  html`${choices({
    name: "sure",
    legend: say("erase.sure"),
    type: "checkbox",
    choices: [{ value: "yes", label: say("erase.sure.yes") }],
    chosen: [],
    errors: visit.errors,
  })}${button({ label: say("erase.button"), kind: "grave" })}`,
)}`,
    };
  });
}

const concluded = (inCase: InCase): Html => {
  const { say, sayRich, open } = inCase;
  return html`${
    open.conclusion !== undefined &&
    pin({
      kind: "teal",
      heading: html`${say(`outcome.${outcomeKey(open.conclusion.outcome)}`)}`,
      body: html`<p class="typed" dir="auto">${open.conclusion.text}</p><p class="quiet">${sayRich("end.by", { name: nameOf(inCase, open.conclusion.by) })}</p>`,
    })
  }${caseForm(inCase, "reopen", button({ label: say("end.reopen"), kind: "calm" }))}`;
};

const KEYS = {
  solved: "solved",
  partly: "partly",
  "not solved": "not-solved",
  "handed on": "handed-on",
  withdrawn: "withdrawn",
  "not a case": "not-a-case",
} as const;

const outcomeKey = (outcome: (typeof OUTCOMES)[number]) => KEYS[outcome];

function conclusionForm(inCase: InCase): Html {
  const { visit, say } = inCase;
  return caseForm(
    inCase,
    "conclude",
    html`${choices({
      name: "outcome",
      legend: say("end.outcome"),
      type: "radio",
      choices: OUTCOMES.map((outcome) => ({ value: outcome, label: say(`outcome.${outcomeKey(outcome)}`) })),
      chosen: visit.form.all("outcome"),
      errors: visit.errors,
    })}
${field({ name: "conclusion", label: say("end.text"), value: visit.form.fields["conclusion"], errors: visit.errors, rows: 4, autocomplete: "off" })}
${button({ label: say("end.close") })}`,
  );
}

function holdPart(inCase: InCase): Html {
  const { visit, say, sayRich, open } = inCase;
  const { hold: held } = open;
  if (held !== undefined) {
    const until = plainDate(held.until);
    const waits = held.second === undefined;
    return html`${notice(
      waits ? "plain" : "good",
      html`<p dir="auto">${held.reason}</p><p>${sayRich("hold.by", { name: nameOf(inCase, held.by) })} ${until !== undefined && day(until, visit.reader.language)}</p><p>${waits ? say("hold.waits") : sayRich("hold.second", { name: nameOf(inCase, held.second ?? "") })}</p>`,
    )}
${waits && held.by !== visit.session.staff.id && caseForm(inCase, "agree", button({ label: say("hold.agree") }))}
${caseForm(inCase, "end-hold", button({ label: say("hold.end"), kind: "calm" }))}`;
  }
  return html`<p>${say("hold.text")}</p>${caseForm(
    inCase,
    "hold",
    html`${field({ name: "hold-reason", label: say("hold.reason"), value: visit.form.fields["hold-reason"], errors: visit.errors, rows: 3, autocomplete: "off" })}
${field({ name: "hold-until", label: say("hold.until"), hint: say("date.hint"), value: visit.form.fields["hold-until"], errors: visit.errors, ltr: true, autocomplete: "off" })}
${button({ label: say("hold.button"), kind: "calm" })}`,
  )}`;
}

async function conclude({ desk, visit, say }: Inside, id: Parameters<Act>[1]): ReturnType<Act> {
  const outcome = OUTCOMES.find((known) => known === visit.form.get("outcome"));
  if (outcome === undefined) return refused({ field: "outcome", message: say("end.outcome.missing") });
  return desk.cases.conclude(id, { outcome, text: visit.form.get("conclusion") });
}

async function hold({ desk, visit, say }: Inside, id: Parameters<Act>[1]): ReturnType<Act> {
  const reason = visit.form.get("hold-reason");
  const until = typedDate(visit.form.get("hold-until"));
  if (reason === "") return refused({ field: "hold-reason", message: say("refused.empty-text") });
  if (until === undefined) return refused({ field: "hold-until", message: say("date.wrong") });
  return desk.cases.hold(id, { reason, until });
}

/** There is no page of the case to go back to afterwards. */
async function erase(inside: Inside, id: Parameters<Act>[1]): ReturnType<Act> {
  const { desk, visit, say } = inside;
  if (visit.form.get("sure") !== "yes") return refused({ field: "sure", message: say("erase.sure.missing") });
  const erased = await desk.cases.erase(id);
  return erased.ok ? go("/desk/cases", "case-erased") : refused({ message: refusal(inside, erased.error) });
}
