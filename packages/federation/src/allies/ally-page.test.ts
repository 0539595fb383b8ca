import { trusted } from "@commonhall/domain";
import { ally } from "@commonhall/testkit";
import { allyPageName } from "@commonhall/wire";
import { expect, test } from "vitest";
import { hall } from "../testing/hall.fixture.ts";
import { anybodyAsks, reader } from "../testing/reader.fixture.ts";
import { server } from "../testing/server.fixture.ts";

async function scene() {
  const [here, there] = [await hall(), await server()];
  const node = reader(there, "/actor", { type: "Application" });
  const peer = reader(there, "/centres/ally", { generator: { type: "Application", id: node.id } });
  const neighbour = reader(there, "/centres/neighbour");
  await here.knows(peer.known);
  await here.store.direct.allies.put(ally(peer.id, { state: "ended" }));
  const page = `${here.centre}/allies/${allyPageName(peer.id)}`;
  const dispose = async () => {
    await here[Symbol.asyncDispose]();
    await there.close();
  };
  return { here, peer, node, neighbour, page, [Symbol.asyncDispose]: dispose };
}

const all = async (response: Response) => ({
  status: response.status,
  headers: Object.fromEntries(response.headers),
  body: await response.text(),
});

test("how we stand with a centre is for that centre and its node, and kept by nobody", async () => {
  await using it = await scene();
  for (const who of [it.peer, it.node]) {
    const { status, headers, body } = await all(await who.asks(it.here, it.page));
    expect([status, headers["cache-control"], headers["etag"]]).toEqual([200, "private, no-store", undefined]);
    expect(JSON.parse(body)).toMatchObject({ subject: it.here.centre, object: it.peer.id, allyState: "ended" });
  }
});

test("for everybody else there is nothing, the same as with who was never an ally", async () => {
  await using it = await scene();
  const unknown = trusted.actor("https://nobody.example/centres/nobody");
  const never = `${it.here.centre}/allies/${allyPageName(unknown)}`;
  const nothing = await all(await anybodyAsks(it.here, never));
  expect(nothing.status).toBe(404);
  expect(await all(await anybodyAsks(it.here, it.page))).toEqual(nothing);
  expect(await all(await it.neighbour.asks(it.here, it.page))).toEqual(nothing);
  expect(await all(await it.peer.asks(it.here, never))).toEqual(nothing);
  expect(
    await all(await it.neighbour.asks(it.here, `${it.here.centre}/allies/${allyPageName(it.neighbour.id)}`)),
  ).toEqual(nothing);
  const ofNobody = `${it.here.origin}/centres/nobody/allies/${allyPageName(it.peer.id)}`;
  expect((await it.peer.asks(it.here, ofNobody)).status).toBe(404);
  expect((await it.peer.asks(it.here, `${it.here.centre}/allies/bm90IGFuIGlk`)).status).toBe(404);
});

test("the list of allies lists nobody, to an ally neither", async () => {
  await using it = await scene();
  await it.here.store.direct.allies.put(ally(it.peer.id));
  for (const answer of [
    await it.peer.asks(it.here, `${it.here.centre}/allies`),
    await anybodyAsks(it.here, `${it.here.centre}/allies`),
  ]) {
    const { status, body } = await all(answer);
    expect(status).toBe(200);
    expect(body).not.toContain(it.peer.id);
    expect(JSON.parse(body)).not.toHaveProperty("totalItems");
  }
});
