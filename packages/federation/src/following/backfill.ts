import { DAY, err, MINUTE, objectId, ok, type ActorId, type Clock, type Duration, type Task } from "@commonhall/domain";
import { isJsonObject, parseDocument, parseObject, type JsonValue } from "@commonhall/wire";
import type { Handling } from "../inbox/handling.ts";
import { fetchLater } from "../objects/fetch-later.ts";
import { isBelievable } from "../objects/on-announce.ts";
import { arrive, keepObject } from "../objects/keep-object.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TaskUse } from "../tasks/task-use.ts";
import { keepItem, readPage, toldAt, toldBy, type Page } from "./read-outbox.ts";

type Backfill = Extract<Task, { type: "backfill" }>;

/** wire.md 5: until two hundred items or sixty days, whichever comes first. */
const MOST_ITEMS = 200;
const OLDEST: Duration = 60 * DAY;
/** What a slow or endless outbox may cost. */
const MOST_PAGES = 25;
const LONGEST: Duration = 2 * MINUTE;
const MOST_PINNED = 20;

/**
 * Reads what an actor said before we followed it, so that nobody begins with an empty page. It is kept at its own time,
 * counts as read and notifies nobody. Nothing is kept here that has been deleted before.
 */
export async function backfill(use: TaskUse & { readonly clock: Clock }, { actor }: Backfill): Promise<TaskAnswer> {
  const known = await use.direct.remoteActors.get(actor);
  if (known === undefined || !(await use.direct.follows.isFollowed(actor))) return ok();
  await readPinned(use, actor, pinnedBy(known.document));
  return known.outbox === undefined ? ok() : readOutbox(use, actor, known.outbox);
}

function pinnedBy(document: string): string | undefined {
  const json = parseDocument(document);
  const featured = json.ok ? json.value["featured"] : undefined;
  return typeof featured === "string" ? featured : undefined;
}

/** What an actor puts in front, however old: of a campaign the post that opened it. Without it the rest is still worth reading. */
async function readPinned(use: TaskUse, actor: ActorId, featured: string | undefined): Promise<void> {
  if (featured === undefined || new URL(featured).origin !== new URL(actor).origin) return;
  const page = await readPage(use, actor, featured);
  if (!page.ok) return;
  await use.inCommit(async (handling) => {
    for (const item of page.value.items.slice(0, MOST_PINNED)) {
      await handling.rooms.nested(() => keepPinned(handling, actor, item, page.value.context));
    }
  });
}

async function keepPinned(
  handling: Handling,
  actor: ActorId,
  item: JsonValue,
  context: JsonValue | undefined,
): Promise<void> {
  const coming = { reason: "followed", via: actor, backfilled: true } as const;
  const id = objectId(typeof item === "string" ? item : "");
  if (id !== undefined) return fetchLater(handling, id, coming);
  const object = isJsonObject(item) ? parseObject(item, context) : undefined;
  if (object?.ok !== true || !(await isBelievable(handling, actor, object.value))) return;
  const known = await handling.rooms.objects.get(object.value.stored.id);
  await (known === undefined ? keepObject(handling, object.value, coming) : arrive(handling, known, coming));
}

async function readOutbox(
  use: TaskUse & { readonly clock: Clock },
  actor: ActorId,
  outbox: string,
): Promise<TaskAnswer> {
  const until = use.clock() + LONGEST;
  const seen = new Set<string>();
  let next: string | undefined = outbox;
  let kept = 0;
  while (next !== undefined && !seen.has(next) && seen.size < MOST_PAGES && use.clock() < until) {
    seen.add(next);
    const page = await readPage(use, actor, next);
    if (!page.ok) return kept === 0 ? err(page.error) : ok();
    const read = await use.inCommit((handling) => keepItems(handling, actor, page.value, MOST_ITEMS - kept));
    kept += read.kept;
    if (read.isEnough) return ok();
    next = page.value.next;
  }
  return ok();
}

interface Kept {
  readonly kept: number;
  /** As many as were asked for, or one that is too old: outboxes begin with what is newest. */
  readonly isEnough: boolean;
}

async function keepItems(handling: Handling, actor: ActorId, page: Page, atMost: number): Promise<Kept> {
  let kept = 0;
  for (const activity of toldBy(actor, page)) {
    const told = toldAt(activity);
    if (told !== undefined && told < handling.now - OLDEST) return { kept, isEnough: true };
    if (await handling.rooms.nested(() => keepItem(handling, activity, { reason: "followed", backfilled: true })))
      kept += 1;
    if (kept >= atMost) return { kept, isEnough: true };
  }
  return { kept, isEnough: false };
}
