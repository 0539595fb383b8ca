import { MINUTE, type PassphraseRefused } from "@commonhall/domain";
import { differs, passphraseRules, passphraseTwice, typedTwice, unfit } from "../centres/passphrase-rules.ts";
import { field } from "../layout/fields.ts";
import { html } from "../layout/html.ts";
import { button, errorList, form, linkButton, type FormError } from "../layout/parts.ts";
import type { Words } from "../words/words.ts";
import { go, opens, refused, sends, type DeskRoute, type Run, type Sheet, type Visit } from "./route.ts";

/** What only oneself may change: the one passphrase, for signing in and for what is sealed to oneself. */
export const accountRoutes: readonly DeskRoute[] = [
  opens("/account", "everybody signed in", accountPage),
  sends("/account/passphrase", "everybody signed in", accountPage, changePassphrase),
];

async function accountPage(visit: Visit): Promise<Sheet> {
  const { reader, errors } = visit;
  const { words, link } = reader;
  return {
    room: "account",
    title: words("desk.room.account"),
    body: html`<h1>${words("desk.room.account")}</h1>
${errorList(words, errors)}
<p class="lead">${words("desk.account.lead")}</p>
${passphraseRules(words, html`<p>${words("setup.passphrase.not-kept")}</p>`)}
${passphraseForm(visit)}
<p class="acts">${linkButton(link("/desk/account/second-factor"), words("desk.factor.title"))}${linkButton(link("/desk/account/notices"), words("desk.notices.title"))}${linkButton(link("/desk/sessions"), words("desk.room.sessions"))}</p>`,
  };
}

const KEYS = "keys";

function passphraseForm({ reader: { words, link }, session, errors }: Visit) {
  const asksForKeys = errors.some((error) => error.field === KEYS);
  return form({
    action: link("/desk/account/passphrase"),
    csrf: session.csrf,
    body: html`${field({
      name: "old",
      label: words("desk.account.old"),
      type: "password",
      autocomplete: "current-password",
      required: true,
      errors,
    })}
${
  asksForKeys &&
  field({
    name: KEYS,
    label: words("desk.account.keys"),
    type: "password",
    autocomplete: "off",
    required: true,
    errors,
  })
}
${passphraseTwice(words, errors)}
${button({ label: words("desk.account.button") })}`,
  });
}

async function changePassphrase({ ports, session, form: typed, reader }: Visit): ReturnType<Run> {
  const { words } = reader;
  const wanted = typedTwice(typed);
  if (wanted === undefined) return refused(differs(words));
  const keys = typed.fields[KEYS];
  const both = { old: typed.fields["old"] ?? "", wanted, ...(keys === undefined ? {} : { keys }) };
  const changed = await ports.staffDesk.changePassphrase(session, both);
  return changed.ok ? go("/desk/account", "passphrase-changed") : refused(refusal(words, changed.error));
}

/** Each says what holds now. */
function refusal(words: Words, why: PassphraseRefused): FormError {
  switch (why.type) {
    case "wrong":
      return { field: "old", message: words("desk.account.wrong") };
    case "too many":
      return { field: "old", message: words("desk.sign-in.too-many", { minutes: Math.ceil(why.wait / MINUTE) }) };
    case "passphrase too short":
    case "passphrase has the name":
      return unfit(words, why);
    case "keys wrong":
      return { field: KEYS, message: words("desk.account.keys.wrong") };
    case "keys closed":
      return { message: words("desk.account.keys.closed") };
    case "keys only":
      return { field: KEYS, message: words("desk.account.keys.only") };
  }
}
