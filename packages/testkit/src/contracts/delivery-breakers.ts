import { CLOSED, HOUR, MINUTE, trusted } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { ERROR, type Scene } from "./delivery-scene.ts";

export function deliveryBreakersContract(scene: Scene): void {
  describe("breakers", () => {
    test("nothing is leased of a host whose breaker is open, until its probe is due", async () => {
      await scene.followedBy("dead.example");
      await scene.followedBy("well.example");
      const { openUntil = 0 } = await scene.breakHost("dead.example");
      await scene.append("one");
      expect((await scene.lease()).map(({ host }) => host)).toEqual(["well.example"]);
      expect(await scene.world().deliveries.nextDue()).toBe(Math.min(openUntil, scene.clock()() + MINUTE));
      scene.clock().set(openUntil);
      expect((await scene.lease()).map(({ host }) => host)).toEqual(["dead.example"]);
    });

    test("then one probe goes, and no second beside it", async () => {
      for (const who of ["ana", "bo", "cy"]) await scene.followedBy("dead.example", who);
      const { openUntil = 0 } = await scene.breakHost("dead.example");
      await scene.append("one");
      scene.clock().set(openUntil);
      expect(await scene.lease()).toHaveLength(1);
      expect(await scene.lease({ busy: new Map([[trusted.host("dead.example"), 1]]) })).toEqual([]);
    });

    test("a breaker that closes makes everything that waits for its host due at once", async () => {
      for (const who of ["ana", "bo", "cy"]) await scene.followedBy("dead.example", who);
      await scene.append("one");
      const leased = await scene.lease();
      await scene.settle(
        leased.map(({ id }) => ({ id, type: "retry", at: scene.clock()() + HOUR, error: ERROR })),
        [],
      );
      const { openUntil = 0 } = await scene.breakHost("dead.example");
      scene.clock().set(openUntil);
      expect(await scene.lease()).toEqual([]);
      await scene.settle([], [{ host: trusted.host("dead.example"), breaker: CLOSED }]);
      expect(await scene.lease()).toHaveLength(3);
    });

    test("what is leased when the breaker closes stays with whoever holds it", async () => {
      for (const who of ["ana", "bo"]) await scene.followedBy("dead.example", who);
      const { openUntil = 0 } = await scene.breakHost("dead.example");
      await scene.append("one");
      scene.clock().set(openUntil);
      const [probe] = await scene.lease();
      await scene.settle([], [{ host: trusted.host("dead.example"), breaker: CLOSED }]);
      expect((await scene.lease()).map(({ inbox }) => inbox)).not.toContain(probe?.inbox);
    });

    test("breakers are kept", async () => {
      await scene.followedBy("dead.example");
      const open = await scene.breakHost("dead.example");
      expect(await scene.world().deliveries.breakers()).toEqual(new Map([["dead.example", open]]));
      await scene.settle([], [{ host: trusted.host("dead.example"), breaker: CLOSED }]);
      expect(await scene.world().deliveries.breakers()).toEqual(new Map());
    });

    test("hosts that do not answer leave most of the room to the others", async () => {
      const dead = Array.from({ length: 30 }, (_, index) => `dead${index}.example`);
      const well = Array.from({ length: 30 }, (_, index) => `well${index}.example`);
      for (const host of [...dead, ...well]) await scene.followedBy(host);
      await scene.append("one");
      let openUntil = 0;
      for (const host of dead) openUntil = (await scene.breakHost(host)).openUntil ?? 0;
      scene.clock().set(openUntil);
      const leased = await scene.lease({ limit: 20 });
      const probes = leased.filter(({ host }) => host.startsWith("dead"));
      expect(leased).toHaveLength(20);
      expect(probes.length).toBeGreaterThan(0);
      expect(probes.length).toBeLessThanOrEqual(5);
    });
  });
}
