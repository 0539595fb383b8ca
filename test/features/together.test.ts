import { expect, test } from "vitest";
import { DAY, HOUR, trusted, type ActorId, type Result } from "@commonhall/domain";
import { network, postDraft, type TestNode } from "@commonhall/testkit/network";

/** What a command answers where it is done. */
async function done<T>(answer: Promise<Result<T, { readonly type: string }>>): Promise<T> {
  const result = await answer;
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
}

const desk = ({ running }: TestNode) => running.federation;
const store = ({ running }: TestNode) => running.store;
const json = async (url: string) => {
  const answer = await fetch(url, { headers: { accept: "application/activity+json" } });
  return answer.ok ? await answer.json() : undefined;
};

test("an endorsement is offered, accepted by a person, listed and shown, and taken back", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  const { campaign } = await beirut.publishes({ handle: "payup" });
  const { id, state } = await done(desk(hongKong).endorsements.endorse(campaign, { unnamed: false }));
  expect(state).toBe("offered");
  await net.settle();
  // Nobody has said who this is, so it waits apart; letting it in is not accepting it.
  const [apart] = await store(beirut).apartViews.list(10);
  expect(apart).toMatchObject({ kind: "endorsement", from: hongKong.id, name: "hongKong", about: campaign });
  expect(await store(beirut).direct.apart.letIn(apart?.offer ?? trusted.activity(""))).toBe(true);
  expect(await store(beirut).endorsementViews.waiting()).toMatchObject([{ endorsement: id, name: "hongKong" }]);
  expect((await json(`${campaign}/endorsements`)).items).toEqual([]);

  await done(desk(beirut).endorsements.acceptEndorsement(id));
  await net.settle();
  expect(await store(hongKong).endorsementViews.given()).toMatchObject([{ state: "accepted", campaign }]);
  const [listed] = (await json(`${campaign}/endorsements`)).items;
  expect(listed).toMatchObject({ id, subject: hongKong.id, object: campaign });
  // Both sides claim it: the endorser's own node says the same.
  expect(await json(listed.id)).toMatchObject(listed);

  await done(desk(beirut).endorsements.showEndorsement(id, false));
  expect((await json(`${campaign}/endorsements`)).items).toEqual([]);
  await done(desk(beirut).endorsements.showEndorsement(id, true));
  await done(desk(hongKong).endorsements.withdrawEndorsement(campaign));
  await net.settle();
  expect((await json(`${campaign}/endorsements`)).items).toEqual([]);
  expect(await json(listed.id)).toBeUndefined();
  expect(await store(beirut).endorsementViews.of(campaign)).toMatchObject([{ state: "withdrawn" }]);
});

test("one who does not want to be named is counted at the desk and told to nobody", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  const { campaign } = await beirut.publishes({ handle: "payup" });
  const { id } = await done(desk(hongKong).endorsements.endorse(campaign, { unnamed: true }));
  await net.settle();
  await done(desk(beirut).endorsements.acceptEndorsement(id));
  await net.settle();
  expect(await store(beirut).endorsementViews.of(campaign)).toMatchObject([{ state: "accepted", unnamed: true }]);
  expect((await json(`${campaign}/endorsements`)).items).toEqual([]);
  expect(await json(id)).toBeUndefined();
});

/** Beirut leads, Hong Kong has accepted to organise it too. */
async function jointCampaign(net: { settle(): Promise<void> }, lead: TestNode, other: TestNode, handle = "payup") {
  const { campaign } = await lead.publishes({ handle, name: "Pay what you owe" });
  const { id } = await done(desk(lead).organisers.invite(campaign, other.handle));
  await net.settle();
  await done(desk(other).organisers.acceptInvitation(id));
  await net.settle();
  return campaign;
}

test("what the second organiser posts reaches who follows the campaign alone, changes there and goes away there", async () => {
  await using net = await network(["beirut", "hongKong", "nairobi"]);
  const { beirut, hongKong, nairobi } = net;
  const campaign = await jointCampaign(net, beirut, hongKong);
  expect((await json(`${campaign}/organisers`)).items).toEqual([beirut.id, hongKong.id]);
  expect(await store(hongKong).organiserViews.joint()).toMatchObject([
    { campaign, state: "accepted", name: "Pay what you owe", leadName: "beirut", handle: `@payup@${host(beirut)}` },
  ]);
  await nairobi.follows(campaign);
  await net.settle();

  const { id } = await hongKong.posts("We stood before the consulate.", campaign);
  await hongKong.posts("Our door is open on Sundays.");
  await net.settle();
  const [post, ...more] = await nairobi.timeline({ kind: "post" });
  expect(more).toEqual([]);
  expect(post).toMatchObject({ object: { id, attributedTo: hongKong.id }, from: hongKong.id, via: campaign });
  expect(await announced(campaign, id)).toBe(1);

  await hongKong.changesPost(id, "We stood before the consulate, all of us.", campaign);
  await net.settle();
  expect(await nairobi.reads("post")).toEqual([expect.stringContaining("all of us")]);
  expect(await announced(campaign, id)).toBe(1);
  await hongKong.deletes(id);
  await net.settle();
  expect(await store(nairobi).objectViews.get(id)).toBeUndefined();
});

const host = ({ origin }: TestNode): string => new URL(origin).host;

/** How often the campaign has passed it on, as its outbox tells. */
async function announced(campaign: ActorId, id: string): Promise<number> {
  const { orderedItems } = await json(`${campaign}/outbox?page=first`);
  return orderedItems.filter(
    ({ type, object }: { type: string; object: string | { id: string } }) =>
      type === "Announce" && (typeof object === "string" ? object : object.id) === id,
  ).length;
}

test("who organises nothing, or nothing any more, is passed on by no campaign, however it addresses what it writes", async () => {
  await using net = await network(["beirut", "hongKong", "nairobi"]);
  const { beirut, hongKong, nairobi } = net;
  const campaign = await jointCampaign(net, beirut, hongKong);
  await nairobi.follows(campaign);
  await net.settle();
  await done(desk(hongKong).organisers.declineInvitation(campaign));
  await net.settle();
  expect((await json(`${campaign}/organisers`)).items).toEqual([beirut.id]);
  const refused = await desk(hongKong).commands.publishPost(postDraft("Still here.", campaign), "first");
  expect(refused).toMatchObject({ ok: false, error: { type: "unknown campaign" } });

  // Whoever does not keep to it says so all the same, and is not passed on: nairobi was never invited at all.
  const organiser = { campaign, lead: beirut.id, offer: trusted.activity(`${beirut.origin}/activities/1`) };
  const accepted = { ...organiser, state: "accepted", since: net.clock(), apart: false } as const;
  await store(nairobi).direct.organisers.put({ ...accepted, organiser: nairobi.id });
  await store(hongKong).direct.organisers.put({ ...accepted, organiser: hongKong.id });
  const { id } = await hongKong.posts("Still here.", campaign);
  const mine = await nairobi.posts("Here too.", campaign);
  await net.settle();
  expect(await announced(campaign, id)).toBe(0);
  expect(await announced(campaign, mine.id)).toBe(0);
  expect(await nairobi.reads("post")).toEqual([]);
});

test("organisers hear of each other, and one who is taken out learns it", async () => {
  await using net = await network(["beirut", "hongKong", "nairobi"]);
  const { beirut, hongKong, nairobi } = net;
  const campaign = await jointCampaign(net, beirut, hongKong);
  const { id } = await done(desk(beirut).organisers.invite(campaign, nairobi.handle));
  await net.settle();
  await done(desk(nairobi).organisers.acceptInvitation(id));
  await net.settle();
  const others = async (node: TestNode) =>
    (await store(node).direct.organisers.of(campaign)).map((one) => one.organiser);
  for (const node of [beirut, hongKong, nairobi]) {
    expect(new Set(await others(node))).toEqual(new Set([hongKong.id, nairobi.id]));
  }
  // Each of them hears what the others write, because it follows the campaign.
  await hongKong.posts("From Hong Kong.", campaign);
  await net.settle();
  expect(await nairobi.reads("post")).toEqual([expect.stringContaining("From Hong Kong.")]);

  await done(desk(beirut).organisers.removeOrganiser(campaign, hongKong.handle));
  await net.settle();
  expect(await others(nairobi)).toEqual([nairobi.id]);
  expect(await store(hongKong).organiserViews.jointCampaign(campaign)).toMatchObject({ state: "withdrawn" });
  const refused = await desk(hongKong).commands.publishPost(postDraft("Again.", campaign), "first");
  expect(refused.ok).toBe(false);
});

test("how many took part travels as a signed number of each organiser, once an hour at most, and no name does", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  const campaign = await jointCampaign(net, beirut, hongKong);
  const here = await beirut.calls(campaign);
  const there = await hongKong.calls(campaign);
  await store(beirut).participation.set(here.id, 40);
  await store(hongKong).participation.set(there.id, 12);
  await net.settle();
  const counts = async () =>
    (await store(beirut).organiserViews.tallies(campaign)).map(({ centre, count }) => [centre, count]);
  expect(await counts()).toEqual([
    [beirut.id, 40],
    [hongKong.id, 12],
  ]);
  const { items } = await json(`${campaign}/tallies`);
  expect(items).toMatchObject([
    { attributedTo: beirut.id, participantCount: 40, proof: { type: "DataIntegrityProof" } },
    { attributedTo: hongKong.id, participantCount: 12, proof: { type: "DataIntegrityProof" } },
  ]);
  expect(await json(items[1].id)).toEqual(items[1]);

  await store(hongKong).participation.add(there.id);
  await net.settle();
  expect(await counts()).toContainEqual([hongKong.id, 12]);
  await net.pass(HOUR);
  expect(await counts()).toContainEqual([hongKong.id, 13]);
});

test("where the lead is gone another organiser goes on, and who followed sees the two together", async () => {
  await using net = await network(["beirut", "hongKong", "nairobi", "mill"]);
  const { beirut, hongKong, nairobi, mill } = net;
  const campaign = await jointCampaign(net, beirut, hongKong);
  await nairobi.follows(campaign);
  await nairobi.follows(hongKong);
  await nairobi.follows(mill);
  await net.settle();
  await hongKong.posts("From Hong Kong.", campaign);
  await net.settle();
  await beirut.stop();

  const later = await done(desk(hongKong).organisers.goOnWith(campaign, trusted.handle("payup"), "first"));
  // Somebody else says the same of itself, and nobody believes it.
  await mill.running.store.direct.organisers.put({
    campaign,
    organiser: mill.id,
    lead: beirut.id,
    offer: trusted.activity(`${mill.origin}/activities/1`),
    state: "accepted",
    since: net.clock(),
    apart: false,
  });
  const { document } = (await store(nairobi).direct.remoteActors.get(campaign)) ?? {};
  const known = await store(nairobi).direct.remoteActors.get(campaign);
  if (known !== undefined) await mill.running.store.direct.remoteActors.put({ ...known, document: document ?? "" });
  await done(desk(mill).organisers.goOnWith(campaign, trusted.handle("payup"), "first"));
  await net.settle();

  expect(await json(later.id)).toMatchObject({ alsoKnownAs: [campaign], name: "Pay what you owe" });
  const titles = (await nairobi.timeline({ kind: "campaign" })).map(({ object }) => object.id);
  expect(titles).toContain(later.id);
  expect(await store(nairobi).organiserViews.together(campaign)).toEqual({ former: [], later: [later.id] });
  // It can be followed, and goes on with what it has to say.
  await nairobi.follows(trusted.actor(later.id));
  await net.settle();
  await hongKong.posts("We go on.", trusted.actor(later.id));
  await net.settle();
  expect(await nairobi.reads("post")).toContainEqual(expect.stringContaining("We go on."));
});

test("who is vouched for by a federation of ours stands at the desk at once, until that is taken back", async () => {
  await using net = await network(["federation", "beirut", "hongKong", "mill"]);
  const { federation, beirut, hongKong, mill } = net;
  for (const centre of [beirut, hongKong]) {
    const draft = { relation: "affiliate", regions: [], sectors: [] } as const;
    await done(desk(federation).attestations.attest(centre.handle, draft));
  }
  await net.settle();
  for (const centre of [beirut, hongKong]) {
    // A federation that nobody here knows yet waits apart, like everybody.
    expect(await store(centre).apartViews.list(5)).toMatchObject([{ kind: "attestation", from: federation.id }]);
    const { jws } = await done(desk(centre).attestations.acceptAttestation(federation.handle));
    await net.settle();
    expect(await json(centre.id)).toMatchObject({
      attestations: [jws],
      attachment: expect.arrayContaining([expect.objectContaining({ name: "Affiliated to" })]),
    });
  }
  expect((await json(`${federation.id}/affiliates`)).items.toSorted()).toEqual([beirut.id, hongKong.id].toSorted());

  const { campaign } = await beirut.publishes({ handle: "payup" });
  await done(desk(hongKong).endorsements.endorse(campaign, { unnamed: false }));
  await done(desk(mill).endorsements.endorse(campaign, { unnamed: false }));
  await net.settle();
  expect((await store(beirut).endorsementViews.waiting()).map(({ peer }) => peer)).toEqual([hongKong.id]);
  expect((await store(beirut).apartViews.list(5)).map(({ from }) => from)).toEqual([mill.id]);
  const vouching = await desk(beirut).vouching.of(hongKong.id);
  expect(vouching).toMatchObject({ level: "federation", vouches: [{ state: "confirmed", issuerName: "federation" }] });
  expect(vouching.fingerprint).toMatch(/^(?:\d{5} ){7}\d{5}$/);
  expect(await desk(beirut).vouching.of(mill.id)).toMatchObject({ level: "centre only", vouches: [] });

  // Known once, it stands at the desk at once the next time.
  const { campaign: second } = await beirut.publishes({ handle: "papers" });
  await done(desk(federation).attestations.revokeAttestation(hongKong.handle));
  await net.settle();
  expect(await json(hongKong.id)).not.toHaveProperty("attestations");
  expect((await json(`${federation.id}/affiliates`)).items).toEqual([beirut.id]);
  await net.pass(DAY + HOUR);
  await done(desk(hongKong).endorsements.endorse(second, { unnamed: false }));
  await net.settle();
  expect((await store(beirut).apartViews.list(5)).map(({ from }) => from)).toContain(hongKong.id);
  expect((await desk(beirut).vouching.of(hongKong.id)).level).toBe("centre only");
});

test("where a list of revoked ones cannot be read for a week, what it would say is unconfirmed", async () => {
  await using net = await network(["federation", "beirut", "hongKong"]);
  const { federation, beirut, hongKong } = net;
  for (const centre of [beirut, hongKong]) {
    await done(
      desk(federation).attestations.attest(centre.handle, { relation: "affiliate", regions: [], sectors: [] }),
    );
    await net.settle();
    await done(desk(centre).attestations.acceptAttestation(federation.handle));
    await net.settle();
  }
  const { campaign } = await beirut.publishes({ handle: "payup" });
  await done(desk(hongKong).endorsements.endorse(campaign, { unnamed: false }));
  await net.settle();
  const state = async () => (await desk(beirut).vouching.of(hongKong.id)).vouches.map((one) => one.state);
  expect(await state()).toEqual(["confirmed"]);
  await federation.stop();
  await net.pass(6 * DAY);
  expect(await state()).toEqual(["confirmed"]);
  await net.pass(2 * DAY);
  expect(await state()).toEqual(["unconfirmed"]);
  await federation.start();
  await net.pass(DAY + HOUR);
  expect(await state()).toEqual(["confirmed"]);
});
