/** What a page can say of what has just been done. It travels in the address, so it is one of these and nothing else. */
export const SAID = [
  "saved",
  "thrown-away",
  "published-campaign",
  "published-post",
  "published-action",
  "changed",
  "renewed",
  "suspended",
  "resumed",
  "closed",
  "deleted",
  "cancelled",
  "counted",
  "centre-changed",
  "calendar-renewed",
  "follow-pending",
  "follow-accepted",
  "follow-rejected",
  "follow-ended",
  "domain-accept",
  "domain-limit",
  "domain-refuse",
  "invitation-withdrawn",
  "joined",
  "keys-locked",
  "case-saved",
  "case-verified",
  "case-replied",
  "case-coded",
  "case-shared",
  "case-taken-back",
  "case-closed",
  "case-erased",
  "register-added",
  "register-same",
  "roster-signed",
  "passphrase-changed",
  "drill-done",
  "locked-down",
  "session-ended",
  "sessions-ended",
  "factor-off",
  "notices-off",
  "urgent-seen",
  "staff-removed",
  "signed-out",
] as const;
export type Said = (typeof SAID)[number];

export const saidFrom = (text: string): Said | undefined => SAID.find((said) => said === text);

export function withSaid(path: string, said: Said): string {
  const [before = "", hash] = path.split("#");
  return `${before}${before.includes("?") ? "&" : "?"}said=${said}${hash === undefined ? "" : `#${hash}`}`;
}
