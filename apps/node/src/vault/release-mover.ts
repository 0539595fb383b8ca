import {
  type BulletinCommands,
  type Clock,
  type Duration,
  HOUR,
  type Releasable,
  type ReleaseRefused,
  nextReleaseDate,
  releaseTime,
  kindOf,
  logWord,
} from "@commonhall/domain";
import type { Log } from "@commonhall/federation";
import type { Outlet } from "@commonhall/vault";

export interface ReleaseMoverPorts {
  readonly outlet: Outlet;
  readonly bulletins: BulletinCommands;
  readonly log: Pick<Log, "error">;
}

/**
 * Carries what two people have signed from the vault to the store, and tells the vault what has arrived there. Nothing else
 * in the program can. Where it ends in between, the vault offers the same again under the same ids, and the store keeps it
 * once.
 */
export async function moveReleases({ outlet, bulletins, log }: ReleaseMoverPorts): Promise<void> {
  for (const day of byDay(await outlet.offered())) await moveDay({ outlet, bulletins, log }, day);
  await beat({ outlet, bulletins, log });
  if (await outlet.waitsForClock()) log.error("a release waits until somebody has said that the clock is right");
  for (const withdrawal of await outlet.withdrawals()) {
    const done = await bulletins.withdraw(withdrawal);
    if (done.ok) await outlet.confirmWithdrawal(withdrawal.id);
    else tell(log, done.error);
  }
}

/**
 * Where on the last release day nothing was said, allies are told that there is nothing to say: whoever signs nothing, has
 * nothing to sign or was away looks like whoever looked and found nothing.
 */
async function beat({ outlet, bulletins, log }: ReleaseMoverPorts): Promise<void> {
  const hour = await outlet.lastHour();
  if (hour === undefined || (await outlet.offered()).some(({ published }) => published === hour)) return;
  const done = await bulletins.publishHeartbeat(hour);
  if (!done.ok && done.error.type !== "no centre yet") tell(log, done.error);
}

/** All of a day at once, so that nothing is told by what came first; what is refused holds nothing else up. */
async function moveDay({ outlet, bulletins, log }: ReleaseMoverPorts, day: readonly Releasable[]): Promise<void> {
  let left = day;
  while (left.length > 0) {
    const published = await bulletins.publishReleases(left);
    if (published.ok) {
      for (const { id } of left) await outlet.confirm(id);
      return;
    }
    const { error } = published;
    tell(log, error);
    if (!("id" in error)) return;
    const others = left.filter(({ id }) => id !== error.id);
    if (others.length === left.length) return;
    left = others;
  }
}

/** The kind: no word of what was to be said. */
const tell = (log: Pick<Log, "error">, error: ReleaseRefused): void =>
  log.error("a release was refused", { why: logWord(error.type) });

function byDay(offered: readonly Releasable[]): readonly (readonly Releasable[])[] {
  const days = new Map<number, Releasable[]>();
  for (const one of offered) days.set(one.published, [...(days.get(one.published) ?? []), one]);
  return [...days.values()];
}

/** Never longer asleep than this, because a clock may be set right meanwhile. */
const LONGEST: Duration = HOUR;

/** Moves at once, and then in the hour of each release day, until the signal. Resolves when what was under way is done. */
export async function keepMoving(
  ports: ReleaseMoverPorts & { readonly clock: Clock },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await moveReleases(ports).catch((error: unknown) => {
      ports.log.error("releases could not be moved", { error: kindOf(error) });
    });
    const now = ports.clock();
    await asleep(Math.min(LONGEST, releaseTime(nextReleaseDate(now).date) - now), signal);
  }
}

function asleep(time: Duration, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, time);
  signal.addEventListener("abort", () => resolve(), { once: true });
  return promise.finally(() => clearTimeout(timer));
}
