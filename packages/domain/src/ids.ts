/**
 * Every kind of identifier, told apart by the compiler and made in this file only.
 * On the wire they are all absolute URLs (ActivityPub 3.1); what they name differs.
 */
declare const brand: unique symbol;
type Brand<Name extends string> = string & { readonly [brand]: Name };

/** A centre, a campaign, a node, a feed, or anybody on the fediverse. */
export type ActorId = Brand<"ActorId">;
/** A post, an action, a call: what an activity is about. An actor can be the object of an activity too. */
export type ObjectId = Brand<"ObjectId">;
export type ActivityId = Brand<"ActivityId">;
/** Where an activity is posted to: an actor's own inbox, or the shared inbox of its server. */
export type InboxUrl = Brand<"InboxUrl">;
/** Names one object in every feed that carries it: part of the addresses of what the feeds say of it. */
export type FeedEntryId = Brand<"FeedEntryId">;
/** SHA-256 of a charter's version or of a leave, over its canonical bytes: 64 hexadecimal digits in lower case. */
export type CharterHash = Brand<"CharterHash">;
/** An Ed25519 public key as actors show it (FEP-521a): `z6Mk…`. */
export type Multikey = Brand<"Multikey">;
/** Host with its port, lower case, in ASCII: `hall.example`, `127.0.0.1:8421`. */
export type Host = Brand<"Host">;
/** The name before the `@`; see `handleFrom`. */
export type Handle = Brand<"Handle">;

const MAX_URL_LENGTH = 2048;

/** What a URL parser drops or repairs in silence, so that two different texts would name one address. */
const REPAIRED = /[\s\\\p{Cc}\p{Cs}]/u;

/**
 * An absolute http(s) URL without credentials, or undefined. Which schemes a node talks to is decided where it talks. The
 * full form of a host's name (`evil.example.`) leads where the short one leads and is another text, under which whoever
 * is refused would come again.
 */
export function httpUrl(text: string): URL | undefined {
  if (text.length > MAX_URL_LENGTH || REPAIRED.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isHttp = url.protocol === "https:" || url.protocol === "http:";
  const isPlain = url.username === "" && url.password === "" && url.hostname !== "" && !url.hostname.endsWith(".");
  return isHttp && isPlain ? url : undefined;
}

const urlBrand =
  <T extends string>() =>
  (text: string): T | undefined =>
    httpUrl(text) === undefined ? undefined : (text as T);

export const actorId: (text: string) => ActorId | undefined = urlBrand<ActorId>();
export const objectId: (text: string) => ObjectId | undefined = urlBrand<ObjectId>();
export const activityId: (text: string) => ActivityId | undefined = urlBrand<ActivityId>();
export const inboxUrl: (text: string) => InboxUrl | undefined = urlBrand<InboxUrl>();

export const charterHash = (text: string): CharterHash | undefined =>
  /^[0-9a-f]{64}$/.test(text) ? (text as CharterHash) : undefined;
/** The prefix of Ed25519 in base 58; whether it is a key at all, `wire` finds out. */
export const multikey = (text: string): Multikey | undefined =>
  /^z6Mk[1-9A-HJ-NP-Za-km-z]{44}$/.test(text) ? (text as Multikey) : undefined;

/** For ids that this node makes itself or reads back from its own store. */
export const trusted = {
  actor: (text: string): ActorId => text as ActorId,
  object: (text: string): ObjectId => text as ObjectId,
  activity: (text: string): ActivityId => text as ActivityId,
  inbox: (text: string): InboxUrl => text as InboxUrl,
  handle: (text: string): Handle => text as Handle,
  host: (text: string): Host => text as Host,
  feedEntry: (text: string): FeedEntryId => text as FeedEntryId,
  charter: (text: string): CharterHash => text as CharterHash,
  multikey: (text: string): Multikey => text as Multikey,
};

/** The actor as an object: following, updating or deleting an actor is an activity about it. */
export const asObject = (id: ActorId | ActivityId): ObjectId => id as string as ObjectId;
export const asActor = (id: ObjectId): ActorId => id as string as ActorId;

/** The host that an id lives on. Throws on what is no URL: ids are checked when they are made. */
export const hostOf = (id: string): Host => new URL(id).host as Host;

/** A host as somebody types it: `Hall.example`, `hall.example:8421`, or any address on it. Undefined for what names none. */
export function hostFrom(text: string): Host | undefined {
  const typed = text.trim();
  const hasScheme = /^https?:\/\//i.test(typed);
  const url = httpUrl(hasScheme ? typed : `https://${typed}`);
  if (url === undefined || (!hasScheme && `${url.pathname}${url.search}${url.hash}` !== "/")) return undefined;
  return /^[^.]+$/.test(url.hostname) && !/^(?:localhost|\[.*\])$/.test(url.hostname) ? undefined : (url.host as Host);
}

/** Scheme, host and port: two ids of one origin speak for each other (FEP-fe34). */
export const originOf = (id: string): string => new URL(id).origin;
export const sameOrigin = (a: string, b: string): boolean => originOf(a) === originOf(b);

/** Lower-case ASCII letters, digits, `-` and `_`, 2 to 40 characters, so that nothing can be mistaken for it (homographs). */
export function handleFrom(text: string): Handle | undefined {
  return /^[a-z0-9](?:[a-z0-9_-]{0,38}[a-z0-9])$/.test(text) ? (text as Handle) : undefined;
}
export const HANDLE_RULE = "2 to 40 characters: lower-case letters a to z, digits, - and _ (not first or last)";
