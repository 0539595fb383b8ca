import { err, ok, type RemoteActor, type Result, type Task } from "@commonhall/domain";
import { isSignedBy, parseActor, parseDocument, readAttestation, type ParsedActor } from "@commonhall/wire";
import type { FetchProblem } from "../discovery/fetch-document.ts";
import { whereTo } from "../moderation/standing.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TaskUse } from "../tasks/task-use.ts";

type CheckAttestation = Extract<Task, { type: "check attestation" }>;

/** The issuer's key is the one that its own server shows now. What it did not sign stands nowhere. */
export async function checkAttestation(
  { find, inCommit }: Pick<TaskUse, "find" | "inCommit">,
  { offer, issuer, jws }: CheckAttestation,
): Promise<TaskAnswer> {
  const read = readAttestation(jws);
  if (!read.ok || read.value.attestation.issuer !== issuer) return ok();
  const found = await find.fresh(issuer);
  if (!found.ok) return err(found.error);
  const actor = parsedActor(found.value);
  if (!actor.ok) return actor;
  if (!(await isSignedByActor(jws, actor.value, read.value.keyId))) {
    return err({ type: "unreadable", detail: "the attestation is not signed by its issuer" });
  }
  const { attestation } = read.value;
  await inCommit(async (handling) => {
    const { rooms, now } = handling;
    if ((await rooms.attestations.byOffer(offer)) !== undefined || attestation.expires <= now) return;
    const place = await whereTo(handling, issuer);
    if (place === "nowhere") return;
    await rooms.attestations.put({ offer, attestation, jws, state: "offered", since: now, apart: place === "apart" });
  });
  return ok();
}

export function parsedActor({ document }: Pick<RemoteActor, "document">): Result<ParsedActor, FetchProblem> {
  const json = parseDocument(document);
  const actor = json.ok ? parseActor(json.value) : json;
  return actor.ok ? actor : err({ type: "unreadable", detail: "its document cannot be read" });
}

/** By a key that the actor's document shows under that id, and by no other. */
export async function isSignedByActor(jws: string, { keys }: ParsedActor, keyId: string): Promise<boolean> {
  const key = keys.find(({ id, algorithm }) => id === keyId && algorithm === "Ed25519");
  return key !== undefined && isSignedBy(jws, key.publicKey);
}
