import type { Core } from "../core.ts";
import { oldKeys, renewOldKey } from "../cases/old-keys.ts";
import { readRosters } from "../keys/roster-shelf.ts";
import { type Actor, actorOf } from "./actor.ts";
import type { Sessions } from "./sessions.ts";

export interface Rotation {
  readonly done: number;
  readonly of: number;
}

/** Behind the pages of those who are unlocked. */
export interface Rotations {
  /** Once for each person at a time; further calls change nothing. */
  readonly start: (member: string, token: string) => void;
  /** Undefined where nothing is under way. */
  readonly under: (member: string) => Rotation | undefined;
  /** What is under way has ended. */
  readonly ended: () => Promise<void>;
}

/** As many as are renewed in well under a minute, so that nobody's other work waits for it; the rest another day. */
const MOST_A_SESSION = 200;

/**
 * Cases whose key is older than a year get a new one when a reader comes (anonymity.md 3.4). No key is held for it: before
 * each case the session is asked for them anew, so it ends with the session, and with every right that is taken away
 * meanwhile. Each case is done in one commit, and who comes next goes on with what is left.
 */
export function rotations(core: Core, sessions: Sessions, most = MOST_A_SESSION): Rotations {
  const running = new Map<string, { rotation: Rotation; readonly end: Promise<void> }>();
  const run = async (member: string, token: string): Promise<void> => {
    const ids = await oldKeys(core, member, most);
    for (const [done, id] of ids.entries()) {
      const actor = await actorNow(core, sessions, member, token);
      if (actor === undefined) return;
      note(member, { done, of: ids.length });
      await renewOldKey(core, actor, id);
      // Whoever waits for a page comes first.
      await pause();
    }
  };
  const note = (member: string, rotation: Rotation): void => {
    const known = running.get(member);
    if (known !== undefined) known.rotation = rotation;
  };
  return {
    start: (member, token) => {
      if (running.has(member)) return;
      const end = pause()
        .then(() => run(member, token))
        .catch(() => core.alarm("old keys wait"))
        .finally(() => running.delete(member));
      running.set(member, { rotation: { done: 0, of: 0 }, end });
    },
    under: (member) => {
      const rotation = running.get(member)?.rotation;
      return rotation === undefined || rotation.of === 0 ? undefined : rotation;
    },
    ended: async () => {
      await Promise.all(Array.from(running.values(), ({ end }) => end));
    },
  };
}

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function actorNow(core: Core, sessions: Sessions, member: string, token: string): Promise<Actor | undefined> {
  const keys = sessions.peek(member, token);
  const rosters = keys === undefined ? undefined : await readRosters(core);
  return keys === undefined || rosters?.ok !== true ? undefined : actorOf(core, keys, rosters.value);
}
