import {
  DAY,
  isQuiet,
  MATTERS,
  SECOND,
  silentFor,
  type Duration,
  type Health,
  type HealthState,
} from "@commonhall/domain";
import { Gauge, Registry } from "prom-client";

export const STATES: readonly HealthState[] = ["well", "unknown", "look", "act"];

/** Free room is told in twentieths of the disk: what one report takes changes no figure. */
const ROOM = 20;

/**
 * How the node is, for Prometheus. None of its figures moves because a worker came: no counters of requests, no load, no
 * memory in bytes (a code that is tried takes 64 MiB for a moment), nothing of the vault; and no label can hold a host, a
 * name or a path (decision 0049).
 */
export async function metricsText({
  facts,
  lines,
  at,
}: Health): Promise<{ readonly type: string; readonly text: string }> {
  const registry = new Registry();
  const gauge = (name: string, help: string, value: number | undefined): void => {
    if (value !== undefined) new Gauge({ name: `commonhall_${name}`, help, registers: [registry] }).set(value);
  };
  const { disk, backup, queue, allies, clock, mail } = facts;
  const info = new Gauge({
    name: "commonhall_info",
    help: "Which version runs",
    labelNames: ["version"],
    registers: [registry],
  });
  info.set({ version: facts.version }, 1);
  const matters = new Gauge({
    name: "commonhall_matter",
    help: "1 for the state in which each matter is; act: somebody has to do something",
    labelNames: ["matter", "state"],
    registers: [registry],
  });
  for (const matter of MATTERS) {
    const now = lines.find((line) => line.matter === matter)?.standing;
    for (const state of STATES) matters.set({ matter, state }, state === now ? 1 : 0);
  }
  gauge(
    "disk_free_ratio",
    "Free part of the disk, in steps of a twentieth",
    disk && Math.floor((disk.free / disk.total) * ROOM) / ROOM,
  );
  gauge(
    "backup_age_days",
    "Whole days since the week of the last backup began",
    backup.last && whole(at - backup.last, DAY),
  );
  gauge("deliveries_waiting", "Messages to other nodes that wait", queue.waiting);
  gauge(
    "delivery_oldest_seconds",
    "For how long the oldest waits for a host that answers",
    queue.oldest === undefined ? 0 : whole(at - queue.oldest, SECOND),
  );
  gauge("hosts_silent", "Hosts that have not answered for more than a day", silentFor(queue, at).length);
  gauge("allies", "Allies", allies.length);
  gauge(
    "allies_quiet",
    "Allies with whom there was no contact for thirty days",
    allies.filter((ally) => isQuiet(ally, at)).length,
  );
  gauge(
    "clock_ahead_seconds",
    "How far the clock is ahead of other nodes",
    clock.ahead && Math.round(clock.ahead / SECOND),
  );
  gauge("mail_works", "Whether the mail server answers", mail.works === undefined ? undefined : Number(mail.works));
  return { type: registry.contentType, text: await registry.metrics() };
}

const whole = (duration: Duration, unit: Duration): number => Math.max(0, Math.floor(duration / unit));
