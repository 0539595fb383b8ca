import {
  err,
  httpUrl,
  originOf,
  trusted,
  type AddressRefused,
  type RemoteActor,
  type Result,
  type Rooms,
} from "@commonhall/domain";
import { accountAddress, handleText } from "@commonhall/wire";
import type { DomainLevels } from "../moderation/domain-levels.ts";
import type { FederationPorts } from "../ports.ts";
import type { FetchProblem } from "./fetch-document.ts";
import type { FindActor } from "./find-actor.ts";

export interface AddressUse {
  readonly find: FindActor;
  readonly levels: Pick<DomainLevels, "of">;
}

/** Whom somebody means who types `@name@host` or the address of an actor: as their own server tells it now. */
export async function findByAddress(
  { site }: Pick<FederationPorts, "site">,
  use: AddressUse,
  address: string,
): Promise<Result<RemoteActor, AddressRefused>> {
  const account = accountAddress(address);
  const url = account === undefined ? httpUrl(address.trim()) : undefined;
  const host = account?.host ?? url?.host;
  if (host === undefined) return err({ type: "not an address", address });
  if (host === site.handleHost || host === new URL(site.origin).host) return err({ type: "ourselves" });
  if ((await use.levels.of(host)) === "refuse") return err({ type: "refused domain", host });
  const found = account === undefined ? await use.find.byAddress(url?.href ?? "") : await use.find.byAccount(account);
  if (!found.ok) return err(refusal(found.error, address, host));
  return originOf(found.value.id) === site.origin ? err({ type: "ourselves" }) : found;
}

/** The same among those whom we know, without asking anybody: for taking something back from a server that is silent. */
export async function findKnown(rooms: Pick<Rooms, "remoteActors">, address: string): Promise<RemoteActor | undefined> {
  const account = accountAddress(address);
  if (account !== undefined) return rooms.remoteActors.byHandle(handleText(account));
  const url = httpUrl(address.trim());
  return url === undefined ? undefined : rooms.remoteActors.get(trusted.actor(address.trim()));
}

function refusal(problem: FetchProblem, address: string, host: string): AddressRefused {
  switch (problem.type) {
    case "gone":
      return { type: "not found", address, detail: "nobody of this name is there" };
    case "unreadable":
      return { type: "not found", address, detail: problem.detail };
    case "unreachable":
      return { ...problem, host };
    case "refused domain":
      return { type: "refused domain", host };
  }
}
