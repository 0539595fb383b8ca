import { startOfWeek, type ClockAhead } from "@commonhall/vault";
import { go, refused, type Run } from "../desk/route.ts";
import { html, type Html } from "../layout/html.ts";
import { button, form, notice } from "../layout/parts.ts";
import { dayOf } from "../words/dates.ts";
import type { Inside } from "./inside.ts";

/** The clock jumped, and nothing is erased: whoever has a calendar can say that it is right. */
export function clockNotice({ visit, say, sayRich }: Inside, ahead: ClockAhead | undefined): Html | false {
  const { reader, session } = visit;
  if (ahead === undefined) return false;
  const day = (week: ClockAhead["now"]) => dayOf(startOfWeek(week), reader.language);
  return notice(
    "bad",
    html`<p>${sayRich("clock.ahead", { known: day(ahead.known), now: day(ahead.now) })}</p><p>${say("clock.what")}</p>
${form({
  action: reader.link("/desk/clock"),
  csrf: session.csrf,
  hidden: { week: ahead.now },
  body: button({ label: sayRich("clock.right", { now: day(ahead.now) }), kind: "calm" }),
})}`,
  );
}

export async function confirmClock({ visit, desk, say }: Inside): ReturnType<Run> {
  const confirmed = await desk.confirmClock(visit.form.get("week"));
  return confirmed.ok ? go("/desk/cases", "case-saved") : refused({ message: say("clock.moved") });
}
