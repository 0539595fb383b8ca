import { may } from "@commonhall/domain";
import { NOT_FOUND, opens, sends, type DeskRoute, type Draw, type Run, type Visit } from "../desk/route.ts";
import { html, type Html } from "../layout/html.ts";
import { button, errorList, form, linkButton, notice } from "../layout/parts.ts";
import { invitedSheet } from "./staff-desk.page.ts";

/** Somebody lost their passphrase: they get an invitation, and nobody else learns the new one. */
export const newPassphraseRoutes: readonly DeskRoute[] = [
  opens("/staff/:member/passphrase", "manage staff", (visit) => page(visit)),
  sends(
    "/staff/:member/passphrase",
    "manage staff",
    (visit) => page(visit),
    (visit) => inviteAgain(visit),
  ),
];

const page: Draw = async (visit) => {
  const { ports, param, reader, session, errors } = visit;
  const { words, rich, link } = reader;
  const member = (await ports.staffDesk.list()).find(({ id }) => id === param("member"));
  if (member === undefined) return NOT_FOUND;
  const { id, name } = member;
  return {
    room: "staff",
    title: words("desk.staff.again"),
    body: html`<h1>${rich("desk.staff.again.title", { name })}</h1>
${errorList(words, errors)}
<p class="lead">${words("desk.staff.again.text")}</p>
${may(member.roles, "unlock the vault") && (await wayBack(visit, id))}
<p><a href="${link("/desk/lost-passphrase")}">${words("desk.lost.title")}</a></p>
${form({
  action: link(`/desk/staff/${id}/passphrase`),
  csrf: session.csrf,
  body: html`<div class="acts">${button({ label: words("desk.staff.again.button") })}${linkButton(link("/desk/staff"), words("desk.staff.invited.back"))}</div>`,
})}`,
  };
};

/** What stays closed is said before the invitation is made. */
async function wayBack({ ports, reader: { words } }: Visit, id: string): Promise<Html | undefined> {
  const way = await ports.casework?.vault.wayBack(id);
  switch (way) {
    case undefined:
    case "nothing to get back":
      return undefined;
    case "colleagues":
      return notice("plain", html`<p>${words("desk.staff.again.colleagues")}</p>`);
    case "papers":
      return notice("bad", html`<p>${words("desk.staff.again.papers")}</p>`);
    case "none":
      return notice("bad", html`<p>${words("desk.staff.again.none")}</p>`);
  }
}

const inviteAgain: Run = async (visit) => {
  const { ports, param, session, reader } = visit;
  const made = await ports.staffDesk.inviteAgain(param("member"), session.staff.name);
  if (!made.ok) return NOT_FOUND;
  const name = (await ports.staffDesk.list()).find(({ id }) => id === param("member"))?.name ?? "";
  return invitedSheet(visit, made.value.code, html`<p>${reader.rich("desk.staff.open.again", { name })}</p>`);
};
