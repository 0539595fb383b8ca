import { ok, sameOrigin, type ActorId, type Result, type Timestamp } from "@commonhall/domain";
import { isJsonObject, parseCollection, readRevokedList, type JsonValue, type ParsedActor } from "@commonhall/wire";
import { fetchDocument, type FetchProblem } from "../discovery/fetch-document.ts";
import type { TimedUse } from "../tasks/task-use.ts";
import { isSignedByActor, parsedActor } from "./check-attestation.ts";

/** What an issuer says today: with which keys it signs, whom it vouches for, and what it has taken back. */
export interface IssuerFacts {
  readonly actor: ParsedActor;
  readonly affiliates: ReadonlySet<string>;
  /** Undefined where no list of it could be read. */
  readonly revoked?: { readonly jtis: ReadonlySet<string>; readonly at: Timestamp };
}

type Use = Pick<TimedUse, "client" | "find" | "clock">;

/** `status` is where its attestations say that the list is. Without its document nothing is known; without a list, less. */
export async function issuerFacts(
  use: Use,
  issuer: ActorId,
  status: string,
): Promise<Result<IssuerFacts, FetchProblem>> {
  const found = await use.find.fresh(issuer);
  if (!found.ok) return found;
  const actor = parsedActor(found.value);
  if (!actor.ok) return actor;
  const affiliates = await affiliatesOf(use, actor.value);
  const revoked = await revokedList(use, actor.value, status);
  return ok({ actor: actor.value, affiliates, ...(revoked === undefined ? {} : { revoked }) });
}

/** A federation of more members than these has other ways to be looked into. */
const MOST_PAGES = 20;

async function affiliatesOf({ client }: Use, { affiliates }: ParsedActor): Promise<ReadonlySet<string>> {
  const members = new Set<string>();
  const seen = new Set<string>();
  let next = affiliates;
  while (next !== undefined && !seen.has(next) && seen.size < MOST_PAGES) {
    seen.add(next);
    const fetched = await fetchDocument(client, next);
    const page = fetched.ok && sameOrigin(fetched.value.url, next) ? parseCollection(fetched.value.json) : undefined;
    if (page?.ok !== true) break;
    for (const item of page.value.items) members.add(idOf(item));
    next = page.value.next ?? page.value.first;
  }
  return members;
}

const idOf = (item: JsonValue): string => {
  const id = isJsonObject(item) ? item["id"] : item;
  return typeof id === "string" ? id : "";
};

const LIST_TYPES = ["application/jwt", "application/jose"];

/** Its own, signed by a key that it shows, and not from the future: an old list that somebody shows again says how old it is. */
async function revokedList(
  { client, clock }: Use,
  actor: ParsedActor,
  status: string,
): Promise<IssuerFacts["revoked"] | undefined> {
  const fetched = await client.get(status, { accept: LIST_TYPES.join(", "), signedBy: "node" });
  if (!fetched.ok || !sameOrigin(fetched.value.url, status)) return undefined;
  const list = readRevokedList(fetched.value.body);
  if (!list.ok || list.value.issuer !== actor.remote.id) return undefined;
  if (!(await isSignedByActor(fetched.value.body, actor, list.value.keyId))) return undefined;
  return { jtis: new Set(list.value.revoked), at: Math.min(list.value.at, clock()) };
}
