import { err, ok, type ActorId, type CharterHash, type KnownCharters } from "@commonhall/domain";
import {
  alliancesOfActor,
  digestOfSigners,
  readReplica,
  replicaAddress,
  statementAddress,
  statementIn,
  type ReadReplicaEntry,
} from "@commonhall/wire";
import { fetchDocument } from "../discovery/fetch-document.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { AllianceUse } from "./alliance-use.ts";
import { examineStatement, isNothing, knownWith, NOTHING, type Examined } from "./examine-statement.ts";
import { firstHeard, type Invited } from "./first-heard.ts";
import { keepStatements } from "./keep-statements.ts";
import { ourSide } from "./our-side.ts";
import { logRefused } from "./statement-refused.ts";

/** More than an alliance has to say in years; what is left over comes the next day. */
const MOST_FETCHED = 300;

interface Asking {
  readonly first: CharterHash;
  readonly member: ActorId;
  /** Where the alliance may not be known here yet, and this is how we have heard of it. */
  readonly invited?: Invited;
}

/**
 * Asks another member for what it knows of an alliance, and fetches what is not known here. So whatever was lost on the
 * way is there in the end. The member's document is read first: it says where to ask, and shows the member's keys.
 */
export async function askMember(use: AllianceUse, { first, member, invited }: Asking): Promise<TaskAnswer> {
  const side = await ourSide(use, use.keys);
  const alliance = await use.direct.alliances.byFirst(first);
  if (side === undefined || (alliance === undefined && invited === undefined)) return ok();
  const found = await use.find.fresh(member);
  if (!found.ok) return err(found.error);
  const collection = alliancesOfActor(found.value.document);
  if (collection === undefined) return ok();
  const replica = replicaAddress(collection, first);
  const shown = await fetchDocument(use.client, replica);
  // Whoever does not count us among the members any more shows us nothing.
  if (!shown.ok) return shown.error.type === "gone" ? ok() : err(shown.error);
  const known = alliance === undefined ? NOTHING : await use.direct.alliances.known(alliance.id);
  const gathered = await gather(use, known, { member, first, replica, entries: readReplica(shown.value.json) });
  const [some] = gathered.statements;
  if (some === undefined || !names(gathered.known, side.us.id)) return ok();
  await use.inCommit(async (handling) => {
    const isNew = (await handling.rooms.alliances.get(some.alliance)) === undefined;
    const heard = isNew && invited !== undefined ? await firstHeard(handling, invited) : undefined;
    if (isNew && heard === undefined) return;
    const statements = {
      versions: gathered.statements.flatMap(({ versions }) => versions),
      signatures: gathered.statements.flatMap(({ signatures }) => signatures),
      leaves: gathered.statements.flatMap(({ leaves }) => leaves),
    };
    await keepStatements(handling, some.alliance, {
      us: side.us,
      statements,
      ...(heard === undefined ? {} : { heard }),
    });
  });
  return ok();
}

const names = ({ versions }: KnownCharters, centre: ActorId): boolean =>
  versions.some(({ charter }) => charter.members.some(({ id }) => id === centre));

interface Gathered {
  readonly known: KnownCharters;
  readonly statements: readonly Examined[];
}

/** One after the other, since each is checked against those before it. What is refused is left out. */
async function gather(
  use: AllianceUse,
  known: KnownCharters,
  from: {
    readonly member: ActorId;
    readonly first: CharterHash;
    readonly replica: string;
    readonly entries: readonly ReadReplicaEntry[];
  },
): Promise<Gathered> {
  let gathered: Gathered = { known, statements: [] };
  const missing = from.entries.filter((entry) => !isKnown(known, entry)).slice(0, MOST_FETCHED);
  for (const { hash } of missing) {
    const fetched = await fetchDocument(use.client, statementAddress(from.replica, hash));
    const text = fetched.ok ? statementIn(fetched.value.json) : fetched;
    if (!text.ok || text.value === undefined) continue;
    const examined = await examineStatement(gathered.known, text.value, { first: from.first, now: use.clock() });
    if (!examined.ok) {
      logRefused(use.log, examined.error);
      continue;
    }
    const { value } = examined;
    if (!isNothing(value)) {
      gathered = { known: knownWith(gathered.known, value), statements: [...gathered.statements, value] };
    }
  }
  return gathered;
}

function isKnown({ versions, signatures, leaves }: KnownCharters, { hash, signers }: ReadReplicaEntry): boolean {
  if (signers === undefined) return leaves.some((leave) => leave.hash === hash);
  if (versions.every((version) => version.hash !== hash)) return false;
  const ours = signatures.filter(({ version }) => version === hash).map(({ key }) => key);
  return digestOfSigners(ours) === signers;
}
