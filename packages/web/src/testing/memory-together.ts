import {
  err,
  ok,
  trusted,
  type ApartLine,
  type AttestationLine,
  type EndorsementLine,
  type Handle,
  type HandshakeState,
  type JointCampaign,
  type OrganiserLine,
  type TallyLine,
  type Vouching,
} from "@commonhall/domain";
import { addressesOf } from "@commonhall/wire";
import type { WebPorts } from "../ports.ts";
import { SITE } from "./fixtures.ts";

type Together = Pick<WebPorts, "endorsements" | "organisers" | "attestations" | "vouching" | "apart">;

/** What centres do with each other, as a node behind its desk has it. */
export interface TogetherWorld {
  endorsements: EndorsementLine[];
  organisers: OrganiserLine[];
  joint: JointCampaign[];
  tallies: TallyLine[];
  attestationsGiven: AttestationLine[];
  attestationsReceived: AttestationLine[];
  apart: ApartLine[];
  readonly vouching: Map<string, Vouching>;
  /** What commands have done. */
  readonly done: string[];
}

export const emptyTogether = (): Omit<TogetherWorld, "done"> => ({
  endorsements: [],
  organisers: [],
  joint: [],
  tallies: [],
  attestationsGiven: [],
  attestationsReceived: [],
  apart: [],
  vouching: new Map(),
});

/** For public pages: nothing is done together with anybody. */
export const quietTogether = (): Together => memoryTogether({ ...emptyTogether(), done: [] });

export function memoryTogether(world: TogetherWorld): Together {
  return {
    endorsements: endorsements(world),
    organisers: organisers(world),
    attestations: attestations(world),
    vouching: {
      of: (actor) => Promise.resolve(world.vouching.get(actor) ?? { level: "centre only", vouches: [], isAlly: false }),
    },
    apart: {
      list: (limit) => Promise.resolve(world.apart.slice(0, limit)),
      count: () => Promise.resolve(world.apart.length),
      letIn: (offer) => {
        const waited = world.apart.some((line) => line.offer === offer);
        world.apart = world.apart.filter((line) => line.offer !== offer);
        if (waited) world.done.push(`let in ${offer}`);
        return Promise.resolve(waited);
      },
    },
  };
}

const MADE_ENDORSEMENT = trusted.object("https://hall.example/endorsements/1");

function endorsements(world: TogetherWorld): Together["endorsements"] {
  const step = (id: string, what: string, state: HandshakeState) => {
    const line = world.endorsements.find(({ endorsement }) => endorsement === id);
    if (line === undefined) return Promise.resolve(err({ type: "no such endorsement", id } as const));
    world.endorsements = world.endorsements.map((one) => (one === line ? { ...line, state } : one));
    world.done.push(`${what} ${id}`);
    return Promise.resolve(ok({ id: line.endorsement, state }));
  };
  return {
    endorse: (campaign, { unnamed }) => {
      if (!campaign.startsWith("@"))
        return Promise.resolve(err({ type: "not a campaign", address: campaign } as const));
      world.done.push(`endorse ${campaign}${unnamed ? " unnamed" : ""}`);
      return Promise.resolve(ok({ id: MADE_ENDORSEMENT, state: "offered" }));
    },
    withdrawEndorsement: (id) => step(id, "withdraw", "withdrawn"),
    acceptEndorsement: (id) => step(id, "accept", "accepted"),
    declineEndorsement: (id) => step(id, "decline", "declined"),
    showEndorsement: (id, shown) => {
      world.endorsements = world.endorsements.map((one) => (one.endorsement === id ? { ...one, hidden: !shown } : one));
      return step(id, shown ? "show" : "hide", "accepted");
    },
    of: (campaign) => Promise.resolve(world.endorsements.filter((line) => line.campaign === campaign)),
    shownOf: (campaign) =>
      Promise.resolve(
        world.endorsements.filter(
          ({ campaign: of, state, hidden, unnamed }) => of === campaign && state === "accepted" && !hidden && !unnamed,
        ),
      ),
    given: () => Promise.resolve(world.endorsements.filter(({ peer, campaign }) => peer === campaign)),
    waiting: () => Promise.resolve(world.endorsements.filter(({ state }) => state === "offered")),
    byId: (id) => Promise.resolve(world.endorsements.find(({ endorsement }) => endorsement === id)),
  };
}

function organisers(world: TogetherWorld): Together["organisers"] {
  const answered = (id: string, what: string, state: HandshakeState) => {
    const joint = world.joint.find(({ invite }) => invite === id);
    if (joint === undefined) return Promise.resolve(err({ type: "no such invitation", id } as const));
    world.joint = world.joint.map((one) => (one === joint ? { ...joint, state } : one));
    world.done.push(`${what} ${id}`);
    return Promise.resolve(ok({ id: joint.invite, campaign: joint.campaign, organiser: joint.lead, state }));
  };
  return {
    invite: (campaign, address) => {
      if (!address.startsWith("@")) return Promise.resolve(err({ type: "not a centre", address } as const));
      world.done.push(`invite ${address}`);
      const id = trusted.activity("https://hall.example/activities/invite");
      return Promise.resolve(ok({ id, campaign, organiser: trusted.actor(address), state: "offered" }));
    },
    removeOrganiser: (campaign, organiser) => {
      const line = world.organisers.find((one) => one.organiser === organiser);
      if (line === undefined) return Promise.resolve(err({ type: "not an organiser", name: organiser } as const));
      world.organisers = world.organisers.filter((one) => one !== line);
      world.done.push(`remove ${organiser}`);
      return Promise.resolve(ok({ id: line.offer, campaign, organiser: line.organiser, state: "withdrawn" }));
    },
    acceptInvitation: (id) => answered(id, "accept", "accepted"),
    declineInvitation: (id) => answered(id, "decline", "declined"),
    goOnWith: (campaign, handle: Handle, by) => {
      world.done.push(`go on with ${campaign} as ${handle} by ${by}`);
      const at = addressesOf(SITE);
      const id = at.campaign(handle);
      const activity = at.activity("0199f0cc-0000-7000-8000-000000000001");
      return Promise.resolve(ok({ id: trusted.object(id), url: id, kind: "campaign", activity }));
    },
    of: (campaign) => Promise.resolve(world.organisers.filter((line) => line.campaign === campaign)),
    joint: () => Promise.resolve(world.joint),
    jointCampaign: (id) => Promise.resolve(world.joint.find(({ campaign }) => campaign === id)),
    jointByHandle: (wanted) => Promise.resolve(world.joint.find(({ handle }) => handle === `@${wanted}`)),
    tallies: (campaign) => Promise.resolve(world.tallies.filter((line) => line.campaign === campaign)),
    tally: (id) => Promise.resolve(world.tallies.find((line) => line.id === id)),
    together: () => Promise.resolve({ former: [], later: [] }),
  };
}

function attestations(world: TogetherWorld): Together["attestations"] {
  const answered = (address: string, what: string, state: HandshakeState) => {
    const all = [...world.attestationsReceived, ...world.attestationsGiven];
    const line = all.find(({ offer, peer }) => offer === address || peer === address);
    if (line === undefined) return Promise.resolve(err({ type: "no such attestation", address } as const));
    const next = (one: AttestationLine): AttestationLine => (one === line ? { ...one, state } : one);
    world.attestationsReceived = world.attestationsReceived.map(next);
    world.attestationsGiven = world.attestationsGiven.map(next);
    world.done.push(`${what} ${address}`);
    const { issuer, subject } = line.attestation;
    return Promise.resolve(ok({ issuer, subject, state, jws: line.jws }));
  };
  return {
    attest: (address, draft) => {
      if (!address.startsWith("@")) return Promise.resolve(err({ type: "not a centre", address } as const));
      world.done.push(
        `attest ${address} as ${draft.relation}${draft.until === undefined ? "" : ` until ${draft.until}`}`,
      );
      const [issuer, subject] = [addressesOf(SITE).centre(trusted.handle("hall")), trusted.actor(address)];
      return Promise.resolve(ok({ issuer, subject, state: "offered", jws: "a.b.c" }));
    },
    revokeAttestation: (address) => answered(address, "revoke", "withdrawn"),
    acceptAttestation: (address) => answered(address, "accept", "accepted"),
    declineAttestation: (address) => answered(address, "decline", "declined"),
    given: () => Promise.resolve(world.attestationsGiven),
    received: () => Promise.resolve(world.attestationsReceived),
    affiliates: () => Promise.resolve(world.attestationsGiven.filter(({ state }) => state === "accepted")),
  };
}
