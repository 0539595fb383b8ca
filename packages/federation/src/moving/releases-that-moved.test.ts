import { actorAt, ally, fakeClock, officers, RELEASE_DAY, remoteActor, saysBulletin } from "@commonhall/testkit";
import type { LeasedDelivery } from "@commonhall/domain";
import type { Site } from "@commonhall/wire";
import { expect, test } from "vitest";
import { isAsSigned } from "../bulletins/as-signed.ts";
import { createFederation } from "../federation.ts";
import { hall } from "../testing/hall.fixture.ts";

// A release is what two people signed, under the address of that day: a move changes nothing of it, and takes nothing
// away of what can be done with it.

const ANA = actorAt("a.example");

/** A hall that has let out one bulletin for allies and one for everybody, and has moved since. */
async function scene() {
  const who = officers();
  const here = await hall({ clock: fakeClock(RELEASE_DAY), approvals: who.approvals });
  await here.knows(remoteActor(ANA));
  await here.store.direct.allies.put(ally(ANA));
  const said = [saysBulletin(), saysBulletin({ sector: "fishing", audience: "public", people: "20-49" })];
  const out = await here.federation.bulletins.publishReleases(said.map((one) => who.releasable(one)));
  const left = here.clock();
  const to: Site = {
    origin: "https://hall.org",
    handleHost: "hall.org",
    former: [{ origin: here.origin, left }],
  };
  here.clock.advance(1000);
  const moved = await here.federation.moving.moveTo({ to, isFormerGone: false, settings: {} });
  const federation = createFederation({ ...here.ports, site: to });
  return {
    who,
    here,
    to,
    said,
    ids: said.map(({ id }) => `${here.origin}/bulletins/${id}`),
    isOut: out.ok && moved.ok,
    federation,
    leave: (): Promise<readonly LeasedDelivery[]> =>
      here.store.deliveries.lease(here.clock(), { limit: 100, leaseFor: 1000, perHost: 100, busy: new Map() }),
    [Symbol.asyncDispose]: async () => {
      await federation.close();
      await here[Symbol.asyncDispose]();
    },
  };
}

const objectOf = ({ document }: LeasedDelivery) => JSON.parse(document).object?.id;

test("what still waits leaves as it was signed", async () => {
  await using it = await scene();
  expect(it.isOut).toBe(true);
  const creates = (await it.leave()).filter(({ activityType }) => activityType === "Create");
  expect(creates.length).toBeGreaterThan(0);
  for (const delivery of creates) {
    expect(it.ids).toContain(objectOf(delivery));
    expect(await isAsSigned({ approvals: it.who.approvals, site: it.to }, delivery)).toBe(true);
  }
});

test("it can be taken back, by the centre under the id that it had", async () => {
  await using it = await scene();
  const sent = await it.leave();
  await it.here.store.deliveries.settle(
    it.here.clock(),
    sent.map(({ id }) => ({ id, type: "done" as const })),
    [],
  );
  const [first] = it.said;
  const taken = await it.federation.bulletins.withdraw(it.who.withdrawal(first?.id ?? ""));
  expect(taken).toEqual({ ok: true, value: { object: it.ids[0] } });
  const rest = (await it.leave()).filter(({ activityType }) => activityType === "Delete");
  expect(rest.map((one) => [one.actor, objectOf(one), new URL(one.activity).origin])).toEqual([
    [it.here.centre, it.ids[0], it.here.origin],
  ]);
});

test("one for everybody is read where the former address sends on to", async () => {
  await using it = await scene();
  const path = new URL(it.ids[1] ?? "").pathname;
  const request = new Request(it.to.origin + path, { headers: { accept: "application/activity+json" } });
  const answer = await it.federation.documents(request);
  expect(answer?.status).toBe(200);
  expect(await answer?.json()).toMatchObject({ id: it.ids[1] });
  const limited = new URL(it.ids[0] ?? "").pathname;
  const refused = await it.federation.documents(new Request(it.to.origin + limited, { headers: request.headers }));
  expect(refused?.status).toBe(404);
});
