import { html, type Html } from "../layout/html.ts";
import { button, fieldId, type FormError } from "../layout/parts.ts";
import type { Say, SayKey } from "./words/say.ts";

export interface WorkersForm {
  readonly action: string;
  readonly hidden: Readonly<Record<string, string | undefined>>;
  readonly body: Html;
  readonly files?: boolean;
}

/** The browser checks nothing and is asked to remember nothing of what is typed. */
export function workersForm({ action, hidden, body, files = false }: WorkersForm): Html {
  const carried = Object.entries(hidden).map(
    ([name, value]) => value !== undefined && html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form method="post" action="${action}"${files && html` enctype="multipart/form-data"`} autocomplete="off" novalidate>
${carried}
${body}
</form>`;
}

/** What is wrong, each line a link to its box, and whether anything is lost. */
export function problems(say: Say, errors: readonly FormError[]): Html | false {
  const lines = errors.map(({ field, message }) =>
    field === undefined ? html`<p>${message}</p>` : html`<p><a href="#${fieldId(field)}">${message}</a></p>`,
  );
  return (
    errors.length > 0 &&
    html`<div class="notice bad" role="alert"><h2>${say("error.heading")}</h2>${lines}<p>${say(errors.some(({ lost }) => lost === true) ? "error.cut" : "error.kept")}</p></div>`
  );
}

export const go = (say: Say, label: SayKey, value: string, kind: "strong" | "calm" = "calm"): Html =>
  button({ label: say(label), name: "go", value, kind });

const FILLER = 16 * 1024;
/** What a form carries is brought up to this, so that its length tells less. */
const BUCKET = 4 * 1024;

/** A hidden field that makes what is sent 16 KiB longer, and a multiple of 4 KiB with the bytes that are known of it. */
export const filler = (known: readonly string[]): Html => {
  const length = known.reduce((sum, text) => sum + Buffer.byteLength(text.replace(/\r?\n/g, "\r\n")), 0);
  return html`<input type="hidden" name="f" value="${".".repeat(FILLER - (length % BUCKET))}">`;
};
