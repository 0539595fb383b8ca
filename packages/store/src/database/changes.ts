import type { Change } from "@commonhall/domain";
import type { Database } from "better-sqlite3";
import { isBusy } from "./dialect.ts";
import { createListeners } from "./listeners.ts";

export interface Changes {
  readonly listen: (listener: (change: Change) => void) => () => void;
  readonly tell: (change: Change) => void;
  readonly stop: () => void;
}

const LOOK_EVERY = 250;

/** `data_version` of a connection changes when another one has committed, so the writer's tells of other processes. */
export function watchChanges(writer: Database): Changes {
  const { listen, tell, forgetAll } = createListeners();
  const dataVersion = writer.prepare<[], number>("pragma data_version").pluck();
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
    listen,
    stop: () => {
      clearInterval(timer);
      forgetAll();
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
