import { opens, refused, type DeskRoute, type Elsewhere, type Sheet } from "../desk/route.ts";
import { html } from "../layout/html.ts";
import { button } from "../layout/parts.ts";
import { acts, type Act } from "./case-forms.route.ts";
import { caseForm, caseHead, withCase } from "./case.page.ts";
import { codingFields, type Registered } from "./coding-fields.ts";
import { insideDraws, type Inside } from "./inside.ts";
import { readCoding } from "./read-coding.ts";

/** What a caseworker makes of a report, in codes. */
const page = opens("/cases/:case/coding", "work on cases", insideDraws(codingPage));

export const codingRoutes: readonly DeskRoute[] = [page, acts("/cases/:case/coding", page, "case-coded", save)];

function codingPage(inside: Inside): Promise<Sheet | Elsewhere> {
  return withCase(inside, async (inCase): Promise<Sheet> => {
    const { say } = inCase;
    return {
      room: "cases",
      title: say("tab.coding"),
      body: html`${caseHead(inCase, "coding")}
<h2>${say("tab.coding")}</h2>
<p class="lead">${say("coding.lead")}</p>
${caseForm(inCase, "coding", html`${codingFields(inCase, await registered(inside))}${button({ label: say("coding.button") })}`)}`,
    };
  });
}

async function registered({ desk }: Inside): Promise<Registered> {
  const [person, employer, recruiter] = await Promise.all([
    desk.register.list("person"),
    desk.register.list("employer"),
    desk.register.list("recruiter"),
  ]);
  return { person, employer, recruiter };
}

async function save({ desk, visit, say }: Inside, id: Parameters<Act>[1]): ReturnType<Act> {
  const coding = readCoding(visit.form, visit.session.staff.name, say);
  return coding.ok ? desk.cases.code(id, coding.value) : refused(...coding.error);
}
