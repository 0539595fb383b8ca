import {
  DAY,
  err,
  MINUTE,
  ok,
  type CatchUp,
  type Clock,
  type Duration,
  type RemoteActor,
  type Task,
  type Timestamp,
} from "@commonhall/domain";
import type { ReadActivity } from "@commonhall/wire";
import type { Handling } from "../inbox/handling.ts";
import type { FederationPorts } from "../ports.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TaskUse } from "../tasks/task-use.ts";
import { keepItem, readPage, toldAt, toldBy, type Page } from "./read-outbox.ts";

/** Nobody asks all others in the same minute. */
const SPREAD: Duration = 10 * MINUTE;
const AT_ONCE = 100;

/** Once a day everybody whom we follow, and all of them soon where we have been away. Answers how many that were. */
export async function catchUpDaily({
  work,
  clock,
  random,
}: Pick<FederationPorts, "work" | "clock" | "random">): Promise<number> {
  const now = clock();
  return work.run(async (rooms) => {
    const due = await rooms.catchUps.takeDue(now - DAY, now, AT_ONCE);
    for (const actor of due) {
      await rooms.tasks.add(
        { type: "catch up", actor },
        { key: `catch up ${actor}`, after: Math.floor(random() * SPREAD) },
      );
    }
    return due.length;
  });
}

/** What one reading may cost before it makes room for others; it goes on where it stopped. */
const PAGES_AT_ONCE = 25;
const LONGEST: Duration = 2 * MINUTE;
/** Twenty thousand items: an outbox that has no end is not read for ever. */
const MOST_PAGES = 1000;

/**
 * Reads what somebody has told since all of it was last read, so that what was lost on its way, or came while we were
 * away, is here in the end (wire.md 5). What they published before we followed is history. The rest enters our feeds as
 * if it had just come, and wakes nobody.
 */
export async function catchUp(
  use: TaskUse & { readonly clock: Clock },
  { actor }: Extract<Task, { type: "catch up" }>,
): Promise<TaskAnswer> {
  const { direct, clock } = use;
  const known = await direct.remoteActors.get(actor);
  const reading = await direct.catchUps.get(actor);
  if (reading === undefined) return ok();
  if (known?.outbox === undefined || !(await direct.follows.isFollowed(actor))) {
    await direct.catchUps.drop(actor);
    return ok();
  }
  const until = clock() + LONGEST;
  let at: Required<CatchUp> = { ...reading, under: reading.under ?? { began: clock(), next: known.outbox, pages: 0 } };
  for (let pages = 0; pages < PAGES_AT_ONCE && clock() < until; pages += 1) {
    const page = await readPage(use, actor, at.under.next);
    if (!page.ok) {
      // A page that has gone meanwhile is looked for from the beginning, tomorrow.
      if (page.error.type !== "unreachable")
        await direct.catchUps.put({ actor, since: at.since, complete: at.complete });
      return err(page.error);
    }
    const next = await use.inCommit((handling) => keepPage(handling, known, at, page.value));
    if (next === undefined) return ok();
    at = next;
  }
  await direct.tasks.add({ type: "catch up", actor }, { key: `catch up ${actor}`, after: MINUTE });
  return ok();
}

/** Keeps what stands there and notes how far the reading has come; undefined where it has come to its end. */
async function keepPage(
  handling: Handling,
  actor: RemoteActor,
  at: Required<CatchUp>,
  page: Page,
): Promise<Required<CatchUp> | undefined> {
  const { rooms } = handling;
  const { began, next: here, pages } = at.under;
  const isNew = await keepItems(handling, actor, at, page);
  const { next } = page;
  const isOver = next === undefined || next === here || pages >= MOST_PAGES || !isNew;
  if (isOver) {
    await rooms.catchUps.put({ actor: at.actor, since: at.since, complete: began });
    return undefined;
  }
  const further = { ...at, under: { began, next, pages: pages + 1 } };
  await rooms.catchUps.put(further);
  return further;
}

/** Whether there may be more behind this page: not where all that stands there was told before what has been read. */
async function keepItems(handling: Handling, actor: RemoteActor, at: Required<CatchUp>, page: Page): Promise<boolean> {
  const wanted = at.complete - marginFor(actor, at);
  let known = 0;
  for (const activity of toldBy(actor.id, page)) {
    const told = toldAt(activity) ?? at.under.began;
    if (told < wanted) known += 1;
    else await handling.rooms.nested(() => keepItem(handling, activity, comingOf(handling, at, activity, told)));
  }
  return known === 0 || known < page.items.length;
}

/** The clocks of two nodes differ, and what is told is not always told in the order of its dates. */
const USUAL: Duration = DAY;
const LONG_AWAY: Duration = 2 * DAY;
/**
 * A feed stands in the order in which things were published, so what came late to the feed itself stands among what is
 * older. Whoever has been away for long reads as far back as feeds pass on what is late.
 */
const LATE: Duration = 60 * DAY;

const marginFor = ({ kind }: RemoteActor, { complete, under }: Required<CatchUp>): Duration =>
  kind === "Feed" && under.began - complete > LONG_AWAY ? LATE : USUAL;

/** What is older than this is on no page that anybody looks at for news. */
const STILL_NEWS: Duration = DAY;

function comingOf({ now }: Handling, { since }: CatchUp, activity: ReadActivity, told: Timestamp) {
  const published = publishedIn(activity) ?? told;
  return { reason: "followed", backfilled: published < since, isOldNews: published < now - STILL_NEWS } as const;
}

function publishedIn(activity: ReadActivity): Timestamp | undefined {
  if (activity.type === "Announce") return activity.embedded?.stored.published;
  const isTelling = activity.type === "Create" || activity.type === "Update";
  return isTelling && activity.object.type === "object" ? activity.object.stored.published : undefined;
}
