import {
  LONGEST_INVITATION_NOTE,
  ROLES,
  type Invitation,
  type InvitationRefused,
  type StaffMember,
} from "@commonhall/domain";
import { roleNames } from "../desk/role-names.ts";
import { go, opens, refused, sends, type DeskRoute, type Run, type Sheet, type Visit } from "../desk/route.ts";
import { when } from "../desk/times.ts";
import { field } from "../layout/fields.ts";
import { bdi, code, html, type Html } from "../layout/html.ts";
import { button, errorList, form, linkButton, notice, pin, type FormError } from "../layout/parts.ts";
import type { Words } from "../words/words.ts";
import { askRoles } from "./ask-roles.ts";

/** Who works at this desk, and who was invited to. */
export const staffRoutes: readonly DeskRoute[] = [
  opens("/staff", "manage staff", staffPage),
  sends("/staff/invite", "manage staff", staffPage, invite),
  sends("/staff/withdraw", "manage staff", staffPage, async ({ ports, form }) => {
    await ports.staffDesk.withdraw(form.get("invitation"));
    return go("/desk/staff", "invitation-withdrawn");
  }),
  sends("/staff/end-sessions", "manage staff", staffPage, async ({ ports, form }) => {
    await ports.staffDesk.signOutEverywhere(form.get("member"));
    return go("/desk/staff", "sessions-ended");
  }),
];

async function staffPage(visit: Visit): Promise<Sheet> {
  const { ports, reader, errors } = visit;
  const { words } = reader;
  const [staff, open] = await Promise.all([ports.staffDesk.list(), ports.staffDesk.invitations()]);
  return {
    room: "staff",
    title: words("desk.room.staff"),
    body: html`<h1>${words("desk.room.staff")}</h1>
${errorList(words, errors)}
<p class="lead">${words("desk.staff.lead", { count: staff.length })}</p>
<ul class="lines">${staff.map((member) => line(visit, member))}</ul>
${open.length > 0 && html`<h2>${words("desk.staff.open.title")}</h2>${open.map((invitation) => invitationPin(visit, invitation))}`}
<h2>${words("desk.staff.invite.title")}</h2>
<p>${words("desk.staff.invite.text")}</p>
${inviteForm(visit)}`,
  };
}

function line(visit: Visit, { id, name, roles, since }: StaffMember): Html {
  const { reader, session } = visit;
  return html`<li>
<strong>${bdi(name)}</strong>
<span>${roleNames(reader, roles)}</span>
<span class="quiet">${reader.rich("desk.staff.since", { time: when(visit, since) })}</span>
${form({
  action: reader.link("/desk/staff/end-sessions"),
  csrf: session.csrf,
  hidden: { member: id },
  body: button({ label: reader.rich("desk.staff.end-sessions", { name }), kind: "calm" }),
})}
${linkButton(reader.link(`/desk/staff/${id}/roles`), reader.rich("desk.staff.roles.title", { name }))}
${linkButton(reader.link(`/desk/staff/${id}/passphrase`), reader.rich("desk.staff.again.link", { name }))}
${linkButton(reader.link(`/desk/staff/${id}/remove`), reader.rich("desk.staff.remove.title", { name }))}
</li>`;
}

function invitationPin(visit: Visit, { id, roles, note, by, until, member }: Invitation): Html {
  const { reader, session } = visit;
  const { words, rich, link } = reader;
  return pin({
    kind: "plain",
    meta: [rich("desk.staff.open.by", { name: by }), rich("desk.staff.open.until", { time: when(visit, until) })],
    body: html`${member !== undefined && html`<p><strong>${rich("desk.staff.open.again", { name: member.name })}</strong></p>`}${note !== "" && html`<p><strong dir="auto">${note}</strong></p>`}<p>${roleNames(reader, roles)}</p>
${form({
  action: link("/desk/staff/withdraw"),
  csrf: session.csrf,
  hidden: { invitation: id },
  body: button({ label: words("desk.staff.open.withdraw"), kind: "calm" }),
})}`,
  });
}

function inviteForm({ reader, session, form: typed, errors }: Visit): Html {
  const { words, link } = reader;
  return form({
    action: link("/desk/staff/invite"),
    csrf: session.csrf,
    body: html`${askRoles({ name: "roles", words, chosen: typed.all("roles"), errors })}
${field({
  name: "note",
  label: words("desk.staff.invite.note"),
  hint: words("desk.staff.invite.note.hint"),
  value: typed.fields["note"],
  errors,
  autocomplete: "off",
})}
${button({ label: words("desk.staff.invite.button") })}`,
  });
}

async function invite(visit: Visit): ReturnType<Run> {
  const { ports, form, reader, session } = visit;
  const { words } = reader;
  const roles = ROLES.filter((role) => form.all("roles").includes(role));
  const made = await ports.staffDesk.invite({ roles, note: form.get("note") }, session.staff.name);
  if (!made.ok) return refused(refusal(words, made.error));
  const what = words("desk.staff.invited.roles", { roles: roleNames(reader, roles) });
  return invitedSheet(visit, made.value.code, html`<p>${what}</p>`);
}

/** The address stands on this one page and nowhere else. */
export function invitedSheet({ ports, reader: { words, link } }: Visit, secret: string, what: Html): Sheet {
  return {
    room: "staff",
    title: words("desk.staff.invited.title"),
    body: html`<h1>${words("desk.staff.invited.title")}</h1>
${notice("bad", html`<p>${words("desk.staff.invited.once")}</p>`)}
<p class="handle">${code(`${ports.site.origin}/desk/join/${secret}`)}</p>
${what}
<p>${linkButton(link("/desk/staff"), words("desk.staff.invited.back"), "strong")}</p>`,
  };
}

function refusal(words: Words, { type }: InvitationRefused): FormError {
  switch (type) {
    case "no role":
      return { field: "roles", message: words("setup.roles.none") };
    case "administrator with casework":
      return { field: "roles", message: words("setup.roles.casework") };
    case "note too long":
      return { field: "note", message: words("desk.staff.invite.note.long", { longest: LONGEST_INVITATION_NOTE }) };
  }
}
