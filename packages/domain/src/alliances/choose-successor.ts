import type { CharterHash, Multikey } from "../ids.ts";
import type { AllianceMember } from "./charter.ts";
import { signersOf, type Grown } from "./charter-tree.ts";

/**
 * Which of the successors in force of one version holds, so that everybody who knows the same holds the same: the one that
 * more of that version's members stand by, by signing it or what builds on it; of equals the one that the lot falls to;
 * at last the smaller hash (decision 0034). Undefined where there is none.
 */
export function chooseSuccessor(of: Grown, candidates: readonly Grown[]): Grown | undefined {
  const { members } = of.version.charter;
  const backed = candidates.map((node): Backed => ({ node, by: signersOf(node) }));
  const most = Math.max(...backed.map(({ by }) => supporters(members, by)));
  let best = backed.filter(({ by }) => supporters(members, by) === most);
  for (const { key } of lotOf(of.version.hash, members)) {
    const named = best.filter(({ by }) => by.has(key));
    if (named.length > 0) best = named;
  }
  return best.map(({ node }) => node).sort((a, b) => (a.version.hash < b.version.hash ? -1 : 1))[0];
}

interface Backed {
  readonly node: Grown;
  readonly by: ReadonlySet<Multikey>;
}

/** Members of the version before, each by the key that it had there: a key that a successor gives them proves nothing. */
export const supporters = (members: readonly AllianceMember[], by: ReadonlySet<Multikey>): number =>
  members.filter(({ key }) => by.has(key)).length;

/**
 * Whose word counts first where as many stand on either side. It follows from the version before, which is older than what
 * is fought over, so that nobody can change a comma until it falls to them: the members in the order of their ids, from
 * the one on whose number the first eight digits of the hash fall.
 */
export function lotOf(hash: CharterHash, members: readonly AllianceMember[]): readonly AllianceMember[] {
  const start = Number.parseInt(hash.slice(0, 8), 16) % members.length;
  return [...members.slice(start), ...members.slice(0, start)];
}
