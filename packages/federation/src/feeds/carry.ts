import {
  hostOf,
  levelOf,
  objectId,
  sameOrigin,
  type ActorId,
  type ArrivalReason,
  type StoredObject,
} from "@commonhall/domain";
import { aboutIn } from "@commonhall/wire";
import type { Handling } from "../inbox/handling.ts";
import { fetchLater } from "../objects/fetch-later.ts";
import { enterFeeds, moveInFeeds } from "./enter-feeds.ts";

interface Came {
  readonly reason: ArrivalReason;
  readonly via?: ActorId;
  readonly backfilled?: boolean;
}

/**
 * What others say is carried by our feeds where we follow its author or whoever passed it on, or vouch for its author
 * (wire.md 5): strangers who write to us do not get into them, nor allies by having terms with us alone.
 */
export async function carry(handling: Handling, stored: StoredObject, came: Came): Promise<void> {
  if (stored.reach !== "public" || !(await isOfTheNetwork(handling, stored, came))) return;
  const { reason, via, backfilled = false } = came;
  if (reason === "followed") await fetchWhatItTellsOf(handling, stored, came);
  const isHeard = [stored.attributedTo, ...(via === undefined ? [] : [via])].every((one) => isAccepted(handling, one));
  await enterFeeds(handling, stored, { isQuiet: backfilled || !isHeard });
}

/** What it says anew moves it; what is for everybody only now enters as if it had just come, of those whom we follow. */
export async function carryChanged(handling: Handling, known: StoredObject, stored: StoredObject): Promise<void> {
  const opens = known.reach === "limited" && stored.reach === "public";
  const isFollowed = opens && (await handling.rooms.follows.isFollowed(stored.attributedTo));
  await (isFollowed ? carry(handling, stored, { reason: "followed" }) : moveInFeeds(handling, stored));
}

const isAccepted = ({ levels }: Handling, actor: ActorId): boolean => levelOf(hostOf(actor), levels) === "accept";

async function isOfTheNetwork({ rooms, now }: Handling, stored: StoredObject, { reason }: Came): Promise<boolean> {
  if (reason === "followed") return true;
  const centre = await rooms.centres.get();
  if (centre === undefined) return false;
  return (await rooms.attestations.affiliatesOf(centre.id, now)).includes(stored.attributedTo);
}

/** Somebody passed on the Note about a gathering: calendars need the gathering itself. */
async function fetchWhatItTellsOf(
  { rooms }: Handling,
  { id, document }: StoredObject,
  { via, backfilled = false }: Came,
) {
  const about = via === undefined ? undefined : objectId(aboutIn(document) ?? "");
  if (via === undefined || about === undefined || !sameOrigin(about, id)) return;
  if ((await rooms.objects.get(about)) !== undefined || (await rooms.objects.tombstone(about)) !== undefined) return;
  await fetchLater({ rooms }, about, { via, backfilled });
}
