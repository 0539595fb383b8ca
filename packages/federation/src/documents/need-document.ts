import { isJsonObject, needDocument, type JsonValue } from "@commonhall/wire";
import type { Served } from "./respond.ts";

/** One need by itself, out of the document of its call, which decides who may read it; gone where the call is. */
export function needServed(call: Served | undefined, id: string): Served | undefined {
  if (call === undefined) return undefined;
  const json: JsonValue = JSON.parse(call.body);
  if (!isJsonObject(json)) return undefined;
  const need = call.status === 410 ? { ...json, id } : needDocument(json, id);
  return need === undefined ? undefined : { ...call, body: JSON.stringify(need) };
}
