import { actorId, asObject, err, ok, sameOrigin, type ActorId, type RemoteActor, type Task } from "@commonhall/domain";
import {
  campaignObject,
  parseActor,
  parseCollection,
  parseDocument,
  toStoredObject,
  type InboundFields,
  type ParsedActor,
} from "@commonhall/wire";
import { fetchDocument } from "../discovery/fetch-document.ts";
import { carry } from "../feeds/carry.ts";
import { lookUp } from "../discovery/look-up.ts";
import type { Handling } from "../inbox/handling.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TaskUse } from "../tasks/task-use.ts";

type FetchCampaign = Extract<Task, { type: "fetch campaign" }>;

/** A campaign has been opened: its Group becomes an actor that can be followed, and an object in the lists. */
export async function fetchCampaign(
  { client, find, inCommit }: Pick<TaskUse, "client" | "find" | "inCommit">,
  task: FetchCampaign,
): Promise<TaskAnswer> {
  const { campaign, from } = task;
  if (!sameOrigin(campaign, from)) return err({ type: "unreadable", detail: "its centre lives elsewhere" });
  const found = await find.fresh(campaign);
  if (!found.ok) return err(found.error);
  const fields = fieldsOf(found.value, task);
  if (fields === undefined) return err({ type: "unreadable", detail: "it is no campaign" });
  const organisers = await organisersOf(client, found.value);
  await inCommit(async (handling) => {
    await keep(handling, fields, task);
    for (const organiser of organisers) await handling.rooms.organisers.sawOrganiser(campaign, organiser);
    await noteSuccession(handling, found.value, from);
  });
  return ok();
}

/** More centres do not organise one campaign. */
const MOST_ORGANISERS = 200;

/** Who the campaign itself says that organises it. Without an answer the campaign is still worth keeping. */
async function organisersOf(client: TaskUse["client"], { document, id }: RemoteActor): Promise<readonly ActorId[]> {
  const collection = parsed(document)?.organisers;
  const fetched = collection === undefined ? undefined : await fetchDocument(client, collection);
  if (fetched?.ok !== true || !sameOrigin(fetched.value.url, id)) return [];
  const page = parseCollection(fetched.value.json);
  const items = page.ok ? page.value.items.slice(0, MOST_ORGANISERS) : [];
  return items.flatMap((item) => (typeof item === "string" ? (actorId(item) ?? []) : []));
}

/**
 * A campaign says that it goes on with another one. Anybody can say so; it is believed of a centre that the former
 * campaign itself named among its organisers while it was there.
 */
async function noteSuccession({ rooms }: Handling, { document, id }: RemoteActor, centre: ActorId): Promise<void> {
  for (const former of parsed(document)?.alsoKnownAs ?? []) {
    const row = await rooms.organisers.between(former, centre);
    const organised = row?.state === "accepted" || (await rooms.organisers.hasSeenOrganiser(former, centre));
    if (organised && former !== id) await rooms.organisers.putSuccession(former, id);
  }
}

function parsed(document: string): ParsedActor | undefined {
  const json = parseDocument(document);
  const actor = json.ok ? parseActor(json.value) : json;
  return actor.ok ? actor.value : undefined;
}

function fieldsOf({ document }: RemoteActor, { from }: FetchCampaign): InboundFields | undefined {
  const actor = parsed(document);
  return actor === undefined ? undefined : campaignObject(actor, from);
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
  const kept = { ...stored, published: known?.published ?? stored.published };
  if (!(await rooms.objects.put(kept))) return;
  await lookUp(handling, from);
  const passedOn = via === undefined ? {} : { via };
  await rooms.arrivals.add({ object: id, from, ...passedOn, reason: "followed", backfilled, received: now });
  await carry(handling, kept, { reason: "followed", ...passedOn, backfilled });
}
