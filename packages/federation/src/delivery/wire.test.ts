import { trusted, type LeasedDelivery } from "@commonhall/domain";
import { describe, expect, it } from "vitest";
import { createWire, type Concluded, type Leased } from "./wire.ts";

const leased = (id: number, host: string): Leased => {
  const delivery: LeasedDelivery = {
    id,
    activity: trusted.activity(`https://hall.example/activities/${id}`),
    activityType: "Create",
    actor: trusted.actor("https://hall.example/centres/hall"),
    object: trusted.object(`https://hall.example/posts/${id}`),
    inbox: trusted.inbox(`https://${host}/inbox`),
    host: trusted.host(host),
    document: "{}",
    attempts: 0,
    created: 0,
  };
  return { delivery, until: 1 };
};

/** A wire whose requests end when the test says so. */
function room(concurrency: number) {
  const begun: number[] = [];
  const concluded: Concluded[] = [];
  const ends = new Map<number, () => void>();
  const held = new Set<number>();
  const wire = createWire({
    concurrency,
    attempt: ({ id }) => {
      begun.push(id);
      return new Promise((resolve) => ends.set(id, () => resolve({ id, type: "done" })));
    },
    isToBeHeld: ({ delivery }) => held.has(delivery.id),
    conclude: (one) => void concluded.push(one),
  });
  const end = async (id: number) => {
    ends.get(id)?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  const outcomes = () => concluded.map(({ outcome }) => `${outcome.id} ${outcome.type}`);
  return { wire, begun, end, held, outcomes };
}

describe("the wire", () => {
  it("has so many requests under way and no more, and begins the next when one ends", async () => {
    const { wire, begun, end, outcomes } = room(2);
    wire.add([leased(1, "a.example"), leased(2, "b.example"), leased(3, "c.example")]);
    expect(begun).toEqual([1, 2]);
    expect([wire.flying(), wire.waiting()]).toEqual([2, 1]);
    await end(2);
    expect(begun).toEqual([1, 2, 3]);
    expect(outcomes()).toEqual(["2 done"]);
  });

  it("lets hosts take turns", () => {
    const { wire, begun } = room(9);
    const hosts = ["a.example", "a.example", "a.example", "b.example", "b.example", "c.example"];
    wire.add(hosts.map((host, index) => leased(index, host)));
    expect(begun).toEqual([0, 3, 5, 1, 4, 2]);
  });

  it("asks at the last moment whether something is to be held", async () => {
    const { wire, begun, end, held, outcomes } = room(1);
    wire.add([leased(1, "a.example"), leased(2, "a.example"), leased(3, "b.example")]);
    held.add(2);
    await end(1);
    await end(3);
    expect(begun).toEqual([1, 3]);
    expect(outcomes()).toEqual(["1 done", "3 done", "2 held"]);
  });

  it("begins nothing after it was stopped, and gives back what waited", async () => {
    const { wire, begun, end, outcomes } = room(1);
    wire.add([leased(1, "a.example"), leased(2, "b.example"), leased(3, "c.example")]);
    wire.stop();
    expect(outcomes()).toEqual(["2 held", "3 held"]);
    await end(1);
    expect(begun).toEqual([1]);
    expect(outcomes()).toEqual(["2 held", "3 held", "1 done"]);
    expect([wire.flying(), wire.waiting()]).toEqual([0, 0]);
  });
});
