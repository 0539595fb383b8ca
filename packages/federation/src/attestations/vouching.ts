import {
  firstText,
  vouchState,
  type ActorId,
  type Vouching,
  type VouchingLevel,
  type VouchingViews,
  type VouchLine,
} from "@commonhall/domain";
import { fingerprintOf } from "@commonhall/wire";
import type { FederationPorts } from "../ports.ts";
import { standingOf } from "../moderation/standing.ts";
import { parsedActor } from "./check-attestation.ts";
import { whoseWordCounts } from "./whose-word-counts.ts";

type Ports = Pick<FederationPorts, "direct" | "clock">;

/** Who vouches for an actor, and by which key it is known (row S8). */
export const vouchingViews = (ports: Ports): VouchingViews => ({
  async of(actor) {
    const { direct, clock } = ports;
    const centre = await direct.centres.get();
    const vouches = centre?.id === actor ? await forOurselves(ports, actor) : await forOthers(ports, actor);
    const isAlly = (await standingOf({ rooms: direct, now: clock() }, actor)) === "ally";
    const fingerprint = await fingerprintFor(ports, actor);
    return {
      level: levelOf(vouches, isAlly),
      vouches,
      isAlly,
      ...(fingerprint === undefined ? {} : { fingerprint }),
    };
  },
});

/** A federation that nobody here knows may be anybody, so its word weighs no more than a second organisation's. */
function levelOf(vouches: readonly VouchLine[], isAlly: boolean): VouchingLevel {
  const confirmed = vouches.filter(({ state }) => state === "confirmed");
  if (confirmed.some(({ counts }) => counts)) return "federation";
  return confirmed.length > 0 || isAlly ? "second organisation" : "centre only";
}

async function forOthers({ direct, clock }: Ports, actor: ActorId): Promise<readonly VouchLine[]> {
  const now = clock();
  const centre = await direct.centres.get();
  if (centre === undefined) return [];
  const counts = await whoseWordCounts(direct, centre.id, now);
  const lines: VouchLine[] = [];
  for (const vouch of await direct.vouches.of(actor)) {
    const { issuer } = vouch.attestation;
    const issuerName = (await direct.remoteActors.get(issuer))?.name ?? issuer;
    lines.push({ ...vouch, issuerName, state: vouchState(vouch, now), counts: counts(issuer) });
  }
  const own = await direct.attestations.between(centre.id, actor);
  const given = own.find(({ state, attestation }) => state === "accepted" && attestation.expires > now);
  if (given === undefined) return lines;
  const ours = { attestation: given.attestation, listed: true, revoked: false, statusAt: now, checked: now };
  return [{ ...ours, issuerName: firstText(centre.name), state: "confirmed", counts: true }, ...lines];
}

/** What our own document carries: both sides have said so. */
async function forOurselves({ direct, clock }: Ports, centre: ActorId): Promise<readonly VouchLine[]> {
  const now = clock();
  const held = await direct.attestations.heldBy(centre, now);
  return Promise.all(
    held.map(async ({ attestation }): Promise<VouchLine> => {
      const issuerName = (await direct.remoteActors.get(attestation.issuer))?.name ?? attestation.issuer;
      const vouch = { attestation, listed: true, revoked: false, statusAt: now, checked: now };
      return { ...vouch, issuerName, state: "confirmed", counts: true };
    }),
  );
}

async function fingerprintFor({ direct }: Ports, actor: ActorId): Promise<Vouching["fingerprint"]> {
  const own = await direct.localActors.get(actor);
  if (own !== undefined) return fingerprintOf(own.keys.ed25519Public);
  const known = await direct.remoteActors.get(actor);
  const parsed = known === undefined ? undefined : parsedActor(known);
  const key = parsed?.ok === true ? parsed.value.keys.find(({ algorithm }) => algorithm === "Ed25519") : undefined;
  return key === undefined ? undefined : fingerprintOf(key.publicKey);
}
