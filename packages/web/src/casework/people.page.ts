import { opens, type DeskRoute, type Elsewhere, type Sheet } from "../desk/route.ts";
import { bdi, html, type Html } from "../layout/html.ts";
import { button, form } from "../layout/parts.ts";
import { acts } from "./case-forms.route.ts";
import { caseHead, withCase, type InCase } from "./case.page.ts";
import { casePath } from "./cases.page.ts";
import { insideDraws, nameOf, type Inside } from "./inside.ts";

/** Who can open the case. Whoever is left out is told nothing, and finds no trace that there is one (row G3). */
const page = opens("/cases/:case/people", "work on cases", insideDraws(peoplePage));

export const peopleRoutes: readonly DeskRoute[] = [
  page,
  acts("/cases/:case/share", page, "case-shared", ({ desk, visit }, id) =>
    desk.cases.share(id, visit.form.get("member")),
  ),
  acts("/cases/:case/take-back", page, "case-taken-back", ({ desk, visit }, id) =>
    desk.cases.takeBack(id, visit.form.get("member")),
  ),
];

function peoplePage(inside: Inside): Promise<Sheet | Elsewhere> {
  return withCase(inside, (inCase): Sheet => {
    const { visit, desk, say, open } = inCase;
    const readers = new Set(open.readers);
    const others = desk.keys.members.filter(({ id, roles }) => roles.includes("caseworker") && !readers.has(id));
    const own = visit.session.staff.id;
    return {
      room: "cases",
      title: say("tab.people"),
      body: html`${caseHead(inCase, "people")}
<h2>${say("people.readers")}</h2>
<p>${say("people.lead")}</p>
<ul class="lines">${open.readers.map((id) => line(inCase, id, id === own ? undefined : "take-back"))}</ul>
<h2>${say("people.others")}</h2>
${others.length === 0 ? html`<p class="quiet">${say("people.no-others")}</p>` : html`<ul class="lines">${others.map(({ id }) => line(inCase, id, "share"))}</ul>`}`,
    };
  });
}

function line(inCase: InCase, member: string, action: "share" | "take-back" | undefined): Html {
  const { visit, sayRich, open } = inCase;
  const name = nameOf(inCase, member);
  return html`<li><strong>${bdi(name)}</strong>${
    action !== undefined &&
    form({
      action: visit.reader.link(`${casePath(open.id)}/${action}`),
      csrf: visit.session.csrf,
      hidden: { member },
      body: button({ label: sayRich(`people.${action}`, { name }), kind: action === "share" ? "calm" : "grave" }),
    })
  }</li>`;
}
