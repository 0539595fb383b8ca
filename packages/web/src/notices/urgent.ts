import { objectId } from "@commonhall/domain";
import { go, NOT_FOUND, opens, sends, type DeskRoute, type Elsewhere, type Sheet, type Visit } from "../desk/route.ts";
import { when } from "../desk/times.ts";
import { html, inLanguage, type Html } from "../layout/html.ts";
import { button, empty, errorList, form, pin } from "../layout/parts.ts";
import { objectLink } from "../objects/object-notice.ts";

/** What is urgent and nobody has looked at yet. It stands above everything else at the desk. */
export async function urgentPins(visit: Visit): Promise<readonly Html[]> {
  const { ports } = visit;
  const waiting = await ports.notices.views.waiting();
  const objects = await Promise.all(waiting.map(({ object }) => ports.objects.get(object)));
  return objects.flatMap((object, index) => {
    const since = waiting[index]?.since;
    if (object === undefined || since === undefined) return [];
    const { words, link } = visit.reader;
    return [
      pin({
        kind: "brick",
        heading: html`<a href="${objectLink(visit, object)}">${words("desk.urgent.heading")}</a>`,
        meta: [when(visit, since)],
        body: html`<p ${inLanguage(object.language)}>${object.text}</p>
${form({
  action: link("/desk/urgent"),
  csrf: visit.session.csrf,
  hidden: { object: object.id },
  body: button({ label: words("desk.urgent.seen") }),
})}`,
      }),
    ];
  });
}

export const urgentRoutes: readonly DeskRoute[] = [
  opens("/urgent", "read what arrived", urgentPage),
  sends("/urgent", "read what arrived", urgentPage, seen),
];

/** The address that the mail leads to is the desk's; this page is for whoever was signed out before they pressed. */
async function urgentPage(visit: Visit): Promise<Sheet> {
  const { words } = visit.reader;
  const pins = await urgentPins(visit);
  return {
    room: "home",
    title: words("desk.urgent.title"),
    body: html`<h1>${words("desk.urgent.title")}</h1>
${errorList(words, visit.errors)}
${pins.length === 0 ? empty(words("desk.urgent.none")) : html`<div class="grid">${pins}</div>`}`,
  };
}

async function seen({ ports, session, form: typed, reader }: Visit): Promise<Elsewhere> {
  const object = objectId(typed.get("object"));
  if (object === undefined) return NOT_FOUND;
  await ports.noticeCommands.seeNotice(object, session.staff.name);
  return go(objectLink({ reader }, { id: object }), "urgent-seen");
}
