import { branchFrom, UNION_FEDERATIONS, type FeedBranch } from "./branches.ts";
import { FEED_KINDS, type FeedFilter } from "./feed-name.ts";
import type { CarriedCodes } from "./ports.ts";

/** Feeds that a node tells of, in groups. Every other name works as well: what is offered is what is worth a look. */
export interface OfferedFeeds {
  readonly everything: readonly FeedFilter[];
  readonly places: readonly FeedFilter[];
  readonly branches: readonly FeedFilter[];
  /** What each of the global union federations organises, whether anything is carried of it yet or not. */
  readonly federations: readonly FeedFilter[];
}

export function offeredFeeds({ places, branches }: CarriedCodes): OfferedFeeds {
  const federations = UNION_FEDERATIONS.all.flatMap((code) => branchFrom(code) ?? []);
  const isFederation = new Set<FeedBranch>(federations);
  return {
    everything: [{}, ...FEED_KINDS.map((kind) => ({ kind }))],
    places: places.map((place) => ({ place })),
    branches: branches.filter((branch) => !isFederation.has(branch)).map((branch) => ({ branch })),
    federations: federations.map((branch) => ({ branch })),
  };
}
