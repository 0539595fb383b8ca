import { DAY, HOUR, MINUTE, SECOND, type Duration, type Result, type Task, type TaskMessage } from "@commonhall/domain";
import type { FetchProblem } from "../discovery/fetch-document.ts";
import type { FederationPorts } from "../ports.ts";

/** What becomes of a task: done, or a problem that may pass (`unreachable`) or will not. */
export type TaskAnswer = Result<undefined, FetchProblem>;

/** One function for each type of task, in the room that it belongs to. */
export type TaskFunctions = {
  readonly [Type in Task["type"]]: (task: Extract<Task, { type: Type }>) => Promise<TaskAnswer>;
};

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
    if (!isTaskMessage(message)) return ports.log.error("What waits among the tasks is none");
    const { task, key, attempts = 0 } = message;
    const answer = await runTask(functions, task);
    if (answer.ok) return;
    const after = answer.error.type === "unreachable" ? TRY_AGAIN_AFTER[attempts] : undefined;
    if (after === undefined)
      return ports.log.info("A task was given up", { task: task.type, problem: answer.error.type });
    await ports.direct.tasks.add(task, { after, attempts: attempts + 1, ...(key === undefined ? {} : { key }) });
  };

  return {
    run: (signal) => ports.tasks.listen(handle, { signal }),
    drain: () => ports.tasks.drain(handle),
  };
}

function runTask(functions: TaskFunctions, task: Task): Promise<TaskAnswer> {
  switch (task.type) {
    case "backfill":
      return functions[task.type](task);
    case "fetch object":
      return functions[task.type](task);
    case "fetch campaign":
      return functions[task.type](task);
    case "answer follow":
      return functions[task.type](task);
    case "tell progress":
      return functions[task.type](task);
    case "answer pledge":
      return functions[task.type](task);
    case "reconcile pledges":
      return functions[task.type](task);
    case "remind":
      return functions[task.type](task);
    case "refresh actor":
      return functions[task.type](task);
    case "meet ally":
      return functions[task.type](task);
    case "reconcile ally":
      return functions[task.type](task);
    case "forget ally":
      return functions[task.type](task);
    case "check vouching":
      return functions[task.type](task);
    case "check issuer":
      return functions[task.type](task);
    case "check attestation":
      return functions[task.type](task);
    case "fetch invited":
      return functions[task.type](task);
    case "take in statement":
      return functions[task.type](task);
    case "ask member":
      return functions[task.type](task);
    case "reseal centre":
      return functions[task.type](task);
    case "reseal campaign":
      return functions[task.type](task);
    case "pass on":
      return functions[task.type](task);
    case "fetch recommendations":
      return functions[task.type](task);
    case "tell staff":
      return functions[task.type](task);
    case "mail notice":
      return functions[task.type](task);
  }
}

/** The queue holds nothing but what we put there. */
const isTaskMessage = (message: unknown): message is TaskMessage =>
  typeof message === "object" && message !== null && "task" in message;
