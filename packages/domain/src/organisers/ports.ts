import type { AddressRefused } from "../following/commands.ts";
import type { HandshakeState } from "../handshake.ts";
import type { ActivityId, ActorId, Handle, ObjectId } from "../ids.ts";
import type { Published, PublishRefused } from "../campaigns/ports.ts";
import type { Result } from "../result.ts";
import type { Timestamp } from "../time.ts";
import type { Organiser, Tally } from "./organiser.ts";

/** Campaigns that are run together, whether our centre leads them or another one does. */
export interface Organisers {
  between(campaign: ActorId, organiser: ActorId): Promise<Organiser | undefined>;
  byInvite(invite: ActivityId): Promise<Organiser | undefined>;
  /** One row per pair: replaces the former one. */
  put(organiser: Organiser): Promise<void>;
  /** Those who have accepted, without the lead. */
  of(campaign: ActorId): Promise<readonly Organiser[]>;
  /** Campaigns in which this centre has accepted. */
  joinedBy(organiser: ActorId): Promise<readonly Organiser[]>;
  /** Whether the campaign, one of ours, has passed the object on. */
  hasAnnounced(campaign: ActorId, object: ObjectId): Promise<boolean>;

  /** How many took part in the actions of ours that belong to the campaign, as they are counted now. */
  participants(campaign: ActorId): Promise<number>;
  tally(campaign: ActorId, centre: ActorId): Promise<Tally | undefined>;
  putTally(tally: Tally): Promise<void>;

  /** Notes that the campaign of somebody else is organised by this centre too: it has said so, or passed on what they wrote. */
  sawOrganiser(campaign: ActorId, organiser: ActorId): Promise<void>;
  hasSeenOrganiser(campaign: ActorId, organiser: ActorId): Promise<boolean>;
  /** `later` goes on with what `former` was. */
  putSuccession(former: ActorId, later: ActorId): Promise<void>;
}

export type OrganiseRefused =
  | AddressRefused
  | PublishRefused
  /** The address leads to somebody who is no centre. */
  | { readonly type: "not a centre"; readonly address: string }
  | { readonly type: "no such invitation"; readonly id: string }
  | { readonly type: "not an organiser"; readonly name: string }
  | { readonly type: "decided already"; readonly state: HandshakeState }
  /** The campaign's own document was never here, so nobody could go on with it. */
  | { readonly type: "campaign not known"; readonly id: string };

export interface OrganiserAnswer {
  /** The Invite. */
  readonly id: ActivityId;
  readonly campaign: ActorId;
  readonly organiser: ActorId;
  readonly state: HandshakeState;
}

type Answer = Promise<Result<OrganiserAnswer, OrganiseRefused>>;

export interface OrganiserCommands {
  /** `@name@host` or the id of a centre. Asked twice, the same Invite is sent again. */
  invite(campaign: ActorId, address: string): Answer;
  /** Takes an organiser out of a campaign of ours, or an invitation back. */
  removeOrganiser(campaign: ActorId, organiser: string): Answer;
  /** `id` is the Invite's, or that of the campaign. */
  acceptInvitation(id: string): Answer;
  /** Also of one that has been accepted: the centre leaves. What it wrote stays where it is. */
  declineInvitation(id: string): Answer;
  /**
   * Where the lead is gone: opens a campaign of our own with the words of that one, which says that it goes on with it,
   * and invites those who organised it with us.
   */
  goOnWith(campaign: ActorId, handle: Handle, by: string): Promise<Result<Published, OrganiseRefused>>;
}

// ---- reading ----

export interface OrganiserLine extends Organiser {
  /** Of the organiser; where it is our own centre, of the campaign. */
  readonly handle: string;
  readonly name: string;
}

/** A campaign that somebody else leads and that our centre is invited to or organises as well. */
export interface JointCampaign {
  readonly campaign: ActorId;
  readonly lead: ActorId;
  readonly leadName: string;
  readonly handle: string;
  readonly name: string;
  /** The Group as its own node told it last; empty where it has not been read yet. */
  readonly document: string;
  readonly state: HandshakeState;
  readonly invite: ActivityId;
  readonly since: Timestamp;
  readonly apart: boolean;
}

export interface TallyLine extends Tally {
  readonly name: string;
}

export interface OrganiserViews {
  /** Of a campaign that we lead or organise: whoever has not declined or been taken out, in the order in which they came. */
  of(campaign: ActorId): Promise<readonly OrganiserLine[]>;
  /** The latest first; without those that are kept apart. */
  joint(): Promise<readonly JointCampaign[]>;
  jointCampaign(campaign: ActorId): Promise<JointCampaign | undefined>;
  /** By the handle under which others know it: `name@host`. */
  jointByHandle(handle: string): Promise<JointCampaign | undefined>;
  /** The number that each organiser has signed, the largest first. */
  tallies(campaign: ActorId): Promise<readonly TallyLine[]>;
  tally(id: ObjectId): Promise<Tally | undefined>;
  /** Those that go on with it, and those with which it goes on. */
  together(campaign: ActorId): Promise<{ readonly former: readonly ActorId[]; readonly later: readonly ActorId[] }>;
}
