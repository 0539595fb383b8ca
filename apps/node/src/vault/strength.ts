import { constrainedMemory } from "node:process";
import { performance } from "node:perf_hooks";
import { totalmem } from "node:os";
import type { Settings, Store } from "@commonhall/store";
import { LEAST_STRETCHING, stretch, type Stretching } from "@commonhall/vault";

/**
 * How much memory and how many passes a passphrase is worth on this machine: at set-up memory is raised until one takes
 * about half a second (anonymity.md 3.5), and never less than the design has. What was made with it says so itself, so
 * that it opens on another machine, too. For signing in and for keys alike: it is one passphrase, and whoever guesses
 * takes the cheaper way. Codes of workers stay at the least: what a code becomes has to be the same for ever.
 */
const NAME = "argon2id";
const { kibibytes: LEAST, passes: PASSES } = LEAST_STRETCHING;
const MEBIBYTE = 1024;
/** Two may run at once, and the rest of the node has to live beside them. */
const MOST = 256 * MEBIBYTE;
const PART_OF_MACHINE = 8;
const WANTED_MILLISECONDS = 500;
const STEP = 16 * MEBIBYTE;

/** What is kept; the least where nothing is, and where somebody wrote less into the file. */
export async function strengthOf(settings: Pick<Settings, "get">): Promise<Stretching> {
  const kept = Number(await settings.get(NAME));
  return Number.isSafeInteger(kept) ? { kibibytes: between(kept), passes: PASSES } : LEAST_STRETCHING;
}

/**
 * For set-up, before the first passphrase is kept. Never later: names that somebody has and names that nobody has take
 * the same time because all secrets are made alike. Networks of tests do with the least, many on one machine.
 */
export const toStrength =
  (
    { settings, staffDesk }: Pick<Store, "settings"> & { readonly staffDesk: Pick<Store["staffDesk"], "list"> },
    { testNetwork }: { readonly testNetwork: boolean },
    tries: Tries = THIS_MACHINE,
  ): (() => Promise<void>) =>
  async () => {
    const isFirst = (await staffDesk.list()).length === 0 && (await settings.get(NAME)) === undefined;
    if (isFirst && !testNetwork) await settings.set(NAME, String(await calibrate(tries)));
  };

export interface Tries {
  /** Milliseconds. */
  readonly time: (stretching: Stretching) => Promise<number>;
  /** Of the machine, in KiB. */
  readonly memory: number;
}

/** Kibibytes. The quicker of two tries: a machine that does something else meanwhile must not seem slower than it is. */
async function calibrate({ time, memory }: Tries): Promise<number> {
  const least = Math.min(await time(LEAST_STRETCHING), await time(LEAST_STRETCHING));
  const wanted = Math.floor((LEAST * WANTED_MILLISECONDS) / least / STEP) * STEP;
  return between(Math.min(wanted, Math.floor(memory / PART_OF_MACHINE / STEP) * STEP));
}

const between = (kibibytes: number): number => Math.min(MOST, Math.max(LEAST, kibibytes));

const THIS_MACHINE: Tries = {
  // No limit is nought, or more than there is.
  memory: Math.min(totalmem(), constrainedMemory() || Number.POSITIVE_INFINITY) / 1024,
  time: async (stretching) => {
    const began = performance.now();
    await stretch("how long does it take", Buffer.alloc(16), Buffer.alloc(32), stretching);
    return performance.now() - began;
  },
};
