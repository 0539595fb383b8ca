import { trusted } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { ERROR, FOLLOWERS, HALL, nameOf, type Scene } from "./delivery-scene.ts";
import { actorAt, follow, inboxOf, ourActor, ourObject, outgoing, sharedInboxAt } from "../samples.ts";

export function deliveryPlanningContract(scene: Scene): void {
  planning(scene);
  gone(scene);
  refused(scene);
}

function planning(scene: Scene): void {
  describe("planning", () => {
    test("an activity goes to each follower's inbox", async () => {
      await scene.followedBy("a.example");
      await scene.followedBy("b.example");
      await scene.append("one");
      expect((await scene.lease()).map(({ inbox }) => inbox).sort()).toEqual([
        inboxOf(actorAt("a.example")),
        inboxOf(actorAt("b.example")),
      ]);
    });

    test("a lease says what to send, to whom, and what has been tried", async () => {
      await scene.followedBy("a.example");
      await scene.append("one");
      const [delivery] = await scene.lease();
      expect(delivery).toEqual({
        id: expect.any(Number),
        activity: outgoing("one").id,
        activityType: "Create",
        actor: HALL,
        object: ourObject("one"),
        inbox: inboxOf(actorAt("a.example")),
        host: "a.example",
        document: outgoing("one").document,
        attempts: 0,
        created: scene.clock()(),
      });
    });

    test("followers of one server get it once, at their shared inbox", async () => {
      for (const who of ["ana", "bo", "cy"]) await scene.followedBy("big.example", who, sharedInboxAt("big.example"));
      await scene.append("one");
      expect((await scene.lease()).map(({ inbox }) => inbox)).toEqual([sharedInboxAt("big.example")]);
    });

    test("what is repeated goes again to whom it was sent, but not while it waits", async () => {
      await scene.followedBy("a.example");
      await scene.followedBy("b.example");
      await scene.append("one");
      const [first, second] = await scene.lease();
      if (first === undefined || second === undefined) throw new Error("two deliveries are due");
      await scene.done([first]);
      await scene.world().outbox.repeat(outgoing("one").id);
      expect(await scene.lease()).toMatchObject([{ inbox: first.inbox, attempts: 0 }]);
      await scene.done([second]);
      await scene.world().outbox.repeat(outgoing("none").id);
      expect(await scene.lease()).toEqual([]);
    });

    test("an inbox that is named in several ways gets it once", async () => {
      const ally = await scene.followedBy("a.example");
      await scene.append("first", [FOLLOWERS], "object");
      await scene.done(await scene.lease());
      await scene.append("one", [
        FOLLOWERS,
        { type: "inbox", inbox: inboxOf(ally) },
        { type: "inbox", inbox: inboxOf(ally) },
        { type: "everyone who got", object: ourObject("object") },
      ]);
      expect(await scene.lease()).toHaveLength(1);
    });

    test("whoever has not been accepted, or follows no longer, gets nothing", async () => {
      const ally = await scene.followedBy("a.example");
      for (const state of ["pending", "rejected", "ended"] as const) {
        await scene.world().follows.put(follow(ally, HALL, { state }));
        await scene.append(state);
      }
      expect(await scene.lease()).toEqual([]);
    });

    test("followers of another actor get nothing", async () => {
      await scene.followedBy("a.example");
      await scene.append("one", [{ type: "followers", of: ourActor("other") }]);
      expect(await scene.lease()).toEqual([]);
    });

    test("an update reaches every inbox that the object was ever sent to, whether it arrived or not", async () => {
      for (const host of ["a.example", "b.example"]) await scene.followedBy(host);
      await scene.append("create", [FOLLOWERS], "object");
      const [first, second] = await scene.lease();
      if (first === undefined || second === undefined) throw new Error("Two are expected");
      await scene.settle([
        { id: first.id, type: "done" },
        { id: second.id, type: "failed", error: ERROR },
      ]);
      await scene.world().follows.put(follow(actorAt("a.example"), HALL, { state: "ended" }));
      await scene.append("update", [{ type: "everyone who got", object: ourObject("object") }], "object");
      expect((await scene.lease()).map(({ host }) => host).sort()).toEqual(["a.example", "b.example"]);
    });

    test("an activity without recipients is kept and served", async () => {
      await scene.append("one", []);
      expect(await scene.world().outbox.get(outgoing("one").id)).toEqual(outgoing("one"));
      expect(await scene.world().deliveries.nextDue()).toBeUndefined();
    });

    test("an activity that is repeated goes once more to whoever it was sent to, as if for the first time", async () => {
      for (const host of ["a.example", "b.example", "c.example"]) await scene.followedBy(host);
      await scene.append("one");
      const [first, second] = await scene.lease({ limit: 2 });
      if (first === undefined || second === undefined) throw new Error("Two are expected");
      await scene.settle([
        { id: first.id, type: "done" },
        { id: second.id, type: "failed", error: ERROR },
      ]);
      await scene.world().outbox.repeat(outgoing("one").id);
      const again = await scene.lease();
      expect(again.map(({ host }) => host).sort()).toEqual(["a.example", "b.example", "c.example"]);
      expect(again.map(({ attempts }) => attempts)).toEqual([0, 0, 0]);
    });

    test("a repeated one waits behind what waits already", async () => {
      await scene.followedBy("a.example");
      await scene.append("create", [FOLLOWERS], "object");
      await scene.done(await scene.lease());
      await scene.append("update", [FOLLOWERS], "object");
      await scene.append("delete", [FOLLOWERS], "object");
      await scene.world().outbox.repeat(outgoing("create").id);
      for (const name of ["update", "delete", "create"]) {
        const leased = await scene.lease();
        expect(leased.map(nameOf)).toEqual([name]);
        await scene.done(leased);
      }
    });

    test("what waits already is not repeated, and nothing is for an inbox that is gone", async () => {
      await scene.followedBy("a.example");
      await scene.append("one");
      await scene.world().outbox.repeat(outgoing("one").id);
      const leased = await scene.lease();
      expect(leased).toHaveLength(1);
      await scene.done(leased);
      await scene.append("two");
      const [two] = await scene.lease();
      await scene.settle([{ id: two?.id ?? 0, type: "gone", error: ERROR }]);
      await scene.world().outbox.repeat(outgoing("one").id);
      expect(await scene.lease()).toEqual([]);
    });

    test("an activity that is appended twice is refused", async () => {
      await scene.append("one");
      await expect(scene.append("one")).rejects.toThrow();
    });
  });
}

function gone(scene: Scene): void {
  describe("inboxes that are gone", () => {
    test("get nothing more, neither what waits nor what comes", async () => {
      await scene.followedBy("a.example");
      await scene.append("one");
      await scene.append("two");
      const leased = await scene.lease({ limit: 1 });
      await scene.settle(leased.map(({ id }) => ({ id, type: "gone", error: { type: "status", status: 410 } })));
      expect(await scene.lease()).toEqual([]);
      await scene.append("three", [FOLLOWERS, { type: "inbox", inbox: inboxOf(actorAt("a.example")) }]);
      await scene.append("four", [{ type: "everyone who got", object: ourObject("one") }]);
      expect(await scene.lease()).toEqual([]);
      expect(await scene.world().views.counts()).toEqual({ waiting: 0, done: 0, failed: 0, gone: 2 });
    });

    test("have no followers any more, others keep theirs", async () => {
      const ana = await scene.followedBy("big.example", "ana", sharedInboxAt("big.example"));
      const bo = await scene.followedBy("small.example", "bo");
      await scene.append("one", [{ type: "inbox", inbox: sharedInboxAt("big.example") }]);
      const leased = await scene.lease();
      await scene.settle(leased.map(({ id }) => ({ id, type: "gone", error: { type: "status", status: 410 } })));
      expect((await scene.world().follows.between(ana, HALL))?.state).toBe("ended");
      expect((await scene.world().follows.between(bo, HALL))?.state).toBe("accepted");
    });
  });
}

function refused(scene: Scene): void {
  describe("refused domains", () => {
    test("get nothing, nor do those below them", async () => {
      await scene.world().domains.set(trusted.host("bad.example"), "refuse");
      for (const host of ["bad.example", "www.bad.example", "good.example"]) await scene.followedBy(host);
      await scene.append("one", [FOLLOWERS, { type: "inbox", inbox: sharedInboxAt("bad.example") }]);
      expect((await scene.lease()).map(({ host }) => host)).toEqual(["good.example"]);
      expect((await scene.world().views.counts()).waiting).toBe(1);
    });

    test("what waits for them stays, and goes when they are accepted again", async () => {
      await scene.followedBy("bad.example");
      await scene.append("one");
      await scene.world().domains.set(trusted.host("bad.example"), "refuse");
      expect(await scene.lease()).toEqual([]);
      expect(await scene.world().deliveries.nextDue()).toBeUndefined();
      expect((await scene.world().views.counts()).waiting).toBe(1);
      await scene.world().domains.set(trusted.host("bad.example"), "accept");
      expect(await scene.leasedNames()).toEqual(["one"]);
    });

    test("a domain that is only limited gets everything", async () => {
      await scene.world().domains.set(trusted.host("quiet.example"), "limit");
      await scene.followedBy("quiet.example");
      await scene.append("one");
      expect(await scene.leasedNames()).toEqual(["one"]);
    });
  });
}
