import { z } from "zod";
import type { Sheet, Visit } from "../desk/route.ts";
import { html } from "../layout/html.ts";
import { button, errorList, form, linkButton, notice } from "../layout/parts.ts";
import { formValues, type FormValues } from "../layout/read-form.ts";
import type { CaseworkPorts } from "./ports.ts";
import { sayIn } from "./words/say.ts";

const schema = z.strictObject({ staff: z.string(), entries: z.array(z.tuple([z.string(), z.string()])) });
/** What is of the form and not of the report. */
const NOT_TOLD = ["csrf", "go", "code", "files"];

/**
 * A report that somebody typed half. It stands in the page alone, sealed under a key that is in memory only, and opens for
 * whoever typed it: decision 0022 says why nothing of it is kept on the machine.
 */
export async function sealAside({ form: typed, session }: Visit, { drafts }: CaseworkPorts): Promise<string> {
  const entries = typed.entries.filter(([name]) => !NOT_TOLD.includes(name));
  return drafts.seal({ staff: session.staff.id, entries });
}

/** Undefined after two days, after the program has ended, and for everybody else. */
export async function openAside(
  { form: typed, session }: Visit,
  { drafts }: CaseworkPorts,
): Promise<FormValues | undefined> {
  const opened = schema.safeParse(await drafts.open(typed.get("d")));
  return opened.success && opened.data.staff === session.staff.id ? formValues(opened.data.entries) : undefined;
}

export function asideSheet({ reader, session, errors }: Visit, d: string): Sheet {
  const say = sayIn(reader.language);
  return {
    room: "enter",
    title: say("aside.title"),
    body: html`<h1>${say("aside.title")}</h1>
${errorList(reader.words, errors)}
${notice("good", html`<p>${say("aside.text")}</p><p>${say("aside.files")}</p>`)}
${form({
  action: reader.link("/desk/enter/take-up"),
  csrf: session.csrf,
  hidden: { d },
  body: html`<div class="acts">${button({ label: say("aside.button") })}${linkButton(reader.link("/desk/enter"), say("aside.throw-away"))}</div>`,
})}`,
  };
}
