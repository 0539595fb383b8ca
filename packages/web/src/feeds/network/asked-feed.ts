import {
  feedFilterFrom,
  feedName,
  feedTitle,
  type FeedFilter,
  type FeedName,
  type FeedNameRefused,
  type Result,
} from "@commonhall/domain";
import { FEED_FORMATS, type FeedFormat } from "../feeds.ts";
import { publicReaderOf, type PublicReader } from "../../words/reader.ts";

/** What an address below `/feeds/` asks for. */
export interface AskedFeed {
  readonly filter: FeedFilter;
  readonly name: FeedName;
  /** Of a file; the page for people has no ending. */
  readonly format: FeedFormat | undefined;
}

/** `us-ca.f.call.any.atom`. The name has points in it, so an ending is what comes after four parts, or what is no part. */
export function askedFeed(text: string): Result<AskedFeed, FeedNameRefused> {
  const whole = feedFilterFrom(text);
  const format = whole.ok ? undefined : FEED_FORMATS.find((one) => text.toLowerCase().endsWith(`.${one}`));
  const read = format === undefined ? whole : feedFilterFrom(text.slice(0, -format.length - 1));
  if (!read.ok) return read;
  return { ok: true, value: { filter: read.value, name: feedName(read.value), format } };
}

/** Path of the page of a feed. */
export const feedPath = (name: FeedName): string => `/feeds/${name}`;

/** Whether a feed carries anything that happens at some time. */
export const hasCalendar = ({ kind }: FeedFilter): boolean => kind === undefined || kind === "action";

/**
 * A file is the same for everybody who asks for its address: its own words are in the language of `?lang=`, or in that of
 * what it carries, or in the centre's.
 */
export const fileReader = (url: URL, filter: FeedFilter, centre: Parameters<typeof publicReaderOf>[1]): PublicReader =>
  publicReaderOf({ url: url.href, acceptLanguage: filter.language }, centre);

/** The same for what others wrote; where neither says a language each text is in its own first one. */
export const wantedInFile = (url: URL, { language }: FeedFilter): readonly string[] => [
  ...url.searchParams.getAll("lang").slice(0, 1),
  ...(language === undefined ? [] : [language]),
];

export const titleOf = (filter: FeedFilter, { language }: Pick<PublicReader, "language">): string =>
  feedTitle(filter, language);
