import { go, type Run, type Visit } from "../desk/route.ts";
import { admitted } from "../desk/rooms.ts";
import { code, html, type Html } from "../layout/html.ts";
import { button, form } from "../layout/parts.ts";
import { calendarPath } from "./own-calendar.route.ts";

const ACTIONS = "/desk/arrived?kind=action";

/**
 * The address of the centre's own calendar, to be copied into a phone. No link leads there: one would put its entries
 * into a calendar once, and a `webcal:` link begins without https, where the secret could be read on the way.
 */
export async function calendarOffer({ ports, reader, session }: Visit, open: boolean): Promise<Html> {
  const { words, link } = reader;
  const address = `${ports.site.origin}${calendarPath(await ports.calendarAddress.get())}`;
  return html`<details class="more" id="calendar"${open && html` open`}><summary>${words("desk.calendar.title")}</summary>
<p>${words("desk.calendar.text")}</p>
<p>${code(address)}</p>
${
  admitted(session.staff.roles, "follow") &&
  form({
    action: link(ACTIONS),
    csrf: session.csrf,
    body: button({ label: words("desk.calendar.renew"), kind: "calm" }),
  })
}</details>`;
}

export async function renewCalendar({ ports }: Visit): ReturnType<Run> {
  await ports.calendarAddress.renew();
  return go(ACTIONS, "calendar-renewed");
}
