import {
  trusted,
  type ActivityId,
  type ActorId,
  type FeedEntryId,
  type FeedName,
  type Handle,
  type InboxUrl,
  type ObjectId,
  type Timestamp,
} from "@commonhall/domain";

/** Where a node lives. `handleHost` differs from the origin's host where a centre wants handles of its own domain. */
export interface Site {
  /** Scheme, host and port, without a slash at the end: `https://hall.example`. */
  readonly origin: string;
  readonly handleHost: string;
  /** Where it was before, the latest first. */
  readonly former?: readonly FormerSite[];
}

/** A node that has moved keeps every path, so that an id of before and the one of today differ in their origins alone. */
export interface FormerSite {
  readonly origin: string;
  /** What was published before then had its first id there. */
  readonly left: Timestamp;
}

/** Every address of a node that stands in a document (wire.md 0.4). They are its ids, so they never change. */
export interface Addresses {
  node(): ActorId;
  sharedInbox(): InboxUrl;
  centre(handle: Handle): ActorId;
  campaign(handle: Handle): ActorId;
  feed(name: FeedName): ActorId;
  /** That a feed passes something on, once and for ever. */
  feedAnnounce(name: FeedName, entry: FeedEntryId): ActivityId;
  post(uuid: string): ObjectId;
  action(uuid: string): ObjectId;
  call(uuid: string): ObjectId;
  /** A bulletin, a statistics table or a heartbeat: the address does not tell which. */
  bulletin(uuid: string): ObjectId;
  /** The page that says how bulletins are counted. */
  howCounted(): string;
  pledge(uuid: string): ActivityId;
  agreement(uuid: string): ObjectId;
  activity(uuid: string): ActivityId;
  endorsement(uuid: string): ObjectId;
  /** `tag` says which complaints are of one complainer, and not of whom. */
  flag(tag: string, uuid: string): ActivityId;
  /** The Relationship between two allies, or the charter of many. */
  alliance(uuid: string): ObjectId;
  attestation(uuid: string): ObjectId;
  /** How many took part, as one organiser of a campaign counts. */
  tally(uuid: string): ObjectId;
  /** The page of a hashtag, which is written without `#`. */
  tag(tag: string): string;

  inbox(actor: ActorId): InboxUrl;
  outbox(actor: ActorId): string;
  followers(actor: ActorId): string;
  following(actor: ActorId): string;
  featured(actor: ActorId): string;
  /** Which ids its objects had before the node moved. */
  migration(actor: ActorId): string;
  allies(centre: ActorId): string;
  /** How we stand with one other centre. It answers that centre alone. */
  ally(centre: ActorId, peer: ActorId): string;
  /** Those to whom a limited object is said by name. It answers nobody. */
  audience(object: ObjectId): string;
  /** Which of its bulletins a centre has taken back. It answers those who got them, and each only of what they got. */
  withdrawn(centre: ActorId): string;
  organisers(campaign: ActorId): string;
  endorsements(campaign: ActorId): string;
  actions(campaign: ActorId): string;
  /** The numbers that each organiser has signed. */
  tallies(campaign: ActorId): string;
  /** Whom a centre vouches for. */
  affiliates(centre: ActorId): string;
  /** Below it the centre shows other members what it knows of an alliance. */
  alliances(centre: ActorId): string;
  /** Which of its attestations the centre has taken back. */
  attestationStatus(): string;
  /** Where a call of anybody says to each pledger how their pledges for it stand. */
  pledgesFor(call: ObjectId): string;
  /** Id of the RSA key that signs requests. */
  mainKey(actor: ActorId): string;
  /** Id of the Ed25519 key that signs documents. */
  proofKey(actor: ActorId): string;

  /** `@handle@host`, as it is printed on a leaflet. A feed is called by its name. */
  handleOf(handle: Handle | FeedName): string;
}

export function addressesOf(site: Site): Addresses {
  const { origin, handleHost } = site;
  return {
    node: () => trusted.actor(`${origin}/actor`),
    sharedInbox: () => trusted.inbox(`${origin}/inbox`),
    centre: (handle) => trusted.actor(`${origin}/centres/${handle}`),
    campaign: (handle) => trusted.actor(`${origin}/campaigns/${handle}`),
    feed: (name) => trusted.actor(`${origin}/feeds/${name}`),
    feedAnnounce: (name, entry) => trusted.activity(`${origin}/feeds/${name}/announces/${entry}`),
    post: (uuid) => trusted.object(`${origin}/posts/${uuid}`),
    action: (uuid) => trusted.object(`${origin}/actions/${uuid}`),
    call: (uuid) => trusted.object(`${origin}/calls/${uuid}`),
    bulletin: (uuid) => trusted.object(`${origin}/bulletins/${uuid}`),
    howCounted: () => `${origin}/bulletins/how`,
    pledge: (uuid) => trusted.activity(`${origin}/pledges/${uuid}`),
    agreement: (uuid) => trusted.object(`${origin}/agreements/${uuid}`),
    activity: (uuid) => trusted.activity(`${origin}/activities/${uuid}`),
    endorsement: (uuid) => trusted.object(`${origin}/endorsements/${uuid}`),
    flag: (tag, uuid) => trusted.activity(`${origin}/flags/${tag}/${uuid}`),
    alliance: (uuid) => trusted.object(`${origin}/alliances/${uuid}`),
    attestation: (uuid) => trusted.object(`${origin}/attestations/${uuid}`),
    tally: (uuid) => trusted.object(`${origin}/tallies/${uuid}`),
    tag: (tag) => `${origin}/tags/${encodeURIComponent(tag.toLowerCase())}`,
    inbox: (actor) => trusted.inbox(`${actor}/inbox`),
    outbox: (actor) => `${actor}/outbox`,
    followers: (actor) => `${actor}/followers`,
    following: (actor) => `${actor}/following`,
    featured: (actor) => `${actor}/featured`,
    migration: (actor) => `${actor}/migration`,
    allies: (centre) => `${centre}/allies`,
    ally: (centre, peer) => `${centre}/allies/${allyPageName(peer)}`,
    audience: (object) => `${object}/audience`,
    withdrawn: (centre) => `${centre}/withdrawn`,
    organisers: (campaign) => `${campaign}/organisers`,
    endorsements: (campaign) => `${campaign}/endorsements`,
    actions: (campaign) => `${campaign}/actions`,
    tallies: (campaign) => `${campaign}/tallies`,
    affiliates: (centre) => `${centre}/affiliates`,
    alliances: (centre) => `${centre}/alliances`,
    attestationStatus: () => `${origin}/attestations/status`,
    pledgesFor: (call) => `${call}/pledges`,
    mainKey: (actor) => `${actor}#main-key`,
    proofKey: (actor) => `${actor}#ed25519-key`,
    handleOf: (handle) => `@${handle}@${handleHost}`,
  };
}

/** An address as one part of another: base64url, since slashes do not survive every proxy. */
export const allyPageName = (peer: ActorId): string => Buffer.from(peer).toString("base64url");
