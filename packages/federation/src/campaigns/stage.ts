import {
  err,
  ok,
  type ActorId,
  type CampaignFacts,
  type Centre,
  type PostDraft,
  type PublishRefused,
  type Recipients,
  type Result,
  type Rooms,
} from "@commonhall/domain";
import { factsOf, knownCampaign } from "../organisers/joint-facts.ts";

/** A campaign in which something is published: one of ours, or one of another centre that ours organises as well. */
export interface Stage extends CampaignFacts {
  readonly isLedElsewhere?: boolean;
}

type StageRooms = Pick<Rooms, "campaigns" | "objects" | "organisers" | "remoteActors">;

/** The one that a draft names, as long as our centre may publish in it. */
export async function openStage(
  rooms: StageRooms,
  centre: Pick<Centre, "id">,
  { campaign: id }: Pick<PostDraft, "campaign">,
): Promise<Result<Stage | undefined, PublishRefused>> {
  if (id === undefined) return ok(undefined);
  const own = await rooms.campaigns.get(id);
  if (own !== undefined) return own.status === "closed" ? err({ type: "campaign closed", name: own.handle }) : ok(own);
  const organiser = await rooms.organisers.between(id, centre.id);
  if (organiser?.state !== "accepted") return err({ type: "unknown campaign", name: id });
  const known = await knownCampaign(rooms, id);
  if (known?.status === "closed") return err({ type: "campaign closed", name: id });
  return ok({ ...factsOf(id, known), isLedElsewhere: true });
}

/** Of something that has been published: also where nothing more may be. */
export async function stageOf(rooms: StageRooms, id: ActorId | undefined): Promise<Stage | undefined> {
  if (id === undefined) return undefined;
  const own = await rooms.campaigns.get(id);
  return own ?? { ...factsOf(id, await knownCampaign(rooms, id)), isLedElsewhere: true };
}

/** Who hears of it besides the centre's own followers: those of the campaign, from us or by way of the node that leads it. */
export function alsoTold({ id, isLedElsewhere }: Stage): Recipients {
  return isLedElsewhere === true ? { type: "actors", actors: [id] } : { type: "followers", of: id };
}

/** Those who follow a campaign of ours get what is new by its announcement; one that somebody else leads announces it itself. */
export function firstTold(centre: Pick<Centre, "id">, stage: Stage | undefined): Recipients[] {
  const followers: Recipients = { type: "followers", of: centre.id };
  return stage?.isLedElsewhere === true ? [followers, alsoTold(stage)] : [followers];
}
