import { MINUTE } from "@commonhall/domain";
import { ally } from "@commonhall/testkit";
import { describe, expect, test } from "vitest";
import { ALLIES, callScene, done, EVERYBODY, get } from "../testing/calls.fixture.ts";
import { anybodyAsks, reader } from "../testing/reader.fixture.ts";
import { server } from "../testing/server.fixture.ts";

/** The scene with one more ally, who has a server and asks for what it may read. */
async function scene() {
  const it = await callScene();
  const there = await server();
  const centre = reader(there, "/centres/ally");
  await it.here.knows(centre.known);
  await it.here.store.direct.allies.put(ally(centre.id));
  const dispose = async () => {
    await it[Symbol.asyncDispose]();
    await there.close();
  };
  return { ...it, centre, [Symbol.asyncDispose]: dispose };
}

describe("a need of a call that is not for everybody", () => {
  test("is served to an ally who signs for it, and is not there for anybody else", async () => {
    await using it = await scene();
    const { id } = await it.publish();
    const answer = await it.centre.asks(it.here, `${id}/needs/1`);
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "private, no-store"]);
    expect(await answer.json()).toMatchObject({ type: "Proposal", context: id, to: [`${it.here.centre}/allies`] });
    expect(await it.centre.asks(it.here, `${id}/needs/3`)).toMatchObject({ status: 404 });
    const [there, never] = [await anybodyAsks(it.here, `${id}/needs/1`), await anybodyAsks(it.here, `${id}0/needs/1`)];
    expect([there.status, await there.text()]).toEqual([404, await never.text()]);
  });

  test("goes when the call is withdrawn, and so does what told of it", async () => {
    await using it = await scene();
    const { id, activity } = await it.publish();
    expect(await it.centre.asks(it.here, activity)).toMatchObject({ status: 200 });
    it.here.clock.advance(MINUTE);
    done(await it.commands.withdrawCall(id, "first"));
    for (const url of [`${id}/needs/1`, activity]) {
      expect(await it.centre.asks(it.here, url)).toMatchObject({ status: 404 });
    }
    expect(await (await it.centre.asks(it.here, id)).json()).toMatchObject({ callStatus: "withdrawn" });
  });
});

describe("a call for everybody", () => {
  test("leaves a tombstone under its own address and those of its needs", async () => {
    await using it = await scene();
    const { id } = await it.publish({ audience: EVERYBODY });
    done(await it.commands.deleteCall(id, "first"));
    for (const url of [id, `${id}/needs/1`]) {
      const answer = await get(it.here, url);
      expect(answer?.status).toBe(410);
      expect(await answer?.json()).toMatchObject({ id: url, type: "Tombstone" });
    }
  });

  test("is asked for each time, so that nothing in between goes on telling what was withdrawn", async () => {
    await using it = await scene();
    const { id } = await it.publish({ audience: EVERYBODY });
    for (const url of [id, `${id}/needs/1`]) {
      expect((await get(it.here, url))?.headers.get("cache-control")).toBe("public, no-cache");
    }
  });

  test("is pinned to the centre as long as it is open", async () => {
    await using it = await scene();
    const { id } = await it.publish({ audience: EVERYBODY });
    await it.publish({ audience: ALLIES });
    const pinned = async () => {
      const featured = await (await get(it.here, `${it.here.centre}/featured`))?.json();
      return (featured as { orderedItems: { id: string }[] }).orderedItems.map((item) => item.id);
    };
    expect(await pinned()).toEqual([id]);
    done(await it.commands.withdrawCall(id, "first"));
    expect(await pinned()).toEqual([]);
  });
});
