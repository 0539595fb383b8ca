import { may } from "@commonhall/domain";
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
import { button, errorList, form, linkButton, notice } from "../layout/parts.ts";

/** Somebody goes, or lost their passphrase and is to be invited anew. */
export const removeStaffRoutes: readonly DeskRoute[] = [
  opens("/staff/:member/remove", "manage staff", (visit) => removePage(visit)),
  sends(
    "/staff/:member/remove",
    "manage staff",
    (visit) => removePage(visit),
    (visit) => remove(visit),
  ),
];

const removePage: Draw = async (visit: Visit) => {
  const { ports, param, reader, errors, session } = visit;
  const { words, rich, link } = reader;
  const member = (await ports.staffDesk.list()).find(({ id }) => id === param("member"));
  if (member === undefined) return NOT_FOUND;
  const { id, name, roles } = member;
  return {
    room: "staff",
    title: words("desk.staff.remove"),
    body: html`<h1>${rich("desk.staff.remove.title", { name })}</h1>
${errorList(words, errors)}
<p class="lead">${words("desk.staff.remove.text")}</p>
${may(roles, "unlock the vault") && notice("bad", html`<p>${words("desk.staff.remove.keys")}</p>`)}
<p>${words("desk.staff.remove.again")}</p>
${form({
  action: link(`/desk/staff/${id}/remove`),
  csrf: session.csrf,
  body: html`<div class="acts">${button({ label: rich("desk.staff.remove.title", { name }), kind: "grave" })}${linkButton(link("/desk/staff"), words("desk.staff.invited.back"))}</div>`,
})}`,
  };
};

const remove: Run = async ({ ports, param, reader }) => {
  const removed = await ports.staffDesk.remove(param("member"));
  if (removed.ok) return go("/desk/staff", "staff-removed");
  return removed.error.type === "no such member"
    ? NOT_FOUND
    : refused({ message: reader.words("desk.staff.remove.last") });
};
