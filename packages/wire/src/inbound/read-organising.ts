import { actorId, ok, sameOrigin, type Result } from "@commonhall/domain";
import { z } from "zod";
import { other, type Said } from "./said.ts";
import { optional, required } from "./shapes.ts";
import type { InboundActivity, WireError } from "./types.ts";

/**
 * How a campaign is organised together (wire.md 2). Other programs use the same three types for other things, such as
 * what they pin or whom they invite to a conversation: whatever does not have this form is read as none of ours.
 */

const inviteSchema = z.object({
  object: required(actorId),
  target: required(actorId),
  attributedTo: optional(actorId),
});

/** A campaign asks a centre to organise it too. It invites to itself only, and names a lead of its own server. */
export function readInvite(said: Said): Result<InboundActivity, WireError> {
  const { id, actor, json } = said;
  const parsed = inviteSchema.safeParse(json);
  if (!parsed.success) return ok(other("Invite", said));
  const { object: campaign, target: centre, attributedTo: lead } = parsed.data;
  const isOurs = campaign === actor && lead !== undefined && sameOrigin(lead, campaign);
  return ok(isOurs ? { type: "Invite", id, actor, campaign, centre, lead } : other("Invite", said));
}

const changeSchema = z.object({ object: required(actorId), target: required(actorId) });

/** Somebody joins a collection of the actor's own, or leaves it. */
export function readChangedCollection(type: "Add" | "Remove", said: Said): Result<InboundActivity, WireError> {
  const { id, actor, json } = said;
  const parsed = changeSchema.safeParse(json);
  if (!parsed.success) return ok(other(type, said));
  const { object: member, target: collection } = parsed.data;
  return ok(sameOrigin(collection, actor) ? { type, id, actor, member, collection } : other(type, said));
}
