import {
  actorId,
  err,
  objectId,
  ok,
  type Campaign,
  type JointCampaign,
  type ObjectId,
  type PublishRefused,
  type Result,
} from "@commonhall/domain";
import type { OpenHall } from "./hall-command.ts";
import { wrong, type Outcome } from "./outcome.ts";

/** A campaign of ours by what people call it: its handle, `@handle@host`, or its id. */
export function findCampaign({ store, site }: OpenHall, name: string): Promise<Campaign | undefined> {
  const id = actorId(name);
  if (id !== undefined) return store.campaignViews.get(id);
  const [handle = "", host] = name.replace(/^@/, "").split("@");
  return host === undefined || host === site.handleHost
    ? store.campaignViews.byHandle(handle)
    : Promise.resolve(undefined);
}

/** A campaign that another centre leads and ours takes part in, by its id or its `@handle@host`. */
export async function findJointCampaign({ store }: OpenHall, name: string): Promise<JointCampaign | undefined> {
  const all = await store.organiserViews.joint();
  return all.find(({ campaign, handle }) => campaign === name || handle === name);
}

/** A post, an action or a call of ours by its id. */
export async function findObject(
  { store }: OpenHall,
  id: string,
  kind: "post" | "action" | "call",
): Promise<Result<ObjectId, PublishRefused>> {
  const object = objectId(id);
  const stored = object === undefined ? undefined : await store.objectViews.get(object);
  if (object === undefined || stored === undefined || !stored.local) return err({ type: "not found", id });
  return stored.kind === kind ? ok(object) : err({ type: "not of this kind", id, kind });
}

export const idRefused = (id: string): Outcome =>
  wrong(`ID: \`${id}\` is not accepted; use an id as hall publish printed it`);
