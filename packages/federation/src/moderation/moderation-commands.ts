import {
  err,
  httpUrl,
  levelOf,
  ok,
  sameOrigin,
  type ActorId,
  type DomainLevel,
  type Host,
  type ModerationCommands,
  type RemoteActor,
  type Result,
  type Rooms,
  type SourceRefused,
} from "@commonhall/domain";
import { accountAddress } from "@commonhall/wire";
import type { FindActor } from "../discovery/find-actor.ts";
import type { FederationPorts } from "../ports.ts";

type Ports = Pick<FederationPorts, "site" | "clock" | "work">;

/** What a node does about other domains, and whose advice it takes. */
export function moderationCommands(ports: Ports, find: FindActor): ModerationCommands {
  const { clock, work } = ports;
  return {
    setLevel: (host, level, by, reason = "") =>
      work.run(async (rooms) => {
        const before = await levelNow(rooms, host);
        await rooms.domains.set(host, level, { by, at: clock(), reason });
        return before;
      }),
    recommend: (host, level, reason) =>
      work.run((rooms) => rooms.recommendations.put({ host, level, reason, published: clock() })),
    withdrawRecommendation: (host) => work.run(async (rooms) => void (await rooms.recommendations.withdraw(host))),
    async subscribe(address, automatic) {
      const found = await findSource(ports, find, address);
      if (!found.ok) return found;
      const source = { actor: found.value.id, automatic };
      await work.run(async (rooms) => {
        const before = await rooms.recommendations.source(source.actor);
        await rooms.recommendations.putSource({ ...before, ...source });
        await rooms.tasks.add({ type: "fetch recommendations", source: source.actor }, { key: taskKey(source.actor) });
      });
      return ok(source);
    },
    unsubscribe: (source) => work.run((rooms) => rooms.recommendations.dropSource(source)),
    answer: (source, host, does, by) =>
      work.run(async (rooms) => {
        const proposed = (await rooms.recommendations.proposed()).find(
          (one) => one.source === source && one.host === host,
        );
        if (proposed === undefined) return;
        const { level, reason } = proposed;
        if (does) await rooms.domains.set(host, level, { by, at: clock(), reason });
        await rooms.recommendations.answer(source, host);
      }),
  };
}

export const taskKey = (source: ActorId): string => `fetch recommendations ${source}`;

export async function levelNow(rooms: Pick<Rooms, "domains">, host: Host): Promise<DomainLevel> {
  const all = await rooms.domains.all();
  return levelOf(host, new Map(all.map((one) => [one.host, one.level])));
}

async function findSource(
  { site }: Ports,
  find: FindActor,
  address: string,
): Promise<Result<RemoteActor, SourceRefused>> {
  const account = accountAddress(address);
  const url = account === undefined ? httpUrl(address.trim()) : undefined;
  const host = account?.host ?? url?.host;
  if (host === undefined) return err({ type: "not an address", address });
  if (host === site.handleHost || host === new URL(site.origin).host) return err({ type: "ourselves" });
  const found = account === undefined ? await find.byAddress(url?.href ?? "") : await find.byAccount(account);
  if (!found.ok) {
    const { error } = found;
    return err({ type: "not found", address, detail: "detail" in error ? error.detail : error.type });
  }
  return sameOrigin(found.value.id, site.origin) ? err({ type: "ourselves" }) : ok(found.value);
}
