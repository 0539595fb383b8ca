import type { OutgoingActivity, StoredObject } from "@commonhall/domain";
import type { Insertable, Selectable } from "kysely";
import type { ActivityTable, ObjectTable } from "./object-tables.ts";

export const objectFrom = (row: Selectable<ObjectTable>): StoredObject => ({
  id: row.id,
  kind: row.kind,
  type: row.type,
  attributedTo: row.attributed_to,
  ...(row.campaign === null ? {} : { campaign: row.campaign }),
  ...(row.in_reply_to === null ? {} : { inReplyTo: row.in_reply_to }),
  published: row.published,
  ...(row.updated === null ? {} : { updated: row.updated }),
  ...(row.starts === null ? {} : { starts: row.starts }),
  language: row.language,
  text: row.text,
  document: row.document,
  local: row.local === 1,
  reach: row.reach,
});

export const rowFrom = (object: StoredObject): Insertable<ObjectTable> => ({
  id: object.id,
  kind: object.kind,
  type: object.type,
  attributed_to: object.attributedTo,
  campaign: object.campaign ?? null,
  in_reply_to: object.inReplyTo ?? null,
  published: object.published,
  updated: object.updated ?? null,
  starts: object.starts ?? null,
  language: object.language,
  text: object.text,
  document: object.document,
  local: object.local ? 1 : 0,
  reach: object.reach,
});

type ActivityRow = Omit<Selectable<ActivityTable>, "sequence" | "subject">;

export const activityFrom = (row: ActivityRow): OutgoingActivity => ({
  id: row.id,
  type: row.type,
  actor: row.actor,
  object: row.object,
  document: row.document,
  published: row.published,
  listed: row.listed === 1,
});

export const ACTIVITY_COLUMNS = ["id", "type", "actor", "object", "document", "published", "listed"] as const;
