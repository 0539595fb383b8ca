import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  branchesOf,
  COUNTRY_CODES,
  FEED_KINDS,
  feedFilterFrom,
  feedKeys,
  feedName,
  placesOf,
  sector,
  trusted,
  type FeedFilter,
} from "@commonhall/domain";
import { openStore, type Store } from "@commonhall/store";
import type { Figure } from "./figures.ts";
import { median, milliseconds } from "./measure.ts";

const SIZES = [10, 1000, 50_000];
const TIMES = 501;
const LANGUAGES = ["any", "en", "es", "ar", "fil"];

/** Into which of the feeds that somebody follows an object goes: among ten of them, a thousand and fifty thousand. */
export async function benchFeedRouting(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "commonhall-bench-"));
  const store = await openStore({ file: join(folder, "feeds.sqlite"), clock: Date.now });
  try {
    const figures: Figure[] = [];
    const names = allFeeds();
    let made = 0;
    for (const size of SIZES) {
      await follow(store, names.slice(made, size));
      made = size;
      const value = (await routingTime(store)) * 1000;
      const against = { name: "among 10", value: figures[0]?.value ?? value };
      const name = `an object is put among ${size.toLocaleString("en")} followed feeds`;
      figures.push({ name, value, unit: "µs", ...(figures.length === 0 ? {} : { against, aim: { atMost: 4 } }) });
    }
    return figures;
  } finally {
    await store.close();
    await rm(folder, { recursive: true });
  }
}

/** Wide ones first, so that a small node has those that most things fit. */
function allFeeds(): readonly FeedFilter[] {
  const places = ["any", ...new Set(COUNTRY_CODES.flatMap((country) => placesOf(country).toReversed()))];
  const sectors = ["isic4:T97", "isic4:F41", "isic4:C14", "isic4:A01"].flatMap((code) => sector(code) ?? []);
  const branches = ["any", ...new Set(sectors.flatMap((code) => branchesOf(code)))];
  const filters: FeedFilter[] = [];
  for (const kind of ["any", ...FEED_KINDS]) {
    for (const language of LANGUAGES) {
      for (const branch of branches) {
        for (const place of places) {
          const filter = feedFilterFrom(`${place}.${branch}.${kind}.${language}`);
          if (filter.ok) filters.push(filter.value);
        }
      }
    }
  }
  return filters;
}

async function follow({ work }: Store, filters: readonly FeedFilter[]): Promise<void> {
  const follower = trusted.actor("https://reader.example/users/a");
  await work.run(async ({ feeds, follows }) => {
    for (const filter of filters) {
      const name = feedName(filter);
      const actor = trusted.actor(`https://hub.example/feeds/${name}`);
      await feeds.put({ name, actor, made: 0, used: 0 });
      const id = trusted.activity(`${follower}#follows/${name}`);
      await follows.put({ id, follower, followed: actor, state: "accepted", since: 0 });
    }
  });
}

async function routingTime({ direct }: Store): Promise<number> {
  const facts = { regions: ["LB"], sectors: ["isic4:T97"], kind: "call", languages: ["en", "ar"] };
  const times: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    times.push(
      await milliseconds(async () => {
        const keys = feedKeys(facts);
        if (keys !== undefined) await direct.feeds.followedFor(keys);
      }),
    );
  }
  return median(times);
}
