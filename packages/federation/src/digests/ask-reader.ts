import { DIGEST_LIMITS, err, ok, type MailProblem, type Task } from "@commonhall/domain";
import type { FederationPorts } from "../ports.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TaskUse } from "../tasks/task-use.ts";

/** Somebody has typed an address into the form. Whoever reads there is asked, unless they were today. */
export async function weighDigest(
  { digestSeals }: Pick<FederationPorts, "digestSeals">,
  use: TaskUse,
  { digest }: Extract<Task, { type: "weigh digest" }>,
): Promise<TaskAnswer> {
  const draft = await digestSeals.draft(digest);
  await use.inCommit(async ({ rooms, now }) => {
    if (!(await rooms.digests.add(draft, now))) return;
    await rooms.tasks.add({ type: "mail question", digest: draft.id }, { key: `mail question ${draft.id}` });
  });
  return ok();
}

/** One mail, which asks. It is let go after a day: then that mailbox may be asked again by another. */
export async function mailQuestion(
  { digestMail, digestSeals, clock }: Pick<FederationPorts, "digestMail" | "digestSeals" | "clock">,
  use: TaskUse,
  task: Extract<Task, { type: "mail question" }>,
): Promise<TaskAnswer> {
  const digest = await use.direct.digests.get(task.digest);
  if (digestMail === undefined || digest === undefined || digest.confirmed !== undefined) return ok();
  if (clock() - digest.asked >= DIGEST_LIMITS.betweenQuestions) return ok();
  const sent = await digestMail.sendQuestion({ ...digest, ...(await digestSeals.open(digest)) });
  return sent.ok ? sent : unsent(sent.error);
}

/** What is refused for good is not tried again; its line in the log says what the server answered, and nothing of whom. */
export const unsent = ({ type, detail }: MailProblem): TaskAnswer =>
  err({ type: type === "refused" ? "unreadable" : type, detail });
