import { HOUR, type ActorId, type Centre, type Rooms, type Tally } from "@commonhall/domain";
import { addressesOf, createActivity, PUBLIC, tallyDocument, updateActivity, withProof } from "@commonhall/wire";
import { beginPublishing, outgoing, type Publishing, type PublishingPorts } from "../campaigns/publishing.ts";
import type { LocalKeys } from "../keys/local-keys.ts";
import { factsOf, knownCampaign } from "./joint-facts.ts";

/** wire.md 2: a count federates once an hour at most. */
const AT_MOST_EVERY = HOUR;

/**
 * Signs how many took part in what our centre called to, for each campaign that it organises with others, and tells the
 * campaign's node. Who they are stays where they are counted. Answers how many numbers have changed.
 */
export async function publishTallies(ports: PublishingPorts, keys: LocalKeys): Promise<number> {
  const centre = await ports.direct.centres.get();
  if (centre === undefined) return 0;
  let published = 0;
  for (const campaign of await togetherWithOthers(ports, centre)) {
    if (await isDue(ports, centre, campaign)) published += await publishTally(ports, keys, campaign);
  }
  return published;
}

async function togetherWithOthers({ direct, campaigns }: PublishingPorts, centre: Centre): Promise<readonly ActorId[]> {
  const joined = (await direct.organisers.joinedBy(centre.id)).map(({ campaign }) => campaign);
  const led: ActorId[] = [];
  for (const { id, status } of await campaigns.list()) {
    if (status !== "closed" && (await direct.organisers.of(id)).length > 0) led.push(id);
  }
  return [...led, ...joined];
}

async function isDue({ direct, clock }: PublishingPorts, centre: Centre, campaign: ActorId): Promise<boolean> {
  const last = await direct.organisers.tally(campaign, centre.id);
  if (last !== undefined && clock() - last.at < AT_MOST_EVERY) return false;
  return (await direct.organisers.participants(campaign)) !== (last?.count ?? 0);
}

async function publishTally(ports: PublishingPorts, keys: LocalKeys, campaign: ActorId): Promise<number> {
  const publishing = await beginPublishing(ports, keys, "");
  if (publishing === undefined) return 0;
  await ports.work.run(async (rooms) => {
    const { at, centre, newId, signer } = publishing;
    const last = await rooms.organisers.tally(campaign, centre.id);
    const count = await rooms.organisers.participants(campaign);
    const own = await rooms.campaigns.get(campaign);
    const facts = own ?? factsOf(campaign, await knownCampaign(rooms, campaign));
    const id = last?.id ?? addressesOf(ports.site).tally(newId());
    const more = last === undefined ? {} : { updated: at };
    const document = tallyDocument({ id, centre, campaign: facts, count, published: at, ...more });
    const json = withProof(document, signer.proof, at);
    const tally: Tally = { id, campaign, centre: centre.id, count, at, document: JSON.stringify(json) };
    await rooms.organisers.putTally(tally);
    if (own === undefined) await tellLead(rooms, publishing, { tally, json, isNew: last === undefined });
  });
  return 1;
}

interface Telling {
  readonly tally: Tally;
  readonly json: ReturnType<typeof tallyDocument>;
  readonly isNew: boolean;
}

async function tellLead(rooms: Rooms, publishing: Publishing, { tally, json, isNew }: Telling): Promise<void> {
  const { addresses, at, centre, newId, signer } = publishing;
  const id = addresses.activity(newId());
  const about = { id, actor: centre.id, object: json, published: at, to: [PUBLIC], cc: [tally.campaign] };
  const activity = isNew ? createActivity(about) : updateActivity(about);
  const type = isNew ? "Create" : "Update";
  await rooms.outbox.append(outgoing(publishing, signer, { id, type, object: tally.id, activity, listed: false }), [
    { type: "actors", actors: [tally.campaign] },
  ]);
}
