import {
  activityId,
  asObject,
  err,
  moved,
  ok,
  trusted,
  type ActorId,
  type Organiser,
  type OrganiserAnswer,
  type OrganiserCommands,
  type RemoteActor,
  type Result,
  type Rooms,
} from "@commonhall/domain";
import { inviteActivity } from "@commonhall/wire";
import { findByAddress, findKnown, type AddressUse } from "../discovery/find-by-address.ts";
import { sendFollow } from "../following/send-follow.ts";
import { sendOfferAnswer } from "../handshakes/send-offer-answer.ts";
import { beginHandling, type Handling } from "../inbox/handling.ts";
import type { LocalKeys } from "../keys/local-keys.ts";
import type { PublishingPorts } from "../campaigns/publishing.ts";
import { goOnWith } from "./go-on-with.ts";
import { tellLeft } from "./tell-organisers.ts";

type Ports = PublishingPorts;
type Answer = ReturnType<OrganiserCommands["invite"]>;

/** Running campaigns together with other centres (wire.md 2). */
export const organiserCommands = (ports: Ports, use: AddressUse & { readonly keys: LocalKeys }): OrganiserCommands => ({
  invite: (campaign, address) => invite(ports, use, campaign, address),
  removeOrganiser: (campaign, organiser) => remove(ports, campaign, organiser),
  acceptInvitation: (id) => accept(ports, use, id),
  declineInvitation: (id) => decline(ports, id),
  goOnWith: (campaign, handle, by) => goOnWith(ports, use.keys, { campaign, handle, by }),
});

async function invite(ports: Ports, use: AddressUse, campaign: ActorId, address: string): Answer {
  const known = await ports.direct.campaigns.get(campaign);
  if (known === undefined) return err({ type: "not found", id: campaign });
  if (known.status === "closed") return err({ type: "campaign closed", name: known.handle });
  const found = await findByAddress(ports, use, address);
  if (!found.ok) return found;
  if (found.value.type !== "Organization") return err({ type: "not a centre", address });
  return ports.work.run(async (rooms): Answer => {
    const handling = await beginHandling(ports, rooms, new Set());
    const current = await rooms.organisers.between(campaign, found.value.id);
    if (current?.state === "offered" || current?.state === "accepted") {
      await rooms.outbox.repeat(current.offer);
      return answered(current);
    }
    return answered(await sendInvite(handling, { campaign, lead: known.centre, organiser: found.value.id }));
  });
}

export async function sendInvite(
  { rooms, addresses, newId, now }: Handling,
  { campaign, lead, organiser }: Pick<Organiser, "campaign" | "lead" | "organiser">,
): Promise<Organiser> {
  const id = addresses.activity(newId());
  const document = JSON.stringify(inviteActivity({ id, actor: campaign, lead, centre: organiser, published: now }));
  const row: Organiser = { campaign, lead, organiser, offer: id, state: "offered", since: now, apart: false };
  await rooms.organisers.put(row);
  const object = asObject(organiser);
  await rooms.outbox.append({ id, type: "Invite", actor: campaign, object, document, published: now, listed: false }, [
    { type: "actors", actors: [organiser] },
  ]);
  return row;
}

/** Asks nobody, so that one whose node is silent can be taken out too. */
async function remove(ports: Ports, campaign: ActorId, address: string): Answer {
  if ((await ports.direct.campaigns.get(campaign)) === undefined) return err({ type: "not found", id: campaign });
  const organiser = (await findKnown(ports.direct, address))?.id ?? trusted.actor(address.trim());
  return ports.work.run(async (rooms): Answer => {
    const current = await rooms.organisers.between(campaign, organiser);
    if (current === undefined) return err({ type: "not an organiser", name: address });
    const handling = await beginHandling(ports, rooms, new Set());
    const next = moved(current, "withdrawn", handling.now);
    if (next === undefined) return err({ type: "decided already", state: current.state });
    await rooms.organisers.put(next);
    const told = { ...next, answer: await tellLeft(handling, next) };
    await rooms.organisers.put(told);
    return answered(told);
  });
}

/** Whoever organises a campaign follows it, so that it hears of what the others write. */
async function accept(ports: Ports, use: AddressUse, id: string): Answer {
  const known = await invitationTo(ports.direct, id);
  if (known === undefined) return err({ type: "no such invitation", id });
  const group = await groupOf(ports, use, known.campaign);
  if (!group.ok) return group;
  return ports.work.run(async (rooms): Answer => {
    const handling = await beginHandling(ports, rooms, new Set());
    const answer = await answerInvitation(handling, id, "accepted");
    if (!answer.ok) return answer;
    const { campaign, organiser } = answer.value;
    const follow = await rooms.follows.between(organiser, campaign);
    if (follow?.state !== "pending" && follow?.state !== "accepted") await sendFollow(handling, organiser, group.value);
    return answer;
  });
}

async function groupOf(
  { direct }: Ports,
  { find }: AddressUse,
  campaign: ActorId,
): Promise<Result<RemoteActor, { readonly type: "campaign not known"; readonly id: string }>> {
  const known = await direct.remoteActors.get(campaign);
  if (known !== undefined) return ok(known);
  const found = await find.fresh(campaign);
  return found.ok ? found : err({ type: "campaign not known", id: campaign });
}

const decline = (ports: Ports, id: string): Answer =>
  ports.work.run(async (rooms): Answer =>
    answerInvitation(await beginHandling(ports, rooms, new Set()), id, "declined"),
  );

async function answerInvitation(handling: Handling, id: string, state: "accepted" | "declined"): Answer {
  const { rooms, now } = handling;
  const current = await invitationTo(rooms, id);
  if (current === undefined) return err({ type: "no such invitation", id });
  const next = moved(current, state, now);
  if (next === undefined) return err({ type: "decided already", state: current.state });
  const type = state === "accepted" ? "Accept" : "Reject";
  const { organiser: actor, offer, campaign: to } = current;
  const told = { ...next, apart: false, answer: await sendOfferAnswer(handling, { actor, type, offer, to }) };
  await rooms.organisers.put(told);
  return answered(told);
}

/** By its own id, or by that of the campaign. */
async function invitationTo(rooms: Pick<Rooms, "centres" | "organisers">, id: string): Promise<Organiser | undefined> {
  const centre = await rooms.centres.get();
  const invite = activityId(id);
  if (centre === undefined || invite === undefined) return undefined;
  const found =
    (await rooms.organisers.byInvite(invite)) ?? (await rooms.organisers.between(trusted.actor(id), centre.id));
  return found?.organiser === centre.id ? found : undefined;
}

const answered = ({ offer, campaign, organiser, state }: Organiser): Result<OrganiserAnswer, never> =>
  ok({ id: offer, campaign, organiser, state });
