import { startOfWeek, type VaultState } from "@commonhall/vault";
import {
  go,
  NOT_FOUND,
  opens,
  refused,
  sends,
  type Draw,
  type DeskRoute,
  type Run,
  type Visit,
} from "../desk/route.ts";
import { choices } from "../layout/fields.ts";
import { html, type Html } from "../layout/html.ts";
import { button, errorList, form, notice } from "../layout/parts.ts";
import { dayOf } from "../words/dates.ts";
import { stateNotice } from "./unlock-sheet.ts";
import { sayIn, sayRichIn } from "./words/say.ts";

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
${copyNotice(state, reader)}
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

/** Whoever locks everything knows beforehand what the other copy does not bring back. */
function copyNotice({ keyringCopy }: VaultState, { language }: Visit["reader"]): Html {
  return keyringCopy === undefined
    ? notice("bad", html`<p>${sayIn(language)("lock-down.no-copy")}</p>`)
    : notice(
        "plain",
        html`<p>${sayRichIn(language)("lock-down.copy", { day: dayOf(startOfWeek(keyringCopy), language) })}</p>`,
      );
}

const lockDown: Run = async ({ ports, session, form: typed, reader }) => {
  if (ports.casework === undefined) return NOT_FOUND;
  if (typed.get("sure") !== "yes")
    return refused({ field: "sure", message: sayIn(reader.language)("lock-down.sure.missing") });
  await ports.casework.vault.lockDown(session.staff.id);
  return go("/desk/lock-down", "locked-down");
};
