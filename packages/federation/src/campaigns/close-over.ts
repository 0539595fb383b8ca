import { closeByCalendar, isOver } from "@commonhall/domain";
import type { LocalKeys } from "../keys/local-keys.ts";
import { changeCampaign } from "./publish-campaign.ts";
import type { PublishingPorts } from "./publishing.ts";

/** Closes the campaigns whose time has run out and which nobody renewed (row C7). Answers how many. */
export async function closeOver(ports: PublishingPorts, keys: LocalKeys): Promise<number> {
  const now = ports.clock();
  const over = (await ports.direct.campaigns.open()).filter((campaign) => isOver(campaign, now));
  for (const { id } of over) await changeCampaign(ports, keys, id, "calendar", closeByCalendar);
  return over.length;
}
