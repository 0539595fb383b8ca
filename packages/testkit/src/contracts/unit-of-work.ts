import { type Rooms, trusted, type UnitOfWork } from "@commonhall/domain";
import { beforeEach, describe, expect, test } from "vitest";
import { ourObject, outgoing, sharedInboxAt, storedObject } from "../samples.ts";

export interface UnitOfWorkWorld {
  readonly work: UnitOfWork;
  /** What anybody else sees at the moment. */
  readonly direct: Pick<Rooms, "objects" | "outbox" | "domains">;
  readonly waiting: () => Promise<number>;
  readonly close: () => Promise<void>;
}

const ONE = ourObject("one");
const TWO = ourObject("two");
const TO_ALLY = [{ type: "inbox", inbox: sharedInboxAt("ally.example") }] as const;

export function unitOfWorkContract(name: string, open: () => Promise<UnitOfWorkWorld>): void {
  describe(`unit of work: ${name}`, () => {
    let world: UnitOfWorkWorld;
    beforeEach(async () => {
      world = await open();
      return () => world.close();
    });
    const isThere = async (id: typeof ONE) => (await world.direct.objects.get(id)) !== undefined;

    test("what is written together is there together, and answers what the work answers", async () => {
      const answer = await world.work.run(async (rooms) => {
        await rooms.objects.put(storedObject(ONE));
        await rooms.outbox.append(outgoing("one"), TO_ALLY);
        return "done";
      });
      expect(answer).toBe("done");
      expect(await isThere(ONE)).toBe(true);
      expect(await world.waiting()).toBe(1);
    });

    test("when the work throws, nothing of it is there: neither state nor message", async () => {
      const failing = world.work.run(async (rooms) => {
        await rooms.objects.put(storedObject(ONE));
        await rooms.outbox.append(outgoing("one"), TO_ALLY);
        throw new Error("not after all");
      });
      await expect(failing).rejects.toThrow("not after all");
      expect(await isThere(ONE)).toBe(false);
      expect(await world.waiting()).toBe(0);
    });

    test("the work sees what it has written, others do not before it is done", async () => {
      const seen = await world.work.run(async (rooms) => {
        await rooms.objects.put(storedObject(ONE));
        return { inside: (await rooms.objects.get(ONE)) !== undefined, outside: await isThere(ONE) };
      });
      expect(seen).toEqual({ inside: true, outside: false });
      expect(await isThere(ONE)).toBe(true);
    });

    test("reading waits for no work that is under way", async () => {
      const goOn = Promise.withResolvers<void>();
      const working = world.work.run(() => goOn.promise);
      expect(await isThere(ONE)).toBe(false);
      goOn.resolve();
      await working;
    });

    test("works are done one after the other", async () => {
      await Promise.all(
        Array.from({ length: 20 }, () =>
          world.work.run(async (rooms) => {
            const level = (await rooms.objects.get(ONE))?.published ?? 0;
            await Promise.resolve();
            await rooms.objects.put(storedObject(ONE, { published: level + 1 }));
          }),
        ),
      );
      expect((await world.direct.objects.get(ONE))?.published).toBe(20);
    });

    test("a part that fails is undone by itself", async () => {
      await world.work.run(async (rooms) => {
        await rooms.objects.put(storedObject(ONE));
        const part = rooms.nested(async () => {
          await rooms.objects.put(storedObject(TWO));
          await rooms.outbox.append(outgoing("two"), TO_ALLY);
          throw new Error("not this one");
        });
        await expect(part).rejects.toThrow("not this one");
        expect(await rooms.objects.get(TWO)).toBeUndefined();
      });
      expect(await isThere(ONE)).toBe(true);
      expect(await isThere(TWO)).toBe(false);
      expect(await world.waiting()).toBe(0);
    });

    test("parts within parts are undone each by itself, and what is kept stays", async () => {
      const answer = await world.work.run((rooms) =>
        rooms.nested(async () => {
          await rooms.objects.put(storedObject(ONE));
          await rooms
            .nested(async () => {
              await rooms.objects.put(storedObject(TWO));
              throw new Error("not this one");
            })
            .catch(() => undefined);
          await rooms.nested(() => rooms.domains.set(trusted.host("bad.example"), "refuse"));
          return "kept";
        }),
      );
      expect(answer).toBe("kept");
      expect(await isThere(ONE)).toBe(true);
      expect(await isThere(TWO)).toBe(false);
      expect(await world.direct.domains.all()).toEqual([{ host: "bad.example", level: "refuse" }]);
    });

    test("a work inside a work is refused rather than waited for without end", async () => {
      await expect(world.work.run(() => world.work.run(async () => "never"))).rejects.toThrow();
      expect(await world.work.run(async () => "goes on")).toBe("goes on");
    });
  });
}
