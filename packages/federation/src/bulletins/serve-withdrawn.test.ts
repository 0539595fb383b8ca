import { ally, fakeClock, officers, RELEASE_DAY, saysBulletin } from "@commonhall/testkit";
import { expect, test } from "vitest";
import { hall } from "../testing/hall.fixture.ts";
import { anybodyAsks, reader } from "../testing/reader.fixture.ts";
import { server } from "../testing/server.fixture.ts";

/** A hall that has taken one bulletin back, and an ally who got it on a server where others live too. */
async function scene() {
  const who = officers();
  const here = await hall({ clock: fakeClock(RELEASE_DAY), approvals: who.approvals });
  const there = await server();
  const node = reader(there, "/actor", { type: "Application" });
  const centre = reader(there, "/centres/ally", { generator: { type: "Application", id: node.id } });
  const neighbour = reader(there, "/users/neighbour");
  await here.knows(centre.known);
  await here.store.direct.allies.put(ally(centre.id));
  const { bulletins } = here.federation;
  const [kept, taken] = [saysBulletin(), saysBulletin({ sector: "fishing" })];
  await bulletins.publishReleases([kept, taken].map((said) => who.releasable(said)));
  const sends = async () => {
    const leased = await here.store.deliveries.lease(here.clock(), {
      limit: 9,
      leaseFor: 1,
      perHost: 9,
      busy: new Map(),
    });
    const outcomes = leased.map(({ id }) => ({ id, type: "done" as const }));
    await here.store.deliveries.settle(here.clock(), outcomes, []);
  };
  const dispose = async () => {
    await here[Symbol.asyncDispose]();
    await there.close();
  };
  const list = `${here.centre}/withdrawn`;
  const takesBack = () => bulletins.withdraw(who.withdrawal(taken.id));
  return { here, node, centre, neighbour, list, taken, sends, takesBack, [Symbol.asyncDispose]: dispose };
}

const all = async (response: Response) => {
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
};

test("what was taken back is told to the centre that got it, and to its node, and kept by nobody", async () => {
  await using it = await scene();
  await it.sends();
  await it.takesBack();
  for (const one of [it.centre, it.node]) {
    const answer = await all(await one.asks(it.here, it.list));
    expect([answer.status, answer.headers["cache-control"]]).toEqual([200, "private, no-store"]);
    expect(JSON.parse(answer.body)).toMatchObject({
      id: it.list,
      type: "OrderedCollection",
      orderedItems: [`${it.here.origin}/bulletins/${it.taken.id}`],
    });
  }
});

test("to an ally whom nothing reached before it was taken back nothing is told", async () => {
  await using it = await scene();
  await it.takesBack();
  const never = await all(await anybodyAsks(it.here, `${it.here.origin}/centres/nobody/withdrawn`));
  expect(never.status).toBe(404);
  expect(await all(await it.centre.asks(it.here, it.list))).toEqual(never);
});

test("a neighbour of one who got it is told nothing", async () => {
  await using it = await scene();
  await it.sends();
  await it.takesBack();
  const never = await all(await anybodyAsks(it.here, `${it.here.origin}/centres/nobody/withdrawn`));
  expect(await all(await it.neighbour.asks(it.here, it.list))).toEqual(never);
  expect(await all(await anybodyAsks(it.here, it.list))).toEqual(never);
  expect((await it.centre.asks(it.here, it.list)).status).toBe(200);
});
