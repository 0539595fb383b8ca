import { doorPath, LONGEST_DOOR_TITLE } from "@commonhall/domain";
import { go, NOT_FOUND, opens, refused, sends, type DeskRoute, type Draw, type Run } from "../desk/route.ts";
import { field } from "../layout/fields.ts";
import { code, html } from "../layout/html.ts";
import { button, errorList, form, linkButton } from "../layout/parts.ts";

/** Where workers find the form, and what their browser's history shows of it. */
export const doorRoutes: readonly DeskRoute[] = [
  opens("/door", "change the centre", (visit) => page(visit)),
  sends(
    "/door",
    "change the centre",
    (visit) => page(visit),
    (visit) => change(visit),
  ),
];

const page: Draw = async ({ ports, reader, session, form: typed, errors }) => {
  const { words, link, rich } = reader;
  if (ports.intake === undefined) return NOT_FOUND;
  const { onionOrigin } = ports.intake;
  const door = await ports.intake.door.get();
  const isOpen = await ports.intake.intakes.isOpen();
  const values = typed.entries.length > 0 ? typed.fields : { path: door.path, title: door.title ?? "" };
  return {
    room: "centre",
    title: words("desk.door"),
    body: html`<h1>${words("desk.door")}</h1>
${errorList(words, errors)}
<p class="lead">${words("desk.door.lead")}</p>
<p>${rich("desk.door.address", { address: code(`${ports.site.origin}/${door.path}`) })}</p>
${onionOrigin !== undefined && html`<p>${rich("desk.door.onion", { address: code(`${onionOrigin}/${door.path}`) })}</p>`}
${!isOpen && html`<div class="notice bad"><p>${words("desk.door.closed")}</p></div>`}
${form({
  action: link("/desk/door"),
  csrf: session.csrf,
  body: html`${field({ name: "path", label: words("desk.door.path"), hint: words("desk.door.path.hint"), value: values["path"], errors, ltr: true, required: true, autocomplete: "off", maxlength: 40 })}
${field({ name: "title", label: words("desk.door.title"), hint: words("desk.door.title.hint"), value: values["title"], errors, autocomplete: "off", maxlength: LONGEST_DOOR_TITLE })}
<p>${words("desk.door.moved")}</p>
<p class="acts">${button({ label: words("desk.door.button") })}${linkButton(link("/desk/centre"), words("desk.room.centre"))}</p>`,
})}`,
  };
};

const change: Run = async ({ ports, reader: { words }, form: typed }) => {
  if (ports.intake === undefined) return NOT_FOUND;
  const path = doorPath(typed.get("path"));
  const title = typed.get("title");
  if (path === undefined) return refused({ field: "path", message: words("desk.door.path.wrong") });
  if ([...title].length > LONGEST_DOOR_TITLE) {
    return refused({ field: "title", message: words("desk.door.title.wrong", { most: LONGEST_DOOR_TITLE }) });
  }
  await ports.intake.door.set(title === "" ? { path } : { path, title });
  return go("/desk/door", "centre-changed");
};
