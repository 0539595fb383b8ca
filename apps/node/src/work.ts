import { type Clock, DAY, type Duration, HOUR, LOOK_EVERY, type LogWord, MINUTE, whatBroke } from "@commonhall/domain";
import type { Federation, Log } from "@commonhall/federation";
import type { Store } from "@commonhall/store";
import type { Vault } from "@commonhall/vault";
import { rememberClock } from "./clock-check.ts";
import type { Role } from "./settings.ts";
import { keepMoving } from "./vault/release-mover.ts";
import type { NodeWatch } from "./watching/watch-node.ts";

export interface WorkPorts {
  readonly store: Pick<Store, "sweep" | "inTurn" | "settings">;
  readonly federation: Pick<Federation, "work" | "keepCalendar" | "bulletins">;
  readonly vault: Pick<Vault, "sweep" | "outlet">;
  readonly watch: Pick<NodeWatch, "look">;
  readonly clock: Clock;
  readonly log: Log;
  readonly role: Role;
  /** Whether the process does by itself what waits to be done. Tests that set the clock do it step by step. */
  readonly works: boolean;
}

export interface Work {
  /** Rejects when the work behind the pages breaks off; never resolves. */
  readonly broken: Promise<never>;
  /** Whether this is the process that has the vault: of several that answer requests, one. */
  readonly hasVault: () => boolean;
  readonly end: () => Promise<void>;
}

/**
 * What a process does beside answering. Sending and dealing with what arrives, each worker does at the same time; what
 * falls due by the calendar, one of them. The vault has one process among those that answer requests, because what
 * caseworkers have unlocked is in its memory: when it ends, another one has it (docs/decisions/0047).
 */
export function startWork(ports: WorkPorts): Work {
  const { store, federation, role, works } = ports;
  const stop = new AbortController();
  const { promise: broken, reject } = Promise.withResolvers<never>();
  // Whoever runs a node in a test need not listen to it.
  broken.catch(() => undefined);
  let hasVault = false;
  const going: Promise<void>[] = [];
  if (works && role !== "web") {
    going.push(federation.work(stop.signal).catch(reject));
    going.push(store.inTurn("calendar", stop.signal, (signal) => keepCalendar(ports, signal)).catch(reject));
  }
  if (role !== "work") {
    const tend = async (signal: AbortSignal) => {
      hasVault = true;
      await (works ? tendVault(ports, signal) : until(signal)).finally(() => (hasVault = false));
    };
    going.push(store.inTurn("vault", stop.signal, tend).catch(reject));
  }
  return {
    broken,
    hasVault: () => hasVault,
    end: async () => {
      stop.abort();
      await Promise.all(going);
    },
  };
}

async function keepCalendar({ store, federation, watch, log, clock }: WorkPorts, signal: AbortSignal): Promise<void> {
  const timers = [
    ...regularly(
      DAY,
      () => store.sweep(),
      (error) => log.error("old data could not be swept out", { error }),
    ),
    ...regularly(
      LOOK_EVERY,
      () => watch.look(),
      (error) => log.error("the node could not look at itself", { error }),
    ),
    ...regularly(
      HOUR,
      () => rememberClock(store.settings, clock()),
      (error) => log.error("the time could not be kept", { error }),
    ),
  ];
  await federation.keepCalendar(signal).finally(() => timers.forEach(clearTimeout));
}

async function tendVault({ vault, federation, log, clock }: WorkPorts, signal: AbortSignal): Promise<void> {
  // More often than the rest: keys that nobody uses any more are forgotten by it, too.
  const timers = regularly(
    HOUR,
    () => vault.sweep(),
    (error) => log.error("the vault could not be swept", { error }),
  );
  const releases = { outlet: vault.outlet, bulletins: federation.bulletins, log, clock };
  await keepMoving(releases, signal).finally(() => timers.forEach(clearTimeout));
}

/** In a minute, and then again and again. */
function regularly(every: Duration, work: () => Promise<unknown>, failed: (error: LogWord) => void): NodeJS.Timeout[] {
  const once = () => void work().catch((error: unknown) => failed(whatBroke(error)));
  return [setTimeout(once, MINUTE), setInterval(once, every)];
}

const until = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
