import { asObject, type ActivityId, type ActorId, type Organiser } from "@commonhall/domain";
import { organiserActivity } from "@commonhall/wire";
import type { Handling } from "../inbox/handling.ts";

type Telling = Pick<Handling, "rooms" | "addresses" | "newId" | "now">;

/** Everybody who organises the campaign hears of the new one, and the new one of everybody (FEP-1b12). */
export async function tellJoined(telling: Telling, { campaign, organiser }: Organiser): Promise<void> {
  const all = (await telling.rooms.organisers.of(campaign)).map((one) => one.organiser);
  await tellChange(telling, { type: "Add", campaign, centre: organiser, to: all });
  for (const other of all.filter((one) => one !== organiser)) {
    await tellChange(telling, { type: "Add", campaign, centre: other, to: [organiser] });
  }
  await resealCampaignLater(telling, campaign);
}

/** Those who remain are told, and whoever left: it may not be by its own will. */
export async function tellLeft(telling: Telling, { campaign, organiser }: Organiser): Promise<ActivityId> {
  const others = (await telling.rooms.organisers.of(campaign)).map((one) => one.organiser);
  await resealCampaignLater(telling, campaign);
  return tellChange(telling, { type: "Remove", campaign, centre: organiser, to: [...new Set([...others, organiser])] });
}

const resealCampaignLater = ({ rooms }: Telling, campaign: ActorId): Promise<void> =>
  rooms.tasks.add({ type: "reseal campaign", campaign }, { key: `reseal campaign ${campaign}` });

interface Change {
  readonly type: "Add" | "Remove";
  readonly campaign: ActorId;
  readonly centre: ActorId;
  readonly to: readonly ActorId[];
}

/** About the centre that comes or goes, so that what is told of it leaves in order. */
async function tellChange(
  { rooms, addresses, newId, now }: Telling,
  { type, campaign, centre, to }: Change,
): Promise<ActivityId> {
  const id = addresses.activity(newId());
  const organisers = addresses.organisers(campaign);
  const document = JSON.stringify(
    organiserActivity({ id, actor: campaign, type, centre, organisers, to, published: now }),
  );
  const object = asObject(centre);
  await rooms.outbox.append({ id, type, actor: campaign, object, document, published: now, listed: false }, [
    { type: "actors", actors: to },
  ]);
  return id;
}
