import type { Change } from "@commonhall/domain";
import type { Database } from "better-sqlite3";
import { isBusy } from "./dialect.ts";

export interface Changes {
  readonly listen: (listener: (change: Change) => void) => () => void;
  readonly tell: (change: Change) => void;
  readonly stop: () => void;
}

const LOOK_EVERY = 250;

/** `data_version` of a connection changes when another one has committed, so the writer's tells of other processes. */
export function watchChanges(writer: Database): Changes {
  const listeners = new Set<(change: Change) => void>();
  const dataVersion = writer.prepare<[], number>("pragma data_version").pluck();
  const tell = (change: Change) => listeners.forEach((listener) => call(() => listener(change)));
  let last = dataVersion.get();
  const timer = setInterval(() => {
    const version = unlessBusy(() => dataVersion.get(), last);
    if (version === last) return;
    last = version;
    tell("anything");
  }, LOOK_EVERY);
  timer.unref();
  return {
    tell,
    listen: (listener) => {
      const own = (change: Change) => listener(change);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    stop: () => {
      clearInterval(timer);
      listeners.clear();
    },
  };
}

/** Another process may hold the whole file for a moment, while it opens or closes it; the next look will do. */
function unlessBusy<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch (error) {
    if (isBusy(error)) return otherwise;
    throw error;
  }
}

/** What a listener does wrong is not the fault of the commit that it is told of. */
function call(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
