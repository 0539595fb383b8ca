import { ALL_BETWEEN_US, type AllyTerms } from "@commonhall/domain";
import { dateInput } from "../campaigns/writing/date-input.ts";
import { go, refused, type Run, type Visit } from "../desk/route.ts";
import { field } from "../layout/fields.ts";
import { html, type Html } from "../layout/html.ts";
import { button, form } from "../layout/parts.ts";
import { typedDate } from "../words/digits.ts";
import { allyRefusal } from "./ally-refused.ts";
import { gridFields, gridFrom } from "./terms-grid.part.ts";
import { sayFor } from "./words/say.ts";

export async function offerAlliance({ ports, reader, form: typed }: Visit): ReturnType<Run> {
  const last = typed.get("until");
  const until = last === "" ? undefined : typedDate(last);
  if (last !== "" && until === undefined) return refused({ field: "until", message: sayFor(reader)("wrong.until") });
  const purpose = typed.get("purpose");
  const terms: AllyTerms = {
    grid: gridFrom(typed),
    ...(until === undefined ? {} : { until }),
    ...(purpose === "" ? {} : { purpose }),
  };
  const answer = await ports.allies.offer(typed.get("address"), terms);
  return answer.ok ? go("/desk/allies", "ally-offered") : refused(allyRefusal(reader, answer.error));
}

/** Whom, on which terms, until when and why. Folded away as long as nobody writes in it. */
export function offerForm({ reader, session, form: typed, errors }: Visit): Html {
  const say = sayFor(reader);
  const isBack = typed.entries.some(([name]) => name === "address");
  const wrong = isBack ? errors : [];
  return html`<details${isBack && html` open`}><summary>${say("offer")}</summary>
${form({
  action: reader.link("/desk/allies"),
  csrf: session.csrf,
  body: html`${field({ name: "address", label: say("form.address"), hint: say("form.address.hint"), value: typed.fields["address"], errors: wrong, ltr: true, autocomplete: "off", required: true })}
<fieldset><legend>${say("grid")}</legend><p class="hint">${say("grid.hint")}</p>
${gridFields(reader, { chosen: isBack ? gridFrom(typed) : ALL_BETWEEN_US, errors: wrong })}</fieldset>
${field({ name: "until", label: say("form.until"), hint: say("form.until.hint"), errors: wrong, ...dateInput(reader.words, typed.get("until")) })}
${field({ name: "purpose", label: say("form.purpose"), hint: say("form.purpose.hint"), value: typed.fields["purpose"], errors: wrong, rows: 3, autocomplete: "off" })}
${button({ label: say("form.button") })}`,
})}</details>`;
}
