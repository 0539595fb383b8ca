import {
  checkAudience,
  checkCall,
  err,
  needsFrom,
  ok,
  readersOf,
  type ActorId,
  type Audience,
  type Call,
  type CallDraft,
  type CallNotPublished,
  type Published,
  type Result,
  type Rooms,
} from "@commonhall/domain";
import { callDocument } from "@commonhall/wire";
import { tellNew } from "../audiences/say-to.ts";
import { tooLargeError } from "../campaigns/publish-campaign.ts";
import { signerOf } from "../campaigns/publish-post.ts";
import { openStage, type Stage } from "../campaigns/stage.ts";
import {
  beginPublishing,
  isTooLarge,
  sayAnnounce,
  seal,
  type Publishing,
  type PublishingPorts,
  type SealedObject,
} from "../campaigns/publishing.ts";
import type { LocalKeys } from "../keys/local-keys.ts";

export type CallAnswer = Result<Published, CallNotPublished>;

/** To those whom it is for, and where that is everybody and it belongs to a campaign, passed on to who follows that. */
export async function publishCall(
  ports: PublishingPorts,
  keys: LocalKeys,
  draft: CallDraft,
  by: string,
): Promise<CallAnswer> {
  const publishing = await beginPublishing(ports, keys, by);
  if (publishing === undefined) return err({ type: "no centre yet" });
  const announcer = draft.audience.type === "public" ? await signerOf(ports, keys, draft) : undefined;
  return ports.work.run(async (rooms): Promise<CallAnswer> => {
    const { addresses, at, centre, newId } = publishing;
    const found = await openStage(rooms, centre, draft);
    if (!found.ok) return found;
    const checked = checkCall(draft, at, await membersOf(rooms, draft.consent?.audience));
    if (!checked.ok) return checked;
    const readable = await checkAudience(rooms, draft.audience, "calls");
    if (!readable.ok) return readable;
    const id = addresses.call(newId());
    const call: Call = {
      ...draft,
      id,
      centre: centre.id,
      needs: needsFrom(id, draft.needs, at),
      status: "open",
      published: at,
      told: at,
      log: [{ at, by, what: "published" }],
    };
    const object = sealCall(publishing, call, found.value);
    if (isTooLarge(object)) return err(tooLargeError(object));
    await rooms.calls.put(call);
    const { audience } = call;
    const activity = await tellNew(rooms, publishing, { object, audience, kind: "calls", campaign: found.value });
    if (announcer !== undefined) await sayAnnounce(rooms, publishing, announcer, id);
    return ok({ id, url: id, kind: "call", activity });
  });
}

export const sealCall = (publishing: Publishing, call: Call, campaign: Stage | undefined): SealedObject =>
  seal(
    callDocument({ site: publishing.site, call, centre: publishing.centre, campaign }),
    publishing.signer,
    publishing.at,
    publishing.site,
  );

/** Who belongs to the alliance that an audience names, as things stand now. */
export async function membersOf(
  rooms: Pick<Rooms, "allies" | "alliances">,
  audience: Audience | undefined,
): Promise<readonly ActorId[]> {
  if (audience?.type !== "alliance") return [];
  const readers = await readersOf(rooms, audience, "calls");
  return readers === "everybody" ? [] : readers;
}
