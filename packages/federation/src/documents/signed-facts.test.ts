import { DAY, HOUR, trusted, type AttestationRecord } from "@commonhall/domain";
import { isSignedBy, readRevokedList } from "@commonhall/wire";
import { expect, test } from "vitest";
import { campaign } from "@commonhall/testkit";
import { hall, type Hall } from "../testing/hall.fixture.ts";

const ALLY = trusted.actor("https://ally.example/centres/ally");

const ask = async ({ federation, origin }: Hall, path: string) => {
  const accept = "application/activity+json";
  const answer = await federation.documents(new Request(`${origin}${path}`, { headers: { accept } }));
  if (answer === undefined) throw new Error("That is a page");
  return { status: answer.status, type: answer.headers.get("content-type"), text: await answer.text() };
};

const given = ({ centre, clock }: Hall, jti: string, more: Partial<AttestationRecord> = {}): AttestationRecord => ({
  offer: trusted.activity(`https://hall.example/activities/${jti}`),
  attestation: {
    jti,
    issuer: centre,
    subject: ALLY,
    relation: "affiliate",
    issued: clock(),
    expires: clock() + 300 * DAY,
    regions: [],
    sectors: [],
    status: "https://hall.example/attestations/status",
  },
  jws: "",
  state: "accepted",
  since: clock(),
  apart: false,
  ...more,
});

test("whom the centre vouches for stands in a collection, until it is taken back", async () => {
  await using here = await hall();
  const { attestations } = here.store.direct;
  const items = async () => JSON.parse((await ask(here, "/centres/hall/affiliates")).text).items;
  expect(await items()).toEqual([]);
  await attestations.put(given(here, "one"));
  expect(await items()).toEqual([ALLY]);
  await attestations.put(given(here, "one", { state: "withdrawn" }));
  expect(await items()).toEqual([]);
  expect((await ask(here, "/campaigns/wages/affiliates")).status).toBe(404);
});

test("what was taken back stands in a list that the centre has signed and dated by the hour", async () => {
  await using here = await hall();
  const { attestations, localActors } = here.store.direct;
  await attestations.put(given(here, "one"));
  await attestations.put(given(here, "two", { state: "withdrawn" }));
  here.clock.advance(20 * 60_000);
  const first = await ask(here, "/attestations/status");
  expect(first).toMatchObject({ status: 200, type: "application/jwt" });
  const keys = (await localActors.get(here.centre))?.keys;
  expect(await isSignedBy(first.text, keys?.ed25519Public ?? "")).toBe(true);
  const read = readRevokedList(first.text);
  const at = here.clock() - (here.clock() % HOUR);
  expect(read).toMatchObject({ ok: true, value: { issuer: here.centre, revoked: ["two"], at } });
  here.clock.advance(10 * 60_000);
  expect((await ask(here, "/attestations/status")).text).toBe(first.text);
  here.clock.advance(HOUR);
  expect((await ask(here, "/attestations/status")).text).not.toBe(first.text);
});

test("an endorsement of ours can be looked up while it stands, and one without a name never", async () => {
  await using here = await hall();
  const id = trusted.object(`${here.origin}/endorsements/1`);
  const endorsement = {
    offer: trusted.activity(`${here.origin}/activities/1`),
    endorsement: id,
    endorser: here.centre,
    campaign: trusted.actor("https://ally.example/campaigns/wages"),
    state: "accepted",
    since: 0,
    unnamed: false,
    hidden: false,
    apart: false,
  } as const;
  const { endorsements } = here.store.direct;
  await endorsements.put(endorsement);
  const { status, text } = await ask(here, "/endorsements/1");
  expect(status).toBe(200);
  expect(JSON.parse(text)).toMatchObject({ id, subject: here.centre, object: endorsement.campaign });
  const nothing = await ask(here, "/endorsements/2");
  for (const change of [
    { unnamed: true },
    { state: "withdrawn" },
    { state: "declined" },
    { endorser: ALLY },
  ] as const) {
    await endorsements.put({ ...endorsement, state: "withdrawn" });
    await endorsements.put({ ...endorsement, ...change });
    expect(await ask(here, "/endorsements/1")).toEqual(nothing);
  }
});

test("a campaign's collections show who organises it, who stands by it, and the signed number of each", async () => {
  await using here = await hall();
  const { campaigns, organisers, endorsements } = here.store.direct;
  await campaigns.put(campaign("wages", { id: here.campaign, centre: here.centre }));
  const handshake = {
    offer: trusted.activity("https://ally.example/1"),
    state: "accepted",
    since: 0,
    apart: false,
  } as const;
  await organisers.put({ ...handshake, campaign: here.campaign, organiser: ALLY, lead: here.centre });
  const endorsement = trusted.object("https://ally.example/endorsements/1");
  const pair = { endorsement, endorser: ALLY, campaign: here.campaign };
  await endorsements.put({ ...handshake, ...pair, unnamed: false, hidden: false });
  const tally = { id: trusted.object("https://ally.example/tallies/1"), campaign: here.campaign, centre: ALLY };
  await organisers.putTally({ ...tally, count: 5, at: 0, document: '{"participantCount":5}' });
  const items = async (name: string) => JSON.parse((await ask(here, `/campaigns/wages/${name}`)).text).items;
  expect(await items("organisers")).toEqual([here.centre, ALLY]);
  expect(await items("tallies")).toEqual([{ participantCount: 5 }]);
  expect(await items("endorsements")).toEqual([
    {
      id: endorsement,
      type: "Relationship",
      subject: ALLY,
      relationship: "https://w3id.org/workers-centres/ns#endorses",
      object: here.campaign,
    },
  ]);
  await endorsements.put({ ...handshake, ...pair, unnamed: false, hidden: true });
  expect(await items("endorsements")).toEqual([]);
});
