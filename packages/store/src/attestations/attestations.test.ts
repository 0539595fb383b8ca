import { DAY, trusted, type Attestation, type AttestationRecord, type Vouch } from "@commonhall/domain";
import { actorAt, fakeClock, localActor, ourActor, remoteActor } from "@commonhall/testkit";
import { expect, test } from "vitest";
import { openTestStore } from "../database/open-test-store.fixture.ts";

const HALL = ourActor("hall");
const FEDERATION = actorAt("fed.example");
const MEMBER = actorAt("a.example");

const attestation = (jti: string, issuer = HALL, subject = MEMBER): Attestation => ({
  jti,
  issuer,
  subject,
  relation: "affiliate",
  issued: 0,
  expires: 300 * DAY,
  regions: [],
  sectors: [],
  status: "https://hall.example/attestations/status",
});

const record = (jti: string, more: Partial<AttestationRecord> = {}): AttestationRecord => ({
  offer: trusted.activity(`https://hall.example/activities/${jti}`),
  attestation: attestation(jti),
  jws: `token ${jti}`,
  state: "offered",
  since: 0,
  apart: false,
  ...more,
});

async function open() {
  const clock = fakeClock(10 * DAY);
  const store = await openTestStore({ clock });
  await store.direct.localActors.put(localActor(HALL, { handle: trusted.handle("hall") }));
  await store.direct.remoteActors.put(remoteActor(MEMBER, { name: "Member" }));
  const { direct, attestationViews: views, close } = store;
  return { clock, rooms: direct.attestations, vouches: direct.vouches, views, [Symbol.asyncDispose]: close };
}

test("whom we vouch for is whoever has accepted, while it holds; what was taken back is listed as long as it would hold", async () => {
  await using opened = await open();
  const { rooms, views, clock } = opened;
  await rooms.put(record("1"));
  expect(await rooms.affiliatesOf(HALL, clock())).toEqual([]);
  expect(await rooms.byOffer(record("1").offer)).toEqual(record("1"));
  await rooms.put(record("1", { state: "accepted" }));
  await rooms.put(record("2", { state: "accepted", since: 5 }));
  expect(await rooms.affiliatesOf(HALL, clock())).toEqual([MEMBER]);
  expect((await views.affiliates()).map(({ name, jws }) => [name, jws])).toEqual([["Member", "token 2"]]);
  expect((await rooms.between(HALL, MEMBER)).map(({ jws }) => jws)).toEqual(["token 2", "token 1"]);
  expect(await views.given()).toHaveLength(2);
  expect(await rooms.takenBackBy(HALL, clock())).toEqual([]);

  await rooms.put(record("1", { state: "withdrawn" }));
  await rooms.put(record("2", { state: "declined" }));
  expect(await rooms.affiliatesOf(HALL, clock())).toEqual([]);
  expect(await rooms.takenBackBy(HALL, clock())).toEqual(["1", "2"]);
  expect(await rooms.takenBackBy(HALL, 300 * DAY)).toEqual([]);
});

test("what our document carries is the latest of each federation that we have accepted, while it holds", async () => {
  await using opened = await open();
  const { rooms, views, clock } = opened;
  const to = (jti: string, issuer: typeof HALL, more: Partial<AttestationRecord>) =>
    rooms.put(record(jti, { attestation: attestation(jti, issuer, HALL), ...more }));
  await to("1", FEDERATION, { state: "accepted", since: 1 });
  await to("2", FEDERATION, { state: "accepted", since: 2 });
  await to("3", FEDERATION, { state: "offered", since: 3 });
  await to("4", actorAt("b.example"), { state: "accepted" });
  await to("5", actorAt("c.example"), { apart: true });
  expect((await rooms.heldBy(HALL, clock())).map(({ jws }) => jws)).toEqual(["token 2", "token 4"]);
  expect(await rooms.heldBy(HALL, 300 * DAY)).toEqual([]);
  expect((await views.received()).map(({ peer }) => peer)).not.toContain(actorAt("c.example"));
});

test("what others show is kept for each of them, and found by its issuer when it is to be looked into again", async () => {
  await using opened = await open();
  const { vouches } = opened;
  const vouch = (jti: string, more: Partial<Vouch> = {}): Vouch => ({
    attestation: attestation(jti, FEDERATION),
    listed: true,
    revoked: false,
    statusAt: 7,
    checked: 9,
    ...more,
  });
  const { statusAt: _, ...unread } = vouch("2", { listed: false, revoked: true });
  await vouches.replace(MEMBER, [vouch("1"), unread]);
  expect(await vouches.of(MEMBER)).toEqual([vouch("1"), unread]);
  expect(await vouches.by(FEDERATION)).toHaveLength(2);
  expect(await vouches.dueIssuers(9, 10)).toEqual([]);
  expect(await vouches.dueIssuers(10, 10)).toEqual([FEDERATION]);
  expect(await vouches.dueIssuers(10, 300 * DAY)).toEqual([]);
  await vouches.put(vouch("1", { checked: 20, listed: false }));
  expect(await vouches.dueIssuers(10, 10)).toEqual([]);
  await vouches.replace(MEMBER, []);
  expect(await vouches.of(MEMBER)).toEqual([]);
});
