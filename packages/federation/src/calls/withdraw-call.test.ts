import { DAY, MINUTE, trusted, type Audience, type Published } from "@commonhall/domain";
import { ally } from "@commonhall/testkit";
import { describe, expect, test } from "vitest";
import { ALLIES, ANA, BO, callScene, CY, done, en, EVERYBODY, get, to, told } from "../testing/calls.fixture.ts";
import { START, type Hall } from "../testing/hall.fixture.ts";

describe("safe, stop sharing", () => {
  /** Everything that the node has written down, but for what it keeps of who was asked and what for. */
  const everything = async ({ store, centre }: Hall, id: Published["id"]): Promise<string> => {
    const objects = [await store.objectViews.get(id), await store.callViews.get(id)];
    const lines = await store.deliveryViews.lines(undefined, 500);
    const ids = [...new Set(lines.map(({ activity }) => activity))];
    const activities = await Promise.all(ids.map((one) => store.objectViews.activity(trusted.activity(one))));
    const leased = await store.deliveries.lease(START + DAY, { limit: 99, leaseFor: 1, perHost: 99, busy: new Map() });
    return JSON.stringify([objects, activities, leased, await store.objectViews.outbox(centre, 99)]);
  };

  test.each<[string, Audience]>([
    ["allies", ALLIES],
    ["everybody", EVERYBODY],
  ])("leaves no word of what was said to %s, neither where it stands nor where it waits", async (_, audience) => {
    await using it = await callScene();
    const { id } = await it.publish({ audience });
    it.here.clock.advance(MINUTE);
    done(await it.commands.closeCall(id, "ended", en("Siti is free."), "first"));
    expect(await everything(it.here, id)).toMatch(/arrested/);
    const safe = done(await it.commands.withdrawCall(id, "first"));
    const left = await everything(it.here, id);
    expect(left).not.toMatch(/arrested|detenidas|Lawyers|Interpreters|Siti/);
    const { object } = await told(it.here, safe);
    expect(object).toMatchObject({
      callStatus: "withdrawn",
      needs: [],
      contentMap: {
        en: expect.stringContaining("Please stop sharing it") as unknown,
        es: expect.stringContaining("no lo comparta") as unknown,
      },
    });
    expect((await it.call(id)).closing).toBeUndefined();
    expect(await get(it.here, safe.activity)).toMatchObject({ status: audience.type === "public" ? 200 : 404 });
    const again = await it.commands.withdrawCall(id, "first");
    expect(again).toEqual({ ok: false, error: { type: "withdrawn already" } });
  });

  test("reaches who got it: allies by an Update, those who are none any more by a Delete", async () => {
    await using it = await callScene();
    const { id } = await it.publish();
    await it.sendAll();
    await it.here.store.direct.allies.put(ally(CY, { state: "ended" }));
    done(await it.commands.withdrawCall(id, "first"));
    expect(await it.waiting()).toEqual([...to("Delete", CY), ...to("Update", ANA, BO)].toSorted());
  });
});
