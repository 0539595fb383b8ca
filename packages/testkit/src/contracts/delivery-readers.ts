import { trusted } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { ERROR, FOLLOWERS, HALL, nameOf, type Scene } from "./delivery-scene.ts";
import { actorAt, follow, inboxOf, ourObject, outgoing, remoteActor, sharedInboxAt } from "../samples.ts";

/** What is not for everybody: it goes to each reader's own inbox, and stops going there when they read no longer. */
export function deliveryReadersContract(scene: Scene): void {
  const knows = async (host: string, sharedInbox?: string) => {
    const actor = actorAt(host);
    const shared = sharedInbox === undefined ? {} : { sharedInbox: trusted.inbox(sharedInbox) };
    await scene.world().actors.put(remoteActor(actor, shared));
    return actor;
  };

  describe("named readers", () => {
    test("get it at their own inbox, whatever inbox they share with others", async () => {
      const ana = await knows("a.example", sharedInboxAt("a.example"));
      const bo = await knows("b.example");
      await scene.append("one", [{ type: "actors", actors: [ana, bo, actorAt("unknown.example")] }]);
      expect((await scene.lease()).map(({ inbox }) => inbox).sort()).toEqual([inboxOf(ana), inboxOf(bo)]);
    });

    test("get nothing where their inbox is one that others read too", async () => {
      const ana = await knows("a.example", inboxOf(actorAt("a.example")));
      await scene.append("one", [{ type: "actors", actors: [ana] }]);
      await scene.append("two", [{ type: "actors", actors: [] }]);
      expect(await scene.lease()).toEqual([]);
    });

    test("a Delete goes to everybody who got it but those who are excepted", async () => {
      const [ana, bo] = [await knows("a.example"), await knows("b.example")];
      await scene.append("one", [{ type: "actors", actors: [ana, bo] }], "object");
      await scene.done(await scene.lease());
      await scene.remove("object", [{ type: "everyone who got", object: ourObject("object"), except: [ana] }]);
      expect((await scene.lease()).map(({ inbox }) => inbox)).toEqual([inboxOf(bo)]);
    });
  });

  describe("a reader no longer", () => {
    const objects = [ourObject("object")];

    test("gets nothing more of what waits, and others do", async () => {
      const [ana, bo] = [await knows("a.example"), await knows("b.example")];
      await scene.append("create", [{ type: "actors", actors: [ana, bo] }], "object");
      await scene.append("update", [{ type: "actors", actors: [ana, bo] }], "object");
      await scene.append("other", [{ type: "actors", actors: [ana] }]);
      await scene.world().outbox.withdrawFor(ana, objects);
      expect((await scene.lease()).map((one) => `${nameOf(one)} ${one.host}`).sort()).toEqual([
        "create b.example",
        "other a.example",
      ]);
      expect((await scene.world().views.counts()).failed).toBe(2);
    });

    test("still gets what is for everybody, through the inbox that is shared", async () => {
      const ana = await knows("a.example", sharedInboxAt("a.example"));
      await scene.world().follows.put(follow(ana, HALL));
      await scene.append("one", [FOLLOWERS], "object");
      await scene.world().outbox.withdrawFor(ana, objects);
      expect((await scene.lease()).map(({ inbox }) => inbox)).toEqual([sharedInboxAt("a.example")]);
    });

    test("is still told of its end, at once where nothing is on its way", async () => {
      const ana = await knows("a.example");
      await scene.append("create", [{ type: "actors", actors: [ana] }], "object");
      await undo(ana);
      await scene.world().outbox.withdrawFor(ana, objects);
      expect(await scene.leasedNames()).toEqual(["undo"]);
    });

    test("is told of its end after what is on its way, which is not tried again", async () => {
      const ana = await knows("a.example");
      await scene.append("create", [{ type: "actors", actors: [ana] }], "object");
      const [create] = await scene.lease();
      await undo(ana);
      await scene.world().outbox.withdrawFor(ana, objects);
      expect(await scene.lease()).toEqual([]);
      await scene.settle([{ id: create?.id ?? 0, type: "retry", at: scene.clock()(), error: ERROR }]);
      expect(await scene.leasedNames()).toEqual(["undo"]);
      expect((await scene.world().views.counts()).failed).toBe(1);
    });

    const undo = (reader: ReturnType<typeof actorAt>) =>
      scene
        .world()
        .outbox.append(outgoing("undo", { type: "Undo", object: ourObject("object") }), [
          { type: "actors", actors: [reader] },
        ]);
  });
}
