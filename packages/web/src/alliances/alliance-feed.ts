import {
  textIn,
  type Alliance,
  type AllianceMemberLine,
  type Centre,
  type StoredObject,
  type Tombstone,
} from "@commonhall/domain";
import { sanitizeHtml, type FeedModel } from "@commonhall/wire";
import { respondModel, wantedIn, type EntryFormat } from "../feeds/feeds.ts";
import { feedEntry } from "../feeds/feed-entry.ts";
import type { WebPorts } from "../ports.ts";
import { newsOf } from "./alliance-news.part.ts";

export const ALLIANCE_FEEDS = ["atom", "rss", "json"] as const satisfies readonly EntryFormat[];

type Ports = Pick<WebPorts, "site" | "objects">;

/** Something that a member publishes for everybody. */
export interface PublicNews {
  readonly object: StoredObject;
  /** Who says it. */
  readonly by: string;
}

const MOST_OF_OURS = 30;

/** What all members publish for everybody, as far as it is here: ours, and what has arrived from the others. Newest first. */
export async function publicNews(
  { objects }: Ports,
  {
    alliance,
    members,
    centre,
  }: { readonly alliance: Alliance; readonly members: readonly AllianceMemberLine[]; readonly centre: Centre },
  wanted: readonly string[],
): Promise<readonly PublicNews[]> {
  const others = members.map(({ id }) => id).filter((id) => id !== alliance.us.id);
  const [own, arrived] = await Promise.all([
    objects.publications({ centre: centre.id, limit: MOST_OF_OURS }),
    newsOf(objects, others, { isPublic: true }),
  ]);
  const ours = own.items.map((object): PublicNews => ({ object, by: textIn(centre.name, wanted).text }));
  const theirs = arrived.map(({ object, fromName }): PublicNews => ({ object, by: fromName }));
  return [...ours, ...theirs].sort((a, b) => b.object.published - a.object.published);
}

const MOST_WITHDRAWN = 50;

/** What of theirs was withdrawn, so that programs that have it take it out. */
export const withdrawnNews = ({ objects }: Ports, members: readonly AllianceMemberLine[]) =>
  objects.withdrawnBy(
    members.map(({ id }) => id),
    MOST_WITHDRAWN,
  );

/** The same for programs that follow it, in the language that the address names with `?lang=`. */
export function allianceFeed(
  { site }: Ports,
  {
    request,
    url,
    feed,
    alliance,
    news,
    withdrawn,
  }: {
    readonly request: Request;
    readonly url: URL;
    readonly feed: EntryFormat;
    readonly alliance: Alliance;
    readonly news: readonly PublicNews[];
    readonly withdrawn: readonly Tombstone[];
  },
): Response {
  const wanted = wantedIn(url);
  const { charter } = alliance.standing.current;
  const { language, text } = textIn(charter.name, wanted);
  const updated = news.map(({ object }) => object.updated ?? object.published);
  const model: FeedModel = {
    id: alliance.id,
    title: text,
    summary: textIn(charter.purpose, wanted).text,
    language,
    home: `${site.origin}${url.pathname.replace(`.${feed}`, "")}`,
    self: `${site.origin}${url.pathname}${url.search}`,
    updated: Math.max(alliance.changed, ...updated, ...withdrawn.map(({ deleted }) => deleted)),
    author: text,
    // What others wrote is their markup; ours has been through the same.
    entries: news.flatMap(({ object, by }) => {
      const entry = feedEntry(object, wanted);
      return entry === undefined ? [] : [{ ...entry, title: `${by}: ${entry.title}`, html: sanitizeHtml(entry.html) }];
    }),
    deleted: withdrawn.map(({ id, deleted }) => ({ id, at: deleted })),
  };
  return respondModel(request, feed, model);
}
