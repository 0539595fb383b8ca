import { PASSPHRASE_MINIMUM, ROLES, type Role, type StaffDraft, type StaffMember } from "@commonhall/domain";
import { go, opens, refused, sends, type DeskRoute, type Run, type Sheet, type Visit } from "../desk/route.ts";
import { when } from "../desk/times.ts";
import { bdi, html, type Html } from "../layout/html.ts";
import { button, errorList, form } from "../layout/parts.ts";
import { list } from "../words/numbers.ts";
import { refusedStaff, staffField } from "./set-up-form.ts";
import { askPerson } from "./set-up.page.ts";

/** Who works at this desk, and how somebody joins. */
export const staffRoutes: readonly DeskRoute[] = [
  opens("/staff", "manage staff", staffPage),
  sends("/staff", "manage staff", staffPage, add),
];

/** The boxes are those of set-up, for one who comes later. */
const LATER = 1;

async function add({ ports, form, reader }: Visit): ReturnType<Run> {
  const typed = (part: "passphrase" | "again") => form.fields[staffField(LATER, part)] ?? "";
  const person: StaffDraft = {
    name: form.get(staffField(LATER, "name")),
    roles: ROLES.filter((role) => form.all(staffField(LATER, "roles")).includes(role)),
    passphrase: typed("passphrase"),
  };
  if (typed("again") !== person.passphrase) {
    return refused({ field: staffField(LATER, "again"), message: reader.words("setup.passphrase.differs") });
  }
  const added = await ports.staffDesk.add([person]);
  return added.ok
    ? go("/desk/staff", "staff-added")
    : refused(refusedStaff(added.error, [{ name: person.name, index: LATER }], reader.words));
}

async function staffPage(visit: Visit): Promise<Sheet> {
  const { ports, reader, errors, form: typed, session } = visit;
  const { words, link } = reader;
  const staff = await ports.staffDesk.list();
  return {
    room: "staff",
    title: words("desk.room.staff"),
    body: html`<h1>${words("desk.room.staff")}</h1>
${errorList(words, errors)}
<p class="lead">${words("desk.staff.lead", { count: staff.length })}</p>
<ul class="lines">${staff.map((member) => line(visit, member))}</ul>
<h2>${words("desk.staff.add.title")}</h2>
<p>${words("desk.staff.add.text")}</p>
<div class="notice plain"><h3>${words("setup.passphrase.rules")}</h3>
<ul><li>${words("setup.passphrase.rule.length", { minimum: PASSPHRASE_MINIMUM })}</li>
<li>${words("setup.passphrase.rule.words")}</li></ul>
<p>${words("setup.passphrase.not-kept")}</p></div>
${form({
  action: link("/desk/staff"),
  csrf: session.csrf,
  body: html`${askPerson(LATER, words, typed, errors)}
${button({ label: words("desk.staff.add.button") })}`,
})}`,
  };
}

const line = (visit: Visit, { name, roles, since }: StaffMember): Html => html`<li>
<strong>${bdi(name)}</strong>
<span>${roleNames(visit, roles)}</span>
<span class="quiet">${visit.reader.rich("desk.staff.since", { time: when(visit, since) })}</span>
</li>`;

const roleNames = ({ reader }: Visit, roles: readonly Role[]): string =>
  list(
    roles.map((role) => reader.words(`desk.role.${role}`)),
    reader.language,
  );
