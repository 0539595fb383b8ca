import {
  dateOf,
  err,
  languagesOf,
  trusted,
  type ActorId,
  type CampaignDraft,
  type Handle,
  type OrganiseRefused,
  type Published,
  type Result,
  type Texts,
  type Timestamp,
} from "@commonhall/domain";
import { plainText, type InboundCampaign } from "@commonhall/wire";
import { publishCampaign } from "../campaigns/publish-campaign.ts";
import type { PublishingPorts } from "../campaigns/publishing.ts";
import { beginHandling } from "../inbox/handling.ts";
import type { LocalKeys } from "../keys/local-keys.ts";
import { knownCampaign } from "./joint-facts.ts";
import { sendInvite } from "./organiser-commands.ts";

interface GoingOn {
  readonly campaign: ActorId;
  readonly handle: Handle;
  readonly by: string;
}

/**
 * The lead is gone, and with it the handle and the list of followers; every post is still where its author is. One who
 * organised the campaign opens another one with its words, which says that it goes on with it, tells its own followers
 * and invites the others who organised it (wire.md 2).
 */
export async function goOnWith(
  ports: PublishingPorts,
  keys: LocalKeys,
  { campaign, handle, by }: GoingOn,
): Promise<Result<Published, OrganiseRefused>> {
  const centre = await ports.direct.centres.get();
  if (centre === undefined) return err({ type: "no centre yet" });
  const own = await ports.direct.organisers.between(campaign, centre.id);
  if (own?.state !== "accepted") return err({ type: "not an organiser", name: campaign });
  const known = await knownCampaign(ports.direct, campaign);
  if (known === undefined) return err({ type: "campaign not known", id: campaign });
  const published = await publishCampaign(ports, keys, draftFrom(known, handle, ports.clock()), by, campaign);
  if (!published.ok) return published;
  await ports.work.run(async (rooms) => {
    const handling = await beginHandling(ports, rooms, new Set());
    const later = trusted.actor(published.value.id);
    await rooms.organisers.putSuccession(campaign, later);
    for (const { organiser } of await rooms.organisers.of(campaign)) {
      if (organiser === centre.id || (await rooms.remoteActors.get(organiser)) === undefined) continue;
      await sendInvite(handling, { campaign: later, lead: centre.id, organiser });
    }
  });
  return published;
}

/** Its last day stays where that is still to come. Texts are taken over without their markup. */
function draftFrom(known: InboundCampaign, handle: Handle, now: Timestamp): CampaignDraft {
  const { names, summaries = names, regions, sectors, targets, demands, ends, translations } = known;
  const today = dateOf(now);
  return {
    handle,
    name: names,
    summary: mapped(summaries, (html) => escapeMarkdown(plainText(html))),
    regions,
    sectors,
    targets,
    demands: demands.map(({ names: demand }) => inOriginal(demand, names)),
    ...(ends === undefined || ends < today ? {} : { ends }),
    translators: Object.fromEntries(
      translations.flatMap(({ language, translator }) => (translator === undefined ? [] : [[language, translator]])),
    ),
  };
}

const mapped = (texts: Texts, change: (text: string) => string): Texts =>
  Object.fromEntries(languagesOf(texts).map((language) => [language, change(texts[language] ?? "")]));

/** Every text of a campaign is there in the language in which it was written; where one is not, it stands in whatever it is. */
function inOriginal(demand: Texts, names: Texts): Texts {
  const [original] = languagesOf(names);
  const [first] = languagesOf(demand);
  if (original === undefined || first === undefined || demand[original] !== undefined) return demand;
  return { [original]: demand[first] ?? "", ...demand };
}

/** A text that was plain stays so. */
const escapeMarkdown = (text: string): string => text.replaceAll(/[\\`*_{}[\]<>#+!|~-]/g, (mark) => `\\${mark}`);
