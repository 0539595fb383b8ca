import { DAY, ok, type Task, type Vouch } from "@commonhall/domain";
import type { FederationPorts } from "../ports.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TimedUse } from "../tasks/task-use.ts";
import { vouchFrom } from "./check-vouching.ts";
import { issuerFacts } from "./issuer-facts.ts";

/**
 * Once a day each issuer is asked anew whom it vouches for and what it has taken back (wire.md 6). Answers how many have
 * to be asked.
 */
export async function askIssuers({ direct, clock }: Pick<FederationPorts, "direct" | "clock">): Promise<number> {
  const now = clock();
  const due = await direct.vouches.dueIssuers(now - DAY, now);
  for (const issuer of due) await direct.tasks.add({ type: "check issuer", issuer }, { key: `check issuer ${issuer}` });
  return due.length;
}

/** What cannot be read today is as it was; how old that is, each reader sees. */
export async function checkIssuer(
  use: TimedUse,
  { issuer }: Extract<Task, { type: "check issuer" }>,
): Promise<TaskAnswer> {
  const [first] = await use.direct.vouches.by(issuer);
  if (first === undefined) return ok();
  const facts = await issuerFacts(use, issuer, first.attestation.status);
  await use.inCommit(async ({ rooms, now }) => {
    for (const vouch of await rooms.vouches.by(issuer)) {
      const next = facts.ok
        ? readAnew(vouch, vouchFrom(vouch.attestation, facts.value, now))
        : { ...vouch, checked: now };
      await rooms.vouches.put(next);
    }
  });
  return ok();
}

/** Where no list could be read the one of before counts, as old as it is; what was revoked once stays so. */
const readAnew = (before: Vouch, now: Vouch): Vouch => ({
  ...now,
  revoked: before.revoked || now.revoked,
  ...(now.statusAt === undefined && before.statusAt !== undefined ? { statusAt: before.statusAt } : {}),
});
