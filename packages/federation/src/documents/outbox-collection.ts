import type { ActorId, OutboxItem } from "@commonhall/domain";
import { isJsonObject, without, type JsonValue } from "@commonhall/wire";
import type { FederationPorts } from "../ports.ts";
import { isPublic } from "./stored-documents.ts";

type Ports = Pick<FederationPorts, "objects">;

const CONTEXT = "https://www.w3.org/ns/activitystreams";
const PAGE_ITEMS = 20;
/** Our own client, like others', reads no answer of more than a megabyte. */
const PAGE_BYTES = 700_000;

/** What an actor has told everybody, newest first, in pages; `page` is what stands in the query, undefined for the collection itself. */
export async function outboxCollection(
  ports: Ports,
  actor: ActorId,
  outbox: string,
  page: string | undefined,
): Promise<string> {
  return page === undefined ? wholeOutbox(ports, actor, outbox) : outboxPage(ports, actor, outbox, page);
}

async function wholeOutbox(ports: Ports, actor: ActorId, outbox: string): Promise<string> {
  const totalItems = await ports.objects.outboxSize(actor);
  return JSON.stringify({
    "@context": CONTEXT,
    id: outbox,
    type: "OrderedCollection",
    totalItems,
    first: pageId(outbox, FIRST),
  });
}

const FIRST = "first";
const pageId = (outbox: string, cursor: string): string => `${outbox}?page=${encodeURIComponent(cursor)}`;

/** The items are put in as the texts that they are, so that a page says exactly what was signed. */
async function outboxPage(ports: Ports, actor: ActorId, outbox: string, cursor: string): Promise<string> {
  const { items, next } = await pageThatFits(ports, actor, cursor === FIRST ? undefined : cursor);
  const head = {
    "@context": CONTEXT,
    id: pageId(outbox, cursor),
    type: "OrderedCollectionPage",
    partOf: outbox,
    ...(next === undefined ? {} : { next: pageId(outbox, next) }),
  };
  return `${JSON.stringify(head).slice(0, -1)},"orderedItems":[${items.join(",")}]}`;
}

interface TextPage {
  readonly items: readonly string[];
  readonly next?: string;
}

async function pageThatFits(ports: Ports, actor: ActorId, after: string | undefined): Promise<TextPage> {
  for (let limit = PAGE_ITEMS; ; limit = Math.floor(limit / 2)) {
    const page = await ports.objects.outbox(actor, limit, after);
    const items: string[] = [];
    for (const item of page.items) if (await isShown(ports, item)) items.push(itemText(item));
    const bytes = items.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    if (bytes <= PAGE_BYTES || limit === 1) return { items, ...(page.next === undefined ? {} : { next: page.next }) };
  }
}

/** What told of an object that has been deleted since is not told again; that it was deleted is. */
async function isShown({ objects }: Ports, { activity, object }: OutboxItem): Promise<boolean> {
  if (!isPublic(activity.document)) return false;
  if (object !== undefined || activity.type === "Delete") return true;
  return (await objects.tombstone(activity.object)) === undefined;
}

/**
 * An Announce gets its object put in whole, so that whoever reads a campaign's history has all of it: the object proves
 * its origin by itself. The Announce's own proof, which was made over the bare id, is left out here.
 */
function itemText({ activity, object }: OutboxItem): string {
  if (activity.type !== "Announce" || object === undefined || !isPublic(object.document)) return activity.document;
  const announce: JsonValue = JSON.parse(activity.document);
  if (!isJsonObject(announce)) return activity.document;
  const head = JSON.stringify(without(without(announce, "proof"), "object"));
  return `${head.slice(0, -1)},"object":${object.document}}`;
}
