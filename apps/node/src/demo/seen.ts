import { z } from "zod";
import type { DemoNode } from "./demo-node.ts";

/** What a node shows of what arrived, as `hall timeline --json` prints it. */
export const line = z.object({
  id: z.string(),
  kind: z.string(),
  from: z.string(),
  via: z.string().nullable(),
  language: z.string(),
  text: z.string(),
  object: z.record(z.string(), z.unknown()),
});
export type Line = z.infer<typeof line>;

export const made = z.object({ id: z.string(), activity: z.string() });
export const published = made.extend({ url: z.string(), kind: z.string() });
const follows = z.array(z.object({ id: z.string(), handle: z.string(), state: z.string() }));

export async function timeline(node: DemoNode, kind: string): Promise<readonly Line[]> {
  return z.array(line).parse(await node.hall("timeline", "--kind", kind));
}

export const following = async (node: DemoNode) => follows.parse(await node.hall("following"));
export const followers = async (node: DemoNode) => follows.parse(await node.hall("followers"));

const NEVER_LONGER_THAN = 30_000;

/** Looks until something is there. Answers undefined when it has not come in half a minute. */
export async function eventually<T>(look: () => Promise<T | undefined | false>): Promise<T | undefined> {
  const until = performance.now() + NEVER_LONGER_THAN;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > until) return undefined;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** The languages of a document: those of its name or content. */
export function languagesIn(object: Readonly<Record<string, unknown>>): readonly string[] {
  const maps = [object["nameMap"], object["contentMap"]];
  const found = maps.find((map): map is object => typeof map === "object" && map !== null);
  return found === undefined ? [] : Object.keys(found);
}

export const count = (value: unknown): number => (Array.isArray(value) ? value.length : 0);
