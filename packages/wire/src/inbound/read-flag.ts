import { LONGEST_FLAG, objectId, ok, type ObjectId, type Result } from "@commonhall/domain";
import { plainText } from "../text/html.ts";
import type { Said } from "./said.ts";
import { listed, referenceIn } from "./shapes.ts";
import type { InboundActivity, WireError } from "./types.ts";

/** The tag that some servers put into the id, so that one complainer can be told from many without being known. */
const TAG = /\/flags\/([A-Za-z0-9_-]{1,64})\//;

/** What is complained of may be actors and objects, by their ids; what else stands there is passed over. */
export function readFlag({ id, actor, json }: Said): Result<InboundActivity, WireError> {
  const objects = listed(json["object"]).flatMap((item): ObjectId[] => {
    const named = referenceIn(item);
    const object = named === undefined ? undefined : objectId(named);
    return object === undefined ? [] : [object];
  });
  const content = json["content"];
  const text = typeof content === "string" ? plainText(content.slice(0, 4 * LONGEST_FLAG), LONGEST_FLAG) : "";
  const tag = TAG.exec(id)?.[1];
  return ok({ type: "Flag", id, actor, objects, text, ...(tag === undefined ? {} : { tag }) });
}
