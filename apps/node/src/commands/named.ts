import { actorId, type Campaign } from "@commonhall/domain";
import { wrong, type OpenHall, type Outcome } from "./hall-command.ts";

/** A campaign of ours by what people call it: its handle, `@handle@host`, or its id. */
export function findCampaign({ store, site }: OpenHall, name: string): Promise<Campaign | undefined> {
  const id = actorId(name);
  if (id !== undefined) return store.campaignViews.get(id);
  const [handle = "", host] = name.replace(/^@/, "").split("@");
  return host === undefined || host === site.handleHost
    ? store.campaignViews.byHandle(handle)
    : Promise.resolve(undefined);
}

export const idRefused = (id: string): Outcome =>
  wrong(`ID: \`${id}\` is not accepted; use an id as hall publish printed it`);
