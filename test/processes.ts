import { setTimeout as pause } from "node:timers/promises";
import type { HallAnswer } from "@commonhall/testkit/network";

/** What a command of `hall` made or changed. */
export function idOf({ json, err }: HallAnswer): string {
  if (typeof json === "object" && json !== null && "id" in json) return String(json.id);
  throw new Error(err);
}

/** Far longer than a node takes. */
const IN_VAIN = 60_000;

/** Looks again and again, because other processes have a time of their own. Throws, saying what, where it never holds. */
export async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + IN_VAIN;
  while (!(await holds())) {
    if (performance.now() > until) throw new Error(`In vain: ${what}`);
    await pause(100);
  }
}
