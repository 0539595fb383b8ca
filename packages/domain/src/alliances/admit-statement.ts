import type { ActorId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import {
  endOf,
  MOST_VERSIONS,
  type CharterSignature,
  type CharterVersion,
  type KnownCharters,
  type Leave,
} from "./charter.ts";
import { growTree, type Grown } from "./charter-tree.ts";

export type AdmitRefused =
  /** Or the one that is left: it has to be asked for first. */
  | { readonly type: "version before unknown" }
  /** It does not follow from the version that it names, whoever signs it. */
  | { readonly type: "no place" }
  | { readonly type: "too many" }
  | { readonly type: "foreign signature" }
  | { readonly type: "expired signature" };

/** Proposals beside each other that one member may have signed; more are nobody's work. What is in force always has room. */
export const MOST_OPEN = 20;

/**
 * Whether a version that has arrived, with signatures that hold, is kept. Everything that is in force by what it brings is,
 * so all members end with the same; of what is only proposed nobody can fill the disk.
 */
export function admitVersion(
  known: KnownCharters,
  version: CharterVersion,
  signatures: readonly CharterSignature[],
): Result<undefined, AdmitRefused> {
  const before = known.versions.find(({ hash }) => hash === version.charter.before);
  if (before === undefined && version.charter.version > 1) return err({ type: "version before unknown" });
  const refused = whoseSignatures(version, before, signatures);
  if (refused !== undefined) return err(refused);
  if (known.versions.some(({ hash }) => hash === version.hash)) return ok();
  if (known.versions.length >= MOST_VERSIONS) return err({ type: "too many" });
  const node = nodeOf(
    { ...known, versions: [...known.versions, version], signatures: [...known.signatures, ...signatures] },
    version,
  );
  if (node === undefined) return err({ type: "no place" });
  return node.tally.inForce || hasRoom(node) ? ok() : err({ type: "too many" });
}

function whoseSignatures(
  { charter }: CharterVersion,
  before: CharterVersion | undefined,
  signatures: readonly CharterSignature[],
): AdmitRefused | undefined {
  const charters = [charter, ...(before === undefined ? [] : [before.charter])];
  const keys = new Set(charters.flatMap(({ members }) => members.map(({ key }) => key)));
  if (signatures.some(({ key }) => !keys.has(key))) return { type: "foreign signature" };
  const isLate = signatures.some(({ at }) => charters.some((one) => at >= endOf(one)));
  return isLate ? { type: "expired signature" } : undefined;
}

function nodeOf(known: KnownCharters, { hash }: CharterVersion): Grown | undefined {
  const unread = [growTree(known)];
  for (let node = unread.pop(); node !== undefined; node = unread.pop()) {
    if (node.version.hash === hash) return node;
    unread.push(...node.children);
  }
  return undefined;
}

/** One of its signers has not signed so many others that are open beside it. */
function hasRoom({ parent, signers, version }: Grown): boolean {
  if (parent === undefined) return true;
  const open = parent.children.filter((other) => !other.tally.inForce && other.version.hash !== version.hash);
  return [...signers].some((key) => open.filter((other) => other.signers.has(key)).length < MOST_OPEN);
}

/** Whether a leave whose signature holds is kept: by a member of the version that it names, with the key that it had there. */
export function admitLeave(known: KnownCharters, leave: Leave): Result<undefined, AdmitRefused> {
  const left = known.versions.find(({ hash }) => hash === leave.at);
  if (left === undefined) return err({ type: "version before unknown" });
  const isMember = left.charter.members.some(({ id, key }) => id === leave.member && key === leave.key);
  return isMember ? ok() : err({ type: "foreign signature" });
}

/** Everybody whom any version that is known names, in the order of their ids: whoever else has no say and gets nothing. */
export const partiesOf = ({ versions }: Pick<KnownCharters, "versions">): readonly ActorId[] =>
  [...new Set(versions.flatMap(({ charter }) => charter.members.map(({ id }) => id)))].sort();
