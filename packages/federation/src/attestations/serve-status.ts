import { HOUR } from "@commonhall/domain";
import { signRevokedList } from "@commonhall/wire";
import { served, type Served } from "../documents/respond.ts";
import type { LocalKeys } from "../keys/local-keys.ts";
import type { FederationPorts } from "../ports.ts";

/**
 * Which of its attestations our centre has taken back, signed and dated: a list that says when it was made cannot be
 * shown again after what it does not know. Dated by the hour, so that it is the same bytes for everybody who asks.
 */
export async function serveStatus(
  { direct, clock }: Pick<FederationPorts, "direct" | "clock">,
  keys: LocalKeys,
): Promise<Served | undefined> {
  const centre = await direct.centres.get();
  const signer = centre === undefined ? undefined : await keys.signerFor(centre.id);
  if (centre === undefined || signer === undefined) return undefined;
  const now = clock();
  const revoked = await direct.attestations.takenBackBy(centre.id, now);
  const list = { issuer: centre.id, at: now - (now % HOUR), revoked };
  return served(await signRevokedList(list, signer.proof), "application/jwt");
}
