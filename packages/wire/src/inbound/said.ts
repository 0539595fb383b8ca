import { err, type ActivityId, type ActorId, type Result, type Timestamp } from "@commonhall/domain";
import type { JsonObject } from "../json.ts";
import { oneLine } from "./safe-text.ts";
import type { InboundActivity, WireError } from "./types.ts";

/** What every activity says, checked, and the whole of it for what its type adds. */
export interface Said {
  readonly id: ActivityId;
  readonly actor: ActorId;
  readonly published: Timestamp | undefined;
  readonly json: JsonObject;
}

export const other = (name: string, { id, actor }: Said): InboundActivity => ({
  type: "other",
  id,
  actor,
  name: oneLine(name, 60),
});

/** One speaks for the other and may not. */
export const foreign = (field: string, one: string, whose: string): Result<never, WireError> =>
  err({ type: "foreign origin", field, detail: `${one} does not belong to ${whose}` });
