import { objectId, ok, sameOrigin, type ObjectId, type Task } from "@commonhall/domain";
import { hasLaterIds, parseActor, parseDocument, readMapping } from "@commonhall/wire";
import { readPage } from "../following/read-outbox.ts";
import { fetchLater } from "../objects/fetch-later.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TaskUse } from "../tasks/task-use.ts";

type RenameMoved = Extract<Task, { type: "rename moved" }>;

const MOST_PAGES = 50;
/** Each is read where it lives now, one after the other. */
const MOST_RENAMED = 500;

/**
 * Reads which ids the objects of somebody who has moved have now (FEP-1580), as far as we keep any of them, and has those
 * read anew: an object itself says then what it was called before. Only where the node says that it tells so.
 */
export async function renameMoved(use: TaskUse, { former, later }: RenameMoved): Promise<TaskAnswer> {
  const known = await use.direct.remoteActors.get(later);
  const json = known === undefined ? undefined : parseDocument(known.document);
  const actor = json?.ok === true && hasLaterIds(json.value) ? parseActor(json.value) : undefined;
  if (actor?.ok !== true || actor.value.migration === undefined) return ok();
  const renamed: ObjectId[] = [];
  let url: string | undefined = actor.value.migration;
  for (let pages = 0; url !== undefined && pages < MOST_PAGES && renamed.length < MOST_RENAMED; pages += 1) {
    const page: Awaited<ReturnType<typeof readPage>> = await readPage(use, later, url);
    if (!page.ok) return page;
    for (const pair of page.value.items.map(readMapping)) {
      const [before, after] = [objectId(pair?.object ?? ""), objectId(pair?.target ?? "")];
      if (before === undefined || after === undefined || !sameOrigin(after, later)) continue;
      const kept = await use.direct.objects.get(before);
      if (kept?.attributedTo === former && !kept.local) renamed.push(after);
    }
    url = page.value.next;
  }
  await use.inCommit(async (handling) => {
    for (const id of renamed.slice(0, MOST_RENAMED)) await fetchLater(handling, id, { via: later, backfilled: true });
  });
  return ok();
}
