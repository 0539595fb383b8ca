import type { Timestamp } from "../time.ts";
import type { FeedName } from "./feed-name.ts";

/** More than anybody looks at. */
export const MOST_WATCHED = 40;

/** Feeds that the centre keeps an eye on at its desk: nobody outside learns which. */
export interface WatchedFeeds {
  /** In the order in which they were chosen. */
  list(): Promise<readonly FeedName[]>;
  /** Once, however often it is chosen. False where there are as many as there may be. */
  add(name: FeedName, at: Timestamp): Promise<boolean>;
  remove(name: FeedName): Promise<void>;
}
