import {
  actorId,
  charterHash,
  err,
  objectId,
  ok,
  type ActorId,
  type CharterHash,
  type ObjectId,
  type Result,
} from "@commonhall/domain";
import serialize from "canonicalize";
import { z } from "zod";
import { parseDocument } from "../inbound/parse-document.ts";
import type { StatementFault } from "./statement-fault.ts";

/** A member says that it leaves, at the version that it takes to be in force. */
export interface LeaveText {
  readonly alliance: ObjectId;
  readonly member: ActorId;
  readonly at: CharterHash;
}

/** The exact text that is signed (RFC 8785). */
export const leavePayload = ({ alliance, member, at }: LeaveText): string =>
  serialize({ kind: "leave", alliance, member, at }) ?? "";

export function readLeave(payload: string): Result<LeaveText, StatementFault> {
  const json = parseDocument(payload);
  const parsed = schema.safeParse(json.ok ? json.value : undefined);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return err({ type: "malformed", field: issue?.path.join(".") ?? "", detail: issue?.message ?? "" });
  }
  const { alliance, member, at } = parsed.data;
  const read = { alliance: objectId(alliance), member: actorId(member), at: charterHash(at) };
  if (read.alliance === undefined || read.member === undefined || read.at === undefined) {
    return err({ type: "malformed", field: "at", detail: "cannot be read" });
  }
  const leave = { alliance: read.alliance, member: read.member, at: read.at };
  return leavePayload(leave) === payload ? ok(leave) : err({ type: "not canonical" });
}

const schema = z.strictObject({
  kind: z.literal("leave"),
  alliance: z.string(),
  member: z.string(),
  at: z.string(),
});
