import { ANY, type FeedFilter, type FeedPage, type FeedReaders } from "@commonhall/domain";
import type { Db } from "../database/session.ts";

export const forOne = (isFor: FeedPage["isFor"]): FeedReaders[] => [isFor, "everybody"];

/** The rows of a filter: one stretch of the index of its place and branch, less what the rest of it leaves out. */
export function placed(db: Db, { place, branch, kind, language }: FeedFilter, isFor: readonly FeedReaders[]) {
  let query = db
    .selectFrom("feed_place")
    .where("feed_place.place", "=", place ?? ANY)
    .where("feed_place.branch", "=", branch ?? ANY)
    .where("feed_place.is_for", "in", isFor);
  if (kind !== undefined) query = query.where("feed_place.kind", "=", kind);
  if (language !== undefined) {
    query = query.where((row) => row(row.fn("instr", ["feed_place.languages", row.val(` ${language} `)]), ">", 0));
  }
  return query;
}
