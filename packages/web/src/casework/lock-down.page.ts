import { go, NOT_FOUND, opens, refused, sends, type Draw, type DeskRoute, type Run } from "../desk/route.ts";
import { choices } from "../layout/fields.ts";
import { html } from "../layout/html.ts";
import { button, errorList, form } from "../layout/parts.ts";
import { stateNotice } from "./unlock-sheet.ts";
import { sayIn } from "./words/say.ts";

/** When somebody takes the machine away: one page, one tick, one button, and no key is needed for it (row A14). */
export const lockDownRoutes: readonly DeskRoute[] = [
  opens("/lock-down", "lock the vault", (visit) => page(visit)),
  sends(
    "/lock-down",
    "lock the vault",
    (visit) => page(visit),
    (visit) => lockDown(visit),
  ),
];

const page: Draw = async ({ ports, reader, session, errors }) => {
  if (ports.casework === undefined) return NOT_FOUND;
  const say = sayIn(reader.language);
  const state = await ports.casework.vault.state();
  return {
    room: "lock-down",
    title: say("lock-down.title"),
    body: html`<h1>${say("lock-down.title")}</h1>
${errorList(reader.words, errors)}
${stateNotice(state, say)}
<p class="lead">${say("lock-down.lead")}</p>
<ul><li>${say("lock-down.means.sessions")}</li><li>${say("lock-down.means.keys")}</li><li>${say("lock-down.means.back")}</li></ul>
${form({
  action: reader.link("/desk/lock-down"),
  csrf: session.csrf,
  body: html`${choices({
    name: "sure",
    legend: say("lock-down.sure"),
    type: "checkbox",
    choices: [{ value: "yes", label: say("lock-down.sure.yes") }],
    chosen: [],
    errors,
  })}${button({ label: say("lock-down.button"), kind: "grave" })}`,
})}`,
  };
};

const lockDown: Run = async ({ ports, session, form: typed, reader }) => {
  if (ports.casework === undefined) return NOT_FOUND;
  if (typed.get("sure") !== "yes")
    return refused({ field: "sure", message: sayIn(reader.language)("lock-down.sure.missing") });
  await ports.casework.vault.lockDown(session.staff.id);
  return go("/desk/lock-down", "locked-down");
};
