import { charterHash, ok, type ActorId, type CharterHash, type ObjectId, type Task } from "@commonhall/domain";
import { readCharter, readLeave, readStatement } from "@commonhall/wire";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { AllianceUse } from "./alliance-use.ts";
import { askMember } from "./ask-member.ts";
import { examineStatement, isNothing, NOTHING } from "./examine-statement.ts";
import { firstHeard } from "./first-heard.ts";
import { keepStatements } from "./keep-statements.ts";
import { ourSide } from "./our-side.ts";
import { logRefused } from "./statement-refused.ts";

/**
 * Checks a statement that somebody has offered, and keeps what is new of it. What it builds on and is not known here is
 * asked of whoever offered it. What is refused leaves a line in the log and changes nothing.
 */
export async function takeInStatement(
  use: AllianceUse,
  { text, from, offer }: Extract<Task, { type: "take in statement" }>,
): Promise<TaskAnswer> {
  const side = await ourSide(use, use.keys);
  const about = subjectOf(text, use.clock());
  if (side === undefined || about === undefined) return ok();
  const { alliance, first } = about;
  const { parties } = (await use.direct.alliances.get(alliance)) ?? {};
  const isKnown = parties !== undefined;
  const known = isKnown ? await use.direct.alliances.known(alliance) : NOTHING;
  if (!about.members.includes(from) && parties?.includes(from) !== true) {
    logRefused(use.log, { type: "not a member" });
    return ok();
  }
  const asking = { first, member: from, invited: { by: from, offer, at: use.clock() } };
  const examined = await examineStatement(known, text, { first, now: use.clock() });
  if (!examined.ok) {
    if (examined.error.type === "version before unknown") return askMember(use, asking);
    logRefused(use.log, examined.error);
    return ok();
  }
  if (isNothing(examined.value)) return ok();
  const isWhole = await use.inCommit(async (handling) => {
    const heard = isKnown ? undefined : await firstHeard(handling, asking.invited);
    if (!isKnown && heard === undefined) return true;
    const kept = { us: side.us, statements: examined.value, ...(heard === undefined ? {} : { heard }) };
    const { standing } = (await keepStatements(handling, alliance, kept)) ?? {};
    return standing?.proposals.every(({ unseen }) => unseen.length === 0) ?? true;
  });
  return isWhole ? ok() : askMember(use, asking);
}

/** What it is about, as far as that can be said without checking it. */
function subjectOf(
  text: string,
  now: number,
): { readonly alliance: ObjectId; readonly first: CharterHash; readonly members: readonly ActorId[] } | undefined {
  const read = readStatement(text, now);
  if (!read.ok) return undefined;
  const about = read.value.type === "charter" ? readCharter(read.value.payload) : readLeave(read.value.payload);
  if (!about.ok) return undefined;
  const { alliance } = about.value;
  const first = charterHash(alliance.slice(alliance.lastIndexOf("/") + 1));
  const members = "charter" in about.value ? about.value.charter.members.map(({ id }) => id) : [about.value.member];
  return first === undefined ? undefined : { alliance, first, members };
}
