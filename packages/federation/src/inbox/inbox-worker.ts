import { HOUR, MINUTE, SECOND, type Duration, type InboxVerdict, type LeasedInboxItem } from "@commonhall/domain";
import { parseActivity } from "@commonhall/wire";
import type { FederationPorts } from "../ports.ts";
import { handleActivity } from "./handle-activity.ts";
import { inCommits, type Handling, type HandlingPorts, type Outcome } from "./handling.ts";
import type { KeyRing } from "./key-ring.ts";

export interface InboxWorker {
  /** Handles everything that is due, and answers how many activities that was. */
  drain(): Promise<number>;
}

export type InboxWorkerPorts = HandlingPorts & Pick<FederationPorts, "log" | "inbox" | "work">;

const AT_ONCE = 100;
const LEASE_FOR: Duration = 2 * MINUTE;
/** Then it is given up: what fails so often fails for a reason in us, which the log tells of. */
const TRY_AGAIN_AFTER: readonly Duration[] = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 15 * MINUTE, HOUR];

/**
 * Takes what the door has let in, reads it, decides and writes, a hundred activities to a commit. One that fails is undone
 * by itself and tried again later; the others stand. What became of each is written in the commit that has its effects,
 * so that after a crash nothing is done twice and nothing is left out.
 */
export function createInboxWorker(ports: InboxWorkerPorts, keys: Pick<KeyRing, "forget">): InboxWorker {
  const inCommit = inCommits(ports, keys);

  const round = async (): Promise<number> => {
    const items = await ports.inbox.lease(ports.clock(), AT_ONCE, LEASE_FOR);
    if (items.length === 0) return 0;
    const failures = await inCommit(async (handling) => {
      const failed: Failure[] = [];
      for (const item of items) {
        const failure = await settle({ ...handling, received: item.received }, item);
        if (failure !== undefined) failed.push(failure);
      }
      return failed;
    });
    for (const { given, error } of failures) {
      ports.log[given === "up" ? "error" : "warn"]("An activity could not be handled", {
        again: given === "up" ? "no" : "later",
        error,
      });
    }
    return items.length;
  };

  return {
    async drain() {
      let handled = 0;
      for (let more = await round(); more > 0; more = await round()) handled += more;
      return handled;
    },
  };
}

interface Failure {
  readonly given: "up" | "time";
  /** What kind of error; what it says may quote the document. */
  readonly error: string;
}

async function settle(handling: Handling, item: LeasedInboxItem): Promise<Failure | undefined> {
  const { rooms, now } = handling;
  try {
    const outcome = await rooms.nested(() => handle(handling, item));
    await rooms.inbox.settle(item.sequence, outcome);
    return undefined;
  } catch (error) {
    const name = error instanceof Error ? error.name : "unknown";
    const wait = TRY_AGAIN_AFTER[item.attempts];
    const verdict: InboxVerdict =
      wait === undefined ? { type: "ignored", why: `failed: ${name}` } : { type: "retry", at: now + wait, why: name };
    await rooms.inbox.settle(item.sequence, verdict);
    return { given: wait === undefined ? "up" : "time", error: name };
  }
}

async function handle(handling: Handling, { document }: LeasedInboxItem): Promise<Outcome> {
  const activity = parseActivity(document);
  return activity.ok ? handleActivity(handling, activity.value) : { type: "ignored", why: "it cannot be read" };
}
