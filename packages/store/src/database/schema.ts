import type { AllyTable } from "../allies/ally-tables.ts";
import type {
  AllianceTable,
  CharterLeaveTable,
  CharterSignatureTable,
  CharterVersionTable,
  MemberKeyTable,
} from "../alliances/alliance-tables.ts";
import type { AudienceTable } from "../audiences/audience-tables.ts";
import type {
  BulletinAuthorTable,
  BulletinCodeTable,
  BulletinTable,
  ReleaseTable,
  StatisticsTable,
} from "../bulletins/bulletin-tables.ts";
import type { CallTable, ReceivedCallTable, ReceivedNeedTable } from "../calls/call-tables.ts";
import type { AttestationTable, VouchTable } from "../attestations/attestation-tables.ts";
import type {
  ActionTable,
  CampaignTable,
  ParticipationTable,
  PostTable,
  WorkInProgressTable,
} from "../campaigns/campaign-tables.ts";
import type {
  CentreTable,
  HalfSessionTable,
  InvitationTable,
  RecoveryCodeTable,
  SecondFactorTable,
  SessionTable,
  SettingTable,
  SignInLimitTable,
  StaffTable,
} from "../centres/centre-tables.ts";
import type { BodyDecisionTable } from "../decisions/decision-tables.ts";
import type { DeliveryTable, RemoteHostTable, RemoteInboxTable } from "../delivery/delivery-tables.ts";
import type { EndorsementTable } from "../endorsements/endorsement-tables.ts";
import type { FeedEntryTable, FeedPlaceTable, FeedTable, WatchedFeedTable } from "../feeds/feed-tables.ts";
import type { DigestTable } from "../digests/digest-tables.ts";
import type { CatchUpTable, FollowTable, RemoteActorTable, RemoteKeyTable } from "../following/following-tables.ts";
import type { InboxItemTable } from "../inbox/inbox-tables.ts";
import type { LocalActorTable } from "../keys/key-tables.ts";
import type { KeyValueTable } from "../key-value/key-value-tables.ts";
import type { MessageTable } from "../message-queue/message-tables.ts";
import type {
  DomainPolicyTable,
  FlagTable,
  LevelChangeTable,
  ProposedLevelTable,
  RecommendationSourceTable,
  RecommendationTable,
} from "../moderation/moderation-tables.ts";
import type { MoveAskedTable, MovedTable } from "../moving/moving-tables.ts";
import type { AlarmTable, NoticeAddressTable, NoticeTable } from "../notices/notice-tables.ts";
import type {
  ActivityTable,
  ArrivalTable,
  ObjectTable,
  PublicationTable,
  TombstoneTable,
} from "../objects/object-tables.ts";
import type {
  OrganiserTable,
  SeenOrganiserTable,
  SuccessionTable,
  TallyTable,
} from "../organisers/organiser-tables.ts";
import type { AcknowledgementTable, PledgeTable } from "../pledges/pledge-tables.ts";

/** The tables, as the newest migration leaves them. */
export interface Schema {
  acknowledgement: AcknowledgementTable;
  action: ActionTable;
  activity: ActivityTable;
  alliance: AllianceTable;
  ally: AllyTable;
  alarm: AlarmTable;
  arrival: ArrivalTable;
  audience: AudienceTable;
  body_decision: BodyDecisionTable;
  bulletin: BulletinTable;
  bulletin_author: BulletinAuthorTable;
  bulletin_code: BulletinCodeTable;
  call: CallTable;
  attestation: AttestationTable;
  campaign: CampaignTable;
  catch_up: CatchUpTable;
  centre: CentreTable;
  charter_leave: CharterLeaveTable;
  charter_signature: CharterSignatureTable;
  charter_version: CharterVersionTable;
  delivery: DeliveryTable;
  digest: DigestTable;
  domain_policy: DomainPolicyTable;
  feed: FeedTable;
  watched_feed: WatchedFeedTable;
  feed_entry: FeedEntryTable;
  feed_place: FeedPlaceTable;
  flag: FlagTable;
  endorsement: EndorsementTable;
  follow: FollowTable;
  half_session: HalfSessionTable;
  inbox_item: InboxItemTable;
  invitation: InvitationTable;
  key_value: KeyValueTable;
  level_change: LevelChangeTable;
  local_actor: LocalActorTable;
  member_key: MemberKeyTable;
  message: MessageTable;
  move_asked: MoveAskedTable;
  moved: MovedTable;
  notice: NoticeTable;
  notice_address: NoticeAddressTable;
  object: ObjectTable;
  organiser: OrganiserTable;
  participation: ParticipationTable;
  pledge: PledgeTable;
  post: PostTable;
  proposed_level: ProposedLevelTable;
  publication: PublicationTable;
  recommendation: RecommendationTable;
  recommendation_source: RecommendationSourceTable;
  received_call: ReceivedCallTable;
  received_need: ReceivedNeedTable;
  recovery_code: RecoveryCodeTable;
  remote_actor: RemoteActorTable;
  remote_host: RemoteHostTable;
  remote_inbox: RemoteInboxTable;
  remote_key: RemoteKeyTable;
  release: ReleaseTable;
  second_factor: SecondFactorTable;
  seen_organiser: SeenOrganiserTable;
  session: SessionTable;
  setting: SettingTable;
  sign_in_limit: SignInLimitTable;
  staff: StaffTable;
  statistics: StatisticsTable;
  succession: SuccessionTable;
  tally: TallyTable;
  tombstone: TombstoneTable;
  vouch: VouchTable;
  work_in_progress: WorkInProgressTable;
}
