import {
  activityId,
  attestationDates,
  err,
  moved,
  ok,
  trusted,
  type ActorId,
  type AddressRefused,
  type Attestation,
  type AttestationAnswer,
  type AttestationCommands,
  type AttestationDraft,
  type AttestationRecord,
  type AttestRefused,
  type Centre,
  type RemoteActor,
  type Result,
  type Rooms,
} from "@commonhall/domain";
import { addressesOf, attestationOffer, signAttestation, undoOffer } from "@commonhall/wire";
import { findByAddress, findKnown, type AddressUse } from "../discovery/find-by-address.ts";
import { sendOfferAnswer } from "../handshakes/send-offer-answer.ts";
import { beginHandling, type Handling } from "../inbox/handling.ts";
import type { LocalKeys } from "../keys/local-keys.ts";
import { letInWhoRose } from "../moderation/let-in-who-rose.ts";
import type { FederationPorts } from "../ports.ts";
import { resealCentreLater } from "./reseal-centre.ts";

type Ports = Pick<FederationPorts, "site" | "clock" | "newId" | "work" | "direct">;
type Answer = ReturnType<AttestationCommands["attest"]>;

interface Use extends AddressUse {
  readonly keys: LocalKeys;
}

/** Vouching for others, and carrying what others say of us (wire.md 6). */
export const attestationCommands = (ports: Ports, use: Use): AttestationCommands => ({
  attest: (address, draft) => attest(ports, use, address, draft),
  revokeAttestation: (address) => revoke(ports, address),
  acceptAttestation: (address) => decide(ports, address, "accepted"),
  declineAttestation: (address) => decide(ports, address, "declined"),
});

async function attest(ports: Ports, use: Use, address: string, draft: AttestationDraft): Answer {
  const centre = await ports.direct.centres.get();
  if (centre === undefined) return err({ type: "no centre yet" });
  const dates = attestationDates(draft, ports.clock());
  if (!dates.ok) return dates;
  const found = await findCentre(ports, use, address);
  if (!found.ok) return found;
  const signer = await use.keys.signerFor(centre.id);
  if (signer === undefined) throw new Error("The centre has no keys");
  const { relation, regions, sectors } = draft;
  const status = addressesOf(ports.site).attestationStatus();
  const subject = found.value.id;
  const claims = { relation, regions, sectors, subject, issuer: centre.id, jti: ports.newId(), status };
  const attestation: Attestation = { ...claims, ...dates.value };
  const jws = await signAttestation(attestation, signer.proof);
  const record = await ports.work.run(async (rooms) =>
    sendOffer(await beginHandling(ports, rooms, new Set()), ports.site, centre, attestation, jws),
  );
  return answered(record);
}

/** A campaign or a person is vouched for by nobody. */
async function findCentre(
  ports: Ports,
  use: Use,
  address: string,
): Promise<Result<RemoteActor, AddressRefused | Extract<AttestRefused, { readonly type: "not a centre" }>>> {
  const found = await findByAddress(ports, use, address);
  return found.ok && found.value.type !== "Organization" ? err({ type: "not a centre", address }) : found;
}

async function sendOffer(
  { rooms, addresses, newId, now }: Handling,
  site: FederationPorts["site"],
  centre: Centre,
  attestation: Attestation,
  jws: string,
): Promise<AttestationRecord> {
  const id = addresses.activity(newId());
  const document = JSON.stringify(attestationOffer({ site, id, centre, attestation, jws, published: now }));
  const record = { offer: id, attestation, jws, state: "offered", since: now, apart: false } as const;
  await rooms.attestations.put(record);
  const object = addresses.attestation(attestation.jti);
  await rooms.outbox.append({ id, type: "Offer", actor: centre.id, object, document, published: now, listed: false }, [
    { type: "actors", actors: [attestation.subject] },
  ]);
  return record;
}

/** Everything that we have given to it and that would still hold; asks nobody. */
async function revoke(ports: Ports, address: string): Answer {
  const centre = await ports.direct.centres.get();
  if (centre === undefined) return err({ type: "no centre yet" });
  const subject = await findKnown(ports.direct, address);
  if (subject === undefined) return err({ type: "no such attestation", address });
  return ports.work.run(async (rooms): Answer => {
    const handling = await beginHandling(ports, rooms, new Set());
    const records = await rooms.attestations.between(centre.id, subject.id);
    const revoked: AttestationRecord[] = [];
    for (const record of records.filter(({ attestation }) => attestation.expires > handling.now)) {
      const next = moved(record, "withdrawn", handling.now);
      if (next !== undefined) revoked.push(await sendUndo(handling, next));
    }
    const [latest] = revoked;
    if (latest !== undefined) return answered(latest);
    const [last] = records;
    return last === undefined
      ? err({ type: "no such attestation", address })
      : err({ type: "decided already", state: last.state });
  });
}

async function sendUndo(
  { rooms, addresses, newId, now }: Handling,
  record: AttestationRecord,
): Promise<AttestationRecord> {
  const { attestation, offer } = record;
  const { issuer: actor, subject: to, jti } = attestation;
  const id = addresses.activity(newId());
  const undone = { id: offer, type: "Offer", actor, object: addresses.attestation(jti) };
  const document = JSON.stringify(undoOffer({ id, actor, to, unnamed: true, offer: undone }));
  const object = addresses.attestation(jti);
  await rooms.outbox.append({ id, type: "Undo", actor, object, document, published: now, listed: false }, [
    { type: "actors", actors: [to] },
  ]);
  const told = { ...record, answer: id };
  await rooms.attestations.put(told);
  return told;
}

/** Of an issuer the latest offer counts. Whoever declines what was accepted gives it up: no earlier one takes its place. */
async function decide(ports: Ports, address: string, state: "accepted" | "declined"): Answer {
  const centre = await ports.direct.centres.get();
  if (centre === undefined) return err({ type: "no centre yet" });
  return ports.work.run(async (rooms): Answer => {
    const records = await offersTo(rooms, centre.id, address);
    const [latest] = records;
    if (latest === undefined) return err({ type: "no such attestation", address });
    const handling = await beginHandling(ports, rooms, new Set());
    if (state === "accepted" && latest.attestation.expires <= handling.now) return err({ type: "run out", address });
    const changing = state === "accepted" ? [latest] : records;
    const changed: AttestationRecord[] = [];
    for (const record of changing) {
      const next = moved(record, state, handling.now);
      if (next !== undefined) changed.push(await sendDecision(handling, next));
    }
    const [decided] = changed;
    if (decided === undefined) return err({ type: "decided already", state: latest.state });
    await resealCentreLater(rooms);
    if (state === "accepted") await letInWhoRose(handling);
    return answered(decided);
  });
}

async function sendDecision(handling: Handling, record: AttestationRecord): Promise<AttestationRecord> {
  const { attestation, offer, state } = record;
  const type = state === "accepted" ? "Accept" : "Reject";
  const answer = await sendOfferAnswer(handling, {
    actor: attestation.subject,
    type,
    offer,
    to: attestation.issuer,
  });
  const told = { ...record, answer, apart: false };
  await handling.rooms.attestations.put(told);
  return told;
}

async function offersTo(
  rooms: Pick<Rooms, "attestations" | "remoteActors">,
  centre: ActorId,
  address: string,
): Promise<readonly AttestationRecord[]> {
  const offer = activityId(address);
  const named = offer === undefined ? undefined : await rooms.attestations.byOffer(offer);
  if (named !== undefined) return named.attestation.subject === centre ? [named] : [];
  const issuer = (await findKnown(rooms, address))?.id ?? trusted.actor(address.trim());
  return rooms.attestations.between(issuer, centre);
}

const answered = ({ attestation, state, jws }: AttestationRecord): Result<AttestationAnswer, never> =>
  ok({ issuer: attestation.issuer, subject: attestation.subject, state, jws });
