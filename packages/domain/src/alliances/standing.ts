import type { CharterHash, Multikey, ObjectId } from "../ids.ts";
import type { AllianceMember, CharterVersion, KnownCharters, RecordedLeave } from "./charter.ts";
import { growTree, pathTo, signersOf, successorsInForce, type Grown, type Tally } from "./charter-tree.ts";
import { chooseSuccessor, supporters } from "./choose-successor.ts";

/** The end of one branch of versions in force. */
export interface BranchEnd {
  readonly version: CharterVersion;
  /** Its members without those who have left since. */
  readonly members: readonly AllianceMember[];
}

/** A version that is signed by some and not by enough. */
export interface Proposal extends Omit<Tally, "inForce"> {
  readonly version: CharterVersion;
  /** In the order of the keys. */
  readonly signers: readonly Multikey[];
}

/** Two successors in force of one version: the one that holds, and another. */
export interface Fork {
  readonly kept: CharterHash;
  readonly other: CharterVersion;
  /** Of the version before, how many stand by either. */
  readonly support: { readonly kept: number; readonly other: number };
  /** A later version in force gives the other one up. */
  readonly isSettled: boolean;
  /** Where versions lead that build on the other one. */
  readonly ends: readonly BranchEnd[];
  /** Who has signed anything of the other branch, and who anything of ours since the two went apart. */
  readonly signers: { readonly kept: readonly Multikey[]; readonly other: readonly Multikey[] };
}

/** How an alliance stands. It follows from what is known and from nothing else: not from the order in which it came. */
export interface Standing {
  readonly alliance: ObjectId;
  /** The version in force; of one that is being founded the first version, which is not in force yet. */
  readonly current: CharterVersion;
  readonly isFounded: boolean;
  /** From the first version to the current one. */
  readonly chain: readonly CharterHash[];
  /** Of the current version, in the order of the keys. */
  readonly signers: readonly Multikey[];
  /** Members of the current version who have not left. */
  readonly members: readonly AllianceMember[];
  /** Leaves of its members that no version has taken note of yet; in the order of their hashes. */
  readonly leaves: readonly RecordedLeave[];
  /** What may come after the current version, or the first version itself; in the order of their hashes. */
  readonly proposals: readonly Proposal[];
  readonly forks: readonly Fork[];
}

/** Undefined where the first version is not known. */
export function standingOf(known: KnownCharters): Standing | undefined {
  const root = growTree(known);
  if (root === undefined) return undefined;
  const isFounded = root.tally.inForce;
  const current = isFounded ? lastHolding(root) : root;
  const path = pathTo(current);
  const settled = new Set(path.flatMap(({ version }) => version.charter.settles));
  return {
    alliance: root.version.alliance,
    current: current.version,
    isFounded,
    chain: path.map(({ version }) => version.hash),
    signers: [...current.signers].sort(),
    members: stayingMembers(known, current),
    leaves: openLeaves(known, current),
    proposals: isFounded
      ? current.children.filter(({ tally }) => !tally.inForce).map(proposalFrom)
      : [proposalFrom(root)],
    forks: isFounded ? path.flatMap((node, at) => forksAt(known, node, path.slice(at + 1), settled)) : [],
  };
}

/** Along the versions that hold, to the last. */
function lastHolding(root: Grown): Grown {
  let node = root;
  for (;;) {
    const next = chooseSuccessor(node, successorsInForce(node));
    if (next === undefined) return node;
    node = next;
  }
}

function proposalFrom({ version, signers, tally }: Grown): Proposal {
  const { inForce: _, ...rest } = tally;
  return { ...rest, version, signers: [...signers].sort() };
}

/** Who has left is no reader from that moment on, until a version takes note of it: whoever it names then has come back. */
function stayingMembers(known: KnownCharters, node: Grown): readonly AllianceMember[] {
  const left = new Set(openLeaves(known, node).map(({ member }) => member));
  return node.version.charter.members.filter(({ id }) => !left.has(id));
}

function openLeaves({ leaves }: KnownCharters, { version, recorded }: Grown): readonly RecordedLeave[] {
  const named = new Set(version.charter.members.map(({ id }) => id));
  const open = leaves.filter(({ hash, member }) => named.has(member) && !recorded.has(hash));
  return [...new Map(open.map(({ hash, member }) => [hash, { member, leave: hash }])).values()].sort((a, b) =>
    a.leave < b.leave ? -1 : 1,
  );
}

function forksAt(
  known: KnownCharters,
  node: Grown,
  after: readonly Grown[],
  settled: ReadonlySet<CharterHash>,
): readonly Fork[] {
  const [kept] = after;
  if (kept === undefined) return [];
  const { members } = node.version.charter;
  const [ours, own] = [signersOf(kept), new Set(after.flatMap(({ signers }) => [...signers]))];
  return successorsInForce(node)
    .filter((other) => other !== kept)
    .map((other) => {
      const theirs = signersOf(other);
      return {
        kept: kept.version.hash,
        other: other.version,
        support: { kept: supporters(members, ours), other: supporters(members, theirs) },
        isSettled: settled.has(other.version.hash),
        ends: endsOf(other).map((end) => ({ version: end.version, members: stayingMembers(known, end) })),
        signers: { kept: [...own].sort(), other: [...theirs].sort() },
      };
    });
}

/** Every last version in force of a branch, also of those that do not hold within it. */
function endsOf(node: Grown): readonly Grown[] {
  const next = successorsInForce(node);
  return next.length === 0 ? [node] : next.flatMap(endsOf);
}
