import { CLOSED, DAY, KINDS, MINUTE, type TimelineFilter, trusted } from "@commonhall/domain";
import {
  action,
  actorAt,
  ally,
  call,
  campaign,
  centre,
  follow,
  inboxOf,
  localActor,
  objectAt,
  ourActor,
  ourObject,
  outgoing,
  pledge,
  post,
  receivedCall,
  remoteActor,
  sharedInboxAt,
  storedObject,
} from "@commonhall/testkit";
import { useBulletins } from "../bulletins/use-bulletins.fixture.ts";
import { useDigests } from "../digests/use-digests.fixture.ts";
import { useFeeds } from "../feeds/use-feeds.fixture.ts";
import { usePledges } from "../pledges/use-pledges.fixture.ts";
import type { Store } from "../store.ts";

/** What the store does for pages, deliveries and arrivals, each of it once. */
export async function useEverything(store: Store, now: number): Promise<void> {
  await writeRooms(store, now);
  await readRooms(store, now);
  await usePledges(store, ALLY, now);
  await useBulletins(store, ALLY, now);
  await useFeeds(store, ALLY, now);
  await useDigests(store, now);
  await readViews(store);
  await runTogether(store, now);
  await workQueues(store, now);
  await useDesk(store, now);
  await store.direct.domains.set(trusted.host("bad.example"), "refuse");
  await store.direct.objects.delete(ourObject("one"), now);
  for (const reach of ["limited", "everything"] as const) {
    await store.direct.objects.by(ALLY, { reach, limit: 10 });
    await store.direct.objects.by(ALLY, { reach, limit: 10, after: NOTE });
  }
  await store.direct.objects.forget([NOTE]);
  await store.direct.allies.takeUnasked(now, now);
  await store.direct.objects.deleteAllBy(actorAt("a.example"), now);
  await store.direct.remoteActors.markGone(actorAt("b.example"), now);
  await store.sweep();
}

const HALL = ourActor("hall");
export const ALLY = actorAt("a.example");
const NOTE = objectAt("a.example", "note");

async function writeRooms({ direct }: Store, now: number): Promise<void> {
  const { objects, arrivals, outbox, follows, remoteActors, localActors, campaigns } = direct;
  await localActors.put(localActor(HALL, { handle: trusted.handle("hall") }));
  await direct.centres.put(centre());
  for (const actor of [ALLY, actorAt("b.example")]) {
    await remoteActors.put(remoteActor(actor, { sharedInbox: sharedInboxAt(actor.slice(8, 17)) }));
    await follows.put(follow(actor, HALL));
    await follows.put(follow(HALL, actor, { state: "pending" }));
  }
  await direct.catchUps.begin(ALLY, now);
  await direct.catchUps.takeDue(now, now, 10);
  const catchUp = await direct.catchUps.get(ALLY);
  if (catchUp !== undefined) await direct.catchUps.put({ ...catchUp, under: { began: now, next: "next", pages: 1 } });
  await direct.catchUps.drop(ALLY);
  await direct.keys.put({ id: `${ALLY}#key`, owner: ALLY, algorithm: "RSA", publicKey: "", fetched: now });
  await objects.put(storedObject(NOTE, { attributedTo: ALLY }));
  await arrivals.add({ object: NOTE, from: ALLY, via: HALL, reason: "followed", backfilled: false, received: now });
  await arrivals.add({ object: NOTE, from: ALLY, reason: "followed", backfilled: false, received: now });
  await arrivals.withdraw(NOTE, HALL);
  await objects.put(storedObject(ourObject("one"), { attributedTo: HALL, local: true }));
  await outbox.append(outgoing("one"), [{ type: "followers", of: HALL }]);
  await outbox.append(outgoing("update", { object: ourObject("one") }), [
    { type: "everyone who got", object: ourObject("one") },
    { type: "inbox", inbox: inboxOf(ALLY) },
    { type: "followers", of: HALL },
  ]);
  await outbox.append(outgoing("accept"), [{ type: "inbox", inbox: inboxOf(ALLY) }]);
  await outbox.append(outgoing("deleted"), [{ type: "followers", of: HALL }]);
  const all = { type: "everyone who got", object: ourObject("deleted") } as const;
  await outbox.append(outgoing("delete", { type: "Delete", object: all.object }), [all]);
  await campaigns.put(campaign("wages"));
  await campaigns.putPost(post("one"));
  await direct.allies.put(ally(ALLY));
  await direct.audiences.put(ourObject("one"), { type: "allies" });
  await outbox.append(outgoing("limited", { object: ourObject("one") }), [
    { type: "actors", actors: [ALLY] },
    { type: "everyone who got", object: ourObject("one"), except: [ALLY] },
  ]);
  await campaigns.putAction(action("rally"));
  await direct.calls.put(call("arrest"));
  await direct.calls.putReceived(receivedCall(NOTE));
  await outbox.append(outgoing("superseding", { type: "Update", object: ourObject("one"), supersedes: true }), []);
  await direct.tasks.add({ type: "backfill", actor: ALLY }, { key: "backfill" });
}

async function readRooms({ direct }: Store, now: number): Promise<void> {
  await direct.pledges.put(pledge("1", { pledger: ALLY }));
  await direct.pledges.get(pledge("1").id);
  await direct.pledges.byAgreement(ourObject("agreement"));
  await direct.pledges.forNeed(pledge("1").need);
  await direct.pledges.forCall(pledge("1").call);
  await direct.pledges.unanswered(pledge("1").call, ALLY);
  await direct.acknowledgements.add({ call: pledge("1").call, actor: ALLY, at: now });
  await direct.acknowledgements.of(pledge("1").call);
  await direct.allies.with(ALLY);
  await direct.allies.byOffer(ally(ALLY).offer);
  await direct.allies.accepted();
  await direct.allies.over();
  await direct.audiences.of(ourObject("one"));
  await direct.audiences.waitingFor(ALLY);
  await direct.outbox.withdrawFor(ALLY, [ourObject("one")]);
  await direct.objects.get(NOTE);
  await direct.objects.tombstone(NOTE);
  await direct.outbox.get(outgoing("one").id);
  await direct.follows.byId(follow(ALLY, HALL).id);
  await direct.follows.between(ALLY, HALL);
  await direct.follows.isFollowed(ALLY);
  await direct.follows.unanswered(now);
  await direct.remoteActors.get(ALLY);
  await direct.remoteActors.byHandle("@ally@a.example");
  await direct.keys.get(`${ALLY}#key`);
  await direct.localActors.get(HALL);
  await direct.localActors.byHandle(trusted.handle("hall"));
  await direct.localActors.all();
  await direct.handles.isTaken(trusted.handle("hall"));
  await direct.campaigns.get(campaign("wages").id);
  await direct.campaigns.byHandle(trusted.handle("wages"));
  await direct.campaigns.open();
  await direct.calls.get(call("arrest").id);
  await direct.calls.withNeed(trusted.object(`${call("arrest").id}/needs/1`));
  await direct.calls.expired(now);
  await direct.calls.received(NOTE);
  await direct.calls.receivedWithNeed(trusted.object(`${NOTE}/needs/1`));
  await direct.calls.delete(call("gone").id);
  await direct.calls.deleteReceived(call("gone").id);
  await direct.campaigns.getPost(post("one").id);
  await direct.campaigns.getAction(action("rally").id);
}

async function readViews(store: Store): Promise<void> {
  const { allyViews, callViews, pledgeViews, objectViews, campaignViews, followViews, deliveryViews, participation } =
    store;
  const page = { limit: 20 };
  const after = Buffer.from("[5,5]").toString("base64url");
  const afterText = Buffer.from('[5,"x"]').toString("base64url");
  const filters: Omit<TimelineFilter, "limit">[] = [
    {},
    { kind: "post" },
    { from: ALLY },
    { reason: "addressed" },
    { isPublic: true },
  ];
  for (const one of filters) {
    for (const other of filters) {
      await objectViews.timeline({ ...page, ...one, ...other });
      await objectViews.timeline({ ...page, ...one, ...other, after });
    }
  }
  await objectViews.occasions({ around: 5, within: 5, limit: 20, longest: 5 });
  for (const part of [{}, { centre: HALL }, { campaign: campaign("wages").id }]) {
    for (const kind of [{}, { kind: KINDS[0] }]) {
      await objectViews.publications({ ...page, ...part, ...kind });
      await objectViews.publications({ ...page, ...part, ...kind, after: afterText });
      await objectViews.withdrawn({ ...page, ...part, ...kind });
    }
  }
  await objectViews.withdrawnBy([HALL], 20);
  await objectViews.outbox(HALL, 20);
  await objectViews.outbox(HALL, 20, Buffer.from(JSON.stringify([5, outgoing("one").id])).toString("base64url"));
  await objectViews.outboxSize(HALL);
  await campaignViews.list();
  for (const id of [undefined, campaign("wages").id]) {
    await campaignViews.posts(id, 20);
    await campaignViews.publicPosts(20);
    await campaignViews.actions(id, 20);
  }
  await allyViews.list();
  await callViews.list({ limit: 20 });
  await callViews.list({ limit: 20, isPublic: true, campaign: campaign("wages").id });
  await callViews.get(call("arrest").id);
  await callViews.received(NOTE);
  await callViews.openReceived(5, 20);
  await pledgeViews.get(pledge("1").id);
  await pledgeViews.forCall(pledge("1").call);
  await pledgeViews.acknowledged(pledge("1").call, ALLY);
  await pledgeViews.responses(pledge("1").call, [ALLY]);
  await followViews.following();
  await followViews.followers();
  await followViews.followers(HALL);
  await deliveryViews.counts();
  await deliveryViews.oldestWaiting();
  await deliveryViews.lines(undefined, 20);
  await deliveryViews.lines("failed", 20);
  await deliveryViews.silentHosts();
  await participation.add(action("rally").id);
  await participation.set(action("rally").id, 5);
  await participation.counts([action("rally").id]);
}

/** Endorsements, campaigns that are run together, attestations, and what waits apart. */
async function runTogether(store: Store, now: number): Promise<void> {
  const { direct, endorsementViews, organiserViews, attestationViews, apartViews } = store;
  const { endorsements, organisers, attestations, vouches, apart } = direct;
  const [offer, wages] = [trusted.activity("https://a.example/offers/1"), campaign("wages").id];
  const handshake = { offer, state: "offered", since: now, apart: true } as const;
  const endorsement = trusted.object("https://a.example/endorsements/1");
  await endorsements.put({ ...handshake, endorsement, endorser: ALLY, campaign: wages, unnamed: false, hidden: false });
  await endorsements.between(ALLY, wages);
  await endorsements.byOffer(offer);
  await endorsements.byId(endorsement);
  await organisers.put({ ...handshake, campaign: wages, organiser: ALLY, lead: HALL });
  await organisers.between(wages, ALLY);
  await organisers.byInvite(offer);
  await organisers.of(wages);
  await organisers.joinedBy(HALL);
  await organisers.hasAnnounced(wages, ourObject("one"));
  await organisers.participants(wages);
  await organisers.putTally({ id: NOTE, campaign: wages, centre: ALLY, count: 1, at: now, document: "{}" });
  await organisers.tally(wages, ALLY);
  await organisers.sawOrganiser(wages, ALLY);
  await organisers.hasSeenOrganiser(wages, ALLY);
  await organisers.putSuccession(wages, ALLY);
  const status = "https://a.example/attestations/status";
  const dates = { issued: now, expires: now + DAY };
  const codes = { regions: [], sectors: [] };
  const attestation = {
    jti: "1",
    issuer: ALLY,
    subject: HALL,
    relation: "affiliate",
    ...dates,
    ...codes,
    status,
  } as const;
  await attestations.put({ ...handshake, attestation, jws: "" });
  await attestations.byOffer(offer);
  await attestations.between(ALLY, HALL);
  await attestations.heldBy(HALL, now);
  await attestations.takenBackBy(HALL, now);
  await attestations.affiliatesOf(HALL, now);
  await vouches.replace(HALL, [{ attestation, listed: true, revoked: false, checked: now }]);
  await vouches.of(HALL);
  await vouches.by(ALLY);
  await vouches.dueIssuers(now, now);
  await endorsementViews.of(wages);
  await endorsementViews.shownOf(wages);
  await endorsementViews.given();
  await endorsementViews.waiting();
  await organiserViews.of(wages);
  await organiserViews.joint();
  await organiserViews.jointCampaign(wages);
  await organiserViews.tallies(wages);
  await organiserViews.tally(NOTE);
  await organiserViews.together(wages);
  await attestationViews.given();
  await attestationViews.received();
  await attestationViews.affiliates();
  await apartViews.list(20);
  await apartViews.count();
  await apart.senders();
  await apart.waiting(trusted.host("a.example"));
  await apart.letIn(offer);
  await apart.letInAllOf(ALLY);
}

async function workQueues({ deliveries, direct, inbox, work, keyValue, queue }: Store, now: number): Promise<void> {
  const lease = { limit: 10, leaseFor: MINUTE, perHost: 5, busy: new Map() };
  const [first, second] = await deliveries.lease(now, lease);
  const error = { type: "timeout" } as const;
  const host = trusted.host("a.example");
  await deliveries.settle(now, [{ id: first?.id ?? 0, type: "done" }], [{ host, breaker: { failures: 9, since: 1 } }]);
  await deliveries.lease(now + DAY, lease);
  await deliveries.settle(now, [{ id: second?.id ?? 0, type: "gone", error }], [{ host, breaker: CLOSED }]);
  await deliveries.breakers();
  await direct.outbox.repeat(outgoing("one").id);
  const id = trusted.activity("https://a.example/activities/1");
  await inbox.accept({ id, actor: ALLY, document: "{}", received: now });
  const [item] = await inbox.lease(now, 100, MINUTE);
  await inbox.depth();
  await work.run((rooms) => rooms.nested(() => rooms.inbox.settle([item?.sequence ?? 0], { type: "processed" })));
  await keyValue.set(["a", "b"], 1);
  await keyValue.cas(["a", "b"], 1, 2);
  for await (const _ of keyValue.list(["a"]));
  await queue("tasks").enqueue("one", { orderingKey: "a" });
  await queue("tasks").getDepth();
  await queue("tasks").drain((message) => {
    if (message === "one") throw new Error("not now");
  });
}

async function useDesk({ staffDesk, workInProgress, settings }: Store, now: number): Promise<void> {
  const passphrase = "seven green umbrellas";
  const invitation = await staffDesk.invite({ roles: ["administrator"], note: "" }, "");
  await staffDesk.invitations();
  await staffDesk.join(invitation.ok ? invitation.value.code : "", { name: "ana", passphrase });
  const [member] = await staffDesk.list();
  const signedIn = await staffDesk.signIn("ana", passphrase);
  const token = signedIn.ok && "token" in signedIn.value ? signedIn.value.token : "";
  const session = await staffDesk.session(token);
  await staffDesk.sessions(member?.id ?? "");
  await staffDesk.endSession(member?.id ?? "", session?.label ?? "");
  await staffDesk.signOut(token);
  await staffDesk.signOutEverywhere(member?.id ?? "");
  await workInProgress.save({ id: "one", kind: "post", by: "ana", saved: now, fields: {} });
  await workInProgress.list();
  await workInProgress.delete("one");
  await settings.set("origin", "https://hall.example");
  await settings.get("origin");
}
