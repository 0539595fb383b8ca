import { isBusy } from "@commonhall/vault";
import { keptForm } from "../desk/kept-form.ts";
import type { Sheet, Visit } from "../desk/route.ts";
import { html } from "../layout/html.ts";
import { button, form, linkButton, notice } from "../layout/parts.ts";
import { sayIn } from "./words/say.ts";

/** Does it, and where another process holds what is sealed shows `busySheet` in its place. */
export async function unlessBusy<T>(visit: Visit, work: () => Promise<T>): Promise<T | Sheet> {
  try {
    return await work();
  } catch (error) {
    if (isBusy(error)) return busySheet(visit);
    throw error;
  }
}

/** Nothing was done, and everything that was typed is here: one button sends it again. */
function busySheet(visit: Visit): Sheet {
  const { reader, session, form: typed } = visit;
  const say = sayIn(reader.language);
  const { path, entries } = keptForm(reader.here, typed);
  const wasSent = typed.entries.length > 0;
  return {
    room: "cases",
    title: say("busy.title"),
    status: 503,
    body: html`<h1>${say("busy.title")}</h1>
${notice("bad", html`<p>${say(wasSent ? "busy.sent" : "busy.asked")}</p>`)}
${
  wasSent
    ? form({
        action: path,
        csrf: session.csrf,
        body: html`${entries.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${button({ label: say("busy.again") })}`,
      })
    : html`<p>${linkButton(path, say("busy.again"))}</p>`
}`,
  };
}
