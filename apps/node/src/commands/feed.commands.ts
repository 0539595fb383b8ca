import type { Command } from "commander";
import {
  feedFilterFrom,
  feedName,
  feedTitle,
  FEED_KINDS,
  isoInstant,
  offeredFeeds,
  type FeedFilter,
  type FeedItem,
  type FeedNameRefused,
} from "@commonhall/domain";
import { addressesOf } from "@commonhall/wire";
import { addCommand, type Asked, type Io, type OpenHall } from "./hall-command.ts";
import { LIMIT, limitFrom } from "./limit.ts";
import { done, wrong, type Outcome } from "./outcome.ts";
import { table } from "./table.ts";

/** `hall feeds` and `hall feed` (interface.md 3). */
export function addFeedCommands(program: Command, io: Io, exit: (code: number) => void): void {
  addCommand(program, io, exit, {
    usage: "feeds",
    description: "feeds that this node tells of; every other name works as well",
    run: feeds,
  });
  addCommand(program, io, exit, {
    usage: "feed <name>",
    description: "what a feed carries, newest first: place.work.kind.language, each of which may be any",
    options: [LIMIT],
    run: feed,
  });
}

/** As many places, and as many branches of work. */
const MOST_CODES = 200;

async function feeds({ store, site }: OpenHall, { language }: Asked): Promise<Outcome> {
  const { everything, places, branches, federations } = offeredFeeds(await store.feedViews.carried(MOST_CODES));
  const line = (filter: FeedFilter) => {
    const name = feedName(filter);
    return { id: addressesOf(site).feed(name), name, title: feedTitle(filter, language ?? "en") };
  };
  const lines = [...everything, ...places, ...branches, ...federations].map(line);
  return done(lines, table(lines.map(({ name, title }) => [name, title])));
}

async function feed({ store }: OpenHall, { words, options }: Asked): Promise<Outcome> {
  const limit = limitFrom(options);
  if (typeof limit === "string") return wrong(limit);
  const read = feedFilterFrom(words[0] ?? "");
  if (!read.ok) return wrong(refusedSentence(words[0] ?? "", read.error));
  const lines = (await collect(store, read.value, limit)).map(({ object }) => ({
    id: object.id,
    kind: object.kind,
    from: object.attributedTo,
    published: isoInstant(object.published),
    text: object.text,
  }));
  const text = table(lines.map((line) => [line.published.slice(0, 10), line.kind, line.from, line.text]));
  return done(
    lines.map(({ id, kind, from, published }) => ({ id, kind, from, published })),
    text === "" ? "Nothing that fits has come yet." : text,
  );
}

const PAGE = 200;

async function collect({ feedViews }: OpenHall["store"], filter: FeedFilter, limit: number): Promise<FeedItem[]> {
  const items: FeedItem[] = [];
  let after: string | undefined;
  do {
    const wanted = Math.min(PAGE, limit - items.length);
    const page = { isFor: "readers", limit: wanted, ...(after === undefined ? {} : { after }) } as const;
    const found = await feedViews.items(filter, page);
    items.push(...found.items);
    after = found.next;
  } while (after !== undefined && items.length < limit);
  return items;
}

const ACCEPTED = {
  place:
    "a country or a part of one (ISO 3166: us, us-ca), a part of the world (M49: 419) or a group (grp-gcc), or any",
  branch: "a section or division of ISIC Rev. 4 (f, t97), a global union federation (idwf), or any",
  kind: `${FEED_KINDS.join(", ")} or any`,
  language: "a language as BCP 47 writes it (en, zh-hant), or any",
} as const;

function refusedSentence(name: string, refused: FeedNameRefused): string {
  const given = JSON.stringify(name.slice(0, 80));
  switch (refused.type) {
    case "not four parts":
      return `${given} is not accepted: a feed has a name of four parts with points between them, place.work.kind.language, as us-ca.f.call.any`;
    case "unknown part":
      return `${given} is not accepted: ${JSON.stringify(refused.text.slice(0, 80))} is no ${refused.part === "branch" ? "work" : refused.part}; use ${ACCEPTED[refused.part]}`;
    case "parts swapped":
      return `${given} is not accepted: its parts are in the wrong order; you probably meant ${refused.meant}`;
  }
}
