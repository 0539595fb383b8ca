import type { Audience } from "../audiences/audience.ts";
import type { ActorId } from "../ids.ts";

/**
 * Whether everybody in one audience is surely in another as well, now and tomorrow. Of an alliance nobody can say whether
 * it has more members than we have allies, so it is within nothing but itself and everybody. `members`: of the alliance
 * that `wider` names.
 */
export function isWithin(narrower: Audience, wider: Audience, members: readonly ActorId[] = []): boolean {
  if (wider.type === "public") return true;
  if (narrower.type === "alliance" && wider.type === "alliance") return narrower.alliance === wider.alliance;
  if (narrower.type !== "named") return narrower.type === "allies" && wider.type === "allies";
  // Whoever is named is told only where they are an ally.
  if (wider.type === "allies") return true;
  const readers = wider.type === "named" ? wider.actors : members;
  return narrower.actors.every((actor) => readers.includes(actor));
}

/**
 * Whether what was said to one audience may be said to another from now on (row S7): to the same, or to some of them.
 * What everybody has read cannot be made a secret again; it can only be withdrawn or deleted.
 */
export const mayBecome = (before: Audience, after: Audience, members: readonly ActorId[] = []): boolean =>
  before.type === "public" ? after.type === "public" : isWithin(after, before, members);
