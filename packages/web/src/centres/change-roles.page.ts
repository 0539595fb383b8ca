import { may, ROLES, type RolesRefused } from "@commonhall/domain";
import {
  go,
  NOT_FOUND,
  opens,
  refused,
  sends,
  type DeskRoute,
  type Draw,
  type Run,
  type Visit,
} from "../desk/route.ts";
import { html } from "../layout/html.ts";
import { button, errorList, form, linkButton, notice, type FormError } from "../layout/parts.ts";
import type { Words } from "../words/words.ts";
import { askRoles } from "./ask-roles.ts";

/** Somebody gets another part. What is sealed stays with the roster, which nobody who administers can change. */
export const changeRolesRoutes: readonly DeskRoute[] = [
  opens("/staff/:member/roles", "manage staff", (visit) => rolesPage(visit)),
  sends(
    "/staff/:member/roles",
    "manage staff",
    (visit) => rolesPage(visit),
    (visit) => change(visit),
  ),
];

const rolesPage: Draw = async (visit: Visit) => {
  const { ports, param, reader, errors, session, form: typed } = visit;
  const { words, rich, link } = reader;
  const member = (await ports.staffDesk.list()).find(({ id }) => id === param("member"));
  if (member === undefined) return NOT_FOUND;
  const { id, name, roles } = member;
  const chosen = typed.entries.length > 0 ? typed.all("roles") : roles;
  return {
    room: "staff",
    title: words("desk.staff.roles"),
    body: html`<h1>${rich("desk.staff.roles.title", { name })}</h1>
${errorList(words, errors)}
<p class="lead">${words("desk.staff.roles.text")}</p>
${may(roles, "unlock the vault") && notice("plain", html`<p>${words("desk.staff.roles.keys")}</p>`)}
<p>${words("desk.staff.roles.gain")}</p>
${form({
  action: link(`/desk/staff/${id}/roles`),
  csrf: session.csrf,
  body: html`${askRoles({ name: "roles", words, chosen, errors })}
<div class="acts">${button({ label: words("desk.staff.roles.button") })}${linkButton(link("/desk/staff"), words("desk.staff.invited.back"))}</div>`,
})}`,
  };
};

const change: Run = async ({ ports, param, form: typed, reader }) => {
  const roles = ROLES.filter((role) => typed.all("roles").includes(role));
  const changed = await ports.staffDesk.changeRoles(param("member"), roles);
  if (changed.ok) return go("/desk/staff", "roles-changed");
  return changed.error.type === "no such member" ? NOT_FOUND : refused(refusal(reader.words, changed.error));
};

function refusal(words: Words, { type }: Exclude<RolesRefused, { type: "no such member" }>): FormError {
  switch (type) {
    case "no role":
      return { field: "roles", message: words("setup.roles.none") };
    case "administrator with casework":
      return { field: "roles", message: words("setup.roles.casework") };
    case "has keys":
      return { field: "roles", message: words("desk.staff.roles.has-keys") };
    case "last administrator":
      return { field: "roles", message: words("desk.staff.remove.last") };
  }
}
