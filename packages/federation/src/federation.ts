import {
  MINUTE,
  SECOND,
  whatBroke,
  type AllianceCommands,
  type AllyCommands,
  type AttestationCommands,
  type BulletinCommands,
  type DigestCommands,
  type Duration,
  type EndorsementCommands,
  type FollowCommands,
  type ModerationCommands,
  type OrganiserCommands,
  type PledgeCommands,
  type Result,
  type VouchingViews,
} from "@commonhall/domain";
import { allianceCommands } from "./alliances/alliance-commands.ts";
import { askMember } from "./alliances/ask-member.ts";
import { askMembers } from "./alliances/ask-members.ts";
import { forgetAlliance } from "./alliances/forget-alliance.ts";
import { takeInStatement } from "./alliances/take-in-statement.ts";
import { allyCommands } from "./allies/ally-commands.ts";
import { endOverAlliances } from "./allies/end-over.ts";
import { forgetAlly } from "./allies/forget-ally.ts";
import { meetAlly } from "./allies/meet-ally.ts";
import { askAllies, reconcileAlly } from "./allies/reconcile-ally.ts";
import { createProveReader } from "./audiences/prove-reader.ts";
import { attestationCommands } from "./attestations/attestation-commands.ts";
import { checkAttestation } from "./attestations/check-attestation.ts";
import { askIssuers, checkIssuer } from "./attestations/check-issuer.ts";
import { checkVouching } from "./attestations/check-vouching.ts";
import { resealCentre } from "./attestations/reseal-centre.ts";
import { vouchingViews } from "./attestations/vouching.ts";
import { askForWithdrawn, askWithdrawn } from "./bulletins/ask-for-withdrawn.ts";
import { bulletinCommands } from "./bulletins/bulletin-commands.ts";
import { endOver } from "./calls/change-call.ts";
import { tellProgress } from "./calls/progress.ts";
import { closeOver } from "./campaigns/close-over.ts";
import { fetchCampaign } from "./campaigns/fetch-campaign.ts";
import { describeAnew } from "./centres/describe-anew.ts";
import { createCommands, type Commands } from "./commands.ts";
import { createDeliverer } from "./delivery/deliverer.ts";
import { createLatch } from "./delivery/latch.ts";
import { weighDigest, mailQuestion } from "./digests/ask-reader.ts";
import { digestCommands } from "./digests/digest-commands.ts";
import { mailDigest, planDigests } from "./digests/mail-digest.ts";
import { createFindActor } from "./discovery/find-actor.ts";
import { refreshActor } from "./discovery/refresh-actor.ts";
import { createDocuments, type Documents } from "./documents/serve-documents.ts";
import { createDropFeeds } from "./feeds/drop-feeds.ts";
import { fillFeeds } from "./feeds/fill-feeds.ts";
import { createSlowDoor } from "./fedify/slow-door.ts";
import { endorsementCommands } from "./endorsements/endorsement-commands.ts";
import { answerFollow } from "./following/answer-follow.ts";
import { backfill } from "./following/backfill.ts";
import { catchUp, catchUpDaily } from "./following/catch-up.ts";
import { followCommands } from "./following/follow-commands.ts";
import { remind } from "./following/remind.ts";
import { createHttpClient, type Fetched } from "./http/client.ts";
import type { HttpError } from "./http/http-error.ts";
import { createInboxDoor, type InboxDoor } from "./inbox/door.ts";
import { watchTraffic, type Traffic } from "./inbox/traffic.ts";
import { inCommits } from "./inbox/handling.ts";
import { createInboxWorker, type InboxWorker } from "./inbox/inbox-worker.ts";
import { createKeyRing } from "./inbox/key-ring.ts";
import { createLearnKeys } from "./inbox/learn-keys.ts";
import { createProve } from "./inbox/prove.ts";
import { createTurnstile } from "./inbox/turnstile.ts";
import { localKeys } from "./keys/local-keys.ts";
import { createDomainLevels } from "./moderation/domain-levels.ts";
import { checkObject } from "./objects/check-object.ts";
import { fetchObject } from "./objects/fetch-object.ts";
import { fetchRecommendations } from "./moderation/fetch-recommendations.ts";
import { moderationCommands } from "./moderation/moderation-commands.ts";
import { checkMove } from "./moving/check-move.ts";
import { moveNode, type MovingCommands } from "./moving/move-node.ts";
import { renameMoved } from "./moving/rename-moved.ts";
import { mailNotice, tellStaff } from "./notices/tell-staff.ts";
import { fetchInvited } from "./organisers/fetch-invited.ts";
import { organiserCommands } from "./organisers/organiser-commands.ts";
import { passOn } from "./organisers/pass-on.ts";
import { publishTallies } from "./organisers/publish-tallies.ts";
import { resealCampaign } from "./organisers/reseal-campaign.ts";
import { answerPledge } from "./pledges/answer-later.ts";
import { pledgeCommands } from "./pledges/pledge-commands.ts";
import { reconcilePledges } from "./pledges/reconcile-pledges.ts";
import type { FederationPorts } from "./ports.ts";
import { createTaskRunner } from "./tasks/task-runner.ts";

/** A node among other nodes: what comes in, what is shown, what people do, and the work behind all of it. */
export interface Federation {
  /** Takes what is posted to an inbox. Answers when it is on disk. */
  readonly inbox: InboxDoor;
  /** Documents for other programs; undefined for what is for people. */
  readonly documents: Documents;
  readonly commands: Commands;
  readonly follow: FollowCommands;
  readonly allies: AllyCommands;
  readonly moderation: ModerationCommands;
  readonly endorsements: EndorsementCommands;
  readonly organisers: OrganiserCommands;
  readonly attestations: AttestationCommands;
  readonly alliances: AllianceCommands;
  readonly moving: MovingCommands;
  readonly vouching: VouchingViews;
  readonly pledges: PledgeCommands;
  readonly bulletins: BulletinCommands;
  readonly digests: DigestCommands;
  /** Tries to fetch an address, as anything that others send could make the node do. For the check of its own guard. */
  tryToReach(url: string): Promise<Result<Fetched, HttpError>>;
  /** Sends, receives and fetches until the signal, then finishes what is under way. Several processes may. */
  work(signal: AbortSignal): Promise<void>;
  /** What falls due by the calendar, until the signal. One process at a time. */
  keepCalendar(signal: AbortSignal): Promise<void>;
  /** Does all that is due now, one round after the other, until nothing is left. Never while `work` runs. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

export function createFederation(ports: FederationPorts): Federation {
  const levels = createDomainLevels(ports);
  const keys = localKeys(ports);
  const client = createHttpClient(ports, { levels, keys });
  const ring = createKeyRing(ports.direct.keys, ports.clock);
  const find = createFindActor(ports, client, ring);
  const learn = createLearnKeys({ client, ring, direct: ports.direct, clock: ports.clock });
  const proveReader = createProveReader(ports, { levels, keys: ring, learn, turnstile: createTurnstile(ports.clock) });
  const prove = createProve({
    levels,
    keys: ring,
    learn,
    slowDoor: createSlowDoor(ports.log),
    turnstile: createTurnstile(ports.clock),
    clock: ports.clock,
  });
  const use = { client, find, direct: ports.direct, clock: ports.clock, inCommit: inCommits(ports, ring) };
  const deliverer = createDeliverer(ports, client, keys);
  const worker = createInboxWorker(ports, ring);
  const tasks = createTaskRunner(ports, {
    backfill: (task) => backfill(use, task),
    "catch up": (task) => catchUp(use, task),
    "fetch object": (task) => fetchObject(use, task),
    "fill feeds": (task) => fillFeeds(use, task),
    "check object": (task) => checkObject(use, task),
    "fetch campaign": (task) => fetchCampaign(use, task),
    "answer follow": (task) => answerFollow(use, task),
    "tell progress": (task) => tellProgress(ports, keys, task),
    "answer pledge": (task) => answerPledge(use, task),
    "reconcile pledges": (task) => reconcilePledges(use, task),
    "check move": (task) => checkMove(use, task),
    "rename moved": (task) => renameMoved(use, task),
    remind: (task) => remind(use, task),
    "refresh actor": (task) => refreshActor(use, task),
    "meet ally": (task) => meetAlly(use, task),
    "reconcile ally": (task) => reconcileAlly(use, task),
    "ask for withdrawn": (task) => askForWithdrawn(use, task),
    "forget ally": (task) => forgetAlly(use, task),
    "forget alliance": (task) => forgetAlliance(use, task),
    "check vouching": (task) => checkVouching(use, task),
    "check issuer": (task) => checkIssuer(use, task),
    "check attestation": (task) => checkAttestation(use, task),
    "fetch invited": (task) => fetchInvited(use, task),
    "take in statement": (task) => takeInStatement({ ...use, keys, log: ports.log }, task),
    "ask member": (task) => askMember({ ...use, keys, log: ports.log }, task),
    "reseal centre": () => resealCentre(ports, keys),
    "reseal campaign": (task) => resealCampaign(ports, keys, task),
    "pass on": (task) => passOn(ports, keys, task),
    "fetch recommendations": (task) => fetchRecommendations(ports, use, task),
    "tell staff": () => tellStaff(ports, use),
    "mail notice": (task) => mailNotice(ports, use, task),
    "weigh digest": (task) => weighDigest(ports, use, task),
    "mail question": (task) => mailQuestion(ports, use, task),
    "mail digest": (task) => mailDigest(ports, use, task),
  });
  const dropFeeds = createDropFeeds(ports);
  const calendar = async () =>
    (await closeOver(ports, keys)) +
    (await endOver(ports, keys)) +
    (await publishTallies(ports, keys)) +
    (await askIssuers(ports)) +
    (await askWithdrawn(ports)) +
    (await askMembers(ports)) +
    (await dropFeeds()) +
    (await catchUpDaily(ports)) +
    (await planDigests(ports)) +
    (await endOverAlliances(ports)) +
    (await askAllies(ports));
  const asking = { find, levels, keys };
  const traffic = watchTraffic(createInboxDoor(ports, { levels, prove }));

  return {
    inbox: traffic.door,
    documents: createDocuments(ports, { keys, proveReader }),
    commands: createCommands(ports, keys),
    follow: followCommands(ports, { find, levels }),
    allies: allyCommands(ports, asking),
    moderation: moderationCommands(ports, asking),
    endorsements: endorsementCommands(ports, asking),
    organisers: organiserCommands(ports, asking),
    attestations: attestationCommands(ports, asking),
    alliances: allianceCommands(ports, asking),
    moving: { moveTo: (move) => moveNode(ports, move) },
    vouching: vouchingViews(ports),
    pledges: pledgeCommands(ports, { find }),
    bulletins: bulletinCommands(ports, keys),
    digests: digestCommands(ports),
    tryToReach: (url) => client.get(url, { accept: "*/*", maxBytes: 1024 }),
    async work(signal) {
      await Promise.all([deliverer.run(signal), tasks.run(signal), readInbox(ports, worker, traffic, signal)]);
    },
    async keepCalendar(signal) {
      await unlessTrouble(ports, async () => {
        await describeAnew(ports);
        return 0;
      });
      await everyMinute(ports, calendar, signal);
    },
    async drain() {
      for (;;) {
        const done = [await worker.drain(), await tasks.drain(), await calendar(), await deliverer.drain()];
        if (done.every((count) => count === 0)) return;
      }
    },
    async close() {
      levels.close();
      await client.close();
    },
  };
}

const LONGEST_NAP: Duration = MINUTE;
const SHORTEST_NAP: Duration = 50;
/** Where somebody stands at the door all the time, the worker gets some tens of milliseconds of each half second nevertheless. */
const LONGEST_COURTESY: Duration = 500;
const PAUSE_AFTER_TROUBLE: Duration = SECOND;

/**
 * Looks after every commit, whoever made it, and when something that failed is to be tried again. Who stands at the door
 * comes first: what is on disk can wait a moment, a server that waits for its answer cannot.
 */
async function readInbox(
  ports: FederationPorts,
  worker: InboxWorker,
  traffic: Traffic,
  signal: AbortSignal,
): Promise<void> {
  const latch = createLatch();
  const endChanges = ports.onChange((change) => change !== "deliveries" && latch.raise());
  const stop = () => latch.raise();
  signal.addEventListener("abort", stop);
  while (!signal.aborted) {
    const nap = await unlessTrouble(ports, async () => {
      while (!signal.aborted && (await worker.round()) > 0) await traffic.pause(LONGEST_COURTESY);
      const due = await ports.inbox.nextDue();
      // What is due and was not taken waits for what another process is dealing with.
      return due === undefined ? LONGEST_NAP : Math.min(Math.max(due - ports.clock(), SHORTEST_NAP), LONGEST_NAP);
    });
    await latch.wait(nap);
  }
  signal.removeEventListener("abort", stop);
  endChanges();
}

/** For what falls due by the calendar. */
async function everyMinute(ports: FederationPorts, work: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  const latch = createLatch();
  signal.addEventListener("abort", () => latch.raise(), { once: true });
  while (!signal.aborted) {
    const nap = await unlessTrouble(ports, async () => {
      await work();
      return MINUTE;
    });
    await latch.wait(nap);
  }
}

/** A disk that is full for a moment must not end the work for good. */
async function unlessTrouble(ports: FederationPorts, work: () => Promise<Duration>): Promise<Duration> {
  try {
    return await work();
  } catch (error) {
    ports.log.error("work could not be done and is tried again", { error: whatBroke(error) });
    return PAUSE_AFTER_TROUBLE;
  }
}
