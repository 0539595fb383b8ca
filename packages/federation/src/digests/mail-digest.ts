import {
  DIGEST_LIMITS,
  digestDueUntil,
  feedFilterFrom,
  ok,
  plannedDigest,
  refusedDigest,
  toldDigest,
  type Digest,
  type Task,
  type Timestamp,
} from "@commonhall/domain";
import type { FederationPorts } from "../ports.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TaskUse } from "../tasks/task-use.ts";
import { unsent } from "./ask-reader.ts";

type Ports = Pick<FederationPorts, "digestMail" | "digestSeals" | "digestViews" | "clock">;

/** So that a morning with many of them holds up no other commit for long. */
const PLANNED_AT_ONCE = 500;

/**
 * Forgets the questions that nobody answered, and plans one mail for each digest that is due. Answers how many both were.
 */
export async function planDigests({
  work,
  clock,
  digestMail,
}: Pick<FederationPorts, "work" | "clock" | "digestMail">): Promise<number> {
  const now = clock();
  const forgotten = await work.run(({ digests }) => digests.forgetUnconfirmed(now - DIGEST_LIMITS.unanswered));
  // Where no mail server is set what is due waits until there is one.
  if (digestMail === undefined) return forgotten;
  for (let all = forgotten; ;) {
    const planned = await work.run(async ({ digests, tasks }) => {
      const due = await digests.due(now, PLANNED_AT_ONCE);
      for (const digest of due) {
        const [{ id }, until] = [digest, digestDueUntil(digest, now)];
        await digests.put(plannedDigest(digest, now));
        if (until === undefined) continue;
        await tasks.add({ type: "mail digest", digest: id, until }, { key: `mail digest ${id} ${until}` });
      }
      return due.length;
    });
    all += planned;
    if (planned < PLANNED_AT_ONCE) return all;
  }
}

/**
 * One mail to one reader, or none where the feed has nothing new. What was told is written down after the server took the
 * mail: whoever is stopped in between sends it once more, under the same id. A server that does not answer is tried again
 * until the next digest is due, which then tells all of it.
 */
export async function mailDigest(
  ports: Ports,
  use: TaskUse,
  { digest: id, until }: Extract<Task, { type: "mail digest" }>,
): Promise<TaskAnswer> {
  const { digestMail, digestSeals, digestViews, clock } = ports;
  const digest = await use.direct.digests.get(id);
  if (digestMail === undefined || digest === undefined || digestDueUntil(digest, clock()) !== until) return ok();
  const filter = feedFilterFrom(digest.feed);
  if (!filter.ok) return ok();
  const news = await digestViews.news(filter.value, { after: digest.until, until, limit: DIGEST_LIMITS.items });
  if (news.count > 0) {
    const letter = { ...digest, ...(await digestSeals.open(digest)) };
    const sent = await digestMail.sendDigest(letter, { ...news, until });
    if (!sent.ok) {
      if (sent.error.type === "refused" && sent.error.of === "address") await change(use, id, refusedDigest);
      return unsent(sent.error);
    }
  }
  await told(use, id, until);
  return ok();
}

const told = (use: TaskUse, id: string, until: Timestamp): Promise<void> =>
  change(use, id, (digest) => toldDigest(digest, until));

/** As it stands by now: it may have ended while its mail was under way. */
const change = (use: TaskUse, id: string, to: (digest: Digest) => Digest | undefined): Promise<void> =>
  use.inCommit(async ({ rooms }) => {
    const digest = await rooms.digests.get(id);
    if (digest === undefined) return;
    const changed = to(digest);
    await (changed === undefined ? rooms.digests.drop(id) : rooms.digests.put(changed));
  });
