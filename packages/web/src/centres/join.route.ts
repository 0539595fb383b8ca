import { MINUTE, may, type Invitation, type JoinRefused, type StaffRefused } from "@commonhall/domain";
import { redirect, show, type Asked } from "../desk/answers.ts";
import { roleNames } from "../desk/role-names.ts";
import { withSaid } from "../desk/said.ts";
import { html } from "../layout/html.ts";
import { field } from "../layout/fields.ts";
import { button, errorList, form, notice, type FormError } from "../layout/parts.ts";
import { NO_FORM, type FormValues } from "../layout/read-form.ts";
import type { Words } from "../words/words.ts";
import { differs, passphraseRules, passphraseTwice, typedTwice, unfit } from "./passphrase-rules.ts";

/** Whoever was invited comes with a one-time code, and goes as somebody with a name and a passphrase that nobody else knows. */
export async function openJoin(asked: Asked, code: string): Promise<Response> {
  const invited = await asked.ports.staffDesk.invited(code);
  return invited.ok ? joinPage(asked, code, invited.value, NO_FORM, []) : notNow(asked, invited.error);
}

export async function join(asked: Asked, code: string, typed: FormValues): Promise<Response> {
  const { ports, reader } = asked;
  const invited = await ports.staffDesk.invited(code);
  if (!invited.ok) return notNow(asked, invited.error);
  const again = (error: FormError) => joinPage(asked, code, invited.value, typed, [error]);
  const passphrase = typedTwice(typed);
  if (passphrase === undefined) return again(differs(reader.words));
  const joined = await ports.staffDesk.join(code, { name: typed.get("name"), passphrase });
  const isBack = invited.value.member !== undefined;
  if (joined.ok) return redirect(reader.link(withSaid("/desk/sign-in", isBack ? "back-again" : "joined")));
  const { error } = joined;
  if (error.type === "no invitation" || error.type === "too many") return notNow(asked, error);
  return again(refusal(reader.words, error));
}

function joinPage(
  asked: Asked,
  code: string,
  { roles, member }: Invitation,
  typed: FormValues,
  errors: readonly FormError[],
): Response {
  const { reader } = asked;
  const { words, rich, link } = reader;
  const isBack = member !== undefined;
  const title = words(isBack ? "desk.join.again.title" : "desk.join.title");
  return show(asked, {
    status: errors.length > 0 ? 422 : 200,
    title,
    body: html`<h1>${title}</h1>
${errorList(words, errors)}
<p class="lead">${isBack ? rich("desk.join.again.lead", { name: member.name }) : words("desk.join.lead")}</p>
<p>${words("desk.join.roles", { roles: roleNames(reader, roles) })}</p>
${may(roles, "unlock the vault") && html`<p>${words(isBack ? "desk.join.again.keys" : "desk.join.keys")}</p>`}
${passphraseRules(words, html`<p>${words("setup.passphrase.not-kept")}</p>`)}
${form({
  action: link(`/desk/join/${encodeURIComponent(code)}`),
  body: html`${
    !isBack &&
    field({
      name: "name",
      label: words("setup.staff.name"),
      hint: words("setup.staff.name.hint"),
      value: typed.fields["name"],
      errors,
      required: true,
      autocomplete: "username",
      maxlength: 40,
    })
  }
${passphraseTwice(words, errors)}
${button({ label: words(isBack ? "desk.join.again.button" : "desk.join.button") })}`,
})}`,
  });
}

function refusal(words: Words, refused: StaffRefused): FormError {
  switch (refused.type) {
    case "name":
      return { field: "name", message: words("setup.staff.name.wrong") };
    case "same name twice":
      return { field: "name", message: words("desk.join.name.taken", { name: refused.name }) };
    case "passphrase too short":
    case "passphrase has the name":
      return unfit(words, refused);
    case "no role":
    case "administrator with casework":
    case "no administrator":
      throw new Error(`An invitation was made that nobody can use: ${refused.type}`);
  }
}

function notNow(asked: Asked, refused: JoinRefused): Response {
  const { words } = asked.reader;
  if (refused.type === "too many") {
    const minutes = Math.ceil(refused.wait / MINUTE);
    return show(asked, {
      status: 429,
      headers: { "retry-after": String(Math.ceil(refused.wait / 1000)) },
      title: words("desk.join.title"),
      body: html`<h1>${words("desk.join.title")}</h1>${notice("bad", html`<p>${words("desk.sign-in.too-many", { minutes })}</p>`)}`,
    });
  }
  return show(asked, {
    status: 404,
    title: words("desk.join.none.title"),
    body: html`<h1>${words("desk.join.none.title")}</h1><p class="lead">${words("desk.join.none.text")}</p>`,
  });
}
