import { HOUR, trusted, type LeasedDelivery } from "@commonhall/domain";
import {
  actorAt,
  ally,
  fakeClock,
  officers,
  RELEASE_DAY,
  remoteActor,
  saysBulletin,
  saysNothing,
} from "@commonhall/testkit";
import { releasePayload, type JsonObject } from "@commonhall/wire";
import { expect, test } from "vitest";
import { hall } from "../testing/hall.fixture.ts";
import { isAsSigned } from "./as-signed.ts";

const [ANA, BO] = [actorAt("a.example"), actorAt("b.example")] as const;
const SITE = { origin: "https://hall.example", handleHost: "hall.example" };

/** A hall after its release day, with an ally to whom bulletins are sent and a centre that it only knows. */
async function scene(now = RELEASE_DAY + HOUR) {
  const clock = fakeClock(RELEASE_DAY - HOUR);
  const who = officers();
  const here = await hall({ clock, approvals: who.approvals });
  clock.set(now);
  for (const actor of [ANA, BO]) await here.knows(remoteActor(actor));
  await here.store.direct.allies.put(ally(ANA));
  const leave = (): Promise<readonly LeasedDelivery[]> =>
    here.store.deliveries.lease(here.clock(), { limit: 9, leaseFor: 1000, perHost: 9, busy: new Map() });
  const beat = (hour = RELEASE_DAY) => here.federation.bulletins.publishHeartbeat(hour);
  return { here, who, leave, beat, [Symbol.asyncDispose]: here[Symbol.asyncDispose] };
}

const objectIn = ({ document }: Pick<LeasedDelivery, "document">): JsonObject => JSON.parse(document).object;

test("nothing to say is told to allies, in the size and the hour of a bulletin, once and without a signature", async () => {
  await using it = await scene();
  expect(await it.beat()).toEqual({ ok: true, value: { published: 1 } });
  expect(await it.beat()).toEqual({ ok: true, value: { published: 0 } });
  const sent = await it.leave();
  expect(sent.map(({ inbox }) => inbox)).toEqual([`${ANA}/inbox`]);
  const [delivery = expect.fail("nothing left")] = sent;
  const object = objectIn(delivery);
  expect(object).toMatchObject({ kind: "Heartbeat", published: "2027-02-02T09:00:00Z" });
  expect([Buffer.byteLength(JSON.stringify(object)), "group" in object, "regions" in object]).toEqual([
    32_768,
    false,
    false,
  ]);
  it.who.leaves(0);
  it.who.leaves(1);
  expect(await isAsSigned({ approvals: it.who.approvals, site: SITE }, delivery)).toBe(true);
  expect((await it.here.store.objectViews.publications({ limit: 9 })).items).toEqual([]);
  expect(await it.here.store.bulletinViews.list({})).toEqual([]);
});

test("where something was said in that hour there is none, also once it was taken back", async () => {
  await using it = await scene();
  const said = saysBulletin();
  await it.here.federation.bulletins.publishReleases([it.who.releasable(said)]);
  expect(await it.beat()).toEqual({ ok: true, value: { published: 0 } });
  await it.here.federation.bulletins.withdraw(it.who.withdrawal(said.id));
  expect(await it.beat()).toEqual({ ok: true, value: { published: 0 } });
});

test.each([
  ["in an hour that has not come", RELEASE_DAY, RELEASE_DAY - 1, { ok: false, error: { type: "not yet" } }],
  ["at another time of the day", RELEASE_DAY + 1, RELEASE_DAY + HOUR, { ok: false, error: { type: "not a release" } }],
  ["of a day before there was a centre", Date.UTC(2026, 10, 3, 9), RELEASE_DAY, { ok: true, value: { published: 0 } }],
] as const)("nothing is told %s", async (_, hour, now, answer) => {
  await using it = await scene(now);
  expect(await it.beat(hour)).toMatchObject(answer);
  expect(await it.leave()).toEqual([]);
});

test("no bulletin leaves as a heartbeat: by the door, or past it", async () => {
  await using it = await scene();
  const { bulletins } = it.here.federation;
  // By the door for what is signed there is no way without two, whatever it says.
  for (const said of [saysBulletin(), saysNothing()]) {
    const unsigned = { id: said.id, published: said.published, payload: releasePayload(said), approval: "" };
    expect(await bulletins.publishReleases([unsigned])).toMatchObject({ error: { type: "not approved" } });
  }
  await it.beat();
  const [beat = expect.fail("nothing left")] = await it.leave();
  const asked = (changed: Partial<LeasedDelivery>) =>
    isAsSigned({ approvals: it.who.approvals, site: SITE }, { ...beat, ...changed });
  const withObject = (change: (object: JsonObject) => JsonObject) =>
    JSON.stringify({ ...JSON.parse(beat.document), object: change(objectIn(beat)) });
  const said = saysBulletin();
  const changes: readonly Partial<LeasedDelivery>[] = [
    { document: withObject((object) => ({ ...object, kind: "Bulletin" })) },
    { document: withObject((object) => ({ ...object, group: { level: "B6" } })) },
    { document: withObject((object) => ({ ...object, contentMap: { en: "Amal told us everything." } })) },
    {
      document: withObject((object) => ({
        ...object,
        pad: `1${"0".repeat(JSON.stringify(object["pad"]).length - 3)}`,
      })),
    },
    { signed: { payload: releasePayload(said), approval: "" } },
    { object: trusted.object(`https://hall.example/bulletins/${said.id}`) },
    { activityType: "Update" },
  ];
  for (const change of changes) expect(await asked(change)).toBe(false);
});
