import type { Visit } from "../../desk/route.ts";
import { select } from "../../layout/fields.ts";
import type { Html } from "../../layout/html.ts";
import type { FormValues } from "../../layout/read-form.ts";
import { joinedCampaigns, stageByHandle, type StageCampaign } from "../../organisers/joint-campaign.ts";
import { textFor } from "../../words/reader.ts";

/** Which campaign it belongs to. */
export async function campaignChoice(
  { ports, reader, errors }: Visit,
  form: FormValues,
  { orNone, ownOnly = false }: { readonly orNone?: string; readonly ownOnly?: boolean } = {},
): Promise<Html> {
  const chosen = form.get("campaign");
  const joined = ownOnly ? [] : await joinedCampaigns(ports);
  const all: readonly StageCampaign[] = [...(await ports.campaigns.list()), ...joined];
  const campaigns = all.filter(({ status, handle }) => status !== "closed" || handle === chosen);
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
export const chosenCampaign = ({ ports }: Visit, form: FormValues): Promise<StageCampaign | undefined> =>
  stageByHandle(ports, form.get("campaign"));
