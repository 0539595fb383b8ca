import { setImmediate } from "node:timers/promises";
import type { InboxQueue, VerifiedActivity } from "@commonhall/domain";
import type { Db, Session } from "../database/session.ts";

type Answer = "stored" | "duplicate";

interface Waiting {
  readonly activity: VerifiedActivity;
  readonly answer: (answer: Answer) => void;
  readonly fail: (error: unknown) => void;
}

const AT_MOST_AT_ONCE = 1000;

/**
 * Waiting for the disk is what accepting costs, so all who ask within one turn of the event loop, or while a commit is
 * under way, wait for the same commit. Each is answered when it is on disk.
 */
export function groupCommit(session: Session): InboxQueue["accept"] {
  const waiting: Waiting[] = [];
  let committing = false;

  const commitAll = async (): Promise<void> => {
    committing = true;
    while (waiting.length > 0) {
      await setImmediate();
      await commit(session, waiting.splice(0, AT_MOST_AT_ONCE));
    }
    committing = false;
  };

  return (activity) =>
    new Promise((answer, fail) => {
      waiting.push({ activity, answer, fail });
      if (!committing) void commitAll();
    });
}

async function commit(session: Session, batch: readonly Waiting[]): Promise<void> {
  try {
    const added = await session.write(async (db) => {
      const ids = new Set<string>();
      for (const some of inPowersOfTwo(batch)) for (const id of await insert(db, some)) ids.add(id);
      return ids;
    });
    // Of two that came at once under one id, the first is the one.
    for (const { activity, answer } of batch) answer(added.delete(activity.id) ? "stored" : "duplicate");
  } catch (error) {
    for (const { fail } of batch) fail(error);
  }
}

/** Answers the ids that were not known before. */
async function insert(db: Db, batch: readonly Waiting[]): Promise<readonly string[]> {
  const rows = batch.map(({ activity: { id, actor, document, received } }) => {
    return { id, actor, document, received, state: "waiting" as const, due: received, attempts: 0, why: null };
  });
  const added = await db
    .insertInto("inbox_item")
    .values(rows)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .execute();
  return added.map(({ id }) => id);
}

const MOST_ROWS = 64;

/** Cut into parts of 64, 32, … 1, so that few statement texts serve batches of every size. */
function inPowersOfTwo<T>(items: readonly T[]): (readonly T[])[] {
  const parts: (readonly T[])[] = [];
  for (let from = 0; from < items.length;) {
    const size = Math.min(MOST_ROWS, 2 ** Math.floor(Math.log2(items.length - from)));
    parts.push(items.slice(from, from + size));
    from += size;
  }
  return parts;
}
