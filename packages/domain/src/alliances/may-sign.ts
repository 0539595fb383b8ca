import type { CharterHash } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import type { Timestamp } from "../time.ts";
import { endOf, isMember, type AllianceMember, type CharterVersion, type KnownCharters } from "./charter.ts";
import { namedAnew } from "./charter-tree.ts";
import type { Standing } from "./standing.ts";

export type SignRefused =
  /** Nobody has shown it, or what it builds on. */
  | { readonly type: "unknown version" }
  /** Neither it nor the version before names us with our key. */
  | { readonly type: "not named" }
  | { readonly type: "signed already" }
  /** Another one is in force in its place, or what it builds on does not hold. */
  | { readonly type: "overtaken" }
  | { readonly type: "ended" }
  | { readonly type: "left" };

/**
 * Whether a centre signs a version with good faith: only the one in force, what would come right after it, and the first
 * one. So a centre never takes part in another past, and of proposals beside each other it may sign several, which says
 * that either is fine.
 */
export function maySign(
  known: KnownCharters,
  standing: Standing,
  hash: CharterHash,
  { us, now }: { readonly us: AllianceMember; readonly now: Timestamp },
): Result<CharterVersion, SignRefused> {
  const version = known.versions.find((one) => one.hash === hash);
  if (version === undefined) return err({ type: "unknown version" });
  const { current, proposals, isFounded } = standing;
  const isCurrent = version.hash === current.hash;
  const proposal = proposals.find((one) => one.version.hash === hash);
  if (!isCurrent && proposal === undefined) return err({ type: "overtaken" });
  const before = isCurrent ? versionBefore(known, version) : isFounded ? current : undefined;
  if (!isEntitled(version, before, us)) return err({ type: "not named" });
  const signed = proposal?.signers ?? standing.signers;
  if (signed.includes(us.key)) return err({ type: "signed already" });
  const ends = [version, ...(before === undefined ? [] : [before])].map(({ charter }) => endOf(charter));
  if (ends.some((end) => now >= end)) return err({ type: "ended" });
  const isAnew = namedAnew(version.charter, before?.charter).some((member) => isMember([us], member));
  return hasLeft(standing, us) && !isAnew ? err({ type: "left" }) : ok(version);
}

const versionBefore = ({ versions }: KnownCharters, { charter }: CharterVersion): CharterVersion | undefined =>
  versions.find(({ hash }) => hash === charter.before);

const isEntitled = (version: CharterVersion, before: CharterVersion | undefined, us: AllianceMember): boolean =>
  isMember(version.charter.members, us) || (before !== undefined && isMember(before.charter.members, us));

const hasLeft = ({ current, members }: Standing, us: AllianceMember): boolean =>
  current.charter.members.some(({ id }) => id === us.id) && members.every(({ id }) => id !== us.id);
