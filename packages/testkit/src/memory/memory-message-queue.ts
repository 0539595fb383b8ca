import { type Clock, HOUR, MINUTE, SECOND, type Timestamp } from "@commonhall/domain";
import type { MessageQueueContract } from "../contracts/message-queue.ts";

interface Row {
  readonly id: number;
  readonly json: string;
  readonly orderingKey: string | undefined;
  due: Timestamp;
  leased: boolean;
  attempts: number;
}

const LEASE = 5 * MINUTE;

/** Both ends of one queue: whoever has it can send and listen. */
export function memoryMessageQueue(clock: Clock): MessageQueueContract {
  const rows: Row[] = [];
  const wakeUps = new Set<() => void>();
  let last = 0;

  const add: MessageQueueContract["enqueueMany"] = async (messages, { delay, orderingKey } = {}) => {
    const due = clock() + (delay?.total("millisecond") ?? 0);
    for (const message of messages) {
      rows.push({ id: ++last, json: JSON.stringify(message), orderingKey, due, leased: false, attempts: 0 });
    }
    for (const wakeUp of wakeUps) wakeUp();
  };
  const lease = (): Row | undefined => {
    const next = rows
      .filter((row) => row.due <= clock() && !isHeldUp(rows, row, clock()))
      .sort((a, b) => a.due - b.due || a.id - b.id)[0];
    if (next === undefined) return undefined;
    next.leased = true;
    next.due = clock() + LEASE;
    return next;
  };
  const handle = async (row: Row, handler: (message: unknown) => Promise<void> | void) => {
    try {
      await handler(JSON.parse(row.json));
      rows.splice(rows.indexOf(row), 1);
    } catch {
      row.leased = false;
      row.due = clock() + Math.min(HOUR, SECOND * 2 ** row.attempts++);
    }
    for (const wakeUp of wakeUps) wakeUp();
  };
  const leaseAll = (): Row[] => {
    const leased: Row[] = [];
    for (let row = lease(); row !== undefined; row = lease()) leased.push(row);
    return leased;
  };
  return {
    enqueue: (message, options) => add([message], options),
    enqueueMany: add,
    drain: async (handler) => {
      for (let handled = 0; ;) {
        const leased = leaseAll();
        if (leased.length === 0) return handled;
        await Promise.all(leased.map((row) => handle(row, handler)));
        handled += leased.length;
      }
    },
    listen: async (handler, { signal } = {}) => {
      const underWay = new Set<Promise<void>>();
      const isOver = () => signal?.aborted === true;
      while (!isOver()) {
        for (const row of leaseAll()) {
          const handling = handle(row, handler).finally(() => underWay.delete(handling));
          underWay.add(handling);
        }
        await nextWakeUp(wakeUps, signal);
      }
      await Promise.all(underWay);
    },
    getDepth: async () => {
      const waiting = rows.filter(({ leased, due }) => !leased || due <= clock());
      const ready = waiting.filter(({ due }) => due <= clock()).length;
      return { queued: waiting.length, ready, delayed: waiting.length - ready };
    },
  };
}

const isHeldUp = (rows: readonly Row[], row: Row, now: Timestamp): boolean =>
  row.orderingKey !== undefined &&
  rows.some((other) => {
    if (other === row || other.orderingKey !== row.orderingKey) return false;
    return (other.leased && other.due > now) || (other.id < row.id && (other.due <= now || other.attempts > 0));
  });

async function nextWakeUp(wakeUps: Set<() => void>, signal: AbortSignal | undefined): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const wakeUp = () => resolve();
  wakeUps.add(wakeUp);
  signal?.addEventListener("abort", wakeUp);
  await promise;
  wakeUps.delete(wakeUp);
  signal?.removeEventListener("abort", wakeUp);
}
