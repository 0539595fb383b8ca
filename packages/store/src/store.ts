import type {
  AllianceViews,
  AllyViews,
  BulletinViews,
  CallViews,
  ApartViews,
  AttestationViews,
  Change,
  CampaignViews,
  DeliveryQueue,
  DeliveryViews,
  EndorsementViews,
  DigestSeals,
  DigestViews,
  FeedViews,
  FollowViews,
  BodyDecisions,
  FlagViews,
  InboxQueue,
  ModerationViews,
  MovedViews,
  NoticeAddresses,
  NoticeViews,
  ObjectViews,
  OrganiserViews,
  Participation,
  PledgeViews,
  Rooms,
  StaffDesk,
  UnitOfWork,
  WatchedFeeds,
  WorkInProgressStore,
} from "@commonhall/domain";
import type { Exports } from "./exports/exports.ts";
import type { IsTaken, Turns } from "./database/turns.ts";
import type { KeyValueStore } from "./key-value/key-value-store.ts";
import type { MessageQueueStore } from "./message-queue/message-queue-store.ts";

/** One database, seen through the ports that the floors above ask for. */
export interface Store extends AsyncDisposable {
  /** Everything that `run` writes is one commit. */
  readonly work: UnitOfWork;
  /** The same rooms; each call is a commit of its own, and reading waits for nobody. */
  readonly direct: Omit<Rooms, "inbox" | "nested">;
  readonly deliveries: DeliveryQueue;
  readonly deliveryViews: DeliveryViews;
  readonly inbox: InboxQueue;
  readonly objectViews: ObjectViews;
  readonly bulletinViews: BulletinViews;
  readonly callViews: CallViews;
  readonly campaignViews: CampaignViews;
  readonly feedViews: FeedViews;
  readonly watchedFeeds: WatchedFeeds;
  readonly digestSeals: DigestSeals;
  readonly digestViews: DigestViews;
  readonly followViews: FollowViews;
  readonly allyViews: AllyViews;
  readonly decisions: BodyDecisions;
  readonly allianceViews: AllianceViews;
  readonly flagViews: FlagViews;
  readonly moderationViews: ModerationViews;
  readonly movedViews: MovedViews;
  readonly noticeAddresses: NoticeAddresses;
  readonly noticeViews: NoticeViews;
  readonly endorsementViews: EndorsementViews;
  readonly organiserViews: OrganiserViews;
  readonly attestationViews: AttestationViews;
  readonly apartViews: ApartViews;
  readonly pledgeViews: PledgeViews;
  readonly participation: Participation;
  readonly workInProgress: WorkInProgressStore;
  readonly staffDesk: StaffDesk;
  /** Has the shape of Fedify's `KvStore`. */
  readonly keyValue: KeyValueStore;
  /** Each name is a queue of its own, with the shape of Fedify's `MessageQueue`. `tasks` has what `Rooms.tasks.add` adds. */
  readonly queue: (name: string) => MessageQueueStore;
  readonly settings: Settings;
  readonly exports: Exports;
  /**
   * Calls the listener at once after a commit of this store that changed something, and soon (over one file within 250 ms)
   * after one of another process. Answers a function that ends it.
   */
  readonly onChange: (listener: (change: Change) => void) => () => void;
  /** For what one process does at a time. Over one file there is one that works, so that it is always its turn. */
  readonly inTurn: Turns;
  readonly isTaken: IsTaken;
  /** Forgets what has served its time: sessions, invitations and values that ran out, ids of activities that arrived long ago, what told of objects that are deleted. To be called about once a day. */
  readonly sweep: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Small facts about the node itself, such as its origin. */
export interface Settings {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
}
