import { MINUTE, type SignInRefused } from "@commonhall/domain";
import { encode } from "uqr";
import { field } from "../layout/fields.ts";
import { code, html, type Html } from "../layout/html.ts";
import { button, errorList, form, linkButton, notice, type FormError } from "../layout/parts.ts";
import { asciiDigits } from "../words/digits.ts";
import type { Words } from "../words/words.ts";
import { go, opens, refused, sends, type DeskRoute, type Run, type Sheet, type Visit } from "./route.ts";
import { when } from "./times.ts";

/** Codes from a device of one's own, besides the passphrase: for whoever wants it. */
export const secondFactorRoutes: readonly DeskRoute[] = [
  opens("/account/second-factor", "everybody signed in", factorPage),
  sends("/account/second-factor", "everybody signed in", factorPage, switchOn),
  sends("/account/second-factor/off", "everybody signed in", factorPage, switchOff),
];

async function factorPage(visit: Visit): Promise<Sheet> {
  const { ports, session, reader, errors } = visit;
  const { words } = reader;
  const factor = await ports.staffDesk.secondFactor(session.staff.id);
  return {
    room: "account",
    title: words("desk.factor.title"),
    body: html`<h1>${words("desk.factor.title")}</h1>
${errorList(words, errors)}
<p class="lead">${words("desk.factor.lead")}</p>
${
  factor === undefined
    ? offer(visit)
    : html`${notice("good", html`<p>${reader.rich("desk.factor.since", { time: when(visit, factor.since) })}</p>`)}
<p>${words("desk.factor.left", { count: factor.recoveryCodes })}</p>${off(visit)}`
}`,
  };
}

/** The secret goes to and fro with the form, and is kept by nobody until a code of it came back. */
function offer({ ports, session, reader: { words, link }, form: typed, errors }: Visit): Html {
  const came = typed.get("secret");
  const secret = /^[A-Z2-7]{32}$/.test(came) ? came : ports.staffDesk.newSecret();
  const label = encodeURIComponent(`${ports.site.handleHost}:${session.staff.name}`);
  const address = `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(ports.site.handleHost)}`;
  return html`<ol><li>${words("desk.factor.step.scan")}</li><li>${words("desk.factor.step.type")}</li></ol>
${qrCode(address, words("desk.factor.qr"))}
<p>${words("desk.factor.secret")}</p><p>${code(inGroups(secret))}</p>
${form({
  action: link("/desk/account/second-factor"),
  csrf: session.csrf,
  hidden: { secret },
  body: html`${field({ name: "code", label: words("desk.factor.first-code"), errors, ltr: true, required: true, inputmode: "numeric", autocomplete: "one-time-code" })}
${askPassphrase(words, errors)}
${button({ label: words("desk.factor.on") })}`,
})}`;
}

const off = ({ session, reader: { words, link }, errors }: Visit): Html =>
  form({
    action: link("/desk/account/second-factor/off"),
    csrf: session.csrf,
    body: html`${askPassphrase(words, errors)}${button({ label: words("desk.factor.off"), kind: "grave" })}`,
  });

const askPassphrase = (words: Words, errors: readonly FormError[]): Html =>
  field({
    name: "passphrase",
    label: words("setup.passphrase.passphrase"),
    type: "password",
    autocomplete: "current-password",
    required: true,
    errors,
  });

const inGroups = (secret: string): string => secret.replace(/.{4}(?=.)/g, "$& ");

const UNIT = 5;

/** Black on white on every screen, drawn here: no script, and no picture from anywhere. */
function qrCode(text: string, label: string): Html {
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  const side = size * UNIT;
  const dark = data.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x * UNIT} ${y * UNIT}h${UNIT}v${UNIT}h-${UNIT}z`] : [])),
  );
  return html`<p><svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${label}" width="${side}" height="${side}" shape-rendering="crispEdges"><rect width="${side}" height="${side}" fill="#fff"></rect><path fill="#000" d="${dark.join("")}"></path></svg></p>`;
}

/** The recovery codes stand on this one page and nowhere else. */
async function switchOn({ ports, session, form: typed, reader }: Visit): ReturnType<Run> {
  const { words, link } = reader;
  const on = await ports.staffDesk.switchOn(session.staff.id, {
    passphrase: typed.fields["passphrase"] ?? "",
    secret: typed.get("secret"),
    code: asciiDigits(typed.get("code")),
  });
  if (!on.ok) {
    const { error } = on;
    if (error.type === "wrong code") return refused({ field: "code", message: words("desk.factor.wrong-code") });
    return refused(refusal(words, error));
  }
  return {
    room: "account",
    title: words("desk.factor.codes"),
    body: html`<h1>${words("desk.factor.codes")}</h1>
${notice("bad", html`<p>${words("desk.factor.codes.once")}</p>`)}
<section class="paper"><ol>${on.value.recoveryCodes.map((one) => html`<li>${code(one)}</li>`)}</ol></section>
<p>${linkButton(link("/desk/account/second-factor"), words("desk.factor.codes.next"), "strong")}</p>`,
  };
}

async function switchOff({ ports, session, form: typed, reader }: Visit): ReturnType<Run> {
  const switched = await ports.staffDesk.switchOff(session.staff.id, typed.fields["passphrase"] ?? "");
  return switched.ok ? go("/desk/account", "factor-off") : refused(refusal(reader.words, switched.error));
}

function refusal(words: Words, why: SignInRefused): FormError {
  const message =
    why.type === "wrong"
      ? words("desk.account.wrong")
      : words("desk.sign-in.too-many", { minutes: Math.ceil(why.wait / MINUTE) });
  return { field: "passphrase", message };
}
