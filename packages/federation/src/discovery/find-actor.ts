import {
  err,
  hostOf,
  ok,
  originOf,
  sameOrigin,
  type ActorId,
  type Host,
  type RemoteActor,
  type Result,
} from "@commonhall/domain";
import {
  accountAddress,
  acctUri,
  describeWireError,
  handleText,
  parseActor,
  parseDocument,
  parseJrd,
  type AccountAddress,
  type FoundAccount,
  type ParsedActor,
} from "@commonhall/wire";
import type { HttpClient } from "../http/client.ts";
import type { KeyRing } from "../inbox/key-ring.ts";
import type { FederationPorts } from "../ports.ts";
import { fetchActor } from "./fetch-actor.ts";
import { fetchDocument, problemOf, type FetchProblem } from "./fetch-document.ts";
import { keepActor } from "./keep-actor.ts";

export interface FindActor {
  /** `@name@host`, found by WebFinger. */
  byAccount(account: AccountAddress): Promise<Result<RemoteActor, FetchProblem>>;
  /** An actor's id, or the address of its page where that leads to it. */
  byAddress(url: string): Promise<Result<RemoteActor, FetchProblem>>;
  /** As its own server tells it now; it is kept as that, with its keys. */
  fresh(id: ActorId): Promise<Result<RemoteActor, FetchProblem>>;
}

type FindPorts = Pick<FederationPorts, "site" | "work" | "clock" | "testNetwork">;

const JRD = "application/jrd+json, application/json";
const JRD_BYTES = 64 * 1024;

export function createFindActor(
  ports: FindPorts,
  client: Pick<HttpClient, "get">,
  keys: Pick<KeyRing, "forget">,
): FindActor {
  const isOurs = (id: ActorId): boolean => originOf(id) === ports.site.origin;
  const ask = (account: AccountAddress) => askHost(ports, client, account);

  const keep = async (actor: ParsedActor, lookedFor?: AccountAddress): Promise<Result<RemoteActor, FetchProblem>> => {
    const { id } = actor.remote;
    const handle = handleText(await accountOf(actor, ask, lookedFor));
    const at = ports.clock();
    const changedKeys = new Set<string>();
    await ports.work.run((rooms) => keepActor(rooms, actor, { handle, at, changedKeys }));
    for (const key of changedKeys) keys.forget(key);
    return ok({ ...actor.remote, handle, host: hostOf(id), fetched: at });
  };

  const fresh = async (id: ActorId, lookedFor?: AccountAddress): Promise<Result<RemoteActor, FetchProblem>> => {
    if (isOurs(id)) return err({ type: "unreadable", detail: "it is an actor of this node" });
    const actor = await fetchActor(client, id);
    return actor.ok ? keep(actor.value, lookedFor) : actor;
  };

  return {
    fresh: (id) => fresh(id),
    async byAccount(account) {
      const found = await ask(account);
      return found.ok ? fresh(found.value.actor, account) : found;
    },
    async byAddress(url) {
      const fetched = await fetchDocument(client, url);
      if (!fetched.ok) return fetched;
      const actor = parseActor(fetched.value.json);
      if (!actor.ok) return err({ type: "unreadable", detail: describeWireError(actor.error) });
      const { id } = actor.value.remote;
      // A page of the actor's own server may show it; from anywhere else it is only a pointer.
      if (!sameOrigin(fetched.value.url, id)) return fresh(id);
      return keep(actor.value);
    },
  };
}

type Ask = (account: AccountAddress) => Promise<Result<FoundAccount, FetchProblem>>;

/**
 * The name of the actor, with the host that confirms it: one that, asked by WebFinger for that name, names this actor.
 * Asked are the host where it was looked for, the one that the actor claims (FEP-2c59) and the one where it lives, and
 * each host that one of them points to. Where none confirms anything, as with programs that have no WebFinger, it is
 * named after where it lives, for which nobody else can speak.
 */
async function accountOf(actor: ParsedActor, ask: Ask, lookedFor?: AccountAddress): Promise<AccountAddress> {
  const { remote, preferredUsername: username } = actor;
  const home: AccountAddress = { username, host: hostOf(remote.id) };
  const asked = new Set<string>();
  const candidates = [lookedFor, claimed(remote.document), home].filter((account) => account !== undefined);
  for (const candidate of candidates) {
    const confirmed = await confirm(remote.id, candidate, ask, asked);
    if (confirmed !== undefined) return confirmed;
  }
  return home;
}

/** A server may name another one that names another one; one that goes on like that is not asked for ever. */
const MOST_ASKED = 5;

async function confirm(
  id: ActorId,
  account: AccountAddress,
  ask: Ask,
  asked: Set<string>,
): Promise<AccountAddress | undefined> {
  const uri = acctUri(account);
  if (asked.has(uri) || asked.size === MOST_ASKED) return undefined;
  asked.add(uri);
  const found = await ask(account);
  if (!found.ok || found.value.actor !== id) return undefined;
  const { subject } = found.value;
  return subject === undefined || acctUri(subject) === uri ? account : confirm(id, subject, ask, asked);
}

function claimed(document: string): AccountAddress | undefined {
  const json = parseDocument(document);
  const account = json.ok ? json.value["webfinger"] : undefined;
  return typeof account === "string" ? accountAddress(account) : undefined;
}

async function askHost(
  ports: FindPorts,
  client: Pick<HttpClient, "get">,
  account: AccountAddress,
): Promise<Result<FoundAccount, FetchProblem>> {
  const { host } = account;
  const scheme = ports.testNetwork && isLoopback(host) ? "http" : "https";
  const url = `${scheme}://${host}/.well-known/webfinger?resource=${encodeURIComponent(acctUri(account))}`;
  const fetched = await client.get(url, { accept: JRD, maxBytes: JRD_BYTES });
  if (!fetched.ok) return err(problemOf(fetched.error));
  const json = parseDocument(fetched.value.body);
  const found = json.ok ? parseJrd(json.value) : json;
  return found.ok ? found : err({ type: "unreadable", detail: describeWireError(found.error) });
}

const isLoopback = (host: Host): boolean => /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])(?::\d+)?$/.test(host);
