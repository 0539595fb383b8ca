import { asObject, UNDETERMINED, type ActorId, type CampaignFacts, type Rooms, type Texts } from "@commonhall/domain";
import { parseActor, parseDocument, type InboundCampaign } from "@commonhall/wire";

type FactRooms = Pick<Rooms, "objects" | "remoteActors">;

/** What is known here of a campaign that somebody else leads: its Group as it was told last, even where its node is gone. */
export async function knownCampaign(rooms: FactRooms, campaign: ActorId): Promise<InboundCampaign | undefined> {
  const documents = [
    (await rooms.remoteActors.get(campaign))?.document,
    (await rooms.objects.get(asObject(campaign)))?.document,
  ];
  for (const document of documents) {
    const json = document === undefined ? undefined : parseDocument(document);
    const actor = json?.ok === true ? parseActor(json.value) : undefined;
    if (actor?.ok === true && actor.value.campaign !== undefined) return actor.value.campaign;
  }
  return undefined;
}

/** What our posts and actions have to know of it. */
export function factsOf(campaign: ActorId, known: InboundCampaign | undefined): CampaignFacts {
  const name: Texts = known?.names ?? { [UNDETERMINED]: campaign };
  return { id: campaign, name, regions: known?.regions ?? [], sectors: known?.sectors ?? [] };
}
