import type { Allies } from "./allies/ports.ts";
import type { Alliances } from "./alliances/ports.ts";
import type { Audiences } from "./audiences/ports.ts";
import type { Bulletins } from "./bulletins/ports.ts";
import type { Calls } from "./calls/ports.ts";
import type { Attestations, Vouches } from "./attestations/ports.ts";
import type { Campaigns } from "./campaigns/ports.ts";
import type { Centres, StaffRoom } from "./centres/ports.ts";
import type { Digests } from "./digests/ports.ts";
import type { Endorsements } from "./endorsements/ports.ts";
import type { Feeds } from "./feeds/ports.ts";
import type { CatchUps, Follows, RemoteActors, RemoteKeys } from "./following/ports.ts";
import type { InboxVerdicts } from "./inbox/ports.ts";
import type { LocalActors } from "./keys/ports.ts";
import type { Flags } from "./moderation/flags.ts";
import type { Recommendations } from "./moderation/recommendations.ts";
import type { Apart } from "./moderation/apart.ts";
import type { DomainPolicies } from "./moderation/ports.ts";
import type { Moves } from "./moving/ports.ts";
import type { Notices } from "./notices/ports.ts";
import type { Arrivals, Handles, Objects, Outbox } from "./objects/ports.ts";
import type { Organisers } from "./organisers/ports.ts";
import type { Acknowledgements, Pledges } from "./pledges/ports.ts";
import type { Tasks } from "./tasks/ports.ts";

/** Everything that one commit can read and write. */
export interface Rooms {
  readonly acknowledgements: Acknowledgements;
  readonly alliances: Alliances;
  readonly allies: Allies;
  readonly arrivals: Arrivals;
  readonly audiences: Audiences;
  readonly bulletins: Bulletins;
  readonly calls: Calls;
  readonly apart: Apart;
  readonly attestations: Attestations;
  readonly campaigns: Campaigns;
  readonly catchUps: CatchUps;
  readonly centres: Centres;
  readonly digests: Digests;
  readonly domains: DomainPolicies;
  readonly flags: Flags;
  readonly endorsements: Endorsements;
  readonly feeds: Feeds;
  readonly follows: Follows;
  readonly handles: Handles;
  readonly inbox: InboxVerdicts;
  readonly keys: RemoteKeys;
  readonly localActors: LocalActors;
  readonly moves: Moves;
  readonly notices: Notices;
  readonly objects: Objects;
  readonly organisers: Organisers;
  readonly outbox: Outbox;
  readonly pledges: Pledges;
  readonly recommendations: Recommendations;
  readonly remoteActors: RemoteActors;
  readonly staff: StaffRoom;
  readonly tasks: Tasks;
  readonly vouches: Vouches;
  /** Part of the commit that can fail by itself: what it wrote is undone, what came before stays. Throws what `work` threw. */
  nested<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * What a commit has changed, as far as those who wait for changes have to know: that something came into the inbox and
 * nothing else happened, how deliveries stand and nothing else, or `anything`. The first two come by the hundred a second.
 */
export type Change = "inbox" | "deliveries" | "anything";

/**
 * State and the messages that tell of it are written together or not at all. Nothing that waits for a network or for
 * a thread may run inside: the database has one writer.
 */
export interface UnitOfWork {
  run<T>(work: (rooms: Rooms) => Promise<T>): Promise<T>;
}
