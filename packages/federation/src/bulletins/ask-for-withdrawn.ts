import { DAY, err, objectId, ok, sameOrigin, type ActorId, type Result, type Task } from "@commonhall/domain";
import { parseCollection } from "@commonhall/wire";
import { fetchDocument, type FetchProblem } from "../discovery/fetch-document.ts";
import type { FederationPorts } from "../ports.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TaskUse } from "../tasks/task-use.ts";
import { forgetWithdrawn } from "./keep-release.ts";

/** Once a day whoever's bulletins are kept here is asked which they took back (wire.md 4). Answers how many that were. */
export async function askWithdrawn({ work, clock }: Pick<FederationPorts, "work" | "clock">): Promise<number> {
  const now = clock();
  return work.run(async (rooms) => {
    const authors = await rooms.bulletins.takeUnasked(now - DAY, now);
    for (const author of authors) {
      await rooms.tasks.add({ type: "ask for withdrawn", author }, { key: `withdrawn ${author}` });
    }
    return authors.length;
  });
}

/** What an endless list may cost. */
const MOST_PAGES = 25;

/**
 * Signed as our node: a Delete that was lost is found here. Nothing there means that nothing was taken back from us. Its
 * author does not know of what others passed on to us, so that is looked for where it lives.
 */
export async function askForWithdrawn(
  use: TaskUse,
  { author }: Extract<Task, { type: "ask for withdrawn" }>,
): Promise<TaskAnswer> {
  const listed = await readList(use, author);
  if (!listed.ok) return listed;
  const passedOn = await use.direct.bulletins.passedOn(author);
  for (const id of passedOn.slice(0, MOST_LOOKED_FOR)) {
    const found = await fetchDocument(use.client, id);
    const isWithdrawn = !found.ok && found.error.type === "gone" && found.error.status === 410;
    if (isWithdrawn) await use.inCommit((handling) => forgetWithdrawn(handling, id, author));
  }
  return ok();
}

/** Of one author, once a day. */
const MOST_LOOKED_FOR = 200;

async function readList(use: TaskUse, author: ActorId): Promise<TaskAnswer> {
  const seen = new Set<string>();
  let next: string | undefined = `${author}/withdrawn`;
  while (next !== undefined && !seen.has(next) && seen.size < MOST_PAGES) {
    seen.add(next);
    const page = await readPage(use, author, next);
    if (!page.ok) return page.error.type === "gone" ? ok() : err(page.error);
    const { ids } = page.value;
    await use.inCommit(async (handling) => {
      for (const id of ids) await forgetWithdrawn(handling, id, author);
    });
    next = page.value.next;
  }
  return ok();
}

async function readPage({ client }: Pick<TaskUse, "client">, author: ActorId, url: string) {
  const fetched = await fetchDocument(client, url);
  if (!fetched.ok) return fetched;
  const page = parseCollection(fetched.value.json);
  const isTheirs = sameOrigin(fetched.value.url, author) && page.ok;
  if (!isTheirs) return unreadable();
  const ids = page.value.items.flatMap((item) => (typeof item === "string" ? (objectId(item) ?? []) : []));
  return ok({ ids, next: page.value.next ?? page.value.first });
}

const unreadable = (): Result<never, FetchProblem> => err({ type: "unreadable", detail: "it is no list of theirs" });
