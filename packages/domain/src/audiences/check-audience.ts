import { err, ok, type Result } from "../result.ts";
import type { ActorId } from "../ids.ts";
import type { Audience, SharedKind } from "./audience.ts";
import { readersOf, type ReadersRooms } from "./readers.ts";

export type AudienceRefused =
  /** No ally, or no member of the alliance, to whom this kind may be sent. */
  | { readonly type: "nobody would read it" }
  /** Somebody is named who is no ally, or to whom the terms let nothing of this kind be sent. */
  | { readonly type: "not for this ally"; readonly actor: ActorId }
  /** What was said to some is never said to more of them, nor what was said to everybody to fewer (row S7). */
  | { readonly type: "audience cannot widen" };

/** Whether something of this kind may be said to an audience now. */
export async function checkAudience(
  rooms: ReadersRooms,
  audience: Audience,
  kind: SharedKind,
): Promise<Result<Audience, AudienceRefused>> {
  const readers = await readersOf(rooms, audience, kind);
  if (readers === "everybody") return ok(audience);
  const stranger = audience.type === "named" ? audience.actors.find((actor) => !readers.includes(actor)) : undefined;
  if (stranger !== undefined) return err({ type: "not for this ally", actor: stranger });
  return readers.length === 0 ? err({ type: "nobody would read it" }) : ok(audience);
}

/**
 * Whether what was said to one audience may be said to another from now on: to the same, or to some of them by name.
 * What everybody has read cannot be made a secret again; it can only be deleted.
 */
export async function checkNarrowing(
  rooms: ReadersRooms,
  { before, after, kind }: { readonly before: Audience; readonly after: Audience; readonly kind: SharedKind },
): Promise<Result<Audience, AudienceRefused>> {
  if (isSameAudience(before, after)) return ok(after);
  const readers = await readersOf(rooms, before, kind);
  if (after.type !== "named" || readers === "everybody") return err({ type: "audience cannot widen" });
  const isWider = after.actors.some((actor) => !readers.includes(actor));
  return isWider ? err({ type: "audience cannot widen" }) : checkAudience(rooms, after, kind);
}

export function isSameAudience(a: Audience, b: Audience): boolean {
  if (a.type === "named" && b.type === "named") {
    return a.actors.length === b.actors.length && a.actors.every((actor) => b.actors.includes(actor));
  }
  if (a.type === "alliance" && b.type === "alliance") return a.alliance === b.alliance;
  return a.type === b.type;
}
