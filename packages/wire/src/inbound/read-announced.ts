import { err, objectId, ok, type ObjectId, type Result } from "@commonhall/domain";
import { z } from "zod";
import { isJsonObject, type JsonObject } from "../json.ts";
import { isActivity, OBJECT_TYPES, readObject } from "./parse-object.ts";
import { other, type Said } from "./said.ts";
import { defined, listOf, refusal, required, typeIn } from "./shapes.ts";
import type { InboundActivity, WireError } from "./types.ts";

const schema = z.object({ object: required(objectId) });
const TELLING: ReadonlySet<string> = new Set(["Create", "Update"]);

/**
 * What somebody passes on, by its id or with a copy. The groups of Lemmy and WordPress pass on the whole Create or
 * Update (FEP-1b12), which is read as passing on what it tells; any other activity that is passed on is of no use here.
 */
export function readAnnounced(said: Said): Result<InboundActivity, WireError> {
  const { json } = said;
  const [embedded] = listOf(json["object"]);
  if (!isJsonObject(embedded) || !isActivity(embedded)) return announce(json, said);
  const tells = TELLING.has(typeIn(embedded["type"], TELLING) ?? "");
  return tells ? announce(embedded, said) : ok(other("Announce", said));
}

/** `holder` has in its `object` what is passed on. A copy that cannot be read is as good as none. */
function announce(holder: JsonObject, { id, actor, published, json }: Said): Result<InboundActivity, WireError> {
  const parsed = schema.safeParse(holder);
  if (!parsed.success) return err(refusal(parsed.error));
  const object: ObjectId = parsed.data.object;
  const [copy] = listOf(holder["object"]);
  const isKnown = isJsonObject(copy) && OBJECT_TYPES.has(typeIn(copy["type"], OBJECT_TYPES) ?? "");
  const read = isKnown ? readObject(copy, { context: holder["@context"] ?? json["@context"] }) : undefined;
  const embedded = read?.ok === true ? read.value : undefined;
  return ok(defined({ type: "Announce" as const, id, actor, object, embedded, published }));
}
