import type { Session } from "@commonhall/domain";
import { html, type Html } from "../layout/html.ts";
import { button, errorList, form, linkButton, pin } from "../layout/parts.ts";
import { go, opens, sends, type DeskRoute, type Sheet, type Visit } from "./route.ts";
import { when } from "./times.ts";

/** Where one is signed in, and how to end it: a laptop that was lent, a phone that is gone. */
export const sessionRoutes: readonly DeskRoute[] = [
  opens("/sessions", "everybody signed in", sessionsPage),
  sends("/sessions/end", "everybody signed in", sessionsPage, async ({ ports, session, form }) => {
    await ports.staffDesk.endSession(session.staff.id, form.get("session"));
    return go("/desk/sessions", "session-ended");
  }),
  sends("/sessions/end-all", "everybody signed in", sessionsPage, async ({ ports, session }) => {
    await ports.staffDesk.signOutEverywhere(session.staff.id);
    return go("/desk/sign-in", "signed-out");
  }),
];

async function sessionsPage(visit: Visit): Promise<Sheet> {
  const { ports, session, errors, reader } = visit;
  const { words, link } = reader;
  const sessions = await ports.staffDesk.sessions(session.staff.id);
  return {
    room: "sessions",
    title: words("desk.room.sessions"),
    body: html`<h1>${words("desk.room.sessions")}</h1>
${errorList(words, errors)}
<p class="lead">${words("desk.sessions.lead")}</p>
<p class="acts">${linkButton(link("/desk/account"), words("desk.room.account"))}</p>
${sessions.map((one) => sessionPin(visit, one))}
<h2>${words("desk.sessions.all.title")}</h2>
<p>${words("desk.sessions.all.text")}</p>
${form({
  action: link("/desk/sessions/end-all"),
  csrf: session.csrf,
  body: button({ label: words("desk.sessions.all.button"), kind: "grave" }),
})}`,
  };
}

function sessionPin(visit: Visit, one: Session): Html {
  const { session, reader } = visit;
  const { words, rich, link } = reader;
  const isThis = one.label === session.label;
  return pin({
    kind: isThis ? "teal" : "brick",
    meta: [
      rich("desk.sessions.since", { time: when(visit, one.started) }),
      rich("desk.sessions.seen", { time: when(visit, one.lastSeen) }),
    ],
    body: isThis
      ? html`<p>${words("desk.sessions.this")}</p>`
      : form({
          action: link("/desk/sessions/end"),
          csrf: session.csrf,
          hidden: { session: one.label },
          body: button({ label: words("desk.sessions.end"), kind: "calm" }),
        }),
  });
}
