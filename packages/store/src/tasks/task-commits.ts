import type { Clock, TaskMessage, Tasks } from "@commonhall/domain";
import type { Session } from "../database/session.ts";
import { addMessages } from "../message-queue/message-commits.ts";

/** The name of the message queue that tasks wait in. Whoever listens to it gets a `TaskMessage`. */
export const TASKS = "tasks";

export const tasks = (session: Session, clock: Clock): Tasks => ({
  add: (task, { after = 0, key, turn, attempts } = {}) =>
    session.write((db) => {
      const message: TaskMessage = {
        task,
        ...(key === undefined ? {} : { key }),
        ...(turn === undefined ? {} : { turn }),
        ...(attempts === undefined ? {} : { attempts }),
      };
      return addMessages(db, TASKS, [message], {
        due: clock() + after,
        onceKey: key ?? null,
        orderingKey: turn ?? null,
      });
    }),
});
