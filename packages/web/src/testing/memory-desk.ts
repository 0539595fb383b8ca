import type { DeliveryState, DeliveryViews, WorkInProgressStore } from "@commonhall/domain";
import type { WebPorts } from "../ports.ts";
import type { DeskWorld } from "./desk-ports.ts";

export const deliveryViews = (world: DeskWorld): DeliveryViews => ({
  oldestWaiting: () => Promise.resolve(undefined),
  counts() {
    const count = (state: DeliveryState) => world.deliveries.filter((line) => line.state === state).length;
    return Promise.resolve({
      waiting: count("waiting"),
      done: count("done"),
      failed: count("failed"),
      gone: count("gone"),
    });
  },
  lines: (state, limit) =>
    Promise.resolve(world.deliveries.filter((line) => state === undefined || line.state === state).slice(0, limit)),
  silentHosts: () => Promise.resolve(world.silent),
});

export const workInProgress = ({ works }: DeskWorld): WorkInProgressStore => ({
  save: (work) => Promise.resolve(void works.set(work.id, { ...work, checks: [] })),
  check: (id, saved, check) => {
    const work = works.get(id);
    if (work?.saved !== saved) return Promise.resolve(false);
    works.set(id, { ...work, checks: [...work.checks.filter(({ by }) => by !== check.by), check] });
    return Promise.resolve(true);
  },
  get: (id) => Promise.resolve(works.get(id)),
  list: () => Promise.resolve([...works.values()]),
  delete: (id) => Promise.resolve(void works.delete(id)),
});

export const domainPolicies = ({ policies }: DeskWorld): WebPorts["domains"] => ({
  all: () => Promise.resolve([...policies].map(([host, level]) => ({ host, level }))),
});
