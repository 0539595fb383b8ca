import type { ObjectId, PlainDate } from "@commonhall/domain";

export interface BodyDecisionTable {
  id: string;
  about: ObjectId;
  date: PlainDate;
  /** The whole `BodyDecision` as JSON. */
  data: string;
}
