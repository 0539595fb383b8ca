import type {
  Apart,
  ApartViews,
  AttestationCommands,
  AttestationViews,
  CalendarAddress,
  ActorId,
  AllianceCommands,
  AllianceViews,
  AllyCommands,
  AllyViews,
  Audience,
  BulletinViews,
  CallCommands,
  CallViews,
  CampaignCommands,
  CampaignViews,
  CentreCommands,
  Centres,
  Clock,
  DeliveryViews,
  DigestCommands,
  DigestViews,
  EndorsementCommands,
  EndorsementViews,
  DomainPolicies,
  BodyDecisions,
  FlagCommands,
  Flags,
  FlagViews,
  ModerationCommands,
  ModerationViews,
  MovedViews,
  Recommendations,
  FeedViews,
  Log,
  FollowCommands,
  FollowViews,
  NoticeAddresses,
  NoticeCommands,
  NoticeViews,
  ObjectViews,
  OrganiserCommands,
  OrganiserViews,
  Participation,
  SetUpCode,
  SharedKind,
  StaffDesk,
  VouchingViews,
  Watch,
  WatchedFeeds,
  WorkInProgressStore,
} from "@commonhall/domain";
import type { Site } from "@commonhall/wire";
import type { CaseworkPorts } from "./casework/ports.ts";
import type { IntakePorts } from "./intake/ports.ts";
import type { PledgePorts } from "./pledges/ports.ts";

/** Everything that the pages ask for. Each page takes the few of these that it needs. */
export interface WebPorts {
  readonly site: Site;
  readonly version: string;
  /** The program text of exactly what runs here, as a compressed tar archive (AGPL-3.0, section 13). */
  readonly source: () => Promise<Uint8Array>;
  readonly testNetwork: boolean;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly log: WebLog;
  readonly centres: Pick<Centres, "get">;
  readonly centreCommands: CentreCommands;
  readonly setUpCode: SetUpCode;
  readonly staffDesk: StaffDesk;
  readonly bulletins: BulletinViews;
  readonly calls: CallViews;
  readonly callCommands: CallCommands;
  readonly audiences: AudiencePorts;
  readonly campaignCommands: CampaignCommands;
  readonly followCommands: FollowCommands;
  readonly campaigns: CampaignViews;
  readonly objects: ObjectViews;
  readonly feeds: FeedViews;
  readonly watchedFeeds: WatchedFeeds;
  readonly digests: {
    readonly commands: DigestCommands;
    readonly views: Pick<DigestViews, "byToken">;
    /** Whether the node can send mails at all. */
    readonly hasMail: boolean;
  };
  readonly follows: FollowViews & { readonly moved: MovedViews["list"] };
  readonly endorsements: EndorsementViews & EndorsementCommands;
  readonly organisers: OrganiserViews & OrganiserCommands;
  readonly allies: AllyViews & AllyCommands;
  readonly alliances: AllianceViews & AllianceCommands;
  readonly attestations: AttestationViews & AttestationCommands;
  readonly vouching: VouchingViews;
  readonly apart: ApartViews & Pick<Apart, "letIn">;
  readonly calendarAddress: CalendarAddress;
  readonly deliveries: DeliveryViews;
  readonly watch: Watch;
  readonly noticeCommands: NoticeCommands;
  readonly notices: {
    readonly addresses: NoticeAddresses;
    readonly views: NoticeViews;
    /** Whether the node can send mails at all. */
    readonly hasMail: boolean;
  };
  readonly pledges: PledgePorts;
  readonly participation: Participation;
  readonly workInProgress: WorkInProgressStore;
  readonly domains: Pick<DomainPolicies, "all">;
  readonly decisions: BodyDecisions;
  readonly moderation: {
    readonly commands: ModerationCommands;
    readonly views: ModerationViews;
    readonly recommendations: Pick<Recommendations, "own" | "proposed" | "sources">;
    readonly flags: FlagViews & FlagCommands & Pick<Flags, "close">;
  };
  /** Where there is a vault. */
  readonly intake?: IntakePorts;
  readonly casework?: CaseworkPorts;
}

/** What broke, never who was there: no address, no user agent, no name goes into a line. */
export type WebLog = Pick<Log, "error">;

/** To whom something can be said, and who that is now. */
export interface AudiencePorts {
  readonly allies: Pick<AllyViews, "list">;
  readonly alliances: Pick<AllianceViews, "list">;
  readers(audience: Audience, kind: SharedKind): Promise<readonly ActorId[] | "everybody">;
}
