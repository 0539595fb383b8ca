import type { Audience } from "../audiences/audience.ts";
import type { ActorId } from "../ids.ts";

/**
 * What a change of the audience would do. Copies cannot be called back, and those whom a call is about said yes to one
 * audience: it can become smaller and never larger (row S7). Whatever is not surely smaller counts as wider: nobody can
 * say whether an alliance has more members than we have allies, nor will it be so tomorrow.
 *
 * `members`: who belongs to the alliance that `from` names, as things stand now.
 */
export function audienceChange(
  from: Audience,
  to: Audience,
  members: readonly ActorId[] = [],
): "same" | "narrower" | "wider" {
  if (isSame(from, to)) return "same";
  if (from.type === "public") return "narrower";
  if (to.type !== "named") return "wider";
  if (from.type === "allies") return "narrower";
  const readers = from.type === "named" ? from.actors : members;
  return to.actors.every((actor) => readers.includes(actor)) ? "narrower" : "wider";
}

function isSame(a: Audience, b: Audience): boolean {
  if (a.type === "alliance" && b.type === "alliance") return a.alliance === b.alliance;
  if (a.type !== "named" || b.type !== "named") return a.type === b.type && a.type !== "alliance";
  const [left, right] = [new Set(a.actors), new Set(b.actors)];
  return left.size === right.size && [...left].every((actor) => right.has(actor));
}
