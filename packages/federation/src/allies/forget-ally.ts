import { objectId, ok, sharedKindOf, type ObjectId, type StoredObject, type Task } from "@commonhall/domain";
import { isJsonObject } from "@commonhall/wire";
import type { Handling } from "../inbox/handling.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TaskUse } from "../tasks/task-use.ts";

type ForgetAlly = Extract<Task, { type: "forget ally" }>;

/** So many in one commit, which holds everything else up. */
const AT_ONCE = 100;

/**
 * What somebody sent while they were an ally, and may not be here any more: what is limited, in any case, and everything
 * else where people want that. Who is an ally again by now keeps it, and so does who still says it to an alliance of ours.
 */
export async function forgetAlly({ inCommit }: Pick<TaskUse, "inCommit">, task: ForgetAlly): Promise<TaskAnswer> {
  for (let after: ObjectId | undefined; ;) {
    const last = await inCommit((handling) => forgetSome(handling, task, after));
    if (last === undefined) return ok();
    after = last;
  }
}

/** Answers the last one that was looked at; undefined where there are no more. */
async function forgetSome(
  handling: Handling,
  { actor, reach }: ForgetAlly,
  after: ObjectId | undefined,
): Promise<ObjectId | undefined> {
  const { rooms } = handling;
  const isAgain = (await rooms.allies.accepted()).some(({ peer }) => peer === actor);
  if (isAgain && reach === "limited") return undefined;
  const some = await rooms.objects.by(actor, { reach, limit: AT_ONCE, ...(after === undefined ? {} : { after }) });
  const gone: ObjectId[] = [];
  for (const object of some) if (!(await mayStay(handling, object))) gone.push(object.id);
  await forgetObjects(handling, gone);
  return some.at(-1)?.id;
}

/** With what told the staff of them. */
export async function forgetObjects({ rooms }: Handling, ids: readonly ObjectId[]): Promise<void> {
  for (const id of ids) await rooms.notices.drop(id);
  await rooms.objects.forget(ids);
}

/** Its author still says it to an alliance of ours. */
export async function mayStay({ rooms }: Handling, object: StoredObject): Promise<boolean> {
  if (object.reach === "public") return false;
  for (const id of audiencesOf(object)) {
    if (await rooms.alliances.accepts(id, object.attributedTo, sharedKindOf(object.kind))) return true;
  }
  return false;
}

export function audiencesOf({ document }: StoredObject): readonly ObjectId[] {
  const json: unknown = JSON.parse(document);
  const to: readonly unknown[] = isJsonObject(json) ? [json["to"]].flat() : [];
  return to.slice(0, MOST_AUDIENCES).flatMap((one) => (typeof one === "string" ? (objectId(one) ?? []) : []));
}

const MOST_AUDIENCES = 5;
