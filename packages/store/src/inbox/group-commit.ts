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
    const answers = await session.write(async (db) => {
      const answers: Answer[] = [];
      for (const { activity } of batch) answers.push(await insert(db, activity));
      return answers;
    });
    batch.forEach(({ answer }, index) => answer(answers[index] ?? "duplicate"));
  } catch (error) {
    for (const { fail } of batch) fail(error);
  }
}

async function insert(db: Db, { id, actor, document, received }: VerifiedActivity): Promise<Answer> {
  const { numInsertedOrUpdatedRows: stored } = await db
    .insertInto("inbox_item")
    .values({ id, actor, document, received, state: "waiting", due: received, attempts: 0, why: null })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirst();
  return stored === 1n ? "stored" : "duplicate";
}
