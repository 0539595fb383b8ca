import {
  levelOf,
  ok,
  type ActorId,
  type DomainLevel,
  type Host,
  type ModerationCommands,
  type Rooms,
} from "@commonhall/domain";
import { findByAddress, type AddressUse } from "../discovery/find-by-address.ts";
import type { FederationPorts } from "../ports.ts";

type Ports = Pick<FederationPorts, "site" | "clock" | "work">;

/** What a node does about other domains, and whose advice it takes. */
export function moderationCommands(ports: Ports, use: AddressUse): ModerationCommands {
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
      const found = await findByAddress(ports, use, address);
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
