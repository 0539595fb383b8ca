import type { ActorId, OutboxItem } from "@commonhall/domain";
import { isJsonObject, without, type JsonValue } from "@commonhall/wire";
import type { FederationPorts } from "../ports.ts";
import { isPublic } from "./stored-documents.ts";

type Ports = Pick<FederationPorts, "objects">;

const CONTEXT = "https://www.w3.org/ns/activitystreams";
const PAGE_ITEMS = 20;
/** Our own client, like others', reads no answer of more than a megabyte. */
const PAGE_BYTES = 700_000;

export interface TextPage {
  readonly items: readonly string[];
  readonly next?: string;
}

/** What stands in an outbox, newest first: whole activities, as texts. */
export interface OutboxSource {
  /** How many there are, where that is easily told. */
  size?(): Promise<number>;
  page(limit: number, after: string | undefined): Promise<TextPage>;
}

/** In pages; `page` is what stands in the query, undefined for the collection itself. */
export async function outboxCollection(
  source: OutboxSource,
  outbox: string,
  page: string | undefined,
): Promise<string> {
  return page === undefined ? wholeOutbox(source, outbox) : outboxPage(source, outbox, page);
}

/** What an actor of ours has told everybody. */
export const actorOutbox = (ports: Ports, actor: ActorId): OutboxSource => ({
  size: () => ports.objects.outboxSize(actor),
  async page(limit, after) {
    const page = await ports.objects.outbox(actor, limit, after);
    const items: string[] = [];
    for (const item of page.items) if (await isShown(ports, item)) items.push(itemText(item));
    return { items, ...(page.next === undefined ? {} : { next: page.next }) };
  },
});

async function wholeOutbox(source: OutboxSource, outbox: string): Promise<string> {
  const totalItems = await source.size?.();
  return JSON.stringify({
    "@context": CONTEXT,
    id: outbox,
    type: "OrderedCollection",
    ...(totalItems === undefined ? {} : { totalItems }),
    first: pageId(outbox, FIRST),
  });
}

const FIRST = "first";
const pageId = (outbox: string, cursor: string): string => `${outbox}?page=${encodeURIComponent(cursor)}`;

/** The items are put in as the texts that they are, so that a page says exactly what was signed. */
async function outboxPage(source: OutboxSource, outbox: string, cursor: string): Promise<string> {
  const { items, next } = await pageThatFits(source, cursor === FIRST ? undefined : cursor);
  const head = {
    "@context": CONTEXT,
    id: pageId(outbox, cursor),
    type: "OrderedCollectionPage",
    partOf: outbox,
    ...(next === undefined ? {} : { next: pageId(outbox, next) }),
  };
  return `${JSON.stringify(head).slice(0, -1)},"orderedItems":[${items.join(",")}]}`;
}

async function pageThatFits(source: OutboxSource, after: string | undefined): Promise<TextPage> {
  for (let limit = PAGE_ITEMS; ; limit = Math.floor(limit / 2)) {
    const page = await source.page(limit, after);
    const bytes = page.items.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    if (bytes <= PAGE_BYTES || limit === 1) return page;
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
