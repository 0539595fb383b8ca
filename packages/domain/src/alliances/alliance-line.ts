import type { Multikey } from "../ids.ts";
import type { Timestamp } from "../time.ts";
import { allianceState } from "./alliance-state.ts";
import type { CharterVersion, KnownCharters } from "./charter.ts";
import type { Alliance, AllianceLine } from "./ports.ts";

/** What is told of an alliance, and of one of its versions: the one in force, unless another is meant. */
export function allianceLine(
  { id, us, standing }: Alliance,
  now: Timestamp,
  about: { readonly version: CharterVersion; readonly signers: readonly Multikey[] } = {
    version: standing.current,
    signers: standing.signers,
  },
): AllianceLine {
  const { charter, hash } = about.version;
  const everybody = [...charter.members, ...standing.current.charter.members];
  const signatures = about.signers.flatMap((key) => everybody.find((member) => member.key === key)?.id ?? []);
  const isCurrent = hash === standing.current.hash;
  const members = isCurrent ? standing.members : charter.members;
  return {
    id,
    version: charter.version,
    hash,
    members: members.map((member) => member.id),
    signatures: [...new Set(signatures)].sort(),
    state: allianceState(standing, us.id, now),
  };
}

/** Whose signatures of a version are known. */
export const keysThatSigned = ({ signatures }: KnownCharters, { hash }: CharterVersion): readonly Multikey[] =>
  signatures.filter(({ version }) => version === hash).map(({ key }) => key);
