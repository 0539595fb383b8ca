import {
  DAY,
  HOUR,
  LONGEST_CALL,
  ok,
  reconcilePledge,
  sameOrigin,
  stateOf,
  type ActivityId,
  type Duration,
  type KeptPledge,
  type ListedPledge,
  type ObjectId,
  type Task,
  type Timestamp,
} from "@commonhall/domain";
import { parsePledges, type ListedOffer } from "@commonhall/wire";
import { fetchDocument } from "../discovery/fetch-document.ts";
import type { Handling } from "../inbox/handling.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TaskUse } from "../tasks/task-use.ts";
import { askLater } from "./offer-commands.ts";
import { answerIn } from "./on-pledge-answer.ts";
import { tellWithdrawal } from "./tell-pledge.ts";

type ReconcilePledges = Extract<Task, { readonly type: "reconcile pledges" }>;

/** After a call is over its caller may still confirm, or a withdrawal not have arrived. */
const LONGER: Duration = 7 * DAY;
const AGAIN_AFTER: Duration = DAY;
const AFTER_TROUBLE: Duration = 6 * HOUR;

/**
 * Asks a caller how our pledges for their call stand, and says again what they do not know (decision 0035). As long as
 * anything can still change it is asked once a day; a caller who does not answer is asked later.
 */
export async function reconcilePledges(
  { client, direct, inCommit }: TaskUse,
  { call }: ReconcilePledges,
): Promise<TaskAnswer> {
  const [first] = (await direct.pledges.forCall(call)).filter(isOurs);
  if (first === undefined) return ok();
  const fetched = await fetchDocument(client, `${call}/pledges`);
  const isAnswer = fetched.ok && sameOrigin(fetched.value.url, call);
  const listed = isAnswer ? parsePledges(fetched.value.json, first.caller) : undefined;
  // Whoever knows nothing of our pledges says so by having nothing to show.
  const isEmpty = !fetched.ok && fetched.error.type === "gone";
  const known = listed?.ok === true ? listed.value : isEmpty ? NOTHING : undefined;
  await inCommit(async (handling) => {
    const { rooms, now } = handling;
    if (known !== undefined) await compare(handling, call, known);
    const received = await rooms.calls.received(call);
    const ours = (await rooms.pledges.forCall(call)).filter(isOurs);
    const isOver = (pledge: KeptPledge) => now >= (received?.expires ?? pledge.offered + LONGEST_CALL) + LONGER;
    if (ours.some((pledge) => canChange(pledge) && !isOver(pledge))) {
      await askLater(rooms, call, known === undefined ? AFTER_TROUBLE : AGAIN_AFTER);
    }
  });
  return ok();
}

const NOTHING: ReadonlyMap<ActivityId, ListedOffer> = new Map();

const isOurs = ({ side }: KeptPledge): boolean => side === "ours";

function canChange(pledge: KeptPledge): boolean {
  const state = stateOf(pledge);
  return state !== "fulfilled" && state !== "declined";
}

async function compare(
  handling: Handling,
  call: ObjectId,
  listed: ReadonlyMap<ActivityId, ListedOffer>,
): Promise<void> {
  const { rooms, now } = handling;
  for (const pledge of (await rooms.pledges.forCall(call)).filter(isOurs)) {
    const { pledge: known, again } = reconcilePledge(pledge, listedAs(pledge, listed.get(pledge.id)), now);
    const kept: KeptPledge = { ...pledge, ...known };
    if (again === "offer") await rooms.outbox.repeat(kept.id);
    const sent = again === "withdrawal" ? await sayAgain(handling, kept, now) : kept;
    if (sent !== pledge) await rooms.pledges.put(sent);
  }
}

/** The same Undo as before, which the other side takes once; another one where it is not known any more. */
async function sayAgain(
  { rooms, addresses, newId }: Handling,
  pledge: KeptPledge,
  now: Timestamp,
): Promise<KeptPledge> {
  if (pledge.undo !== undefined && (await rooms.outbox.get(pledge.undo)) !== undefined) {
    await rooms.outbox.repeat(pledge.undo);
    return pledge;
  }
  const undo = addresses.activity(newId());
  await tellWithdrawal(rooms, pledge, undo, now);
  return { ...pledge, undo };
}

function listedAs(pledge: KeptPledge, listed: ListedOffer | undefined): ListedPledge | undefined {
  if (listed === undefined) return undefined;
  const answer = listed.said === undefined ? undefined : answerIn(pledge, listed.said);
  return { withdrawn: listed.withdrawn, ...(answer === undefined ? {} : { answer }) };
}
