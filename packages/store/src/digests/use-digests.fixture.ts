import { feedFilterFrom, feedName, type Digest } from "@commonhall/domain";
import type { Store } from "../store.ts";

/** Everything that is done with digests, each of it once. */
export async function useDigests({ direct: { digests }, digestViews }: Store, now: number): Promise<void> {
  const filter = feedFilterFrom("us.f.action.en");
  if (!filter.ok) throw new Error("no such feed");
  const terms = { feed: feedName(filter.value), rhythm: "daily", language: "en" } as const;
  const tokens = { confirm: "confirm", end: "end" };
  await digests.add({ id: "one", ...terms, sealed: "", address: "a", mailbox: "m", tokens }, now);
  const digest: Digest = { id: "one", ...terms, sealed: "", asked: now, until: now, due: now, refusals: 0 };
  await digests.put({ ...digest, confirmed: now });
  await digests.dropOthers(digest);
  await digests.get("one");
  for (const use of ["confirm", "end"] as const) await digests.byToken(use, use);
  await digests.due(now, 10);
  for (const one of [filter.value, {}]) await digestViews.news(one, { after: 0, until: now, limit: 10 });
  await digests.drop("one");
  await digests.forgetUnconfirmed(now);
}
