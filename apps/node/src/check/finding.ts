export const CHECKS = [
  "test-network",
  "files",
  "ports",
  "certificate",
  "public-address",
  "headers",
  "padding",
  "open-fetch",
  "logs",
  "database-log",
  "private-addresses",
  "smallest-group",
  "passphrases",
  "receipt-codes",
  "clock",
  "backup",
  "keys",
] as const;
export type CheckName = (typeof CHECKS)[number];

/**
 * What one check found out. `finding`: somebody can be harmed by it, and `hall check` ends with 1. `advice`: worth a thought,
 * and right in some set-ups. `not done`: why nothing can be said.
 */
export interface Finding {
  readonly check: CheckName;
  readonly result: "well" | "finding" | "advice" | "not done";
  readonly says: string;
  /** What to do about it. */
  readonly todo?: string;
}

export const well = (check: CheckName, says: string): Finding => ({ check, result: "well", says });
export const finding = (check: CheckName, says: string, todo: string): Finding => ({
  check,
  result: "finding",
  says,
  todo,
});
export const advice = (check: CheckName, says: string, todo: string): Finding => ({
  check,
  result: "advice",
  says,
  todo,
});
export const notDone = (check: CheckName, says: string, todo?: string): Finding => ({
  check,
  result: "not done",
  says,
  ...(todo === undefined ? {} : { todo }),
});

/** Of a check that knocks at the node, which is not there to open. */
export const notServed = (check: CheckName): Finding =>
  notDone(check, "The node does not answer, so this could not be tried.", "Start it and run hall check again.");

/** The first few of a list, and how many more there are. */
export function few(all: readonly string[], most = 5): string {
  const more = all.length - most;
  return all.slice(0, most).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
