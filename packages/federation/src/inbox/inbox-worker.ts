import {
  HOUR,
  hostOf,
  MINUTE,
  SECOND,
  type Duration,
  type InboxVerdict,
  type LeasedInboxItem,
  logWord,
} from "@commonhall/domain";
import { parseActivity } from "@commonhall/wire";
import type { FederationPorts, Log } from "../ports.ts";
import { handleActivity } from "./handle-activity.ts";
import { inCommits, refused, type Handling, type HandlingPorts, type Outcome } from "./handling.ts";
import type { KeyRing } from "./key-ring.ts";

export interface InboxWorker {
  /** Handles some of what is due, in one commit, and answers how many activities that was: none where nothing is due. */
  round(): Promise<number>;
  /** Handles everything that is due, and answers how many activities that was. */
  drain(): Promise<number>;
}

export type InboxWorkerPorts = HandlingPorts & Pick<FederationPorts, "log" | "inbox" | "work" | "contacts">;

/** A commit holds up everything else in the process, so it takes some tens of milliseconds and no more. */
const AT_ONCE = 64;
const LEASE_FOR: Duration = 2 * MINUTE;
/** Then it is given up: what fails so often fails for a reason in us, which the log tells of. */
const TRY_AGAIN_AFTER: readonly Duration[] = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 15 * MINUTE, HOUR];

/**
 * Takes what the door has let in, reads it, decides and writes, some tens of activities to a commit. What became of each is
 * written in the commit that has its effects, so that after a crash nothing is done twice and nothing is left out. Where
 * one of them fails, all are done again, each for itself: then the one is undone and tried later, and the others stand.
 */
export function createInboxWorker(ports: InboxWorkerPorts, keys: Pick<KeyRing, "forget">): InboxWorker {
  const inCommit = inCommits(ports, keys);

  const round = async (): Promise<number> => {
    const items = await ports.inbox.lease(ports.clock(), AT_ONCE, LEASE_FOR);
    if (items.length === 0) return 0;
    for (const { actor } of items) ports.contacts?.heard(hostOf(actor));
    const refusals = await inCommit((handling) => handleTogether(handling, items)).catch(async () => {
      const { failures, refusals } = await inCommit((handling) => handleOneByOne(handling, items));
      for (const failure of failures) tell(ports.log, failure);
      return refusals;
    });
    for (const [why, all] of Map.groupBy(refusals, (reason) => reason)) {
      ports.log.info("an activity was refused", { why: logWord(why), count: all.length });
    }
    return items.length;
  };

  return {
    round,
    async drain() {
      let handled = 0;
      for (let more = await round(); more > 0; more = await round()) handled += more;
      return handled;
    },
  };
}

/** Answers for which reasons activities were refused. */
async function handleTogether(handling: Handling, items: readonly LeasedInboxItem[]): Promise<readonly string[]> {
  const refusals: string[] = [];
  const verdicts = new Map<string, { readonly verdict: InboxVerdict; readonly sequences: number[] }>();
  for (const item of items) {
    const verdict = await handle(handling, item);
    refusals.push(...refusalIn(verdict));
    const key = verdict.type === "ignored" ? verdict.why : "";
    const same = verdicts.get(key);
    if (same === undefined) verdicts.set(key, { verdict, sequences: [item.sequence] });
    else same.sequences.push(item.sequence);
  }
  for (const { verdict, sequences } of verdicts.values()) await handling.rooms.inbox.settle(sequences, verdict);
  return refusals;
}

const refusalIn = (outcome: Outcome): readonly string[] =>
  outcome.type === "ignored" && outcome.isRefused === true ? [outcome.why] : [];

interface Failure {
  readonly again: "later" | "no";
  /** What kind of error; what it says may quote the document. */
  readonly error: string;
}

async function handleOneByOne(
  handling: Handling,
  items: readonly LeasedInboxItem[],
): Promise<{ readonly failures: readonly Failure[]; readonly refusals: readonly string[] }> {
  const failures: Failure[] = [];
  const refusals: string[] = [];
  for (const item of items) {
    try {
      const outcome = await handling.rooms.nested(() => handle(handling, item));
      await handling.rooms.inbox.settle([item.sequence], outcome);
      refusals.push(...refusalIn(outcome));
    } catch (error) {
      failures.push(await putOff(handling, item, error instanceof Error ? error.name : "unknown"));
    }
  }
  return { failures, refusals };
}

async function putOff(
  { rooms, now }: Handling,
  { sequence, attempts }: LeasedInboxItem,
  error: string,
): Promise<Failure> {
  const wait = TRY_AGAIN_AFTER[attempts];
  if (wait === undefined) {
    await rooms.inbox.settle([sequence], { type: "ignored", why: `failed: ${error}` });
    return { again: "no", error };
  }
  await rooms.inbox.settle([sequence], { type: "retry", at: now + wait, why: error });
  return { again: "later", error };
}

function tell(log: Log, { again, error }: Failure): void {
  log[again === "no" ? "error" : "warn"]("an activity could not be handled", {
    again: logWord(again),
    error: logWord(error),
  });
}

async function handle(handling: Handling, { document, received }: LeasedInboxItem): Promise<Outcome> {
  const activity = parseActivity(document);
  if (!activity.ok) return refused(`it cannot be read: ${activity.error.type}`);
  return handleActivity({ ...handling, received }, activity.value);
}
