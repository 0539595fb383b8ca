import {
  ANY,
  feedKeys,
  MOST_WATCHED,
  fits,
  type FeedBranch,
  type FeedEntryId,
  type FeedFacts,
  type FeedFilter,
  type FeedItem,
  type FeedKeys,
  type FeedName,
  type FeedPlace,
  type FeedViews,
  type StoredObject,
  type Tombstone,
  type WatchedFeeds,
  trusted,
} from "@commonhall/domain";

/** What a node carries in its feeds, for pages without a database. */
export interface FeedWorld {
  readonly carried: readonly Carried[];
}

export interface Carried {
  readonly item: FeedItem;
  readonly keys: FeedKeys;
  /** When it was withdrawn. */
  readonly gone?: number;
}

let made = 0;

export function carried(
  object: StoredObject,
  facts: Partial<FeedFacts> = {},
  more: { readonly gone?: number; readonly from?: string } = {},
): Carried {
  const keys = feedKeys({ regions: [], sectors: [], kind: object.kind, languages: [object.language], ...facts });
  if (keys === undefined) throw new Error("No feed carries it");
  const entry = `entry-${(made += 1)}` as FeedEntryId;
  const item = { entry, object, fromName: more.from ?? "An ally", entered: object.published };
  return { item, keys, ...(more.gone === undefined ? {} : { gone: more.gone }) };
}

/** An object of another node, with a document as it might have sent it. */
export function foreignObject(
  name: string,
  document: Readonly<Record<string, unknown>> = {},
  more: Partial<StoredObject> = {},
): StoredObject {
  const id = trusted.object(`https://ally.example/posts/${name}`);
  const attributedTo = trusted.actor("https://ally.example/centres/ally");
  const published = more.published ?? Date.UTC(2026, 10, 20);
  const whole = { id, type: "Note", attributedTo, content: `<p>${name}</p>`, ...document };
  return {
    id,
    kind: "post",
    type: "Note",
    attributedTo,
    published,
    language: "en",
    text: name,
    document: JSON.stringify({ published: new Date(published).toISOString(), ...whole }),
    local: false,
    reach: "public",
    ...more,
  };
}

/** As the store answers: newest first, and pages go on after the number that the cursor is. */
export function memoryFeeds({ carried }: FeedWorld): FeedViews {
  const there = (filter: FeedFilter) =>
    carried
      .filter(({ keys, gone }) => gone === undefined && fits(keys, filter))
      .map(({ item }) => item)
      .toSorted((a, b) => b.object.published - a.object.published);
  const gone = (filter: FeedFilter) =>
    carried.flatMap(({ item, keys, gone }): readonly Tombstone[] =>
      gone === undefined || !fits(keys, filter) ? [] : [{ id: item.object.id, deleted: gone, reach: "public" }],
    );
  const codes = <Key extends string>(of: (keys: FeedKeys) => readonly (Key | typeof ANY)[]): readonly Key[] => {
    const all = carried.flatMap(({ keys, gone }) => (gone === undefined ? of(keys) : []));
    return [...new Set(all.flatMap((code) => (code === ANY ? [] : [code])))].toSorted();
  };
  return {
    carried: async (limit) => ({
      places: codes<FeedPlace>(({ places }) => places).slice(0, limit),
      branches: codes<FeedBranch>(({ branches }) => branches).slice(0, limit),
    }),
    items: async (filter, { limit, after }) => {
      const from = Number(after ?? 0) || 0;
      const items = there(filter);
      const next = from + limit < items.length ? { next: String(from + limit) } : {};
      return { items: items.slice(from, from + limit), ...next };
    },
    item: async (filter, entry) => there(filter).find((item) => item.entry === entry),
    withdrawn: async (filter) => gone(filter),
    occasions: async (filter, around, limit) => {
      const dated = there({ ...filter, kind: "action" }).filter(({ object }) => object.starts !== undefined);
      return dated
        .toSorted((a, b) => Math.abs((a.object.starts ?? 0) - around) - Math.abs((b.object.starts ?? 0) - around))
        .slice(0, limit);
    },
    counts: async (filter, since) => {
      const months = Map.groupBy(
        there(filter).filter(({ object }) => object.published >= since),
        ({ object }) => new Date(object.published).toISOString().slice(0, 7),
      );
      return [...months].map(([month, items]) => ({ month, items: items.length })).toSorted(byMonth);
    },
  };
}

const byMonth = (a: { readonly month: string }, b: { readonly month: string }): number => (a.month < b.month ? -1 : 1);

export const watchedFeeds = (watched: Set<FeedName>): WatchedFeeds => ({
  list: async () => [...watched],
  add: async (name) => watched.size < MOST_WATCHED && watched.add(name).has(name),
  remove: async (name) => void watched.delete(name),
});
