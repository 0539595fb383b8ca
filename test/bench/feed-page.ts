import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { trusted } from "@commonhall/domain";
import { startNode as startHere, type RunningNode } from "@commonhall/node";
import type { Figure } from "./figures.ts";
import { median, milliseconds } from "./measure.ts";
import { arrive, meet, prepareNode } from "./prepare-node.ts";

const SIZES = [1000, 10_000, 100_000];

/** What arrived: the first page, and the one in the middle of it all, as the store reads it. */
export async function benchFeedPage(): Promise<Figure[]> {
  const figures: Figure[] = [];
  let smallest: { first: number; middle: number } | undefined;
  for (const size of SIZES) {
    const measured = await pageTimes(size);
    smallest ??= measured;
    const count = size.toLocaleString("en");
    const figure = (name: string, value: number, than: number): Figure => ({
      name: `${name} of ${count}`,
      value,
      unit: "ms",
      ...(size === SIZES[0] ? {} : { against: { name: "of 1,000", value: than }, aim: { atMost: 2 } }),
    });
    figures.push(figure("first page", measured.first, smallest.first));
    figures.push(figure("middle page", measured.middle, smallest.middle));
  }
  return figures;
}

async function pageTimes(size: number): Promise<{ first: number; middle: number }> {
  const folder = await mkdtemp(join(tmpdir(), "commonhall-bench-"));
  try {
    const from = trusted.actor("http://127.0.0.1:9/users/a");
    const prepared = await prepareNode({ dataFolder: folder }, async (node, centre) => {
      await meet(node, centre, { id: from, inbox: `${from}/inbox` }, { isFollowed: true });
      await arrive(node, from, size);
    });
    const listen = prepared.environment["HALL_LISTEN"] ?? "";
    const node = await startHere({ dataFolder: folder, listen, clock: Date.now, works: false });
    const middle = await cursorAt(node, size / 2);
    const times = { first: await timeOf(node), middle: await timeOf(node, middle) };
    await node.close();
    return times;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function timeOf({ store }: RunningNode, after?: string): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 101; i++) {
    const page = () => store.objectViews.timeline({ limit: 50, ...(after === undefined ? {} : { after }) });
    times.push(await milliseconds(page));
  }
  return median(times);
}

async function cursorAt({ store }: RunningNode, position: number): Promise<string | undefined> {
  let cursor: string | undefined;
  for (let read = 0; read < position; read += 500) {
    const page = await store.objectViews.timeline({ limit: 500, ...(cursor === undefined ? {} : { after: cursor }) });
    cursor = page.next;
  }
  return cursor;
}
