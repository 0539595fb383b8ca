import {
  err,
  ok,
  subjectOf,
  type Approvals,
  type Releasable,
  type ReleaseRefused,
  type Result,
  type Rooms,
  type SignedRelease,
} from "@commonhall/domain";
import { readReleasePayload, releaseDocument, withProof } from "@commonhall/wire";
import { tellNew } from "../audiences/say-to.ts";
import {
  beginPublishing,
  seal,
  type Publishing,
  type PublishingPorts,
  type SealedObject,
} from "../campaigns/publishing.ts";
import type { LocalKeys } from "../keys/local-keys.ts";
import type { FederationPorts } from "../ports.ts";

export type ReleasingPorts = PublishingPorts & Pick<FederationPorts, "approvals" | "random">;

/** One that two people have signed, and what exactly they have. */
interface Approved {
  readonly releasable: Releasable;
  readonly said: SignedRelease;
}

/**
 * Lets out what two people have signed, all of it or nothing, in one commit: the only way for a bulletin to leave the
 * node. Each is of one size, dated to the hour of the release day, and they leave in an order that has nothing to do with
 * what is in them (anonymity.md 5.3, R9). What is out already stays as it is.
 */
export async function publishReleases(
  ports: ReleasingPorts,
  keys: LocalKeys,
  releasables: readonly Releasable[],
): Promise<Result<{ readonly published: number }, ReleaseRefused>> {
  const publishing = await beginPublishing(ports, keys, "");
  if (publishing === undefined) return err({ type: "no centre yet" });
  const approved: Approved[] = [];
  for (const releasable of releasables) {
    if (await isOut(ports, publishing, releasable)) continue;
    const checked = await check(ports, releasable);
    if (!checked.ok) return checked;
    approved.push(checked.value);
  }
  const prepared = shuffled(approved, ports.random).map((one) => prepare(publishing, one));
  return ports.work.run(async (rooms): Promise<Result<{ readonly published: number }, ReleaseRefused>> => {
    const fresh = await whatIsNew(rooms, prepared);
    if (!fresh.ok) return fresh;
    for (const one of fresh.value) await letOut(rooms, one);
    return ok({ published: fresh.value.length });
  });
}

/** Whatever has become since of those who signed it. */
async function isOut(
  { direct }: ReleasingPorts,
  { addresses }: Publishing,
  { id, payload }: Releasable,
): Promise<boolean> {
  return (await direct.bulletins.released(addresses.bulletin(id)))?.payload === payload;
}

async function check(
  { approvals, clock }: { readonly approvals: Approvals; readonly clock: () => number },
  releasable: Releasable,
): Promise<Result<Approved, ReleaseRefused>> {
  const { id, published, payload } = releasable;
  if (!(await approvals.areTwo(releasable))) return err({ type: "not approved", id });
  const said = readReleasePayload(payload);
  if (!said.ok) return err({ type: "not a release", id, detail: said.error });
  if (said.value.id !== id || said.value.published !== published) {
    return err({ type: "not a release", id, detail: "it is not what was signed" });
  }
  return published > clock() ? err({ type: "not yet", published }) : ok({ releasable, said: said.value });
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const [a, b] = [mixed[last], mixed[other]];
    if (a !== undefined && b !== undefined) [mixed[last], mixed[other]] = [b, a];
  }
  return mixed;
}

interface Prepared extends Approved {
  readonly publishing: Publishing;
  readonly object: SealedObject;
}

/** Everything about it is dated to its hour, whenever it really goes. */
function prepare(now: Publishing, { releasable, said }: Approved): Prepared {
  const publishing = { ...now, at: said.published };
  const { site, centre, signer, at } = publishing;
  const isPublic = said.audience === "public";
  const document = releaseDocument({
    site,
    centre,
    said,
    proven: (bare) => (isPublic ? withProof(bare, signer.proof, at) : bare),
  });
  return { releasable, said, publishing, object: seal(document, signer, at) };
}

/** Of one that is out nothing is done; of one that says of a group what has been said of it before nothing may be. */
async function whatIsNew(
  { bulletins }: Pick<Rooms, "bulletins">,
  prepared: readonly Prepared[],
): Promise<Result<readonly Prepared[], ReleaseRefused>> {
  const fresh: Prepared[] = [];
  const ids = new Set<string>();
  const subjects = new Set<string>();
  for (const one of prepared) {
    const { id, payload } = one.releasable;
    const known = await bulletins.released(one.object.stored.id);
    if (known !== undefined && known.payload === payload) continue;
    if (known !== undefined || ids.has(id)) return err({ type: "not a release", id, detail: "another one has its id" });
    const subject = subjectOf(one.said.release);
    if (subject !== undefined && (subjects.has(subject) || (await bulletins.hasSaid(subject)))) {
      return err({ type: "not a release", id, detail: "of its group something has been said before" });
    }
    ids.add(id);
    if (subject !== undefined) subjects.add(subject);
    fresh.push(one);
  }
  return ok(fresh);
}

async function letOut(rooms: Rooms, { releasable, said, publishing, object }: Prepared): Promise<void> {
  const { payload, approval, published } = releasable;
  const { release, audience } = said;
  const id = object.stored.id;
  const subject = subjectOf(release);
  await rooms.bulletins.keepApproved({
    object: id,
    published,
    payload,
    approval,
    ...(subject === undefined ? {} : { subject }),
  });
  await tellNew(rooms, publishing, { object, audience: { type: audience }, kind: "bulletins", campaign: undefined });
  if (release.type !== "heartbeat")
    await rooms.bulletins.put({ object: id, by: publishing.centre.id, published, release });
}
