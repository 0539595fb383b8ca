import type { ActionDraft, Audience, CallDraft, CampaignDraft, Kind, PostDraft } from "@commonhall/domain";
import { COLLECTIONS, type CollectionName } from "@commonhall/federation";
import type { TestNode } from "@commonhall/testkit/network";
import { FEED_FORMATS, type FeedFormat } from "@commonhall/web";

/**
 * Who may have what, one cell for each kind × audience × moment × person × way (row S7, wire.md 6). The types see to it
 * that none is forgotten: a kind, an audience or a way that is new does not compile until it stands here.
 */
export type AudienceName = Audience["type"];
export const AUDIENCES = ["public", "allies", "alliance", "named"] as const satisfies readonly AudienceName[];
type Limited = Exclude<AudienceName, "public">;

// ---- what ----

/** What can be published, as its draft, and the last reply to a call, which goes where the call went. */
interface Drafts {
  readonly campaign: CampaignDraft;
  readonly post: PostDraft;
  readonly action: ActionDraft;
  readonly call: CallDraft;
  readonly report: CallDraft;
}
/** What only a release day lets out: frozen, for everybody or for allies. */
export const RELEASED = ["bulletin", "statistics"] as const satisfies readonly Kind[];
export type Released = (typeof RELEASED)[number];
export type Walked = keyof Drafts | Released;

/** By every command of a node that publishes: one that is new is walked too. */
type Publishes = Extract<keyof TestNode["running"]["federation"]["commands"], `publish${string}`>;
export const WALKED = {
  publishCampaign: ["campaign"],
  publishPost: ["post"],
  publishAction: ["action"],
  publishCall: ["call", "report"],
} as const satisfies Record<Publishes, readonly Walked[]>;
export const KINDS: readonly Walked[] = [...Object.values(WALKED).flat(), ...RELEASED];
export const isReleased = (kind: Walked): kind is Released => RELEASED.some((one) => one === kind);

/** Kinds that nobody publishes here: somebody else's. */
type NotPublished = Exclude<Kind, Walked>;
export const NOT_PUBLISHED = ["note"] as const satisfies readonly NotPublished[];

/** What is said of an audience in its draft may have any; everything else is for everybody. */
type AudiencesOf<Draft> = "audience" extends keyof Draft ? typeof AUDIENCES : readonly ["public"];
export const AUDIENCES_OF: { readonly [Kind in keyof Drafts]: AudiencesOf<Drafts[Kind]> } & Record<
  Released,
  readonly AudienceName[]
> = {
  campaign: ["public"],
  post: AUDIENCES,
  action: ["public"],
  call: AUDIENCES,
  report: AUDIENCES,
  bulletin: ["public", "allies"],
  statistics: ["public", "allies"],
};

// ---- when ----

/**
 * `before`: said while those who have left were there, and changed since. `since`: said after they had left. `narrowed`:
 * said since to all, and then to one of them by name. `deleted`: said since, and taken back. What is released is never
 * changed, and said to nobody by name.
 */
export const MOMENTS = ["before", "since", "narrowed", "deleted"] as const;
export type Moment = (typeof MOMENTS)[number];

/** What everybody has read cannot be made a secret. */
export const MOMENTS_OF: Record<"public" | "limited", readonly Moment[]> = {
  public: ["before", "since", "deleted"],
  limited: MOMENTS,
};
export const momentsOf = (kind: Walked, audience: AudienceName): readonly Moment[] =>
  MOMENTS_OF[audience === "public" || isReleased(kind) ? "public" : "limited"];

// ---- who ----

/** `both` is an ally and a member, `blocked` was everything until its domain was refused. */
export const NODES = [
  "stranger",
  "follower",
  "ally",
  "both",
  "formerAlly",
  "member",
  "formerMember",
  "blocked",
] as const;
export const PEOPLE = ["anybody", ...NODES] as const;
export type Person = (typeof PEOPLE)[number];

/** Who may read what is not for everybody, as things stand when the walk begins. */
const READERS: Record<Limited, readonly Person[]> = {
  allies: ["ally", "both"],
  alliance: ["both", "member"],
  named: ["both"],
};
const NARROWED_TO: readonly Person[] = ["both"];

/** Whom `named` names; who has left, or is refused, gets nothing by being named. */
export const NAMED: Record<"before" | "since", readonly Exclude<Person, "anybody">[]> = {
  before: ["both", "formerAlly", "blocked"],
  since: ["both", "blocked"],
};

// ---- which way ----

/** By its own address, or that of something of it: nobody may tell what is limited from what never was. */
export const ADDRESSES = [
  "GET object",
  "HEAD object",
  "GET object that is known",
  "GET every activity of it",
  "GET what took it back",
  "GET a need of it",
  "GET its pledges",
  "GET its audience",
  "web page",
  "web page in another language",
  "web page of a need",
  "WebFinger",
] as const;

/** Pages where it may stand among others, and the node's number of things. */
export const PAGES = [
  "home page",
  "centre page",
  "campaigns page",
  "campaign page",
  "page of a tag",
  "page of the tag of calls",
  "page of the alliance",
  "alliance as atom",
  "alliance as json",
  "page of bulletins",
  "file of bulletins",
  "NodeInfo",
] as const;
export type PageOfMany = (typeof PAGES)[number];

export const OWNERS = ["centre", "campaign", "node"] as const;
export type Owner = (typeof OWNERS)[number];
export type Collection = `${Owner} ${CollectionName}`;
export type Feed = `${Exclude<Owner, "node">} as ${FeedFormat}`;

/** Every collection that anybody may have by its name, and every feed; one that is new is walked without being told here. */
export type List = PageOfMany | Collection | Feed;
export const LISTS: readonly List[] = [
  ...PAGES,
  ...OWNERS.flatMap((owner) => COLLECTIONS.map((name): Collection => `${owner} ${name}`)),
  ...FEED_FORMATS.flatMap((format): Feed[] => [`centre as ${format}`, `campaign as ${format}`]),
];

/** Brought by the node itself. */
export const ARRIVALS = ["push", "timeline"] as const;

export type Address = (typeof ADDRESSES)[number];
export type Arrival = (typeof ARRIVALS)[number];
export type Way = Address | List | Arrival;
export const WAYS: readonly Way[] = [...ADDRESSES, ...LISTS, ...ARRIVALS];

/**
 * What comes of it. `nothing` on an address is the answer for what never was, byte for byte. `old`: the words of before a
 * change that never came.
 */
export type Outcome = "shown" | "gone" | "old" | "nothing";

export interface Cell {
  readonly kind: Walked;
  readonly audience: AudienceName;
  readonly moment: Moment;
  readonly person: Person;
  readonly way: Way;
}

const isArrival = (way: Way): way is Arrival => ARRIVALS.some((one) => one === way);
const isList = (way: Way): way is List => LISTS.some((one) => one === way);

/** The table. */
export function expected(cell: Cell): Outcome {
  const { audience, way } = cell;
  if (isArrival(way)) return ARRIVES[way](cell);
  if (audience !== "public") return isList(way) ? "nothing" : (TO_READERS[way]?.(cell) ?? "nothing");
  return isList(way) ? inPublicList(cell, way) : atPublicAddress(cell, way);
}

const readersOf = ({ audience, moment }: Cell): readonly Person[] => {
  if (audience === "public") return PEOPLE;
  const readers = READERS[audience];
  return moment === "narrowed" ? readers.filter((one) => NARROWED_TO.includes(one)) : readers;
};

const toReaders = (cell: Cell): Outcome =>
  cell.moment !== "deleted" && readersOf(cell).includes(cell.person) ? "shown" : "nothing";

/** What is limited: the same at every address of it, and no page. */
const TO_READERS: Partial<Record<Address, (cell: Cell) => Outcome>> = {
  "GET object": toReaders,
  "HEAD object": toReaders,
  "GET object that is known": toReaders,
  "GET every activity of it": toReaders,
  "GET a need of it": (cell) => (cell.kind === "call" ? toReaders(cell) : "nothing"),
};

const shown = ({ moment }: Cell): Outcome => (moment === "deleted" ? "gone" : "shown");

/** What is for everybody, whoever asks: a refused domain reads in public what everybody does (wire.md 7). */
function atPublicAddress(cell: Cell, way: Address): Outcome {
  return PUBLIC_ADDRESSES[way](cell);
}

const PUBLIC_ADDRESSES: Record<Address, (cell: Cell) => Outcome> = {
  "GET object": shown,
  "HEAD object": shown,
  "GET object that is known": shown,
  // What was deleted takes what told of it along.
  "GET every activity of it": (cell) => (cell.moment === "deleted" ? "nothing" : "shown"),
  "GET what took it back": () => "nothing",
  "GET a need of it": (cell) => (cell.kind === "call" ? shown(cell) : "nothing"),
  "GET its pledges": () => "nothing",
  "GET its audience": () => "nothing",
  "web page": shown,
  "web page in another language": shown,
  "web page of a need": () => "nothing",
  WebFinger: (cell) => (cell.kind === "campaign" && cell.moment !== "deleted" ? "shown" : "nothing"),
};

const FEED: readonly Walked[] = ["campaign", "post", "action", "call", "report", ...RELEASED];
const WITHIN: readonly Walked[] = ["post", "action", "call", "report"];
/** A report stands on the page of its call, and by itself. */
const BOARD: readonly Walked[] = ["campaign", "post", "action", "call"];
const BOARD_WITHIN: readonly Walked[] = ["post", "action", "call"];

interface Listing {
  readonly shows: readonly Walked[];
  /** It also says that something was withdrawn. */
  readonly tellsOfGone?: true;
}

/** Which kinds stand in which list, while they are there. A collection that is not here shows none. */
const PUBLIC_LISTS: Record<PageOfMany | Feed, Listing> & Partial<Record<Collection, Listing>> = {
  "home page": { shows: BOARD },
  "centre page": { shows: BOARD },
  "campaigns page": { shows: ["campaign"] },
  "campaign page": { shows: BOARD_WITHIN },
  "page of a tag": { shows: ["post"] },
  "page of the tag of calls": { shows: ["call"] },
  // Titles alone; a report stands in the text of its call.
  "page of the alliance": { shows: [...BOARD, ...RELEASED] },
  "alliance as atom": { shows: FEED, tellsOfGone: true },
  "alliance as json": { shows: FEED },
  "page of bulletins": { shows: ["bulletin"] },
  "file of bulletins": { shows: ["bulletin"] },
  NodeInfo: { shows: [] },
  "centre outbox": { shows: FEED },
  "centre featured": { shows: ["campaign", "call"] },
  "campaign outbox": { shows: WITHIN },
  "campaign actions": { shows: ["action"] },
  "centre as atom": { shows: FEED, tellsOfGone: true },
  "centre as rss": { shows: FEED },
  "centre as json": { shows: FEED },
  "centre as ics": { shows: ["action"] },
  "campaign as atom": { shows: WITHIN, tellsOfGone: true },
  "campaign as rss": { shows: WITHIN },
  "campaign as json": { shows: WITHIN },
  "campaign as ics": { shows: ["action"] },
};

const NONE: Listing = { shows: [] };

function inPublicList({ kind, moment }: Cell, way: List): Outcome {
  const { shows, tellsOfGone = false } = PUBLIC_LISTS[way] ?? NONE;
  if (!shows.includes(kind)) return "nothing";
  if (moment !== "deleted") return "shown";
  return tellsOfGone ? "gone" : "nothing";
}

/** To whom it is sent: what is for everybody to those who follow, a call or a release to allies, too; the rest to its readers. */
function sentTo(cell: Cell): readonly Person[] {
  const { kind, audience, moment } = cell;
  // What is never changed came whole, to those as well who have left since.
  if (isReleased(kind) && moment === "before")
    return [...sentTo({ ...cell, moment: "since" }), "formerAlly", "blocked"];
  if (audience !== "public") return readersOf(cell);
  if (kind !== "call" && !isReleased(kind)) return ["follower"];
  // What went to somebody is followed by its changes, as long as it is for everybody.
  return ["follower", ...READERS.allies, ...(moment === "before" ? (["formerAlly"] as const) : [])];
}

const ARRIVES: Record<Arrival, (cell: Cell) => Outcome> = {
  // What takes it back goes wherever it went.
  push: (cell) => (sentTo(cell).includes(cell.person) ? "shown" : "nothing"),
  timeline: (cell) => {
    if (cell.moment === "deleted") return "nothing";
    if (hasPutAway(cell)) return "nothing";
    if (sentTo(cell).includes(cell.person)) return "shown";
    return keepsOldWords(cell) ? "old" : "nothing";
  },
};

const hasPutAway = ({ audience, person }: Cell): boolean => audience !== "public" && person === "formerAlly";

/** Who is refused hears of no change; what came before cannot be called back. Who has left has put away what was limited. */
const keepsOldWords = ({ person, moment, kind }: Cell): boolean =>
  person === "blocked" && moment === "before" && kind !== "report" && !isReleased(kind);
