import { HOUR, MINUTE, SECOND, trusted } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { deliveryModelHolds } from "./delivery-model.ts";
import { deliveryPlanningContract } from "./delivery-planning.ts";
import { deliveryBreakersContract } from "./delivery-breakers.ts";
import { deliveryReadersContract } from "./delivery-readers.ts";
import { type DeliveryWorld, deliveryScene, ERROR, FOLLOWERS, nameOf, type Scene } from "./delivery-scene.ts";
import { actorAt, inboxOf } from "../samples.ts";

export function deliveryQueueContract(name: string, open: () => Promise<DeliveryWorld>): void {
  describe(`delivery queue: ${name}`, () => {
    const scene = deliveryScene(open);
    deliveryPlanningContract(scene);
    deliveryReadersContract(scene);
    order(scene);
    deleting(scene);
    leases(scene);
    deliveryBreakersContract(scene);
    test("whatever happens, nothing is lost, held twice or sent out of order", () => deliveryModelHolds(open), 60_000);
  });
}

function order(scene: Scene): void {
  describe("order", () => {
    test("of two about one object for one inbox, the later waits until the earlier is settled", async () => {
      await scene.followedBy("a.example");
      await scene.append("create", [FOLLOWERS], "object");
      await scene.append("update", [FOLLOWERS], "object");
      await scene.append("another update", [FOLLOWERS], "object");
      for (const name of ["create", "update", "another update"]) {
        const leased = await scene.lease();
        expect(leased.map(nameOf)).toEqual([name]);
        expect(await scene.lease()).toEqual([]);
        await scene.done(leased);
      }
    });

    test("it waits as well while the earlier one waits to be tried again", async () => {
      await scene.followedBy("a.example");
      await scene.append("create", [FOLLOWERS], "object");
      await scene.append("update", [FOLLOWERS], "object");
      const [create] = await scene.lease();
      await scene.settle([{ id: create?.id ?? 0, type: "retry", at: scene.clock()() + HOUR, error: ERROR }]);
      expect(await scene.lease()).toEqual([]);
      scene.clock().advance(HOUR);
      expect(await scene.leasedNames()).toEqual(["create"]);
    });

    test("it follows when the earlier one has failed for good", async () => {
      await scene.followedBy("a.example");
      await scene.append("create", [FOLLOWERS], "object");
      await scene.append("update", [FOLLOWERS], "object");
      const [create] = await scene.lease();
      await scene.settle([{ id: create?.id ?? 0, type: "failed", error: ERROR }]);
      expect(await scene.leasedNames()).toEqual(["update"]);
    });

    test("another object and another inbox wait for nobody", async () => {
      await scene.followedBy("a.example");
      await scene.append("create", [FOLLOWERS], "object");
      await scene.append("other", [FOLLOWERS], "another object");
      await scene.followedBy("b.example");
      await scene.append("update", [FOLLOWERS], "object");
      expect((await scene.lease()).map((one) => `${nameOf(one)} ${one.host}`).sort()).toEqual([
        "create a.example",
        "other a.example",
        "update b.example",
      ]);
    });
  });
}

/** What somebody takes back may put them in danger: it must not leave the node later, from a queue. */
function deleting(scene: Scene): void {
  const counts = () => scene.world().views.counts();

  describe("deleting", () => {
    test("withdraws what waits still, whoever it is for, and goes to all of them itself", async () => {
      await scene.followedBy("a.example");
      await scene.followedBy("b.example");
      await scene.append("create", [FOLLOWERS], "object");
      await scene.append("update", [FOLLOWERS], "object");
      await scene.append("other", [FOLLOWERS], "another object");
      await scene.remove("object");
      expect((await scene.leasedNames()).sort()).toEqual(["delete", "delete", "other", "other"]);
      expect(await counts()).toEqual({ waiting: 4, done: 0, failed: 4, gone: 0 });
    });

    test("what had to be tried again is not, and the Delete need not wait as long", async () => {
      await scene.followedBy("a.example");
      await scene.append("create", [FOLLOWERS], "object");
      const [create] = await scene.lease();
      await scene.settle([{ id: create?.id ?? 0, type: "retry", at: scene.clock()() + HOUR, error: ERROR }]);
      await scene.remove("object");
      expect(await scene.leasedNames()).toEqual(["delete"]);
      scene.clock().advance(2 * HOUR);
      expect(await scene.leasedNames()).toEqual(["delete"]);
    });

    test.each(["done", "retry", "held", "failed"] as const)(
      "goes as soon as what was under way is settled as %s, and that is not tried again",
      async (type) => {
        await scene.followedBy("a.example");
        await scene.append("create", [FOLLOWERS], "object");
        const [create] = await scene.lease({ leaseFor: 10 * MINUTE });
        await scene.remove("object");
        expect(await scene.lease()).toEqual([]);
        const id = create?.id ?? 0;
        const at = scene.clock()() + MINUTE;
        const outcome =
          type === "retry"
            ? { id, type, at, error: ERROR }
            : type === "failed"
              ? { id, type, error: ERROR }
              : { id, type };
        await scene.settle([outcome]);
        expect((await counts()).done).toBe(type === "done" ? 1 : 0);
        const [remove] = await scene.lease();
        expect(remove === undefined ? undefined : nameOf(remove)).toBe("delete");
        await scene.done([remove].filter((one) => one !== undefined));
        scene.clock().advance(2 * HOUR);
        expect(await scene.lease()).toEqual([]);
      },
    );

    test("does not wait for ever for a worker that has died with what it had leased", async () => {
      await scene.followedBy("a.example");
      await scene.append("create", [FOLLOWERS], "object");
      await scene.lease({ leaseFor: MINUTE });
      await scene.remove("object");
      expect(await scene.lease()).toEqual([]);
      expect(await scene.world().deliveries.nextDue()).toBe(scene.clock()() + MINUTE);
      scene.clock().advance(MINUTE);
      expect(await scene.leasedNames()).toEqual(["delete"]);
    });
  });
}

function leases(scene: Scene): void {
  describe("leases", () => {
    test("what is leased is leased to nobody else until the lease runs out", async () => {
      await scene.followedBy("a.example");
      await scene.append("one");
      expect(await scene.lease({ leaseFor: MINUTE })).toHaveLength(1);
      scene.clock().advance(MINUTE - 1);
      expect(await scene.lease()).toEqual([]);
      scene.clock().advance(1);
      expect(await scene.leasedNames()).toEqual(["one"]);
    });

    test("what has been settled is not leased again", async () => {
      await scene.followedBy("a.example");
      await scene.append("one");
      await scene.done(await scene.lease());
      scene.clock().advance(HOUR);
      expect(await scene.lease()).toEqual([]);
      expect(await scene.world().deliveries.nextDue()).toBeUndefined();
    });

    test("no more than the limit at once", async () => {
      for (const host of ["a.example", "b.example", "c.example"]) await scene.followedBy(host);
      await scene.append("one");
      expect(await scene.lease({ limit: 2 })).toHaveLength(2);
      expect(await scene.lease({ limit: 2 })).toHaveLength(1);
    });

    test("no more of one host than it may have, those under way counted", async () => {
      for (const who of ["ana", "bo", "cy", "di"]) await scene.followedBy("a.example", who);
      await scene.followedBy("b.example");
      await scene.append("one");
      const busy = new Map([[trusted.host("a.example"), 1]]);
      const leased = await scene.lease({ perHost: 3, busy });
      expect(leased.map(({ host }) => host).sort()).toEqual(["a.example", "a.example", "b.example"]);
    });

    test("hosts that are busy keep nobody else from being found", async () => {
      for (const who of ["ana", "bo", "cy", "di"]) await scene.followedBy("a.example", who);
      await scene.append("one");
      await scene.followedBy("b.example");
      await scene.append("two", [{ type: "inbox", inbox: inboxOf(actorAt("b.example")) }]);
      const busy = new Map([[trusted.host("a.example"), 2]]);
      expect((await scene.lease({ limit: 1, perHost: 2, busy })).map(({ host }) => host)).toEqual(["b.example"]);
    });

    test("a retry waits for its time and counts the attempt", async () => {
      await scene.followedBy("a.example");
      await scene.append("one");
      const [first] = await scene.lease();
      await scene.settle([{ id: first?.id ?? 0, type: "retry", at: scene.clock()() + SECOND, error: ERROR }]);
      expect(await scene.lease()).toEqual([]);
      expect(await scene.world().deliveries.nextDue()).toBe(scene.clock()() + SECOND);
      scene.clock().advance(SECOND);
      expect((await scene.lease()).map(({ attempts }) => attempts)).toEqual([1]);
    });

    test("a delivery that was held counts no attempt", async () => {
      await scene.followedBy("a.example");
      await scene.append("one");
      const [first] = await scene.lease();
      await scene.settle([{ id: first?.id ?? 0, type: "held" }]);
      expect((await scene.lease()).map(({ attempts }) => attempts)).toEqual([0]);
    });

    test("a second outcome for the same delivery changes nothing", async () => {
      await scene.followedBy("a.example");
      await scene.append("one");
      const [first] = await scene.lease();
      const id = first?.id ?? 0;
      await scene.settle([{ id, type: "done" }]);
      await scene.settle([{ id, type: "retry", at: scene.clock()(), error: ERROR }]);
      await scene.settle([{ id, type: "failed", error: ERROR }]);
      await scene.settle([{ id, type: "done" }]);
      expect(await scene.lease()).toEqual([]);
      expect(await scene.world().views.counts()).toEqual({ waiting: 0, done: 1, failed: 0, gone: 0 });
    });

    test("it says when the next one falls due", async () => {
      expect(await scene.world().deliveries.nextDue()).toBeUndefined();
      await scene.followedBy("a.example");
      await scene.append("one");
      expect(await scene.world().deliveries.nextDue()).toBe(scene.clock()());
      await scene.lease({ leaseFor: MINUTE });
      expect(await scene.world().deliveries.nextDue()).toBe(scene.clock()() + MINUTE);
    });
  });
}
