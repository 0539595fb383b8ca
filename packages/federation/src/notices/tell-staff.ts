import { err, isDue, ok, told, toldNow, type Task } from "@commonhall/domain";
import type { FederationPorts } from "../ports.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TaskUse } from "../tasks/task-use.ts";

type Ports = Pick<FederationPorts, "noticeAddresses" | "noticeMail" | "clock">;

/** Plans one mail for each of those who are told this time, and the next telling. Ends by itself when all has been seen. */
export async function tellStaff({ noticeAddresses }: Ports, use: TaskUse): Promise<TaskAnswer> {
  const [all, wait] = await Promise.all([noticeAddresses.all(), noticeAddresses.wait()]);
  await use.inCommit(async ({ rooms, now }) => {
    const alarm = await rooms.notices.alarm();
    // What was planned for an alarm that is over comes before the next telling of this one.
    if (alarm === undefined || !isDue(alarm, now)) return;
    if (!(await rooms.notices.isWaiting(now))) return rooms.notices.putAlarm(undefined);
    for (const { staff } of toldNow(alarm, all)) {
      await rooms.tasks.add({ type: "mail notice", staff }, { key: `mail notice ${staff}` });
    }
    await rooms.notices.putAlarm(told(alarm, now, wait));
    await rooms.tasks.add({ type: "tell staff" }, { after: wait });
  });
  return ok();
}

/**
 * One mail to one person, each by itself, so that nobody sees who else is told. Who has looked meanwhile is not written
 * to. A server that does not answer is tried again; an address that is refused is not.
 */
export async function mailNotice(
  { noticeAddresses, noticeMail, clock }: Ports,
  use: TaskUse,
  { staff }: Extract<Task, { type: "mail notice" }>,
): Promise<TaskAnswer> {
  if (noticeMail === undefined || !(await use.direct.notices.isWaiting(clock()))) return ok();
  const to = await noticeAddresses.of(staff);
  if (to === undefined) return ok();
  const sent = await noticeMail.sendNotice(to);
  if (sent.ok) return sent;
  const { type, detail } = sent.error;
  return err({ type: type === "refused" ? "unreadable" : type, detail });
}
