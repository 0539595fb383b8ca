import type { ObjectId } from "@commonhall/domain";

/** What stands in no row is public. `data` is the `Audience` as JSON. */
export interface AudienceTable {
  object: ObjectId;
  data: string;
}
