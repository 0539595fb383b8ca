import { setImmediate } from "node:timers/promises";
import type { InboxQueue, VerifiedActivity } from "@commonhall/domain";
import { prepared } from "../database/prepared.ts";
import { holdQueue } from "../database/row-locks.ts";
import type { Session } from "../database/session.ts";

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
      await everybodyWhoComesNow(waiting);
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

/** A turn of the event loop that brings nobody more costs next to nothing; a commit for a few costs as much as one for many. */
async function everybodyWhoComesNow(waiting: readonly Waiting[]): Promise<void> {
  for (let before = 0; before < waiting.length && waiting.length < AT_MOST_AT_ONCE;) {
    before = waiting.length;
    await setImmediate();
  }
}

async function commit(session: Session, batch: readonly Waiting[]): Promise<void> {
  try {
    const added = await session.beside(async (db) => {
      // Two that hold ids of each other's would wait for ever.
      await holdQueue(db, "arrivals");
      const ids = new Set<string>();
      for (const { activity } of batch) for (const { id } of await insertUnlessKnown(db, activity)) ids.add(id);
      return ids;
    }, "inbox");
    // Of two that came at once under one id, the first is the one.
    for (const { activity, answer } of batch) answer(added.delete(activity.id) ? "stored" : "duplicate");
  } catch (error) {
    for (const { fail } of batch) fail(error);
  }
}

const insertUnlessKnown = prepared<VerifiedActivity>()((db, value) =>
  db
    .insertInto("inbox_item")
    .values({
      id: value("id"),
      actor: value("actor"),
      document: value("document"),
      received: value("received"),
      state: "waiting",
      due: value("received"),
      leased: 0,
      attempts: 0,
      why: null,
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id"),
);
