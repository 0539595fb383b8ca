import { err, HOUR, ok, type ActorId, type Attestation, type Result, type Task, type Vouch } from "@commonhall/domain";
import { readAttestation, type ParsedActor, type ReadAttestation } from "@commonhall/wire";
import type { FetchProblem } from "../discovery/fetch-document.ts";
import type { Handling } from "../inbox/handling.ts";
import { standingOf } from "../moderation/standing.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TimedUse } from "../tasks/task-use.ts";
import { isSignedByActor, parsedActor } from "./check-attestation.ts";
import { issuerFacts, type IssuerFacts } from "./issuer-facts.ts";
import { whoseWordCounts } from "./whose-word-counts.ts";

type CheckVouching = Extract<Task, { type: "check vouching" }>;

/** More than anybody shows; each costs three requests to servers that a stranger may have named. */
const MOST_LOOKED_INTO = 5;

/**
 * Looks into the attestations that an actor shows in its own document: each issuer is asked for its keys, whom it vouches
 * for and what it has taken back. Where that raises how the actor stands, what it has sent comes to the desk by itself.
 */
export async function checkVouching(use: TimedUse, { actor }: CheckVouching): Promise<TaskAnswer> {
  const found = await use.find.fresh(actor);
  if (!found.ok) return err(found.error);
  const parsed = parsedActor(found.value);
  if (!parsed.ok) return parsed;
  const { vouches, problem } = await lookInto(use, await shownBy(use, actor, parsed.value));
  await use.inCommit((handling) => keep(handling, actor, vouches));
  return problem === undefined ? ok() : err(problem);
}

async function keep(handling: Handling, actor: ActorId, vouches: readonly Vouch[]): Promise<void> {
  const { rooms } = handling;
  await rooms.vouches.replace(actor, vouches);
  if ((await standingOf(handling, actor)) !== "stranger") await rooms.apart.letInAllOf(actor);
}

interface Shown extends ReadAttestation {
  readonly jws: string;
}

/** Those that are about the actor itself; of many the ones of issuers whose word counts here come first. */
async function shownBy(
  { direct, clock }: TimedUse,
  actor: ActorId,
  { attestations }: ParsedActor,
): Promise<readonly Shown[]> {
  const centre = await direct.centres.get();
  if (centre === undefined) return [];
  const counts = await whoseWordCounts(direct, centre.id, clock());
  const own = attestations.flatMap((jws): Shown[] => {
    const read = readAttestation(jws);
    const isOwn = read.ok && read.value.attestation.subject === actor;
    // What was not issued yet is none; clocks differ by minutes.
    return isOwn && read.value.attestation.issued <= clock() + HOUR ? [{ ...read.value, jws }] : [];
  });
  const rank = ({ attestation }: Shown): number => (counts(attestation.issuer) ? 0 : 1);
  return own.sort((a, b) => rank(a) - rank(b)).slice(0, MOST_LOOKED_INTO);
}

async function lookInto(
  use: TimedUse,
  shown: readonly Shown[],
): Promise<{ readonly vouches: readonly Vouch[]; readonly problem?: FetchProblem }> {
  const vouches: Vouch[] = [];
  const asked = new Map<ActorId, Result<IssuerFacts, FetchProblem>>();
  let problem: FetchProblem | undefined;
  for (const { attestation, keyId, jws } of shown) {
    const { issuer, status } = attestation;
    if (issuer === (await use.direct.centres.get())?.id) continue;
    const facts = asked.get(issuer) ?? (await issuerFacts(use, issuer, status));
    asked.set(issuer, facts);
    if (!facts.ok) {
      if (facts.error.type === "unreachable") problem = facts.error;
      continue;
    }
    if (await isSignedByActor(jws, facts.value.actor, keyId)) {
      vouches.push(vouchFrom(attestation, facts.value, use.clock()));
    }
  }
  return problem === undefined ? { vouches } : { vouches, problem };
}

export const vouchFrom = (attestation: Attestation, { affiliates, revoked }: IssuerFacts, checked: number): Vouch => ({
  attestation,
  listed: affiliates.has(attestation.subject),
  revoked: revoked?.jtis.has(attestation.jti) === true,
  ...(revoked === undefined ? {} : { statusAt: revoked.at }),
  checked,
});
