import type { Clock, Rooms, UnitOfWork } from "@commonhall/domain";
import { allies } from "./allies/ally-commits.ts";
import { allyViews } from "./allies/ally-views.ts";
import { alliances } from "./alliances/alliance-commits.ts";
import { allianceViews } from "./alliances/alliance-views.ts";
import { audiences } from "./audiences/audience-commits.ts";
import { bulletins } from "./bulletins/bulletin-commits.ts";
import { bulletinViews } from "./bulletins/bulletin-views.ts";
import { calls } from "./calls/call-commits.ts";
import { callViews } from "./calls/call-views.ts";
import { attestations } from "./attestations/attestation-commits.ts";
import { attestationViews } from "./attestations/attestation-views.ts";
import { vouches } from "./attestations/vouch-commits.ts";
import { campaigns } from "./campaigns/campaign-commits.ts";
import { campaignViews } from "./campaigns/campaign-views.ts";
import { participation } from "./campaigns/participation.ts";
import { workInProgress } from "./campaigns/work-in-progress.ts";
import { centres, settings } from "./centres/centre-commits.ts";
import { forgetEndedInvitations } from "./centres/invitations.ts";
import { argon2id, type Passphrases } from "./centres/passphrase.ts";
import { forgetHalfSessions } from "./centres/half-sessions.ts";
import { forgetEndedSessions } from "./centres/sessions.ts";
import { staffRoom } from "./centres/staff-commits.ts";
import { staffDesk } from "./centres/staff-desk.ts";
import { type Database, type DatabasePlace, openDatabase } from "./database/database.ts";
import { nested } from "./database/nested.ts";
import { insideCommit, type Session } from "./database/session.ts";
import { digests } from "./digests/digest-commits.ts";
import { digestSeals } from "./digests/digest-seals.ts";
import { digestViews } from "./digests/digest-views.ts";
import { deliveryQueue } from "./delivery/delivery-queue.ts";
import { deliveryViews } from "./delivery/delivery-views.ts";
import { outbox } from "./delivery/outbox-commits.ts";
import { endorsements } from "./endorsements/endorsement-commits.ts";
import { endorsementViews } from "./endorsements/endorsement-views.ts";
import { exportsOf } from "./exports/exports.ts";
import { feeds } from "./feeds/feed-commits.ts";
import { feedViews } from "./feeds/feed-views.ts";
import { watchedFeeds } from "./feeds/watched-feeds.ts";
import { catchUps } from "./following/catch-up-commits.ts";
import { follows } from "./following/follow-commits.ts";
import { followViews } from "./following/follow-views.ts";
import { remoteActors } from "./following/remote-actor-commits.ts";
import { remoteKeys } from "./following/remote-key-commits.ts";
import { forgetOldIds, inboxVerdicts } from "./inbox/inbox-commits.ts";
import { inboxQueue } from "./inbox/inbox-queue.ts";
import type { Upgrade } from "./migrations/upgrade.ts";
import { forgetExpired, keyValue } from "./key-value/key-value.ts";
import { handles, localActors } from "./keys/local-actor-commits.ts";
import { messageQueue } from "./message-queue/message-queue.ts";
import { apart, apartViews } from "./moderation/apart.ts";
import { domainPolicies } from "./moderation/moderation-commits.ts";
import { bodyDecisions } from "./decisions/body-decisions.ts";
import { flags, flagViews } from "./moderation/flags.ts";
import { forgetLevelChanges, moderationViews, recommendations } from "./moderation/recommendations.ts";
import { moves } from "./moving/move-commits.ts";
import { movedViews } from "./moving/move-views.ts";
import { noticeAddresses } from "./notices/notice-addresses.ts";
import { forgetNotices, notices } from "./notices/notice-commits.ts";
import { noticeViews } from "./notices/notice-views.ts";
import { arrivals } from "./objects/arrival-commits.ts";
import { objects } from "./objects/object-commits.ts";
import { forgetActivities } from "./objects/forget-activities.ts";
import { objectViews } from "./objects/object-views.ts";
import { organisers } from "./organisers/organiser-commits.ts";
import { organiserViews } from "./organisers/organiser-views.ts";
import { acknowledgements, pledges } from "./pledges/pledge-commits.ts";
import { pledgeViews } from "./pledges/pledge-views.ts";
import type { Store } from "./store.ts";
import { tasks } from "./tasks/task-commits.ts";

export type StoreOptions = DatabasePlace & StorePorts;

export interface StorePorts {
  readonly clock: Clock;
  /** Argon2id as recommended, where nothing else is asked for. */
  readonly passphrases?: Passphrases;
  /** Without one nobody can switch on a second factor. */
  readonly pepper?: () => Promise<Uint8Array>;
  /** Asked before a database that has something in it is brought up to date: to keep a copy. Where it throws nothing is changed. */
  readonly beforeUpgrade?: (upgrade: Upgrade) => Promise<void>;
}

/** Opens the database, and brings it up to date first. Several processes may have the same one open. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { clock, passphrases = argon2id(), pepper, beforeUpgrade } = options;
  const database = await openDatabase(options, beforeUpgrade);
  const closing = new AbortController();
  const close = async () => {
    if (closing.signal.aborted) return;
    closing.abort();
    await database.close();
  };
  return {
    work: unitOfWork(database, clock),
    direct: roomsOn(database, clock),
    deliveries: deliveryQueue(database),
    deliveryViews: deliveryViews(database.read),
    inbox: inboxQueue(database),
    objectViews: objectViews(database.read, clock),
    bulletinViews: bulletinViews(database.read),
    callViews: callViews(database.read),
    campaignViews: campaignViews(database.read, clock),
    digestSeals: digestSeals({ pepper }),
    digestViews: digestViews(database.read),
    feedViews: feedViews(database.read, clock),
    watchedFeeds: watchedFeeds(database),
    followViews: followViews(database.read),
    allyViews: allyViews(database.read),
    decisions: bodyDecisions(database),
    allianceViews: allianceViews(database.read),
    flagViews: flagViews(database.read),
    moderationViews: moderationViews(database.read),
    movedViews: movedViews(database.read),
    noticeAddresses: noticeAddresses({ session: database, pepper }),
    noticeViews: noticeViews(database.read, clock),
    endorsementViews: endorsementViews(database.read),
    organiserViews: organiserViews(database.read),
    attestationViews: attestationViews(database.read, clock),
    apartViews: apartViews(database.read),
    pledgeViews: pledgeViews(database.read),
    participation: participation(database),
    workInProgress: workInProgress(database),
    staffDesk: staffDesk({ session: database, clock, passphrases, pepper }),
    keyValue: keyValue(database, clock),
    queue: (name) =>
      messageQueue({ session: database, clock, onChange: database.onChange, closing: closing.signal }, name),
    settings: settings(database),
    exports: exportsOf(database),
    onChange: database.onChange,
    inTurn: database.inTurn,
    isTaken: database.isTaken,
    sweep: () => sweep(database, clock),
    close,
    [Symbol.asyncDispose]: close,
  };
}

const unitOfWork = (database: Database, clock: Clock): UnitOfWork => ({
  run: (work) =>
    database.write((db) => work({ ...roomsOn(insideCommit(db), clock), inbox: inboxVerdicts(db), nested: nested(db) })),
});

const roomsOn = (session: Session, clock: Clock): Omit<Rooms, "inbox" | "nested"> => ({
  acknowledgements: acknowledgements(session),
  alliances: alliances(session, clock),
  allies: allies(session, clock),
  arrivals: arrivals(session),
  audiences: audiences(session),
  bulletins: bulletins(session),
  calls: calls(session),
  apart: apart(session),
  attestations: attestations(session),
  campaigns: campaigns(session, clock),
  catchUps: catchUps(session),
  centres: centres(session),
  digests: digests(session),
  domains: domainPolicies(session),
  flags: flags(session),
  endorsements: endorsements(session),
  feeds: feeds(session),
  follows: follows(session),
  handles: handles(session),
  keys: remoteKeys(session),
  localActors: localActors(session),
  moves: moves(session),
  notices: notices(session),
  objects: objects(session),
  organisers: organisers(session),
  outbox: outbox(session, clock),
  pledges: pledges(session),
  recommendations: recommendations(session),
  remoteActors: remoteActors(session),
  staff: staffRoom(session),
  tasks: tasks(session, clock),
  vouches: vouches(session),
});

const sweep = (database: Database, clock: Clock): Promise<void> =>
  database.write(async (db) => {
    const now = clock();
    await forgetOldIds(db, now);
    await forgetExpired(db, now);
    await forgetActivities(db);
    await forgetEndedSessions(db, now);
    await forgetEndedInvitations(db, now);
    await forgetHalfSessions(db, now);
    await forgetNotices(db, now);
    await forgetLevelChanges(db, now);
  });
