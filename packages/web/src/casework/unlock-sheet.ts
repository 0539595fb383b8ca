import type { UnlockRefused, VaultState } from "@commonhall/vault";
import { MINUTE } from "@commonhall/domain";
import { ownPath } from "../desk/own-path.ts";
import { keptForm } from "../desk/kept-form.ts";
import { carried } from "../desk/sign-in.page.ts";
import { keptIn } from "../desk/sign-in.route.ts";
import type { Sheet, Visit } from "../desk/route.ts";
import { code, html, type Html } from "../layout/html.ts";
import { field } from "../layout/fields.ts";
import { button, errorList, form, notice } from "../layout/parts.ts";
import type { CaseworkPorts } from "./ports.ts";
import { sayIn, sayRichIn, type Say } from "./words/say.ts";

/** Asks for the passphrase in place of a page that needs unlocked keys. A form that was sent is carried along. */
export async function unlockSheet(visit: Visit, casework: CaseworkPorts): Promise<Sheet> {
  const { reader, session, form: typed, errors } = visit;
  const say = sayIn(reader.language);
  const state = await casework.vault.state();
  const digits = await casework.vault.digitsOf(session.staff.id);
  const wasSent = typed.entries.some(([name]) => name !== "csrf" && name !== "passphrase" && name !== "next");
  const kept = keptForm(reader.here, typed);
  const next = ownPath(typed.get("next")) ?? reader.here;
  return {
    room: "cases",
    title: say("unlock.title"),
    body: html`<h1>${say("unlock.title")}</h1>
${errorList(reader.words, errors)}
${wasSent && !isOwn(visit) && notice("plain", html`<p>${say("unlock.kept")}</p>`)}
<p class="lead">${say("unlock.lead")}</p>
${stateNotice(state, say)}
${digits !== undefined && notice("plain", html`<p>${say("unlock.not-a-member")}</p><p>${sayRichIn(reader.language)("unlock.digits", { digits: code(digits) })}</p>`)}
${form({
  action: reader.link("/desk/unlock"),
  csrf: session.csrf,
  hidden: { next },
  body: html`${wasSent && !isOwn(visit) && carried(kept)}${isOwn(visit) && again(visit)}${field({
    name: "passphrase",
    label: say("unlock.passphrase"),
    type: "password",
    autocomplete: "current-password",
    required: true,
    errors,
  })}
${button({ label: say("unlock.button") })}`,
})}
<p class="quiet">${say("unlock.help")}</p>`,
  };
}

/** The form of this page came back: what it carried is carried further. */
const isOwn = ({ reader }: Visit): boolean => reader.here.split("?")[0] === "/desk/unlock";

function again({ form: typed }: Visit): Html | false {
  const kept = keptIn(typed);
  return kept !== undefined && carried(kept);
}

export function stateNotice(state: VaultState, say: Say): Html | false {
  if (state.rosterChanged) return notice("bad", html`<p>${say("state.roster-changed")}</p>`);
  if (state.lockedDown) return notice("bad", html`<p>${say("state.locked-down")}</p>`);
  return !state.founded && notice("plain", html`<p>${say("state.not-founded")}</p>`);
}

export function unlockRefusal(say: Say, refused: UnlockRefused): string {
  switch (refused.type) {
    case "too many":
      return say("unlock.too-many", { minutes: Math.ceil(refused.wait / MINUTE) });
    case "wrong":
      return say("unlock.wrong");
    case "busy":
      return say("unlock.busy");
    case "no keys":
    case "not in the roster":
      return say("unlock.not-a-member");
    case "locked down":
      return say("state.locked-down");
    case "roster changed":
      return say("state.roster-changed");
  }
}
