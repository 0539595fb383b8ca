import {
  allianceAccepts,
  partiesOf,
  SHARED_KINDS,
  standingOf,
  type ActorId,
  type Alliance,
  type AllianceMember,
  type KeptStatements,
  type ObjectId,
  type Timestamp,
} from "@commonhall/domain";
import { stopTelling } from "../audiences/stop-telling.ts";
import { lookUp } from "../discovery/look-up.ts";
import type { Handling } from "../inbox/handling.ts";
import { forgetAllianceLater, forgetAtItsEnd } from "./forget-alliance.ts";

/** Of an alliance that is not known here yet. */
export type FirstHeard = Pick<Alliance, "invited" | "apart">;

/**
 * Keeps statements, and writes down how the alliance stands by all that is known now. Whoever is a reader no more by that
 * gets nothing of what still waits; of members that are not known yet the actor is asked for. Undefined where the first
 * version is missing.
 */
export async function keepStatements(
  handling: Handling,
  id: ObjectId,
  {
    us,
    statements,
    heard = { apart: false },
  }: {
    readonly us: AllianceMember;
    readonly statements: KeptStatements;
    readonly heard?: FirstHeard;
  },
): Promise<Alliance | undefined> {
  const { rooms, now } = handling;
  const before = await rooms.alliances.get(id);
  const readers = await readersOfAny(handling, id);
  await rooms.alliances.keep(statements);
  const known = await rooms.alliances.known(id);
  const standing = standingOf(known);
  if (standing === undefined) return undefined;
  const had = before ?? { id, asked: now, ...heard };
  const alliance: Alliance = { ...had, us, standing, parties: partiesOf(known), changed: now };
  await rooms.alliances.put(alliance);
  const stay = await readersOfAny(handling, id);
  for (const reader of readers) if (!stay.has(reader)) await stopTelling(rooms, reader);
  await forgetWhoLeft(handling, before, alliance);
  for (const member of namedIn(alliance)) if (member !== us.id) await lookUp(handling, member);
  return alliance;
}

async function readersOfAny({ rooms }: Handling, id: ObjectId): Promise<ReadonlySet<ActorId>> {
  const readers = new Set<ActorId>();
  for (const kind of SHARED_KINDS) for (const reader of await rooms.alliances.readers(id, kind)) readers.add(reader);
  return readers;
}

/** What was said by who may say nothing more is put away in time; and so is all of it when the alliance ends by itself. */
async function forgetWhoLeft(
  { rooms, now }: Handling,
  before: Alliance | undefined,
  alliance: Alliance,
): Promise<void> {
  const { id, us, standing } = alliance;
  const still = new Set(sendersTo(us.id, alliance, now));
  const said = before === undefined ? [] : sendersTo(before.us.id, before, now);
  if (said.some((sender) => !still.has(sender))) await forgetAllianceLater(rooms.tasks, id);
  const isNew = before?.standing.isFounded !== true || before.standing.current.hash !== standing.current.hash;
  if (standing.isFounded && isNew) await forgetAtItsEnd(rooms, alliance, now);
}

/** Who may say something to us for it. */
const sendersTo = (us: ActorId, { standing, parties }: Pick<Alliance, "standing" | "parties">, now: Timestamp) =>
  parties.filter((from) => SHARED_KINDS.some((kind) => allianceAccepts(standing, { us, from, kind, now })));

/** Whom the version in force, a proposal or a branch that nobody has settled names: those who have to know all that is said. */
export const namedIn = ({ standing }: Pick<Alliance, "standing">): ReadonlySet<ActorId> =>
  new Set(
    [
      standing.current,
      ...standing.proposals.map(({ version }) => version),
      ...standing.forks.flatMap(({ isSettled, ends }) => (isSettled ? [] : ends.map(({ version }) => version))),
    ].flatMap(({ charter }) => charter.members.map(({ id }) => id)),
  );
