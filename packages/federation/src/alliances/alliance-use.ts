import type { LocalKeys } from "../keys/local-keys.ts";
import type { Log } from "../ports.ts";
import type { TimedUse } from "../tasks/task-use.ts";

/** What the tasks of alliances have at hand. */
export type AllianceUse = TimedUse & { readonly keys: LocalKeys; readonly log: Log };
