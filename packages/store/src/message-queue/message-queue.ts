import { type Change, type Clock, HOUR, MINUTE, SECOND } from "@commonhall/domain";
import type { Session } from "../database/session.ts";
import { type Alarm, createAlarm } from "./alarm.ts";
import {
  addMessages,
  countMessages,
  type LeasedMessage,
  leaseMessages,
  nextMessageDue,
  prolongLeases,
  removeMessage,
  returnMessage,
} from "./message-commits.ts";
import type { EnqueueOptions, Handler, MessageQueueStore } from "./message-queue-store.ts";

export interface QueuePorts {
  readonly session: Session;
  readonly clock: Clock;
  readonly onChange: (listener: (change: Change) => void) => () => void;
  /** Aborts when the store is closed. */
  readonly closing: AbortSignal;
}

const HANDLED_AT_ONCE = 8;
const LEASE = 5 * MINUTE;
/** Something may be due that cannot be handled yet, because another of its ordering key is being handled elsewhere. */
const SHORTEST_WAIT = 100;
const LONGEST_WAIT = 30 * SECOND;

export function messageQueue(ports: QueuePorts, name: string): MessageQueueStore {
  const add = (messages: readonly unknown[], { delay, orderingKey = null }: Partial<AddOptions> = {}) =>
    ports.session.beside((db) => {
      const due = ports.clock() + (delay?.total("millisecond") ?? 0);
      return addMessages(db, name, messages, { due, orderingKey, onceKey: null });
    });
  return {
    nativeRetrial: false,
    enqueue: (message, options) => add([message], options),
    enqueueMany: add,
    listen: (handler, { signal } = {}) => {
      const signals = signal === undefined ? [ports.closing] : [ports.closing, signal];
      return listen(ports, name, handler, AbortSignal.any(signals));
    },
    drain: (handler) => drain(ports, name, handler),
    getDepth: () => countMessages(ports.session.read, name, ports.clock()),
  };
}

type AddOptions = Omit<EnqueueOptions, "orderingKey"> & { readonly orderingKey: string | null };

async function listen(ports: QueuePorts, name: string, handler: Handler, end: AbortSignal): Promise<void> {
  const underWay = new Map<number, Promise<void>>();
  // Whose lease cannot be prolonged is handled again when it has run out.
  const prolonging = setInterval(() => void prolong(ports, [...underWay.keys()]).catch(() => undefined), LEASE / 3);
  try {
    await unlessClosing(ports, () => handleUntil(end, ports, name, handler, underWay));
  } finally {
    clearInterval(prolonging);
    await Promise.all(underWay.values());
  }
}

/** What was under way when the store closed keeps its lease, and is handled again when that has run out. */
async function unlessClosing({ closing }: QueuePorts, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!closing.aborted) throw error;
  }
}

async function handleUntil(
  end: AbortSignal,
  ports: QueuePorts,
  name: string,
  handler: Handler,
  underWay: Map<number, Promise<void>>,
): Promise<void> {
  const alarm = createAlarm();
  const stopWatching = ports.onChange((change) => change === "anything" && alarm.ring());
  end.addEventListener("abort", alarm.ring);
  const handleOne = async (message: LeasedMessage) => {
    // What cannot be noted keeps its lease, and is handled again when that has run out.
    await handle(ports, handler, message).catch(() => undefined);
    underWay.delete(message.id);
    alarm.ring();
  };
  try {
    while (!end.aborted) {
      const leased = await lease(ports, name, HANDLED_AT_ONCE - underWay.size);
      for (const message of leased) underWay.set(message.id, handleOne(message));
      if (leased.length === 0) await waitForMore(ports, name, alarm);
    }
  } finally {
    end.removeEventListener("abort", alarm.ring);
    stopWatching();
  }
}

async function drain(ports: QueuePorts, name: string, handler: Handler): Promise<number> {
  for (let handled = 0; ;) {
    const leased = await lease(ports, name, HANDLED_AT_ONCE);
    if (leased.length === 0) return handled;
    await Promise.all(leased.map((message) => handle(ports, handler, message)));
    handled += leased.length;
  }
}

/** Looks before it writes, so that waking for nothing changes nothing. */
async function lease(ports: QueuePorts, name: string, limit: number): Promise<readonly LeasedMessage[]> {
  const now = ports.clock();
  if (limit === 0) return [];
  const due = await nextMessageDue(ports.session.read, name);
  if (due === undefined || due > now) return [];
  return ports.session.beside((db) => leaseMessages(db, name, now, { limit, leaseFor: LEASE }));
}

async function handle(ports: QueuePorts, handler: Handler, message: LeasedMessage): Promise<void> {
  const { session, clock } = ports;
  const succeeded = await runs(handler, message.message);
  await unlessClosing(ports, () =>
    session.beside((db) =>
      succeeded ? removeMessage(db, message.id) : returnMessage(db, message, clock() + waitAfter(message.attempts)),
    ),
  );
}

/** What went wrong is for the handler to tell; here it only means that the message is not done. */
async function runs(handler: Handler, message: unknown): Promise<boolean> {
  try {
    await handler(message);
    return true;
  } catch {
    return false;
  }
}

const waitAfter = (attempts: number): number => Math.min(HOUR, SECOND * 2 ** attempts);

async function prolong({ session, clock }: QueuePorts, ids: readonly number[]): Promise<void> {
  if (ids.length > 0) await session.beside((db) => prolongLeases(db, ids, clock() + LEASE));
}

async function waitForMore({ session, clock }: QueuePorts, name: string, alarm: Alarm): Promise<void> {
  const due = await nextMessageDue(session.read, name);
  const wait = due === undefined ? LONGEST_WAIT : due - clock();
  await alarm.wait(Math.max(SHORTEST_WAIT, Math.min(wait, LONGEST_WAIT)));
}
