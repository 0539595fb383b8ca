import type {
  Approvals,
  CallViews,
  Change,
  CampaignViews,
  Clock,
  Contacts,
  DeliveryQueue,
  DigestMail,
  DigestSeals,
  DigestViews,
  EndorsementViews,
  FeedViews,
  FollowViews,
  InboxQueue,
  Log,
  NoticeAddresses,
  NoticeMail,
  ObjectViews,
  OrganiserViews,
  Rooms,
  StaffPreparation,
  UnitOfWork,
} from "@commonhall/domain";
import type { Site } from "@commonhall/wire";
import type { KvStore, MessageQueue } from "./fedify/types.ts";

export type { Log, LogFacts } from "@commonhall/domain";

/** The rooms, each call in a commit of its own. */
export type DirectRooms = Omit<Rooms, "inbox" | "nested">;

/** Everything that this floor asks of the others. Each function here takes the few of them that it needs. */
export interface FederationPorts {
  readonly site: Site;
  /** For the User-Agent, NodeInfo and the actors' `generator`. */
  readonly software: Software;
  /** Permits http and private addresses, for test networks only. */
  readonly testNetwork: boolean;
  readonly clock: Clock;
  /** In [0, 1); it spreads retries in time. */
  readonly random: () => number;
  /** A fresh UUIDv7. */
  readonly newId: () => string;
  readonly log: Log;
  readonly work: UnitOfWork;
  readonly direct: DirectRooms;
  readonly deliveries: DeliveryQueue;
  readonly inbox: InboxQueue;
  readonly objects: ObjectViews;
  /** Whether two people who are enrolled now have signed what is to leave as a bulletin. */
  readonly approvals: Approvals;
  readonly calls: CallViews;
  readonly campaigns: CampaignViews;
  readonly feeds: FeedViews;
  readonly follows: FollowViews;
  readonly endorsements: EndorsementViews;
  readonly organisers: OrganiserViews;
  readonly staff: StaffPreparation;
  readonly noticeAddresses: Pick<NoticeAddresses, "all" | "of" | "wait">;
  /** Where a mail server is set. */
  readonly noticeMail?: NoticeMail;
  readonly digestSeals: DigestSeals;
  readonly digestViews: Pick<DigestViews, "news">;
  /** Where a mail server is set. */
  readonly digestMail?: DigestMail;
  /** Whoever watches how the node is hears by the way which hosts are there, and what time they have. */
  readonly contacts?: Contacts;
  readonly keyValue: KvStore;
  readonly tasks: TaskQueue;
  /** Tells of every commit, of this process and of others. Answers the function that ends it. */
  readonly onChange: (listener: (change: Change) => void) => () => void;
}

/** What `Rooms.tasks.add` wrote down, as `TaskMessage`s. A handler that throws gets its task again, later. */
export interface TaskQueue extends Pick<MessageQueue, "listen"> {
  /** Handles everything that is due, and what falls due meanwhile, and answers how many tasks that were. */
  drain(handler: (message: unknown) => Promise<void>): Promise<number>;
}

export interface Software {
  readonly name: string;
  readonly version: string;
}
