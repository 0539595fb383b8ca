import { DAY, trusted, type ActorId, type Attestation } from "@commonhall/domain";
import { ally } from "@commonhall/testkit";
import { expect, test } from "vitest";
import { hall, START, type Hall } from "../testing/hall.fixture.ts";
import { somebody } from "../testing/somebody.fixture.ts";

// Letting in is not accepting: each of these still waits for a person, at the desk instead of among the strangers.

const [PEER, MEMBER, STRANGER] = ["peer", "member", "stranger"].map((name) =>
  trusted.actor(`https://${name}.example/centres/${name}`),
) as [ActorId, ActorId, ActorId];

async function scene() {
  const here = await hall();
  for (const id of [PEER, MEMBER, STRANGER]) {
    const { known } = somebody(id, here.clock);
    await here.knows({ ...known, inbox: trusted.inbox(`${id}/inbox`) });
    await asks(here, id);
  }
  return here;
}

/** An endorsement of ours that waits apart. */
const asks = ({ store, campaign }: Hall, from: ActorId): Promise<void> =>
  store.direct.endorsements.put({
    offer: trusted.activity(`${from}/offers/1`),
    endorsement: trusted.object(`${from}/endorsements/1`),
    endorser: from,
    campaign,
    state: "offered",
    since: START,
    unnamed: false,
    hidden: false,
    apart: true,
  });

const waitApart = async ({ store }: Hall): Promise<readonly ActorId[]> =>
  (await store.apartViews.list(9))
    .filter(({ kind }) => kind === "endorsement")
    .map(({ from }) => from)
    .toSorted();
const atTheDesk = async ({ store }: Hall): Promise<readonly ActorId[]> =>
  (await store.endorsementViews.waiting()).map(({ endorser }) => endorser).toSorted();

const offered = (offeredBy: "us" | "them") =>
  ally(PEER, {
    offer: trusted.activity("https://peer.example/activities/1"),
    offeredBy,
    state: offeredBy === "us" ? "offered" : "received",
    offered: START,
    since: START,
    apart: offeredBy === "them",
  });

const attestation = (issuer: ActorId, subject: ActorId): Attestation => ({
  jti: "one",
  issuer,
  subject,
  relation: "affiliate",
  issued: START,
  expires: START + 300 * DAY,
  regions: [],
  sectors: [],
  status: `${new URL(issuer).origin}/attestations/status`,
});

/** It has turned out that the peer vouches for the member; nobody here has asked whose word that is. */
const vouchedFor = ({ store }: Hall): Promise<void> =>
  store.direct.vouches.replace(MEMBER, [
    { attestation: attestation(PEER, MEMBER), listed: true, revoked: false, statusAt: START, checked: START },
  ]);

test("whoever we accept as an ally has everything that waited apart let in, and nobody else has", async () => {
  await using here = await scene();
  await here.store.direct.allies.put(offered("them"));
  expect(await here.federation.allies.accept(PEER)).toMatchObject({ ok: true, value: { state: "accepted" } });
  expect(await waitApart(here)).toEqual([MEMBER, STRANGER]);
  expect(await atTheDesk(here)).toEqual([PEER]);
  expect(await here.store.apartViews.count()).toBe(2);
});

test("whoever accepts our offer to be allies has it let in too, and whoever declines has not", async () => {
  for (const [type, apart] of [
    ["Accept", [MEMBER, STRANGER]],
    ["Reject", [MEMBER, PEER, STRANGER]],
  ] as const) {
    await using here = await scene();
    await here.store.direct.allies.put(offered("us"));
    await here.takesIn({ id: "https://peer.example/said/1", type, actor: PEER, object: offered("us").offer });
    await here.reads();
    expect(await waitApart(here)).toEqual(apart);
  }
});

test("with a new ally those come in for whom it vouches: its word counts from then on", async () => {
  await using here = await scene();
  await vouchedFor(here);
  await here.store.direct.allies.put(offered("them"));
  await here.federation.allies.accept(PEER);
  expect(await waitApart(here)).toEqual([STRANGER]);
});

test("with a federation whose word we carry those come in for whom it vouches, too", async () => {
  await using here = await scene();
  await vouchedFor(here);
  const offer = trusted.activity("https://peer.example/offers/word");
  const word = { offer, attestation: attestation(PEER, here.centre), jws: "a.b.c", since: START, apart: true } as const;
  await here.store.direct.attestations.put({ ...word, state: "offered" });
  expect(await here.federation.attestations.acceptAttestation(offer)).toMatchObject({ ok: true });
  expect(await waitApart(here)).toEqual([PEER, STRANGER]);
});

test("whoever accepts that we vouch for it is let in, and whoever declines is not", async () => {
  for (const [type, apart] of [
    ["Accept", [PEER, STRANGER]],
    ["Reject", [MEMBER, PEER, STRANGER]],
  ] as const) {
    await using here = await scene();
    const offer = trusted.activity(`${here.origin}/activities/word`);
    const word = { offer, attestation: attestation(here.centre, MEMBER), jws: "a.b.c", since: START, apart: false };
    await here.store.direct.attestations.put({ ...word, state: "offered" });
    await here.takesIn({ id: "https://member.example/said/1", type, actor: MEMBER, object: offer });
    await here.reads();
    expect(await waitApart(here)).toEqual(apart);
  }
});
