import {
  isSameAudience,
  readersOf,
  type ActivityId,
  type ActorId,
  type Audience,
  type Recipients,
  type Rooms,
  type SharedKind,
} from "@commonhall/domain";
import { audienceAddress } from "@commonhall/wire";
import { sayCreate, sayUpdate, tellDeleted, type Publishing, type SealedObject } from "../campaigns/publishing.ts";
import { alsoTold, firstTold, type Stage } from "../campaigns/stage.ts";

/** Something of the centre's, and to whom it is said; its document says so too (`addressFields`, `limitedFields`). */
export interface Telling {
  readonly object: SealedObject;
  readonly audience: Audience;
  /** What the terms with an ally have to let through. */
  readonly kind: SharedKind;
  /** The campaign that it belongs to: who follows that may read it too, where everybody may. */
  readonly campaign: Stage | undefined;
  /** See `OutgoingActivity`. */
  readonly supersedes?: boolean;
}

/**
 * Keeps it and tells of it: everybody by the centre's followers, or each of its readers by their own inbox. `checkAudience`
 * has let it through.
 */
export async function tellNew(rooms: Rooms, publishing: Publishing, telling: Telling): Promise<ActivityId> {
  const { object, audience } = telling;
  const readers = await readersOf(rooms, audience, telling.kind);
  if (readers === "everybody") {
    const recipients = [
      ...firstTold(publishing.centre, telling.campaign),
      ...(await alliesToo(rooms, publishing, telling)),
    ];
    return sayCreate(rooms, publishing, { ...openly(publishing, telling), recipients });
  }
  const told = await sayCreate(rooms, publishing, {
    signer: publishing.signer,
    object,
    recipients: [{ type: "actors", actors: readers }],
  });
  await rooms.audiences.put(object.stored.id, audience);
  return told;
}

/**
 * Calls and bulletins reach allies who do not follow, too: to be told of them is what they agreed to. Whoever follows gets
 * them as a follower.
 */
async function alliesToo(rooms: Rooms, { centre }: Publishing, { kind }: Telling): Promise<readonly Recipients[]> {
  const readers = kind === "campaigns" ? [] : await readersOf(rooms, { type: "allies" }, kind);
  if (readers === "everybody") return [];
  const follows = await Promise.all(readers.map((peer) => rooms.follows.between(peer, centre.id)));
  return [{ type: "actors", actors: readers.filter((_, index) => follows[index]?.state !== "accepted") }];
}

/**
 * The same, changed. Who may read it now gets it, also who became an ally since; never who is one no longer. Where fewer
 * may read it than before (`checkNarrowing` has let it through), or it supersedes what was said, the others are told that
 * it is gone.
 */
export async function tellChange(
  rooms: Rooms,
  publishing: Publishing,
  telling: Telling & { readonly before: Audience },
): Promise<ActivityId> {
  const { object, audience, before } = telling;
  const readers = await readersOf(rooms, audience, telling.kind);
  if (readers === "everybody") {
    const recipients = everybodyBy(publishing, telling.campaign);
    return sayUpdate(rooms, publishing, { ...openly(publishing, telling), recipients });
  }
  const isFewer = !isSameAudience(before, audience);
  if (isFewer || telling.supersedes === true) await takeFromOthers(rooms, publishing, telling, readers);
  const told = await sayUpdate(rooms, publishing, {
    ...said(publishing, telling),
    recipients: [{ type: "actors", actors: readers }],
  });
  await rooms.audiences.put(object.stored.id, audience);
  return told;
}

/** It is deleted where it may not be read any more, and what waits for those is withdrawn. */
async function takeFromOthers(
  rooms: Rooms,
  publishing: Publishing,
  { object, before }: Telling & { readonly before: Audience },
  readers: readonly ActorId[],
): Promise<void> {
  const { addresses, centre, signer } = publishing;
  const { id, type } = object.stored;
  await tellDeleted(rooms, publishing, signer, {
    object: id,
    formerType: type,
    to: [audienceAddress({ addresses, centre: centre.id, object: id, audience: before })],
    recipients: [{ type: "everyone who got", object: id, except: readers }],
  });
}

/** Whom it is addressed to, on the envelope. */
function openly(publishing: Publishing, telling: Telling) {
  return { ...said(publishing, telling), ...envelope(publishing, telling.campaign) };
}

const said = ({ signer }: Publishing, { object, supersedes = false }: Telling) => ({ signer, object, supersedes });

export function envelope({ addresses, centre }: Publishing, campaign: Stage | undefined) {
  const followers = addresses.followers(centre.id);
  return campaign === undefined ? { cc: [followers] } : { cc: [followers, campaign.id], audience: campaign.id };
}

/** Everybody who may have it by now, in whichever way it came to them. */
export function everybodyBy({ centre }: Publishing, campaign: Stage | undefined): Recipients[] {
  const followers: Recipients = { type: "followers", of: centre.id };
  return campaign === undefined ? [followers] : [followers, alsoTold(campaign)];
}
