import {
  CLOSED,
  DAY,
  failed,
  HOUR,
  MINUTE,
  OPENS_AT,
  SECOND,
  trusted,
  type ActivityId,
  type Breaker,
  type DeliveryQueue,
} from "@commonhall/domain";
import { startLocalServer } from "@commonhall/testkit";
import { describe, expect, it } from "vitest";
import { sender, received, says, server } from "../testing/sender.fixture.ts";

describe("a host that does not answer", () => {
  it("is left alone but for its probes, and slows nobody", async () => {
    const hall = await sender();
    const ally = await server(says(202), { address: "127.0.3.1" });
    const dead = await startLocalServer(says(202), { address: "127.0.3.2" });
    await dead.close();
    for (let object = 0; object < 50; object++)
      await hall.tell([`${dead.origin}/inbox`, `${ally.origin}/inbox`], `post${object}`);
    await hall.deliverer.drain();
    expect(ally.requests).toHaveLength(50);
    const [silent] = await hall.store.deliveryViews.silentHosts();
    expect(silent).toMatchObject({ host: `127.0.3.2:${dead.port}`, waiting: 50 });
    // Ten minutes of probes every half minute, and then ever fewer: never fifty retries at a time.
    expect(await hall.pass(10 * MINUTE, 10 * SECOND)).toBeLessThanOrEqual(21);
    expect(await hall.pass(6 * DAY, 30 * MINUTE)).toBeLessThanOrEqual(7 * 24);
    expect(await hall.counts()).toMatchObject({ waiting: 50, done: 50 });
  });

  it("and is silent rather than closed takes no more room than its share", async () => {
    const hall = await sender({ connect: 300, headers: 300, whole: 300 });
    const silent = await server(() => {}, { address: "127.0.3.3" });
    const ally = await server(says(202), { address: "127.0.3.4" });
    for (let object = 0; object < 30; object++)
      await hall.tell([`${silent.origin}/inbox`, `${ally.origin}/inbox`], `post${object}`);
    await hall.deliverer.drain();
    expect(ally.requests).toHaveLength(30);
    expect(silent.requests.length).toBeLessThanOrEqual(8);
  });

  it("gets nothing of what was taken for it before its breaker opened", async () => {
    const hall = await sender();
    const dead = await startLocalServer(says(202));
    await dead.close();
    for (let object = 0; object < 200; object++) await hall.tell([`${dead.origin}/inbox`], `post${object}`);
    const { deliveries } = hall.store;
    const generous: DeliveryQueue = {
      ...deliveries,
      lease: (now, options) => deliveries.lease(now, { ...options, perHost: 200 }),
    };
    // As many as fly at once had begun, and one more for each failure until it opened; the others were held.
    expect(await hall.started(generous).drain()).toBe(128 + OPENS_AT - 1);
    const lines = await hall.store.deliveryViews.lines("waiting", 200);
    expect(lines.filter(({ attempts }) => attempts === 0)).toHaveLength(200 - 128 - OPENS_AT + 1);
  });

  it("is sent to again as soon as the table says that it answers, whoever found out", async () => {
    const hall = await sender();
    const ally = await server(says(202));
    const host = trusted.host(new URL(ally.origin).host);
    const { deliveries } = hall.store;
    let breaker: Breaker = CLOSED;
    for (let failures = 0; failures < OPENS_AT; failures++) breaker = failed(breaker, hall.time.now);
    await hall.tell([`${ally.origin}/inbox`]);
    await deliveries.settle(hall.time.now, [], [{ host, breaker }]);
    // Another worker finds it alive just after this one has read that it is not.
    const overtaken: DeliveryQueue = {
      ...deliveries,
      lease: async (now, options) => {
        await deliveries.settle(now, [], [{ host, breaker: CLOSED }]);
        return deliveries.lease(now, options);
      },
    };
    expect(await hall.started(overtaken).drain()).toBe(1);
    expect(ally.requests).toHaveLength(1);
  });

  it("for a week gets everything when it returns, each object's story in order", async () => {
    const hall = await sender();
    const first = await startLocalServer(says(202), { address: "127.0.3.5" });
    const { port } = first;
    await first.close();
    const inbox = `${first.origin}/inbox`;
    const stories = new Map<string, ActivityId[]>();
    for (let day = 0; day < 7; day++) {
      for (const [object, type] of [
        [`post${day}`, "Create"],
        [`post${Math.max(0, day - 1)}`, "Update"],
        ["post0", "Update"],
      ] as const) {
        stories.set(object, [...(stories.get(object) ?? []), await hall.tell([inbox], object, type)]);
      }
      await hall.pass(DAY - HOUR, HOUR);
    }
    const ally = await server(says(202), { address: "127.0.3.5", port });
    await hall.pass(2 * HOUR);
    expect(received(ally).length).toBe(21);
    for (const story of stories.values()) {
      expect(received(ally).filter((id) => story.some((one) => one === id))).toEqual(story);
    }
    expect(await hall.counts()).toEqual({ waiting: 0, done: 21, failed: 0, gone: 0 });
  });

  it("for longer is given up, a Delete three weeks later than the rest", async () => {
    const hall = await sender();
    const dead = await startLocalServer(says(202));
    await dead.close();
    await hall.tell([`${dead.origin}/inbox`], "one");
    await hall.tell([`${dead.origin}/inbox`], "two", "Delete");
    await hall.pass(8 * DAY, 8 * HOUR);
    expect(await hall.counts()).toMatchObject({ waiting: 1, failed: 1 });
    await hall.pass(24 * DAY, 8 * HOUR);
    expect(await hall.counts()).toMatchObject({ waiting: 0, failed: 2 });
  });
});
