/** What a need may ask for (row S4). */
export const NEED_TYPES = [
  "legal",
  "money",
  "shelter",
  "medical",
  "interpreter",
  "observer",
  "media",
  "protest",
  "food",
  "travel",
] as const;

/** `other`: a type that somebody else's program has and ours does not know. Never written by us. */
export type NeedType = (typeof NEED_TYPES)[number] | "other";
