import { z } from "zod";
import { DAY, type Follow, type Kind } from "@commonhall/domain";
import { calendarAddress } from "../calendar-address.ts";
import type { DemoNode } from "./demo-node.ts";

/** What `hall publish` and `hall update` print. */
export const made = z.object({ id: z.string(), activity: z.string() });
export const published = made.extend({ url: z.string(), kind: z.string() });

/** One thing that has arrived, as the follower has it. */
export interface Seen {
  readonly id: string;
  readonly text: string;
  readonly object: Readonly<Record<string, unknown>>;
}

const anObject = z.record(z.string(), z.unknown());

/** Everything of a kind that a node's people see as arrived. */
export async function arrived({ data }: DemoNode, kind: Kind): Promise<readonly Seen[]> {
  const { items } = await data.objectViews.timeline({ kind, limit: 100 });
  return items.map(({ object: { id, text, document } }) => ({
    id,
    text,
    object: anObject.parse(JSON.parse(document)),
  }));
}

export async function isFollowing({ data }: DemoNode, address: string): Promise<boolean> {
  return (await data.followViews.following()).some(({ handle, state }) => handle === address && state === ACCEPTED);
}

export async function hasFollower({ data }: DemoNode, address: string): Promise<boolean> {
  return (await data.followViews.followers()).some(({ handle, state }) => handle === address && state === ACCEPTED);
}

const ACCEPTED: Follow["state"] = "accepted";

/** Where a node's people have all actions that they were told of in one calendar, for their phones. */
export async function ownCalendar({ data, origin }: DemoNode): Promise<string> {
  return `${origin}/calendar/${await calendarAddress(data.settings).get()}.ics`;
}

/** Whether a calendar has an entry with these words; days are written without hyphens there. */
export async function calendarHas(url: string, ...words: readonly string[]): Promise<boolean> {
  const unfolded = (await (await fetch(url)).text()).replaceAll("\r\n ", "");
  const entries = unfolded.split("BEGIN:VEVENT").slice(1);
  return entries.some((entry) =>
    words.every((word) => entry.includes(word) || entry.includes(word.replaceAll("-", ""))),
  );
}

const NEVER_LONGER_THAN = 30_000;

/** Looks until something is there. Answers undefined when it has not come in half a minute. */
export async function eventually<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
  const until = performance.now() + NEVER_LONGER_THAN;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > until) return undefined;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The languages of a document: those of its name or content. */
export function languagesIn(object: Seen["object"]): readonly string[] {
  const maps = [object["nameMap"], object["contentMap"]];
  const found = maps.find((map): map is object => typeof map === "object" && map !== null);
  return found === undefined ? [] : Object.keys(found);
}

export const count = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/** The day a week from now, for something that is still to come. */
export const nextWeek = (): string => new Date(Date.now() + 7 * DAY).toISOString().slice(0, 10);
