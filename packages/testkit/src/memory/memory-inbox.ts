import {
  DAY,
  type InboxQueue,
  type InboxVerdict,
  type InboxVerdicts,
  type LeasedInboxItem,
  type Timestamp,
} from "@commonhall/domain";

export interface MemoryInbox {
  readonly inbox: InboxQueue;
  readonly verdicts: InboxVerdicts;
  /** Forgets what arrived long ago. */
  readonly forget: (now: Timestamp) => void;
}

interface Item extends LeasedInboxItem {
  state: InboxVerdict["type"] | "waiting";
  due: Timestamp;
  leased: boolean;
  attempts: number;
}

export function memoryInbox(): MemoryInbox {
  const items = new Map<string, Item>();
  let sequence = 0;
  const waiting = () => [...items.values()].filter(({ state }) => state === "waiting");
  return {
    inbox: {
      accept: async (activity) => {
        if (items.has(activity.id)) return "duplicate";
        const fresh = {
          sequence: ++sequence,
          attempts: 0,
          state: "waiting",
          due: activity.received,
          leased: false,
        } as const;
        items.set(activity.id, { ...activity, ...fresh });
        return "stored";
      },
      lease: async (now, limit, leaseFor) => {
        const beingDealtWith = waiting().filter(({ due, leased }) => leased && due > now);
        const actors = new Set(beingDealtWith.map(({ actor }) => actor));
        const leased = waiting()
          .filter(({ due, actor }) => due <= now && !actors.has(actor))
          .slice(0, limit);
        for (const item of leased) Object.assign(item, { leased: true, due: now + leaseFor });
        return leased.map(({ state: _, due: __, leased: ___, ...item }) => item);
      },
      nextDue: async () => {
        const times = waiting().map(({ due }) => due);
        return times.length === 0 ? undefined : Math.min(...times);
      },
      depth: async () => waiting().length,
    },
    verdicts: {
      settle: async (sequences, verdict) => {
        for (const item of waiting().filter(({ sequence }) => sequences.includes(sequence))) {
          if (verdict.type === "retry") {
            item.leased = false;
            item.due = verdict.at;
            item.attempts++;
          } else {
            item.state = verdict.type;
          }
        }
      },
    },
    forget: (now) => {
      for (const { id, received, state } of items.values()) {
        if (state !== "waiting" && received < now - 60 * DAY) items.delete(id);
      }
    },
  };
}
