import { asObject, err, ok, sameOrigin, type RemoteActor, type Task } from "@commonhall/domain";
import { campaignObject, parseActor, parseDocument, toStoredObject, type InboundFields } from "@commonhall/wire";
import { lookUp } from "../discovery/look-up.ts";
import type { Handling } from "../inbox/handling.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TaskUse } from "../tasks/task-use.ts";

type FetchCampaign = Extract<Task, { type: "fetch campaign" }>;

/** A campaign has been opened: its Group becomes an actor that can be followed, and an object in the lists. */
export async function fetchCampaign(
  { find, inCommit }: Pick<TaskUse, "find" | "inCommit">,
  task: FetchCampaign,
): Promise<TaskAnswer> {
  const { campaign, from } = task;
  if (!sameOrigin(campaign, from)) return err({ type: "unreadable", detail: "its centre lives elsewhere" });
  const found = await find.fresh(campaign);
  if (!found.ok) return err(found.error);
  const fields = fieldsOf(found.value, task);
  if (fields === undefined) return err({ type: "unreadable", detail: "it is no campaign" });
  await inCommit((handling) => keep(handling, fields, task));
  return ok();
}

function fieldsOf({ document }: RemoteActor, { from }: FetchCampaign): InboundFields | undefined {
  const json = parseDocument(document);
  const actor = json.ok ? parseActor(json.value) : json;
  return actor.ok ? campaignObject(actor.value, from) : undefined;
}

async function keep(
  handling: Handling,
  fields: InboundFields,
  { campaign, from, via, backfilled = false }: FetchCampaign,
): Promise<void> {
  const { rooms, now } = handling;
  const id = asObject(campaign);
  const known = await rooms.objects.get(id);
  const stored = toStoredObject(fields, now);
  if (!(await rooms.objects.put({ ...stored, published: known?.published ?? stored.published }))) return;
  await lookUp(handling, from);
  const passedOn = via === undefined ? {} : { via };
  await rooms.arrivals.add({ object: id, from, ...passedOn, reason: "followed", backfilled, received: now });
}
