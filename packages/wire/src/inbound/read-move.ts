import { actorId, ok, type Result } from "@commonhall/domain";
import { z } from "zod";
import { other, type Said } from "./said.ts";
import { required } from "./shapes.ts";
import type { InboundActivity, WireError } from "./types.ts";

const moveSchema = z.object({ object: required(actorId), target: required(actorId) });

/**
 * An actor goes on under another id (FEP-7628). The former one says so, or the later one where the former cannot any
 * more; what anybody else says of it is read as nothing, as is what other programs move about.
 */
export function readMove(said: Said): Result<InboundActivity, WireError> {
  const { id, actor, json } = said;
  const parsed = moveSchema.safeParse(json);
  if (!parsed.success) return ok(other("Move", said));
  const { object: former, target: later } = parsed.data;
  const isOwn = former !== later && (actor === former || actor === later);
  return ok(isOwn ? { type: "Move", id, actor, former, later } : other("Move", said));
}
