import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DAY, feedKeys, trusted, type ActorId, type FeedEntryId } from "@commonhall/domain";
import { startNode, type RunningNode } from "@commonhall/node";
import type { Figure } from "./figures.ts";
import { median, milliseconds } from "./measure.ts";
import { arrive, meet, prepareNode } from "./prepare-node.ts";

const SIZES = [1000, 100_000];
const TIMES = 31;
/** Of fifty entries a page. */
const FAR_PAGE = 500;

/** One feed of a node: its first page and its five hundredth, as the store reads them and as Atom over HTTP, and its months. */
export async function benchFeeds(): Promise<Figure[]> {
  const figures: Figure[] = [];
  let smallest: FeedTimes | undefined;
  for (const size of SIZES) {
    const measured = await feedTimes(size);
    smallest ??= measured;
    const figure = (name: string, value: number, than: number): Figure => ({
      name: `feed: ${name} of ${size.toLocaleString("en")}`,
      value,
      unit: "ms",
      ...(size === SIZES[0] ? {} : { against: { name: "of 1,000", value: than }, aim: { atMost: 2 } }),
    });
    figures.push(figure("first page", measured.first, smallest.first));
    figures.push(figure("page 500", measured.far, smallest.first));
    figures.push(figure("first page as Atom", measured.firstAtom, smallest.firstAtom));
    figures.push(figure("page 500 as Atom", measured.farAtom, smallest.firstAtom));
    figures.push({ name: `feed: twelve months of ${size.toLocaleString("en")}`, value: measured.months, unit: "ms" });
  }
  return figures;
}

interface FeedTimes {
  readonly first: number;
  readonly far: number;
  readonly firstAtom: number;
  readonly farAtom: number;
  readonly months: number;
}

async function feedTimes(size: number): Promise<FeedTimes> {
  const folder = await mkdtemp(join(tmpdir(), "commonhall-bench-"));
  try {
    const from = trusted.actor("http://127.0.0.1:9/users/a");
    const prepared = await prepareNode({ dataFolder: folder }, async (node, centre) => {
      await meet(node, centre, { id: from, inbox: `${from}/inbox` }, { isFollowed: true });
      await arrive(node, from, size);
      await enter(node, from, size);
    });
    const listen = prepared.environment["HALL_LISTEN"] ?? "";
    const node = await startNode({ dataFolder: folder, listen, clock: Date.now, works: false });
    const times = await timesOf(node, size);
    await node.close();
    return times;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** All of them into the feed of everything, and into those of Lebanon. */
async function enter({ store }: RunningNode, from: ActorId, count: number): Promise<void> {
  const now = Date.now();
  const keys = feedKeys({ regions: ["LB"], sectors: [], kind: "post", languages: ["en"] });
  if (keys === undefined) throw new Error("No feed carries posts");
  const slice = 500;
  for (let start = 0; start < count; start += slice) {
    await store.work.run(async ({ feeds }) => {
      for (let i = start; i < Math.min(start + slice, count); i++) {
        const object = trusted.object(`${from}/posts/${i}`);
        const published = now - i * 60_000;
        await feeds.enter({ entry: `b${i}` as FeedEntryId, object, keys, isFor: "everybody", published, entered: now });
      }
    });
  }
}

async function timesOf(node: RunningNode, size: number): Promise<FeedTimes> {
  const { feedViews } = node.store;
  const far = await cursorAt(node, Math.min(FAR_PAGE * 50, size / 2));
  const page = (after?: string) => () =>
    feedViews.items({}, { isFor: "readers", limit: 50, ...(after === undefined ? {} : { after }) });
  const atom = (query: string) => async () => {
    const response = await fetch(`${node.origin}/feeds/any.any.any.any.atom${query}`);
    if (!response.ok || !(await response.text()).includes("<entry")) throw new Error(`Answered ${response.status}`);
  };
  return {
    first: await timeOf(page()),
    far: await timeOf(page(far)),
    firstAtom: await timeOf(atom("")),
    farAtom: await timeOf(atom(`?after=${encodeURIComponent(far ?? "")}`)),
    months: await timeOf(() => feedViews.counts({}, Date.now() - 365 * DAY)),
  };
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < TIMES; i++) times.push(await milliseconds(work));
  return median(times);
}

async function cursorAt({ store }: RunningNode, position: number): Promise<string | undefined> {
  let cursor: string | undefined;
  for (let read = 0; read < position; read += 500) {
    const after = cursor === undefined ? {} : { after: cursor };
    cursor = (await store.feedViews.items({}, { isFor: "readers", limit: 500, ...after })).next;
  }
  return cursor;
}
