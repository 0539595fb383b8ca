import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { DAY, HOUR, hostOf, trusted, type ActorId, type Attestation } from "@commonhall/domain";
import { ally } from "@commonhall/testkit";
import { multikeyOf, signAttestation, signRevokedList, type JsonObject, type ProofKey } from "@commonhall/wire";
import { expect, test } from "vitest";
import { generateActorKeys } from "../keys/local-keys.ts";
import { standingOf } from "../moderation/standing.ts";
import { hall, START, type Hall } from "../testing/hall.fixture.ts";
import { server, type Server } from "../testing/server.fixture.ts";

// A federation and one of its members, on a server that shows whatever a test puts onto it, and a hall of ours that hears
// of both. What is wrong with an attestation is changed here in one place; everything else about it is right.

const KEYS = await generateActorKeys();
const FOREIGN = generateKeyPairSync("ed25519").privateKey;

interface Scene extends AsyncDisposable {
  readonly here: Hall;
  readonly at: Server;
  readonly issuer: ActorId;
  readonly member: ActorId;
  readonly key: ProofKey;
  attestation(more?: Partial<Attestation>): Attestation;
  /** The member's document shows these, and the member asks something of us. */
  carries(...tokens: readonly string[]): Promise<void>;
  standing(): Promise<string>;
  states(): Promise<readonly string[]>;
}

const actor = (id: string, more: JsonObject): JsonObject => ({
  "@context": ["https://www.w3.org/ns/activitystreams"],
  id,
  type: "Organization",
  preferredUsername: id.split("/").at(-1) ?? "",
  inbox: `${id}/inbox`,
  ...more,
});

const CONTEXT = "https://www.w3.org/ns/activitystreams";
const refusals = ({ logged }: Hall) => logged.map(({ facts }) => facts["why"]);

async function scene({ isAlly = true }: { readonly isAlly?: boolean } = {}): Promise<Scene> {
  const at = await server();
  const here = await hall();
  const [issuer, member] = [trusted.actor(`${at.origin}/centres/fed`), trusted.actor(`${at.origin}/centres/member`)];
  const keyId = `${issuer}#ed25519-key`;
  const key: ProofKey = { verificationMethod: keyId, privateKey: createPrivateKey(KEYS.ed25519Private) };
  const publicKeyMultibase = multikeyOf(KEYS.ed25519Public);
  at.shows(
    "/centres/fed",
    actor(issuer, {
      affiliates: `${issuer}/affiliates`,
      assertionMethod: [{ id: keyId, type: "Multikey", controller: issuer, publicKeyMultibase }],
    }),
  );
  const list = { "@context": CONTEXT, id: `${issuer}/affiliates`, type: "Collection", items: [member] };
  at.shows("/centres/fed/affiliates", list);
  await showsRevoked(at, issuer, key, []);
  // Since now: nobody asks yet whether it still stands.
  const offer = trusted.activity(`${issuer}/offers/alliance`);
  if (isAlly) await here.store.direct.allies.put(ally(issuer, { offer, offered: START, since: START }));
  return {
    here,
    at,
    issuer,
    member,
    key,
    attestation: (more = {}) => ({
      jti: "one",
      issuer,
      subject: member,
      relation: "affiliate",
      issued: START,
      expires: START + 300 * DAY,
      regions: [],
      sectors: [],
      status: `${at.origin}/attestations/status`,
      ...more,
    }),
    async carries(...tokens) {
      at.shows("/centres/member", actor(member, { attestations: tokens }));
      await here.store.direct.tasks.add({ type: "check vouching", actor: member });
      await here.federation.drain();
    },
    standing: () => standingOf({ rooms: here.store.direct, now: here.clock() }, member),
    states: async () => (await here.federation.vouching.of(member)).vouches.map(({ state }) => state),
    async [Symbol.asyncDispose]() {
      await here[Symbol.asyncDispose]();
      await at.close();
    },
  };
}

/** The list of revoked ones, as the issuer would show it. */
async function showsRevoked(
  at: Server,
  issuer: ActorId,
  key: ProofKey,
  revoked: readonly string[],
  when = START,
): Promise<void> {
  at.showsText("/attestations/status", await signRevokedList({ issuer, at: when, revoked }, key), "application/jwt");
}

test("a member of a federation whose word counts here is an affiliate, for as long as it says so", async () => {
  await using it = await scene();
  expect(await it.standing()).toBe("stranger");
  await it.carries(await signAttestation(it.attestation(), it.key));
  expect(await it.states()).toEqual(["confirmed"]);
  expect(await it.standing()).toBe("affiliate");
  it.here.clock.set(START + 300 * DAY);
  expect(await it.states()).toEqual(["expired"]);
  expect(await it.standing()).toBe("stranger");
});

test("what waits apart of somebody comes to the desk when it turns out who vouches for it", async () => {
  await using it = await scene();
  const { here, member } = it;
  const offer = trusted.activity(`${member}/offers/1`);
  await here.store.direct.endorsements.put({
    offer,
    endorsement: trusted.object(`${member}/endorsements/1`),
    endorser: member,
    campaign: here.campaign,
    state: "offered",
    since: START,
    unnamed: false,
    hidden: false,
    apart: true,
  });
  await it.carries();
  expect(await here.store.apartViews.count()).toBe(1);
  await it.carries(await signAttestation(it.attestation(), it.key));
  expect(await here.store.apartViews.count()).toBe(0);
  expect((await here.store.endorsementViews.waiting()).map((one) => one.offer)).toEqual([offer]);
});

test("the word of a federation that nobody here knows opens no door, however well it is signed", async () => {
  await using it = await scene({ isAlly: false });
  await it.carries(await signAttestation(it.attestation(), it.key));
  expect(await it.states()).toEqual(["confirmed"]);
  expect(await it.here.federation.vouching.of(it.member)).toMatchObject({ level: "second organisation" });
  expect(await it.standing()).toBe("stranger");
});

test.each([
  ["about somebody else", (it: Scene) => signAttestation(it.attestation({ subject: it.here.centre }), it.key)],
  ["signed by another key", (it: Scene) => signAttestation(it.attestation(), { ...it.key, privateKey: FOREIGN })],
  [
    "signed by a key that the issuer does not show",
    (it: Scene) => signAttestation(it.attestation(), { ...it.key, verificationMethod: `${it.issuer}#other` }),
  ],
  ["of tomorrow", (it: Scene) => signAttestation(it.attestation({ issued: START + DAY }), it.key)],
  [
    "with no signature",
    async (it: Scene) => {
      const [, claims = ""] = (await signAttestation(it.attestation(), it.key)).split(".");
      const header = { alg: "none", typ: "wcn-attestation+jwt", kid: it.key.verificationMethod };
      return `${Buffer.from(JSON.stringify(header)).toString("base64url")}.${claims}.`;
    },
  ],
])("an attestation %s is as good as none", async (_, token) => {
  await using it = await scene();
  await it.carries(await token(it));
  expect(await it.states()).toEqual([]);
  expect(await it.standing()).toBe("stranger");
  expect(await it.here.store.direct.vouches.by(it.issuer)).toEqual([]);
});

test("both sides have to claim it", async () => {
  await using it = await scene();
  const list = { "@context": CONTEXT, id: `${it.issuer}/affiliates`, type: "Collection", items: [] };
  it.at.shows("/centres/fed/affiliates", list);
  await it.carries(await signAttestation(it.attestation(), it.key));
  expect(await it.states()).toEqual(["unconfirmed"]);
  expect(await it.standing()).toBe("stranger");
});

test.each([
  ["there is none", async (it: Scene) => it.at.shows("/attestations/status", 404)],
  ["it is somebody else's", (it: Scene) => showsRevoked(it.at, it.issuer, { ...it.key, privateKey: FOREIGN }, [])],
  ["it is older than a week", (it: Scene) => showsRevoked(it.at, it.issuer, it.key, [], START - 8 * DAY)],
  ["it speaks of another issuer", (it: Scene) => showsRevoked(it.at, it.member, it.key, [])],
])("without a list of revoked ones nothing is confirmed: %s", async (_, change) => {
  await using it = await scene();
  await change(it);
  await it.carries(await signAttestation(it.attestation(), it.key));
  expect(await it.states()).toEqual(["unconfirmed"]);
  expect(await it.standing()).toBe("stranger");
});

test("the lists are read anew each day: what was revoked stays so, and what cannot be read grows old", async () => {
  await using it = await scene();
  const { here, at, issuer, key } = it;
  await it.carries(
    await signAttestation(it.attestation(), key),
    await signAttestation(it.attestation({ jti: "two" }), key),
  );
  const asked = () => at.asked().filter((path) => path === "/attestations/status").length;
  const before = asked();
  await here.federation.drain();
  expect(asked()).toBe(before);

  here.clock.advance(DAY + HOUR);
  await showsRevoked(at, issuer, key, ["two"], here.clock());
  await here.federation.drain();
  expect((await it.states()).toSorted()).toEqual(["confirmed", "revoked"]);
  here.clock.advance(DAY + HOUR);
  await showsRevoked(at, issuer, key, [], here.clock());
  await here.federation.drain();
  expect((await it.states()).toSorted()).toEqual(["confirmed", "revoked"]);

  at.shows("/attestations/status", 503);
  for (let day = 0; day < 8; day += 1) {
    here.clock.advance(DAY + HOUR);
    await here.federation.drain();
  }
  expect((await it.states()).toSorted()).toEqual(["revoked", "unconfirmed"]);
  expect(await it.standing()).toBe("stranger");
});

/** The issuer vouches for our centre. */
const offers = ({ here, issuer }: Scene, jws: string, actor = issuer): Promise<unknown> =>
  here.takesIn({
    "@context": CONTEXT,
    id: `${actor}/offers/1`,
    type: "Offer",
    actor,
    to: [here.centre],
    object: { id: `${actor}/attestations/1`, type: "Note", kind: "Attestation", attestations: [jws] },
  });

const received = async ({ here }: Scene) =>
  (await here.store.attestationViews.received()).map(({ state, attestation }) => [state, attestation.jti]);

test("an attestation that is offered to us stands at the desk once its signature has been checked", async () => {
  await using it = await scene();
  await offers(it, await signAttestation(it.attestation({ subject: it.here.centre }), it.key));
  await it.here.federation.drain();
  expect(await received(it)).toEqual([["offered", "one"]]);
});

test("of a stranger it waits apart", async () => {
  await using it = await scene({ isAlly: false });
  await offers(it, await signAttestation(it.attestation({ subject: it.here.centre }), it.key));
  await it.here.federation.drain();
  expect(await received(it)).toEqual([]);
  expect(await it.here.store.apartViews.list(5)).toMatchObject([{ kind: "attestation", from: it.issuer }]);
});

test.each([
  [
    "about somebody else",
    "an attestation about somebody else",
    (it: Scene) => signAttestation(it.attestation(), it.key),
  ],
  [
    "of somebody else",
    "an attestation of somebody else",
    (it: Scene) => signAttestation(it.attestation({ issuer: it.member, subject: it.here.centre }), it.key),
  ],
  [
    "signed by another key",
    "unreadable",
    (it: Scene) => signAttestation(it.attestation({ subject: it.here.centre }), { ...it.key, privateKey: FOREIGN }),
  ],
  [
    "that has run out",
    "an attestation that has run out",
    (it: Scene) =>
      signAttestation(it.attestation({ subject: it.here.centre, issued: START - 2 * DAY, expires: START }), it.key),
  ],
  [
    "for two years",
    "an attestation that cannot be read: malformed",
    (it: Scene) => signAttestation(it.attestation({ subject: it.here.centre, expires: START + 730 * DAY }), it.key),
  ],
])("one %s stands nowhere, the state is unchanged, and the log says why", async (_, why, token) => {
  await using it = await scene();
  await offers(it, await token(it));
  await it.here.federation.drain();
  expect(await it.here.store.direct.attestations.byOffer(trusted.activity(`${it.issuer}/offers/1`))).toBeUndefined();
  expect(await it.here.store.apartViews.count()).toBe(0);
  expect(it.here.logged.map(({ facts }) => facts["why"] ?? facts["problem"])).toEqual([why]);
  expect(JSON.stringify(it.here.logged)).not.toContain(hostOf(it.issuer));
});

test("nobody offers what somebody else has signed, true as it may be", async () => {
  await using it = await scene();
  const { here, member } = it;
  await offers(it, await signAttestation(it.attestation({ subject: here.centre }), it.key), member);
  await here.federation.drain();
  expect(await here.store.direct.attestations.byOffer(trusted.activity(`${member}/offers/1`))).toBeUndefined();
  expect(refusals(here)).toEqual(["an attestation of somebody else"]);
});

test("nobody but the issuer takes it back, and nobody but the one who was asked answers", async () => {
  await using it = await scene();
  const { here, issuer, member } = it;
  const jws = await signAttestation(it.attestation({ subject: here.centre }), it.key);
  await offers(it, jws);
  await here.federation.drain();
  const undo = (by: ActorId) =>
    here.takesIn({ id: `${by}/undo`, type: "Undo", actor: by, object: { id: `${issuer}/offers/1`, type: "Offer" } });
  await undo(member);
  await here.reads();
  expect(await received(it)).toEqual([["offered", "one"]]);
  expect(refusals(here)).toEqual(["an offer is taken back by somebody else"]);
  await undo(issuer);
  await here.reads();
  expect(await received(it)).toEqual([["withdrawn", "one"]]);

  const offer = trusted.activity(`${here.origin}/activities/9`);
  const attestation = it.attestation({ jti: "nine", issuer: here.centre });
  await here.store.direct.attestations.put({ offer, attestation, jws, state: "offered", since: START, apart: false });
  const accept = (by: ActorId) => here.takesIn({ id: `${by}/accept`, type: "Accept", actor: by, object: offer });
  await accept(issuer);
  await here.reads();
  expect((await here.store.direct.attestations.byOffer(offer))?.state).toBe("offered");
  await accept(member);
  await here.reads();
  expect((await here.store.direct.attestations.byOffer(offer))?.state).toBe("accepted");
});
