import type { CertificateFault } from "../certificate-fault.ts";
import { DAY, HOUR, MINUTE, type Duration, type Timestamp } from "../time.ts";

/** What is looked at, in the order in which it is told. */
export const MATTERS = ["disk", "backup", "queue", "allies", "keys", "clock", "certificate", "mail", "memory"] as const;
export type Matter = (typeof MATTERS)[number];

/**
 * `act`: somebody has to do something, and administrators are written to. `look`: worth knowing, and nothing breaks
 * because of it today. `unknown`: nothing can be said.
 */
export type HealthState = "well" | "unknown" | "look" | "act";

/** How the node is, in figures. None of them tells of a worker, a report or a reader. */
export interface NodeFacts {
  /** Bytes, of the disk that the data lie on. */
  readonly disk?: { readonly free: number; readonly total: number };
  readonly backup: {
    readonly last?: Timestamp;
    /** Whether somebody should make one now. */
    readonly due: boolean;
    /** Whether there is anything sealed, and whether a backup can be made of it. */
    readonly possible: boolean;
  };
  readonly queue: {
    readonly waiting: number;
    /** When the oldest was written that waits for a host which does answer. */
    readonly oldest?: Timestamp;
    /** Hosts that do not answer, and since when. */
    readonly silent: readonly { readonly host: string; readonly since?: Timestamp; readonly waiting: number }[];
  };
  /** Those in force, and when anything came from their node last, or was taken by it. */
  readonly allies: readonly { readonly name: string; readonly since: Timestamp; readonly last?: Timestamp }[];
  readonly keys: {
    /** Somebody can open what is sealed. */
    readonly founded: boolean;
    readonly lockedDown: boolean;
    readonly rosterChanged: boolean;
    readonly recovery?: { readonly shares: number; readonly needed: number };
  };
  readonly clock: {
    /** How far ours is ahead of the others' (below nought: behind). Undefined while too few have answered. */
    readonly ahead?: Duration;
    /** It jumped, and nothing is erased until somebody says that it is right. */
    readonly jumped: boolean;
  };
  readonly certificate: {
    /** Whether the node's address begins with https. */
    readonly needed: boolean;
    /** As it was shown last. Undefined where nothing could be seen. */
    readonly seen?: SeenCertificate;
  };
  readonly mail: {
    readonly set: boolean;
    /** What the mail server said last. */
    readonly works?: boolean;
    /** How many of those who administer gave an address. */
    readonly readers: number;
  };
  /** Bytes. */
  readonly memory: { readonly used: number; readonly limit?: number };
  readonly version: string;
}

/** What strangers are shown at the node's own address. */
export interface SeenCertificate {
  readonly until: Timestamp;
  readonly fault?: CertificateFault;
}

const WHYS = {
  disk: ["enough", "little", "unknown"],
  backup: ["made", "due", "never", "impossible"],
  queue: ["empty", "moving", "silent", "stuck"],
  allies: ["none", "heard", "quiet"],
  keys: ["complete", "none-yet", "no-recovery", "locked", "roster-changed"],
  clock: ["right", "unknown", "wrong", "jumped"],
  certificate: ["good", "not-needed", "unknown", "ends-soon", "expired", "early", "name", "trust"],
  mail: ["works", "untried", "none", "nobody", "fails"],
  memory: ["enough", "unknown", "little"],
} as const satisfies Readonly<Record<Matter, readonly string[]>>;

type Lines = {
  [M in Matter]: { readonly matter: M; readonly why: (typeof WHYS)[M][number]; readonly standing: HealthState };
};
export type HealthLine = Lines[Matter];

export interface Health {
  readonly at: Timestamp;
  readonly facts: NodeFacts;
  readonly lines: readonly HealthLine[];
}

const MEBIBYTE = 1024 * 1024;
const GIBIBYTE = 1024 * MEBIBYTE;
/** Below the first in any case; on a large disk below a twentieth of it, but never above the last. */
const LITTLE_DISK = { least: GIBIBYTE, part: 0.05, most: 5 * GIBIBYTE };
/** Of what the process may take. */
const MUCH_MEMORY = 0.85;
/** A signature that is older or newer than the other side's clock allows is refused (wire.md 0.4). */
export const MOST_DRIFT: Duration = MINUTE;
/** Web servers renew a month before the end, and try again each day: nobody has to do anything before this. */
export const CERTIFICATE_SOON: Duration = 14 * DAY;
const FAULTS = {
  expired: "expired",
  "not yet valid": "early",
  "wrong name": "name",
  "not trusted": "trust",
} as const satisfies Readonly<Record<CertificateFault, (typeof WHYS)["certificate"][number]>>;
const SLOW: Duration = DAY;
const SILENT: Duration = DAY;
const QUIET: Duration = 30 * DAY;

/** Says of each matter how it stands. Pure: the same facts at the same time say the same. */
export function judge(facts: NodeFacts, at: Timestamp): Health {
  const lines: readonly HealthLine[] = [
    disk(facts),
    backup(facts),
    queue(facts, at),
    allies(facts, at),
    keys(facts),
    clock(facts),
    certificate(facts, at),
    mail(facts),
    memory(facts),
  ];
  return { at, facts, lines };
}

/** What somebody has to see to, by mail where there is a way. */
export const needsPerson = ({ lines }: Pick<Health, "lines">): readonly Matter[] =>
  lines.filter(({ standing }) => standing === "act").map(({ matter }) => matter);

function disk({ disk: room }: NodeFacts): Lines["disk"] {
  if (room === undefined) return { matter: "disk", why: "unknown", standing: "unknown" };
  const { least, part, most } = LITTLE_DISK;
  const isLittle = room.free < Math.min(most, Math.max(least, room.total * part));
  return isLittle
    ? { matter: "disk", why: "little", standing: "act" }
    : { matter: "disk", why: "enough", standing: "well" };
}

function backup({ backup: { last, due, possible } }: NodeFacts): Lines["backup"] {
  if (!possible) return { matter: "backup", why: "impossible", standing: "look" };
  if (last === undefined) return { matter: "backup", why: "never", standing: "act" };
  return due ? { matter: "backup", why: "due", standing: "act" } : { matter: "backup", why: "made", standing: "well" };
}

function queue({ queue: { waiting, oldest, silent } }: NodeFacts, at: Timestamp): Lines["queue"] {
  if (oldest !== undefined && at - oldest > SLOW) return { matter: "queue", why: "stuck", standing: "act" };
  if (silentFor({ silent }, at).length > 0) return { matter: "queue", why: "silent", standing: "look" };
  return { matter: "queue", why: waiting === 0 ? "empty" : "moving", standing: "well" };
}

/** Hosts that have not answered for so long that somebody may want to ask there. */
export const silentFor = <H extends { readonly since?: Timestamp }>(
  { silent }: { readonly silent: readonly H[] },
  at: Timestamp,
): readonly H[] => silent.filter(({ since }) => since !== undefined && at - since > SILENT);

function allies({ allies: all }: NodeFacts, at: Timestamp): Lines["allies"] {
  if (all.length === 0) return { matter: "allies", why: "none", standing: "well" };
  return all.some((ally) => isQuiet(ally, at))
    ? { matter: "allies", why: "quiet", standing: "look" }
    : { matter: "allies", why: "heard", standing: "well" };
}

/** Nothing came and went for so long that it may surprise. */
export const isQuiet = ({ last, since }: NodeFacts["allies"][number], at: Timestamp): boolean =>
  at - (last ?? since) > QUIET;

function keys({ keys: { founded, lockedDown, rosterChanged, recovery } }: NodeFacts): Lines["keys"] {
  if (rosterChanged) return { matter: "keys", why: "roster-changed", standing: "act" };
  if (lockedDown) return { matter: "keys", why: "locked", standing: "act" };
  if (!founded) return { matter: "keys", why: "none-yet", standing: "look" };
  return recovery === undefined
    ? { matter: "keys", why: "no-recovery", standing: "act" }
    : { matter: "keys", why: "complete", standing: "well" };
}

function clock({ clock: { ahead, jumped } }: NodeFacts): Lines["clock"] {
  if (ahead !== undefined && Math.abs(ahead) > MOST_DRIFT) return { matter: "clock", why: "wrong", standing: "act" };
  if (jumped) return { matter: "clock", why: "jumped", standing: "act" };
  return ahead === undefined
    ? { matter: "clock", why: "unknown", standing: "unknown" }
    : { matter: "clock", why: "right", standing: "well" };
}

function certificate({ certificate: { needed, seen } }: NodeFacts, at: Timestamp): Lines["certificate"] {
  if (!needed) return { matter: "certificate", why: "not-needed", standing: "well" };
  if (seen === undefined) return { matter: "certificate", why: "unknown", standing: "unknown" };
  // It expires between two looks, too.
  const fault = seen.until <= at ? "expired" : seen.fault;
  if (fault !== undefined) return { matter: "certificate", why: FAULTS[fault], standing: "act" };
  return seen.until - at < CERTIFICATE_SOON
    ? { matter: "certificate", why: "ends-soon", standing: "act" }
    : { matter: "certificate", why: "good", standing: "well" };
}

function mail({ mail: { set, works, readers } }: NodeFacts): Lines["mail"] {
  if (!set) return { matter: "mail", why: "none", standing: "look" };
  if (works === false) return { matter: "mail", why: "fails", standing: "act" };
  if (readers === 0) return { matter: "mail", why: "nobody", standing: "look" };
  return works === undefined
    ? { matter: "mail", why: "untried", standing: "unknown" }
    : { matter: "mail", why: "works", standing: "well" };
}

function memory({ memory: { used, limit } }: NodeFacts): Lines["memory"] {
  if (limit === undefined) return { matter: "memory", why: "unknown", standing: "well" };
  return used > limit * MUCH_MEMORY
    ? { matter: "memory", why: "little", standing: "act" }
    : { matter: "memory", why: "enough", standing: "well" };
}

/** How often the node looks at itself. */
export const LOOK_EVERY: Duration = 10 * MINUTE;
/** How often it looks at its own certificate, and how often while something is wrong with it. */
export const LOOK_AT_CERTIFICATE_EVERY: Duration = DAY;
export const LOOK_AT_BAD_CERTIFICATE_EVERY: Duration = HOUR;
/** How often it asks the mail server whether it would take a mail. */
export const ASK_MAIL_EVERY: Duration = HOUR;
