import type { ActorId } from "@commonhall/domain";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { listOf, referenceIn } from "../inbound/shapes.ts";

const IMPLEMENTS_MAPPING = "https://w3id.org/fep/1580";

/** One object with the id that it had and the one that it has, as an item of `migration`. */
export const mapping = (actor: ActorId, object: string, target: string): JsonObject => ({
  type: "Move",
  actor,
  object,
  target,
});

/** Undefined for what is none. */
export function readMapping(item: JsonValue): { readonly object: string; readonly target: string } | undefined {
  if (!isJsonObject(item) || item["type"] !== "Move") return undefined;
  const [object, target] = [referenceIn(item["object"]), referenceIn(item["target"])];
  return object === undefined || target === undefined ? undefined : { object, target };
}

/** Whether the node of an actor says that it keeps such a list (FEP-844e). */
export function hasLaterIds(actor: JsonObject): boolean {
  const { generator } = actor;
  const promised = isJsonObject(generator) ? generator["implements"] : actor["implements"];
  return listOf(promised).some((one) => isJsonObject(one) && one["href"] === IMPLEMENTS_MAPPING);
}
