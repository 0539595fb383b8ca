import type { SharedKind } from "../audiences/audience.ts";
import type { ActorId, Multikey } from "../ids.ts";
import type { Timestamp } from "../time.ts";
import { endOf, type AllianceMember } from "./charter.ts";
import type { BranchEnd, Standing } from "./standing.ts";

export interface ReadersQuestion {
  readonly us: AllianceMember;
  readonly kind: SharedKind;
  readonly now: Timestamp;
  /** Whether the member's own actor shows the key that the charter names: whoever has taken over its domain shows another. */
  readonly shows: (member: AllianceMember) => boolean;
}

/**
 * To whom we may send something for an alliance now, in the order of their ids: members of the version in force who have
 * not left, as far as its terms let us send this kind. Where there are several successors that nobody has settled, only
 * centres named in each. A branch that we have signed binds us until we sign the one that holds, whatever others settle:
 * so nobody gets what is ours because others have made another charter behind our back.
 */
export function allianceReaders(standing: Standing, question: ReadersQuestion): readonly ActorId[] {
  const { us, now, shows } = question;
  if (!standing.isFounded || now >= endOf(standing.current.charter)) return [];
  const current: BranchEnd = { version: standing.current, members: standing.members };
  const ends = [current, ...standing.forks.filter((fork) => binds(fork, us.key)).flatMap((fork) => fork.ends)];
  const readers = ends.map((end) => new Set(readersAt(end, question).map(({ id }) => id)));
  return standing.members
    .filter((member) => member.id !== us.id && shows(member))
    .map(({ id }) => id)
    .filter((id) => readers.every((named) => named.has(id)));
}

const binds = ({ isSettled, signers }: Standing["forks"][number], ours: Multikey): boolean =>
  !isSettled || (signers.other.includes(ours) && !signers.kept.includes(ours));

function readersAt({ version, members }: BranchEnd, { us, kind }: ReadersQuestion): readonly AllianceMember[] {
  return maySend({ version, members }, us.id, kind) ? members : [];
}

function maySend({ version, members }: BranchEnd, sender: ActorId, kind: SharedKind): boolean {
  const from = version.charter.terms.kinds[kind]?.from;
  const isNamed = from === "all" || from?.includes(sender) === true;
  return isNamed && members.some(({ id }) => id === sender);
}

/** Whether a member may send us this kind for the alliance. */
export function allianceAccepts(
  standing: Standing,
  {
    us,
    from,
    kind,
    now,
  }: { readonly us: ActorId; readonly from: ActorId; readonly kind: SharedKind; readonly now: Timestamp },
): boolean {
  if (!standing.isFounded || now >= endOf(standing.current.charter)) return false;
  const end = { version: standing.current, members: standing.members };
  return maySend(end, from, kind) && end.members.some(({ id }) => id === us);
}
