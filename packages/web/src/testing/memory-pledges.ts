import {
  acceptPledge,
  declinePledge,
  err,
  fulfilPledge,
  hundredths,
  ok,
  stateOf,
  trusted,
  withdrawPledge,
  type CallResponse,
  type ObjectId,
  type PledgeLine,
  type ReceivedCallLine,
  type Timestamp,
} from "@commonhall/domain";
import type { PledgePorts } from "../pledges/ports.ts";

/** Calls and what is promised for them, as a test arranges them and looks at them after. */
export interface PledgeWorld {
  pledges: PledgeLine[];
  responses: CallResponse[];
  readonly seen: Map<ObjectId, Timestamp>;
}

export const pledgeWorld = (): PledgeWorld => ({
  pledges: [],
  responses: [],
  seen: new Map(),
});

export function memoryPledges(
  world: PledgeWorld & { readonly receivedCalls: readonly ReceivedCallLine[] },
  clock: () => number,
): { readonly pledges: PledgePorts } {
  const find = (id: string) => world.pledges.find((pledge) => pledge.id === id);
  const put = (line: PledgeLine) => {
    world.pledges = world.pledges.map((one) => (one.id === line.id ? line : one));
    return ok({ id: line.id, state: stateOf(line), available: hundredths(0) });
  };
  const stamp = () => ({ activity: trusted.activity("https://hall.example/activities/1"), now: clock() });
  const unknown = (id: string) => err({ type: "unknown pledge" as const, id });
  return {
    pledges: {
      get: async (id) => find(id),
      forCall: async (call) => world.pledges.filter((pledge) => pledge.call === call),
      acknowledged: async (call) => world.seen.get(call),
      responses: async () => world.responses,
      meantFor: async () => [],
      async pledge(need, { quantity }) {
        const line = world.receivedCalls.find(({ call }) => call.needs.some(({ id }) => id === need));
        return line === undefined || quantity > hundredths(100_000)
          ? err({ type: "unknown need", need })
          : ok({ id: trusted.activity("https://hall.example/pledges/new"), state: "offered" });
      },
      async withdrawPledge(id) {
        const line = find(id);
        const step = line === undefined ? undefined : withdrawPledge(line, clock());
        if (line === undefined || step === undefined) return unknown(id);
        return step.ok ? put({ ...line, ...step.value }) : step;
      },
      async acceptPledge(id, { quantity }) {
        const line = find(id);
        if (line === undefined) return unknown(id);
        const agreement = trusted.object("https://hall.example/agreements/1");
        const step = acceptPledge(line, hundredths(300), quantity, { ...stamp(), agreement });
        return step.ok ? put({ ...line, ...step.value }) : step;
      },
      async declinePledge(id) {
        const line = find(id);
        const step = line === undefined ? undefined : declinePledge(line, stamp());
        if (line === undefined || step === undefined) return unknown(id);
        return step.ok ? put({ ...line, ...step.value }) : step;
      },
      async fulfilPledge(id) {
        const line = find(id);
        const step = line === undefined ? undefined : fulfilPledge(line, stamp());
        if (line === undefined || step === undefined) return unknown(id);
        return step.ok ? put({ ...line, ...step.value }) : step;
      },
      async acknowledgeCall(call) {
        world.seen.set(call, clock());
        return ok();
      },
    },
  };
}
