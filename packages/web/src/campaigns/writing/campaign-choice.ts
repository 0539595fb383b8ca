import type { Campaign } from "@commonhall/domain";
import type { Visit } from "../../desk/route.ts";
import { select } from "../../layout/fields.ts";
import type { Html } from "../../layout/html.ts";
import type { FormValues } from "../../layout/read-form.ts";
import { textFor } from "../../words/reader.ts";

/** Which campaign it belongs to. `orNone`: what to say where it belongs to none. */
export async function campaignChoice(
  { ports, reader, errors }: Visit,
  form: FormValues,
  orNone?: string,
): Promise<Html> {
  const chosen = form.get("campaign");
  const campaigns = (await ports.campaigns.list()).filter(
    ({ status, handle }) => status !== "closed" || handle === chosen,
  );
  return select({
    name: "campaign",
    label: reader.words("desk.write.campaign"),
    choices: [
      ...(orNone === undefined ? [] : [{ value: "", label: orNone }]),
      ...campaigns.map((campaign) => ({ value: campaign.handle, label: textFor(reader, campaign.name).text })),
    ],
    chosen,
    errors,
  });
}

/** Undefined where the form names none. */
export const chosenCampaign = async ({ ports }: Visit, form: FormValues): Promise<Campaign | undefined> =>
  form.get("campaign") === "" ? undefined : ports.campaigns.byHandle(form.get("campaign"));
