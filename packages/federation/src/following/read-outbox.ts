import { err, ok, sameOrigin, type ActorId, type Timestamp } from "@commonhall/domain";
import {
  isJsonObject,
  parseActivity,
  parseCollection,
  type JsonObject,
  type JsonValue,
  type ReadActivity,
} from "@commonhall/wire";
import { fetchDocument, type FetchProblem } from "../discovery/fetch-document.ts";
import type { Handling } from "../inbox/handling.ts";
import { fetchLater } from "../objects/fetch-later.ts";
import { keepObject, replaceObject, type Coming } from "../objects/keep-object.ts";
import { takeInPassedOn } from "../objects/on-announce.ts";
import type { TaskUse } from "../tasks/task-use.ts";

/** One page of what somebody shows. */
export interface Page {
  readonly items: readonly JsonValue[];
  readonly next: string | undefined;
  /** Of the page, for items that have none of their own. */
  readonly context: JsonValue | undefined;
}

/** Of the actor's own server: what another one shows there, it did not say. */
export async function readPage({ client }: Pick<TaskUse, "client">, actor: ActorId, url: string) {
  const fetched = await fetchDocument(client, url);
  if (!fetched.ok) return fetched;
  const { json, url: at } = fetched.value;
  if (!sameOrigin(at, actor)) return err<FetchProblem>({ type: "unreadable", detail: "it is on another server" });
  const page = parseCollection(json);
  if (!page.ok) return err<FetchProblem>({ type: "unreadable", detail: "it is no collection" });
  const { items, first, next } = page.value;
  return ok<Page>({ items, next: next ?? first, context: json["@context"] });
}

/** An item of a page is read like what is posted to an inbox, by the same rules of who may speak for whom. */
function readItem(item: JsonObject, context: JsonValue | undefined): ReadActivity | undefined {
  const whole = item["@context"] === undefined && context !== undefined ? { "@context": context, ...item } : item;
  const activity = parseActivity(JSON.stringify(whole));
  return activity.ok ? activity.value : undefined;
}

/** What the actor itself has told on a page, in its order; what cannot be read or is another's is passed over. */
export function* toldBy(actor: ActorId, { items, context }: Pick<Page, "items" | "context">): Generator<ReadActivity> {
  for (const item of items) {
    const activity = isJsonObject(item) ? readItem(item, context) : undefined;
    if (activity?.actor === actor) yield activity;
  }
}

export function toldAt(activity: ReadActivity): Timestamp | undefined {
  if (activity.type === "Announce") return activity.published;
  if (activity.type !== "Create" && activity.type !== "Update") return undefined;
  const { object, published } = activity;
  return (object.type === "object" ? (object.stored.updated ?? object.stored.published) : undefined) ?? published;
}

/** As it comes by itself: kept where it is new, put in place of what is older, fetched where what is shown proves nothing. */
export async function keepItem(handling: Handling, activity: ReadActivity, how: Omit<Coming, "via">): Promise<boolean> {
  const { rooms } = handling;
  const { actor } = activity;
  const coming = { ...how, via: actor };
  if (activity.type === "Create" || activity.type === "Update") {
    const { object } = activity;
    if (object.type === "reference") await fetchLater(handling, object.id, coming);
    if (object.type !== "object") return object.type === "reference";
    const known = await rooms.objects.get(object.stored.id);
    // An outbox begins with what is newest, and its first words stand below what was said of them since.
    if (known !== undefined && activity.type === "Create" && object.stored.updated === undefined) return false;
    const outcome = await (known === undefined
      ? keepObject(handling, object, coming)
      : replaceObject(handling, known, object));
    return outcome.type === "processed";
  }
  if (activity.type !== "Announce") return false;
  const { object, embedded } = activity;
  return (await takeInPassedOn(handling, { object, embedded }, coming)).type === "processed";
}
