import {
  DAY,
  HOUR,
  MINUTE,
  SECOND,
  type Duration,
  type Result,
  type Task,
  type TaskMessage,
  logWord,
  whatBroke,
} from "@commonhall/domain";
import { createLatch } from "../delivery/latch.ts";
import type { FetchProblem } from "../discovery/fetch-document.ts";
import type { FederationPorts } from "../ports.ts";

/** What becomes of a task: done, or a problem that may pass (`unreachable`) or will not. */
export type TaskAnswer = Result<undefined, FetchProblem>;

type TypeOfTask = Task["type"];

/** The task of each type; of several types, any of theirs. */
type TaskOf<Type extends TypeOfTask> = { [T in Type]: Extract<Task, { type: T }> & { readonly type: T } }[Type];

/** One function for each type of task, in the room that it belongs to. */
export type TaskFunctions = { readonly [Type in TypeOfTask]: (task: TaskOf<Type>) => Promise<TaskAnswer> };

export interface TaskRunner {
  /** Until the signal; what is under way then is finished. */
  run(signal: AbortSignal): Promise<void>;
  /** Does everything that is due, and answers how many tasks that were. */
  drain(): Promise<number>;
}

/** A server that does not answer for a week has been given up by deliveries as well. */
const TRY_AGAIN_AFTER: readonly Duration[] = [30 * SECOND, 5 * MINUTE, HOUR, 6 * HOUR, DAY, 5 * DAY];

/**
 * Does what a commit has written down as due and what waits for the network. How many run at once the queue decides; a
 * task whose handler throws stays in it. One that finds nobody there comes again later, a few times; one that can never
 * be done is let go with a line in the log.
 */
export function createTaskRunner(
  ports: Pick<FederationPorts, "tasks" | "direct" | "log">,
  functions: TaskFunctions,
): TaskRunner {
  const handle = async (message: unknown): Promise<void> => {
    if (!isTaskMessage(message)) return ports.log.error("what waits among the tasks is none");
    const { task, key, turn, attempts = 0 } = message;
    const answer = await runTask(functions, task);
    if (answer.ok) return;
    const after = answer.error.type === "unreachable" ? TRY_AGAIN_AFTER[attempts] : undefined;
    if (after === undefined)
      return ports.log.info("a task was given up", { task: logWord(task.type), problem: logWord(answer.error.type) });
    const again = { ...(key === undefined ? {} : { key }), ...(turn === undefined ? {} : { turn }) };
    await ports.direct.tasks.add(task, { after, attempts: attempts + 1, ...again });
  };

  return {
    run: (signal) => listenAgain(ports, handle, signal),
    drain: () => ports.tasks.drain(handle),
  };
}

/** A database that is away for a moment must not end the work for good; what was under way then is done again. */
async function listenAgain(
  { tasks, log }: Pick<FederationPorts, "tasks" | "log">,
  handle: (message: unknown) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const latch = createLatch();
  const stop = () => latch.raise();
  signal.addEventListener("abort", stop);
  for (let ended = false; !ended && !signal.aborted;) {
    try {
      await tasks.listen(handle, { signal });
      ended = true;
    } catch (error) {
      log.error("work could not be done and is tried again", { error: whatBroke(error) });
      await latch.wait(SECOND);
    }
  }
  signal.removeEventListener("abort", stop);
}

const runTask = <Type extends TypeOfTask>(functions: TaskFunctions, task: TaskOf<Type>): Promise<TaskAnswer> =>
  functions[task.type](task);

/** The queue holds nothing but what we put there. */
const isTaskMessage = (message: unknown): message is TaskMessage =>
  typeof message === "object" && message !== null && "task" in message;
