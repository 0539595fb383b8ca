import { amountFrom, HOUR, hundredths, MINUTE, trusted, withAvailable, type Published } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { localKeys } from "../keys/local-keys.ts";
import { ANA, BO, callScene, CY, done, to, type CallScene } from "../testing/calls.fixture.ts";
import { progressDue, tellProgress } from "./progress.ts";

describe("what is still missing", () => {
  const left = async (it: CallScene, id: Published["id"], available: string) => {
    const { work } = it.here.store;
    const amount = amountFrom(available) ?? hundredths(0);
    await work.run(async (rooms) => {
      const call = await rooms.calls.get(id);
      if (call === undefined) throw new Error("No call");
      const changed = withAvailable(call, trusted.object(`${id}/needs/1`), amount);
      await rooms.calls.put(changed);
      await progressDue(rooms, changed, it.here.clock());
    });
  };

  test("is told at most once in a quarter of an hour, as it stands then", async () => {
    await using it = await callScene();
    const { id } = await it.publish();
    await it.sendAll();
    const updates: number[] = [];
    for (let minute = 0; minute < 60; minute += 1) {
      if (minute % 2 === 0 && minute < 40) await left(it, id, String(minute % 3));
      await it.turns();
      if ((await it.waiting()).length > 0) updates.push(minute);
      await it.sendAll();
      it.here.clock.advance(MINUTE);
    }
    expect(updates).toEqual([15, 30, 45]);
    const document = (await it.here.store.objectViews.get(id))?.document ?? "{}";
    const { needs } = JSON.parse(document) as { needs: [{ publishes: { availableQuantity: unknown } }] };
    expect(needs[0].publishes.availableQuantity).toEqual({ hasUnit: "one", hasNumericalValue: String(38 % 3) });
  });

  test("is not told before its time, even where it is asked for twice", async () => {
    await using it = await callScene();
    const { id } = await it.publish();
    const task = { type: "tell progress", call: id } as const;
    await tellProgress(it.here.ports, localKeys(it.here.ports), task);
    expect(await it.waiting()).toEqual(to("Create", ANA, BO, CY));
    expect(await it.here.store.queue("tasks").getDepth()).toMatchObject({ queued: 1, ready: 0 });
  });

  test("is told of no call that is over", async () => {
    await using it = await callScene();
    const { id } = await it.publish();
    await left(it, id, "1");
    done(await it.commands.withdrawCall(id, "first"));
    await it.sendAll();
    it.here.clock.advance(HOUR);
    await it.turns();
    expect(await it.waiting()).toEqual([]);
    await left(it, id, "0");
    expect(await it.here.tasks()).toEqual([]);
  });
});
