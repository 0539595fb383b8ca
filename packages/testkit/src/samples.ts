import {
  type Action,
  type ActivityId,
  type Ally,
  type AllyGrid,
  type ActorId,
  addMonths,
  type Call,
  type Campaign,
  type Centre,
  type Follow,
  hundredths,
  intentOf,
  type KeptPledge,
  hostOf,
  type InboxUrl,
  type LanguageTag,
  type LocalActor,
  type ObjectId,
  type OutgoingActivity,
  DAY,
  type PlainDate,
  type Post,
  type ReceivedCall,
  type RemoteActor,
  type StoredObject,
  type Texts,
  trusted,
} from "@commonhall/domain";

/** Short makers of the values that tests speak about. Whoever needs another field gives it. */
const OUR_ORIGIN = "https://hall.example";

export const ourActor = (name: string): ActorId => trusted.actor(`${OUR_ORIGIN}/centres/${name}`);
export const ourObject = (name: string): ObjectId => trusted.object(`${OUR_ORIGIN}/posts/${name}`);
/** Where a release of ours stands. */
export const releaseObject = ({ id }: { readonly id: string }): ObjectId =>
  trusted.object(`${OUR_ORIGIN}/bulletins/${id}`);
export const ourActivity = (name: string): ActivityId => trusted.activity(`${OUR_ORIGIN}/activities/${name}`);

export const actorAt = (host: string, name = "ally"): ActorId => trusted.actor(`https://${host}/users/${name}`);
export const objectAt = (host: string, name: string): ObjectId => trusted.object(`https://${host}/notes/${name}`);
export const inboxOf = (actor: ActorId): InboxUrl => trusted.inbox(`${actor}/inbox`);
export const sharedInboxAt = (host: string): InboxUrl => trusted.inbox(`https://${host}/inbox`);

export function remoteActor(id: ActorId, more: Partial<RemoteActor> = {}): RemoteActor {
  const host = hostOf(id);
  const name = id.slice(id.lastIndexOf("/") + 1);
  return {
    id,
    type: "Organization",
    handle: `@${name}@${host}`,
    host,
    name,
    inbox: inboxOf(id),
    document: JSON.stringify({ id }),
    fetched: 0,
    ...more,
  };
}

export const follow = (follower: ActorId, followed: ActorId, more: Partial<Follow> = {}): Follow => ({
  id: trusted.activity(`${follower}/follows/${encodeURIComponent(followed)}`),
  follower,
  followed,
  state: "accepted",
  since: 0,
  ...more,
});

export const outgoing = (name: string, more: Partial<OutgoingActivity> = {}): OutgoingActivity => ({
  id: ourActivity(name),
  type: "Create",
  actor: ourActor("hall"),
  object: ourObject(name),
  document: JSON.stringify({ activity: name }),
  published: 0,
  listed: true,
  ...more,
});

export const storedObject = (id: ObjectId, more: Partial<StoredObject> = {}): StoredObject => ({
  id,
  kind: "post",
  type: "Note",
  attributedTo: actorAt(hostOf(id)),
  published: 0,
  language: "en",
  text: id,
  document: JSON.stringify({ id }),
  local: false,
  reach: "public",
  ...more,
});

const ENGLISH = "en" as LanguageTag;
const DAY_ONE = "2026-11-02" as PlainDate;

const inEnglish = (text: string): Texts => ({ [ENGLISH]: text });

export const centre = (more: Partial<Centre> = {}): Centre => ({
  id: ourActor("hall"),
  handle: trusted.handle("hall"),
  name: inEnglish("The hall"),
  summary: inEnglish("A place to meet"),
  languages: [ENGLISH],
  regions: [],
  sectors: [],
  founded: 0,
  ...more,
});

const EVERYTHING: AllyGrid = {
  campaigns: { send: true, accept: true, passOn: true },
  calls: { send: true, accept: true, passOn: true },
  bulletins: { send: true, accept: true, passOn: true },
};

export const ally = (peer: ActorId, more: Partial<Ally> = {}): Ally => ({
  peer,
  offer: trusted.activity(`${peer}/offers/1`),
  relationship: trusted.object(`${peer}/alliances/1`),
  offeredBy: "them",
  offered: 0,
  state: "accepted",
  terms: { grid: EVERYTHING },
  policy: EVERYTHING,
  since: 0,
  apart: false,
  ...more,
});

export const localActor = (id: ActorId, more: Partial<LocalActor> = {}): LocalActor => ({
  id,
  kind: "centre",
  document: JSON.stringify({ id }),
  keys: { rsaPrivate: "", rsaPublic: "", ed25519Private: "", ed25519Public: "" },
  created: 0,
  ...more,
});

export const campaign = (name: string, more: Partial<Campaign> = {}): Campaign => ({
  id: trusted.actor(`${OUR_ORIGIN}/campaigns/${name}`),
  handle: trusted.handle(name),
  centre: ourActor("hall"),
  openingPost: ourObject(`opening-${name}`),
  name: inEnglish(name),
  summary: inEnglish("What it is about"),
  regions: [],
  sectors: [],
  targets: [{ name: "The company", role: "employer" }],
  demands: [inEnglish("Pay up")],
  translators: {},
  starts: DAY_ONE,
  ends: addMonths(DAY_ONE, 3),
  status: "running",
  published: 0,
  log: [],
  ...more,
});

export const post = (name: string, more: Partial<Post> = {}): Post => ({
  id: ourObject(name),
  centre: ourActor("hall"),
  text: inEnglish(name),
  tags: [],
  regions: [],
  sectors: [],
  published: 0,
  ...more,
});

export const action = (name: string, more: Partial<Action> = {}): Action => ({
  id: trusted.object(`${OUR_ORIGIN}/actions/${name}`),
  campaign: campaign("wages").id,
  centre: ourActor("hall"),
  type: "rally",
  name: inEnglish(name),
  text: inEnglish("Come"),
  starts: 0,
  timezone: "UTC",
  announcement: ourObject(`announcement-${name}`),
  cancelled: false,
  published: 0,
  sequence: 0,
  ...more,
});

export const call = (name: string, more: Partial<Call> = {}): Call => {
  const id = trusted.object(`${OUR_ORIGIN}/calls/${name}`);
  const need = { type: "legal", quantity: hundredths(300), unit: "people", available: hundredths(300) } as const;
  return {
    id,
    centre: ourActor("hall"),
    urgency: "immediate",
    severity: "severe",
    certainty: "observed",
    exercise: false,
    text: inEnglish(name),
    expires: 5 * DAY,
    needs: [{ id: trusted.object(`${id}/needs/1`), number: 1, name: inEnglish("Lawyers"), ...need }],
    audience: { type: "public" },
    regions: [],
    sectors: [],
    recognisable: false,
    status: "open",
    published: 0,
    told: 0,
    log: [],
    ...more,
  };
};

export const receivedCall = (id: ObjectId, more: Partial<ReceivedCall> = {}): ReceivedCall => ({
  id,
  from: actorAt(hostOf(id)),
  urgency: "expected",
  severity: "unknown",
  certainty: "unknown",
  exercise: false,
  status: "open",
  expires: 5 * DAY,
  needs: [
    {
      id: trusted.object(`${id}/needs/1`),
      intent: trusted.object(`${id}/needs/1#primary`),
      name: inEnglish("Lawyers"),
      type: "legal",
      quantity: hundredths(300),
      unit: "people",
      available: hundredths(200),
      until: 5 * DAY,
    },
  ],
  published: 0,
  ...more,
});
/** Somebody's for a call of ours, for two of something. */
export function pledge(name: string, more: Partial<KeptPledge> = {}): KeptPledge {
  const call = trusted.object(`${OUR_ORIGIN}/calls/1`);
  const need = trusted.object(`${call}/needs/1`);
  return {
    id: trusted.activity(`https://a.example/pledges/${name}`),
    call,
    need,
    intent: intentOf(need),
    pledger: actorAt("a.example"),
    caller: ourActor("hall"),
    quantity: hundredths(200),
    unit: "people",
    offered: 1000,
    side: "theirs",
    apart: false,
    log: [],
    ...more,
  };
}
