import type { CharterHash, Multikey } from "../ids.ts";
import {
  endOf,
  isMember,
  type AllianceMember,
  type Charter,
  type CharterSignature,
  type CharterVersion,
  type KnownCharters,
  type Leave,
} from "./charter.ts";

/** A version in its place, below the one that it follows, with what is known of it. */
export interface Grown {
  readonly version: CharterVersion;
  readonly parent: Grown | undefined;
  /** In the order of their hashes. */
  readonly children: Grown[];
  /** Those of its signers whose word counts, as a member of the version before or as one whom it names anew. */
  readonly signers: ReadonlySet<Multikey>;
  /** Leaves that this version or one before it takes note of. */
  readonly recorded: ReadonlySet<CharterHash>;
  readonly tally: Tally;
}

/** How far a version has come. */
export interface Tally {
  /** Members of the version before, without those whose leave this one takes note of. None for the first version. */
  readonly voters: readonly AllianceMember[];
  readonly approvals: number;
  /** More than half of the voters. */
  readonly needed: number;
  /** Whom it names anew and who have not signed it. */
  readonly silent: readonly AllianceMember[];
  /** Leaves that it takes note of and that are not known here. */
  readonly unseen: readonly CharterHash[];
  /**
   * More than half of the voters have signed, and everybody whom it names anew, so that nobody becomes a member without
   * saying so. What is in force stays so, whatever else gets known.
   */
  readonly inForce: boolean;
}

/** Everything known, each version below the one before it; undefined where the first is not known. */
export function growTree({ versions: told, signatures, leaves }: KnownCharters): Grown | undefined {
  const versions = [...new Map(told.map((version) => [version.hash, version])).values()];
  const [first] = versions.filter(({ charter }) => charter.version === 1).toSorted(byHash);
  if (first === undefined) return undefined;
  const followers = Map.groupBy(versions, ({ charter }) => charter.before);
  const soil: Soil = {
    signatures: Map.groupBy(signatures, ({ version }) => version),
    leaves: new Map(leaves.map((leave) => [leave.hash, leave])),
  };
  const root = grow(soil, first, undefined);
  const unread = [root];
  for (let node = unread.pop(); node !== undefined; node = unread.pop()) {
    for (const follower of (followers.get(node.version.hash) ?? []).toSorted(byHash)) {
      if (!canFollow(follower.charter, node)) continue;
      const child = grow(soil, follower, node);
      node.children.push(child);
      unread.push(child);
    }
  }
  return root;
}

const byHash = (a: CharterVersion, b: CharterVersion): number => (a.hash < b.hash ? -1 : Number(a.hash > b.hash));

interface Soil {
  readonly signatures: ReadonlyMap<CharterHash, readonly CharterSignature[]>;
  readonly leaves: ReadonlyMap<CharterHash, Leave>;
}

function grow({ signatures, leaves }: Soil, version: CharterVersion, parent: Grown | undefined): Grown {
  const { charter, hash } = version;
  const entitled = [...(parent?.version.charter.members ?? []), ...charter.members];
  const ends = [charter, ...(parent === undefined ? [] : [parent.version.charter])].map(endOf);
  const signers = new Set(
    (signatures.get(hash) ?? [])
      .filter(({ key, at }) => ends.every((end) => at < end) && entitled.some((member) => member.key === key))
      .map(({ key }) => key),
  );
  const recorded = new Set([...(parent?.recorded ?? []), ...charter.leaves.map(({ leave }) => leave)]);
  const unseen = charter.leaves.filter(({ leave, member }) => leaves.get(leave)?.member !== member);
  const tally = count(charter, parent?.version.charter, {
    signers,
    unseen: unseen.map(({ leave }) => leave),
  });
  return { version, parent, children: [], signers, recorded, tally };
}

function count(
  charter: Charter,
  before: Charter | undefined,
  { signers, unseen }: { readonly signers: ReadonlySet<Multikey>; readonly unseen: readonly CharterHash[] },
): Tally {
  const hasLeft = new Set(charter.leaves.map(({ member }) => member));
  const voters = (before?.members ?? []).filter(({ id }) => !hasLeft.has(id));
  const approvals = voters.filter(({ key }) => signers.has(key)).length;
  const needed = before === undefined ? 0 : Math.floor(voters.length / 2) + 1;
  const silent = namedAnew(charter, before).filter(({ key }) => !signers.has(key));
  const inForce = unseen.length === 0 && approvals >= needed && silent.length === 0;
  return { voters, approvals, needed, silent, unseen, inForce };
}

/** Who has to say so to become a member: who was none, who has another key, who has left and comes back. */
export function namedAnew(charter: Charter, before: Charter | undefined): readonly AllianceMember[] {
  if (before === undefined) return charter.members;
  const hasLeft = new Set(charter.leaves.map(({ member }) => member));
  return charter.members.filter((member) => hasLeft.has(member.id) || !isMember(before.members, member));
}

/** What a successor has to be whoever signs it. The rest has been checked when it was read. */
export function canFollow(charter: Charter, { version, recorded }: Pick<Grown, "version" | "recorded">): boolean {
  const before = version.charter;
  const isNext = charter.version === before.version + 1 && charter.alliance === version.alliance;
  const isNote = charter.leaves.every(
    ({ leave, member }) => !recorded.has(leave) && before.members.some(({ id }) => id === member),
  );
  // A key that was somebody else's would let one speak with two voices.
  const isOwn = charter.members.every(({ id, key }) =>
    before.members.every((other) => other.key !== key || other.id === id),
  );
  return isNext && isNote && isOwn;
}

/** Everybody who has signed the version or one that builds on it: who signs a version stands by those before it. */
export function signersOf(node: Grown): ReadonlySet<Multikey> {
  const all = new Set<Multikey>();
  const unread = [node];
  for (let next = unread.pop(); next !== undefined; next = unread.pop()) {
    for (const key of next.signers) all.add(key);
    unread.push(...next.children);
  }
  return all;
}

/** From the first version to this one. */
export function pathTo(node: Grown): readonly Grown[] {
  const path: Grown[] = [];
  for (let next: Grown | undefined = node; next !== undefined; next = next.parent) path.unshift(next);
  return path;
}

export const successorsInForce = (node: Grown): readonly Grown[] => node.children.filter(({ tally }) => tally.inForce);
