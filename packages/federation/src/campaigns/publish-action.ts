import {
  checkAction,
  err,
  isGathering,
  ok,
  type Action,
  type ActionDraft,
  type ObjectId,
  type Published,
  type PublishRefused,
  type Result,
  type Rooms,
} from "@commonhall/domain";
import { actionAnnouncementDocument, actionDocument } from "@commonhall/wire";
import { envelope, everybodyBy } from "../audiences/say-to.ts";
import type { LocalKeys } from "../keys/local-keys.ts";
import { firstTold, openStage, stageOf, type Stage } from "./stage.ts";
import { tooLargeError } from "./publish-campaign.ts";
import { signerOf } from "./publish-post.ts";
import {
  beginPublishing,
  isTooLarge,
  sayAnnounce,
  sayCreate,
  sayUpdate,
  seal,
  type Publishing,
  type PublishingPorts,
} from "./publishing.ts";

type Answer = Result<Published, PublishRefused>;

/**
 * A gathering is an `Event` for calendars and, because much software shows no Event, a Note that tells of it, which the
 * campaign announces. Every other action is one Note, which is both.
 */
export async function publishAction(
  ports: PublishingPorts,
  keys: LocalKeys,
  draft: ActionDraft,
  by: string,
): Promise<Answer> {
  const publishing = await beginPublishing(ports, keys, by);
  if (publishing === undefined) return err({ type: "no centre yet" });
  const checked = checkAction(draft);
  if (!checked.ok) return checked;
  const announcer = await signerOf(ports, keys, draft);
  return ports.work.run(async (rooms): Promise<Answer> => {
    const { addresses, at, centre, newId } = publishing;
    const found = await openStage(rooms, centre, draft);
    if (!found.ok) return found;
    if (found.value === undefined) return err({ type: "unknown campaign", name: draft.campaign });
    const id = addresses.action(newId());
    const announcement = isGathering(draft.type) ? addresses.post(newId()) : id;
    const action: Action = {
      ...draft,
      id,
      announcement,
      centre: centre.id,
      cancelled: false,
      published: at,
      sequence: 0,
    };
    const documents = sealAction(publishing, action, found.value);
    const tooLarge = documents.find(isTooLarge);
    if (tooLarge !== undefined) return err(tooLargeError(tooLarge));
    await rooms.campaigns.putAction(action);
    const activity = await sayAll(rooms, publishing, documents, found.value, sayCreate);
    if (announcer !== undefined) await sayAnnounce(rooms, publishing, announcer, announcement);
    return ok({ id, url: id, kind: "action", activity });
  });
}

export const updateAction = (
  ports: PublishingPorts,
  keys: LocalKeys,
  id: ObjectId,
  draft: ActionDraft,
  by: string,
): Promise<Answer> =>
  changeAction(ports, keys, id, by, (action) => {
    const { campaign: _asked, ...facts } = draft;
    const checked = checkAction({ ...facts, campaign: action.campaign });
    if (!checked.ok) return checked;
    if (isGathering(draft.type) !== isGathering(action.type))
      return err({ type: "not of this kind", id, kind: "action" });
    // What the new draft leaves out is gone: an end, a place or an address that no longer holds.
    const { ends: _ends, place: _place, url: _url, ...kept } = action;
    return ok({ ...kept, ...facts });
  });

/** It stays in calendars, crossed out (RFC 5545, STATUS:CANCELLED): somebody may be on the way already. */
export const cancelAction = (ports: PublishingPorts, keys: LocalKeys, id: ObjectId, by: string): Promise<Answer> =>
  changeAction(ports, keys, id, by, (action) => ok({ ...action, cancelled: true }));

async function changeAction(
  ports: PublishingPorts,
  keys: LocalKeys,
  id: ObjectId,
  by: string,
  decide: (action: Action) => Result<Action, PublishRefused>,
): Promise<Answer> {
  const publishing = await beginPublishing(ports, keys, by);
  if (publishing === undefined) return err({ type: "no centre yet" });
  return ports.work.run(async (rooms): Promise<Answer> => {
    const before = await rooms.campaigns.getAction(id);
    const campaign = await stageOf(rooms, before?.campaign);
    if (before === undefined || campaign === undefined) return err({ type: "not found", id });
    const decided = decide(before);
    if (!decided.ok) return decided;
    const action: Action = { ...decided.value, updated: publishing.at, sequence: before.sequence + 1 };
    const documents = sealAction(publishing, action, campaign);
    const tooLarge = documents.find(isTooLarge);
    if (tooLarge !== undefined) return err(tooLargeError(tooLarge));
    await rooms.campaigns.putAction(action);
    const activity = await sayAll(rooms, publishing, documents, campaign, sayUpdate);
    return ok({ id, url: id, kind: "action", activity });
  });
}

type Documents = readonly [action: ReturnType<typeof seal>, ...announcement: ReturnType<typeof seal>[]];

function sealAction(publishing: Publishing, action: Action, campaign: Stage): Documents {
  const { at, centre, signer, site } = publishing;
  const facts = { site, action, centre, campaign };
  const own = seal(actionDocument(facts), signer, at, site);
  return action.announcement === action.id ? [own] : [own, seal(actionAnnouncementDocument(facts), signer, at, site)];
}

/** Answers the id of the activity that tells of the action itself, which is the first. */
async function sayAll(
  rooms: Rooms,
  publishing: Publishing,
  [action, ...announcement]: Documents,
  campaign: Stage,
  say: typeof sayCreate,
) {
  const { signer, centre } = publishing;
  const everybody = { ...envelope(publishing, campaign), signer, recipients: everybodyBy(publishing, campaign) };
  const first = await say(rooms, publishing, { ...everybody, object: action });
  for (const object of announcement) {
    // Those who follow the campaign alone get the Note by the campaign's announcement.
    const recipients = say === sayCreate ? firstTold(centre, campaign) : everybody.recipients;
    await say(rooms, publishing, { ...everybody, object, recipients });
  }
  return first;
}
