import {
  actorId,
  err,
  moved,
  objectId,
  ok,
  trusted,
  type ActorId,
  type Endorsement,
  type EndorsementAnswer,
  type EndorsementCommands,
  type EndorseRefused,
  type RemoteActor,
  type Result,
  type Rooms,
} from "@commonhall/domain";
import { endorsementOffer, parseActor, parseDocument, undoOffer, withProof, type JsonObject } from "@commonhall/wire";
import { findByAddress, type AddressUse } from "../discovery/find-by-address.ts";
import { sendOfferAnswer } from "../handshakes/send-offer-answer.ts";
import { beginHandling, type Handling } from "../inbox/handling.ts";
import type { LocalKeys, LocalSigner } from "../keys/local-keys.ts";
import type { FederationPorts } from "../ports.ts";

type Ports = Pick<FederationPorts, "site" | "clock" | "newId" | "work" | "direct">;
type Answer = ReturnType<EndorsementCommands["endorse"]>;
type Decided = Awaited<Answer>;

interface Use extends AddressUse {
  readonly keys: LocalKeys;
}

/** Standing by campaigns of others, and answering those who stand by ours (wire.md 2). */
export const endorsementCommands = (ports: Ports, use: Use): EndorsementCommands => ({
  endorse: (address, { unnamed }) => endorse(ports, use, address, unnamed),
  withdrawEndorsement: (id) => withdraw(ports, use, id),
  acceptEndorsement: (id) => decide(ports, use, id, "accepted"),
  declineEndorsement: (id) => decide(ports, use, id, "declined"),
  showEndorsement: (id, shown) =>
    ports.work.run(async (rooms): Answer => {
      const endorsement = await ofOurs(rooms, id);
      if (endorsement === undefined) return err({ type: "no such endorsement", id });
      await rooms.endorsements.put({ ...endorsement, hidden: !shown });
      return answered(endorsement);
    }),
});

async function endorse(ports: Ports, use: Use, address: string, unnamed: boolean): Answer {
  const centre = await ports.direct.centres.get();
  if (centre === undefined) return err({ type: "no centre yet" });
  const found = await findByAddress(ports, use, address);
  if (!found.ok) return found;
  const refused = mayBeEndorsed(found.value, address);
  if (refused !== undefined) return err(refused);
  const signer = await signerOf(use, centre.id);
  return ports.work.run(async (rooms): Answer => {
    const handling = await beginHandling(ports, rooms, new Set());
    const campaign = found.value.id;
    const current = await rooms.endorsements.between(centre.id, campaign);
    const stands = current?.state === "offered" || current?.state === "accepted";
    if (current !== undefined && stands && current.unnamed === unnamed) {
      await rooms.outbox.repeat(current.offer);
      return answered(current);
    }
    return answered(await sendOffer(handling, signer, { endorser: centre.id, campaign, unnamed }));
  });
}

function mayBeEndorsed(actor: RemoteActor, address: string): EndorseRefused | undefined {
  if (actor.kind !== "Campaign") return { type: "not a campaign", address };
  const json = parseDocument(actor.document);
  const parsed = json.ok ? parseActor(json.value) : json;
  const isClosed = parsed.ok && parsed.value.campaign?.status === "closed";
  return isClosed ? { type: "campaign closed", name: actor.handle } : undefined;
}

/** With a proof where everybody may know of it, so that whoever reads it need not ask us. */
async function sendOffer(
  { rooms, addresses, newId, now }: Handling,
  signer: LocalSigner,
  pair: Pick<Endorsement, "endorser" | "campaign" | "unnamed">,
): Promise<Endorsement> {
  const { endorser: actor, campaign, unnamed } = pair;
  const [id, endorsement] = [addresses.activity(newId()), addresses.endorsement(newId())];
  const offer = endorsementOffer({ id, actor, endorsement, campaign, unnamed, published: now });
  const document = JSON.stringify(unnamed ? offer : withProof(offer, signer.proof, now));
  const more = { state: "offered", since: now, hidden: false, apart: false } as const;
  const row: Endorsement = { ...pair, ...more, offer: id, endorsement };
  await rooms.endorsements.put(row);
  await rooms.outbox.append(
    { id, type: "Offer", actor, object: endorsement, document, published: now, listed: false },
    [{ type: "actors", actors: [campaign] }],
  );
  return row;
}

/** Asks nobody, so that one can take it back from a server that does not answer any more. */
async function withdraw(ports: Ports, use: Use, id: string): Answer {
  const centre = await ports.direct.centres.get();
  if (centre === undefined) return err({ type: "no centre yet" });
  const signer = await signerOf(use, centre.id);
  return ports.work.run(async (rooms): Answer => {
    const current = await byOurs(rooms, centre.id, id);
    if (current === undefined) return err({ type: "no such endorsement", id });
    const handling = await beginHandling(ports, rooms, new Set());
    const next = moved(current, "withdrawn", handling.now);
    if (next === undefined) return err({ type: "decided already", state: current.state });
    const { addresses, newId, now } = handling;
    const activity = addresses.activity(newId());
    const sent = await rooms.outbox.get(current.offer);
    const json = sent === undefined ? undefined : parseDocument(sent.document);
    const offer: JsonObject = json?.ok === true ? json.value : { id: current.offer, type: "Offer", actor: centre.id };
    const undo = undoOffer({ id: activity, actor: centre.id, to: current.campaign, unnamed: current.unnamed, offer });
    const document = JSON.stringify(current.unnamed ? undo : withProof(undo, signer.proof, now));
    await rooms.outbox.append(
      {
        id: activity,
        type: "Undo",
        actor: centre.id,
        object: current.endorsement,
        document,
        published: now,
        listed: false,
      },
      [{ type: "actors", actors: [current.campaign] }],
    );
    await rooms.endorsements.put({ ...next, answer: activity });
    return answered(next);
  });
}

/** The endorser's document is fetched before, where it is not here: without it nobody could be told. */
async function decide(ports: Ports, use: Use, id: string, state: "accepted" | "declined"): Answer {
  const known = await ofOurs(ports.direct, id);
  if (known === undefined) return err({ type: "no such endorsement", id });
  if ((await ports.direct.remoteActors.get(known.endorser)) === undefined) await use.find.fresh(known.endorser);
  return ports.work.run(async (rooms): Promise<Decided> => {
    const current = await ofOurs(rooms, id);
    if (current === undefined) return err({ type: "no such endorsement", id });
    const handling = await beginHandling(ports, rooms, new Set());
    const next = moved(current, state, handling.now);
    if (next === undefined) return err({ type: "decided already", state: current.state });
    const type = state === "accepted" ? "Accept" : "Reject";
    const { campaign: actor, offer, endorser: to } = current;
    const answer = await sendOfferAnswer(handling, { actor, type, offer, to });
    await rooms.endorsements.put({ ...next, answer, apart: false });
    return answered(next);
  });
}

const answered = ({ endorsement, state }: Endorsement): Result<EndorsementAnswer, never> =>
  ok({ id: endorsement, state });

type EndorsementRooms = Pick<Rooms, "endorsements" | "campaigns">;

/** Of a campaign of ours. */
async function ofOurs(rooms: EndorsementRooms, id: string): Promise<Endorsement | undefined> {
  const object = objectId(id);
  const found = object === undefined ? undefined : await rooms.endorsements.byId(object);
  const isOurs = found !== undefined && (await rooms.campaigns.get(found.campaign)) !== undefined;
  return isOurs ? found : undefined;
}

/** By our centre: named by its own id, or by the campaign's. */
async function byOurs(rooms: EndorsementRooms, centre: ActorId, id: string): Promise<Endorsement | undefined> {
  const campaign = actorId(id);
  if (campaign === undefined) return undefined;
  const found =
    (await rooms.endorsements.between(centre, campaign)) ?? (await rooms.endorsements.byId(trusted.object(id)));
  return found?.endorser === centre ? found : undefined;
}

async function signerOf({ keys }: Use, centre: ActorId): Promise<LocalSigner> {
  const signer = await keys.signerFor(centre);
  if (signer === undefined) throw new Error("The centre has no keys");
  return signer;
}
