import type { ActorId, ObjectId } from "../ids.ts";
import type { Kind, Reach } from "../objects/object.ts";

/**
 * To whom something is said (row S7). Whatever is not public goes to each reader's own inbox, is served to a signed
 * request of theirs alone and carries no proof (wire.md 6). Campaigns and actions are always public; posts and calls
 * may have any of these.
 */
export type Audience =
  | { readonly type: "public" }
  /** Every centre that is an ally of ours now, as far as the terms with it let this kind through. */
  | { readonly type: "allies" }
  /** Every member of an alliance of many, as its charter stands now. */
  | { readonly type: "alliance"; readonly alliance: ObjectId }
  /** Some of our allies. */
  | { readonly type: "named"; readonly actors: readonly ActorId[] };

export const PUBLIC_AUDIENCE: Audience = { type: "public" };

/** What the terms between two centres are about (row F4). Posts and actions belong to campaigns. */
export const SHARED_KINDS = ["campaigns", "calls", "bulletins"] as const;
export type SharedKind = (typeof SHARED_KINDS)[number];

export const sharedKindOf = (kind: Kind): SharedKind => {
  if (kind === "call") return "calls";
  return kind === "bulletin" || kind === "statistics" ? "bulletins" : "campaigns";
};

/** Where nobody says to whom, it is to everybody. */
export const reachOf = (audience: Audience | undefined): Reach =>
  audience === undefined || audience.type === "public" ? "public" : "limited";
