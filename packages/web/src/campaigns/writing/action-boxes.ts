import { ACTION_TYPES } from "@commonhall/domain";
import type { StageCampaign } from "../../organisers/joint-campaign.ts";
import type { Visit } from "../../desk/route.ts";
import { timeZoneOf, timeZonesOf } from "../../desk/times.ts";
import { choices, field, select, textsField } from "../../layout/fields.ts";
import { html, type Html } from "../../layout/html.ts";
import { empty, linkButton } from "../../layout/parts.ts";
import type { FormValues } from "../../layout/read-form.ts";
import { campaignChoice, chosenCampaign } from "./campaign-choice.ts";
import { dateInput, timeInput } from "./date-input.ts";
import { languagesIn, languagesPart } from "./languages-part.ts";

/** What an action is asked for: what, when on whose clocks, where. */
export async function actionBoxes(visit: Visit, form: FormValues): Promise<Html> {
  const { reader, centre, errors, ports } = visit;
  const { words } = reader;
  const hasOpen = (await ports.campaigns.list()).some(({ status }) => status !== "closed");
  const given = {
    languages: languagesIn(form, centre),
    values: form.fields,
    errors,
    required: true,
    folded: words("desk.write.other-languages"),
  };
  const box = (name: string) => ({ name, value: form.fields[name], errors, autocomplete: "off" });
  return html`<section><h2>${words("desk.action.what")}</h2>
${!hasOpen && empty(words("desk.action.no-campaign"), linkButton(reader.link("/desk/write/campaign"), words("desk.write.campaign.button")))}
${await campaignChoice(visit, form, { orNone: words("desk.action.choose-campaign") })}
${choices({
  name: "type",
  legend: words("desk.action.type"),
  type: "radio",
  choices: ACTION_TYPES.map((type) => ({ value: type, label: words(`action.type.${type}`) })),
  chosen: [form.get("type") || "rally"],
  compact: true,
})}
${languagesPart(reader, form, centre, errors)}
${textsField({ ...given, name: "name", legend: words("desk.action.name"), hint: words("desk.action.name.hint") })}
${textsField({ ...given, name: "text", legend: words("desk.action.text"), hint: words("desk.write.markdown.hint"), rows: 5 })}
</section>
<section><h2>${words("desk.action.when")}</h2>
${momentBoxes(visit, form, "starts")}
${momentBoxes(visit, form, "ends")}
${timeZoneBox(visit, form, await chosenCampaign(visit, form))}
</section>
<section><h2>${words("desk.action.where")}</h2>
<p class="hint">${words("desk.action.where.hint")}</p>
${field({ ...box("place.name"), label: words("desk.action.place") })}
${field({ ...box("place.address"), label: words("desk.action.address") })}
${field({ ...box("url"), label: words("desk.action.url"), hint: words("desk.action.url.hint"), ltr: true })}
</section>`;
}

function momentBoxes({ reader, errors }: Visit, form: FormValues, name: "starts" | "ends"): Html {
  const { words } = reader;
  const value = (part: "date" | "time") => form.fields[`${name}.${part}`] ?? "";
  return html`<fieldset><legend>${words(`desk.action.${name}`)}</legend>
<div class="beside">${field({ ...dateInput(words, value("date")), name: `${name}.date`, label: words("desk.action.date"), errors })}
${field({ ...timeInput(words, value("time")), name: `${name}.time`, label: words("desk.action.time"), errors })}</div></fieldset>`;
}

/** Those of the campaign's and the centre's regions first, then all that there are. */
function timeZoneBox({ reader, centre, errors }: Visit, form: FormValues, campaign: StageCampaign | undefined): Html {
  const { words } = reader;
  const chosen = form.get("timezone") || timeZoneOf(centre);
  const near = [...new Set([chosen, ...(campaign === undefined ? [] : timeZonesOf(campaign)), ...timeZonesOf(centre)])];
  const far = Intl.supportedValuesOf("timeZone").filter((zone) => !near.includes(zone));
  const choice = (zone: string) => ({ value: zone, label: zone.replaceAll("_", " ") });
  return select({
    name: "timezone",
    label: words("desk.action.timezone"),
    hint: words("desk.action.timezone.hint"),
    choices: [
      { heading: words("desk.action.timezone.near"), choices: near.map(choice) },
      { heading: words("desk.action.timezone.all"), choices: far.map(choice) },
    ],
    chosen,
    errors,
  });
}
