import { actorId, err, ok, type ActorId, type Result } from "@commonhall/domain";
import { z } from "zod";
import type { Site } from "../addresses.ts";
import { addressesOf } from "../addresses.ts";
import type { WireError } from "../inbound/types.ts";
import { type JsonObject } from "../json.ts";
import { accountAddress, type AccountAddress } from "./account-address.ts";

const ACTIVITY_JSON = "application/activity+json";
const PROFILE_PAGE = "http://webfinger.net/rel/profile-page";
const AS = "https://www.w3.org/ns/activitystreams#";

export interface ActorJrdInput {
  /** `acct:handle@host`. */
  readonly subject: string;
  readonly actor: ActorId;
  /** Its page for people. */
  readonly page?: string;
}

/** What WebFinger (RFC 7033) answers for one of our actors, whether it was asked for by its name or by its id. */
export function actorJrd({ subject, actor, page }: ActorJrdInput): JsonObject {
  const profile: JsonObject[] = page === undefined ? [] : [{ rel: PROFILE_PAGE, type: "text/html", href: page }];
  return { subject, aliases: [actor], links: [{ rel: "self", type: ACTIVITY_JSON, href: actor }, ...profile] };
}

/** What it answers for the origin itself: the actor that speaks for the whole node (FEP-d556). */
export function nodeJrd(site: Site): JsonObject {
  const link = { type: ACTIVITY_JSON, href: addressesOf(site).node() };
  const properties = { [`${AS}type`]: `${AS}Application` };
  return {
    subject: `${site.origin}/`,
    links: [
      { rel: `${AS}Service`, ...link, properties },
      { rel: "self", ...link },
    ],
  };
}

export interface FoundAccount {
  readonly actor: ActorId;
  /** The name that the host gives to the actor; undefined where the subject is no account. */
  readonly subject?: AccountAddress;
}

const linkSchema = z.object({ rel: z.string(), type: z.string().catch(""), href: z.string().catch("") });
const jrdSchema = z.object({
  subject: z.string().catch(""),
  links: z.array(z.unknown()).catch([]),
});

/**
 * The actor that a WebFinger answer names: its `self` link of an ActivityStreams type. Only the host of an account may
 * say who the account is, so where `subject` is on another host than was asked, that one has to be asked in turn; and
 * the actor has to bear the name. Both are for the caller to check.
 */
export function parseJrd(json: JsonObject): Result<FoundAccount, WireError> {
  const { subject, links } = jrdSchema.parse(json);
  const selves = links.flatMap((link) => {
    const parsed = linkSchema.safeParse(link);
    return parsed.success && parsed.data.rel === "self" && isActivityType(parsed.data.type) ? [parsed.data.href] : [];
  });
  const actor = selves.map(actorId).find((id) => id !== undefined);
  if (actor === undefined) return err({ type: "missing", field: "links", detail: "no link to an ActivityPub actor" });
  const account = accountAddress(subject);
  return ok({ actor, ...(account === undefined ? {} : { subject: account }) });
}

const isActivityType = (type: string): boolean =>
  type.startsWith(ACTIVITY_JSON) || (type.startsWith("application/ld+json") && type.includes(AS.slice(0, -1)));
