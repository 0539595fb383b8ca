import { originOf, type LocalActor, type Timestamp } from "@commonhall/domain";
import { actorJrd, type FormerSite, type Site } from "@commonhall/wire";

/**
 * All that the former origin shows from now on, and nothing that anybody may not read: its actors as they say where they
 * went, and their names. No keys, no followers.
 */
export interface FormerHouse {
  readonly origin: string;
  readonly to: string;
  readonly left: Timestamp;
  /** Actors' documents by their paths. */
  readonly actors: Readonly<Record<string, string>>;
  /** WebFinger answers by what was asked for. */
  readonly names: Readonly<Record<string, string>>;
}

interface Leaving {
  readonly from: FormerSite;
  readonly to: Pick<Site, "origin">;
  /** As they are left. */
  readonly actors: readonly LocalActor[];
}

export function formerHouse({ from, to, actors }: Leaving): FormerHouse {
  const shown = actors.filter(({ id, document }) => originOf(id) === from.origin && saysWhere(document));
  const documents = shown.map(({ id, document }): [string, string] => [new URL(id).pathname, document]);
  const names = shown.flatMap(({ id, document }): [string, string][] => {
    const subject = `acct:${JSON.parse(document).webfinger}`;
    const jrd = JSON.stringify(actorJrd({ subject, actor: id, page: to.origin + new URL(id).pathname }));
    return [
      [subject, jrd],
      [id, jrd],
    ];
  });
  return {
    origin: from.origin,
    to: to.origin,
    left: from.left,
    actors: Object.fromEntries(documents),
    names: Object.fromEntries(names),
  };
}

/** What was deleted before the node moved went nowhere. */
const saysWhere = (document: string): boolean => document !== "" && JSON.parse(document).movedTo !== undefined;
