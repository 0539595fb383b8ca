import { HOUR, trusted, type Rooms, type UnitOfWork } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { hall, type Hall } from "../testing/hall.fixture.ts";
import { somebody } from "../testing/somebody.fixture.ts";
import { createInboxWorker } from "./inbox-worker.ts";

/** A worker for whom an object whose text is `text` cannot be put into the list, as if something in us were broken. */
function brokenFor(here: Hall, text: string) {
  const work: UnitOfWork = {
    run: (commit) =>
      here.store.work.run((rooms) => {
        const broken: Rooms = {
          ...rooms,
          arrivals: {
            ...rooms.arrivals,
            async add(arrival) {
              if ((await rooms.objects.get(arrival.object))?.text === text) throw new TypeError("broken");
              return rooms.arrivals.add(arrival);
            },
          },
        };
        return commit(broken);
      }),
  };
  return createInboxWorker({ ...here.ports, work }, { forget: () => undefined });
}

describe("an activity that cannot be handled", () => {
  test("is undone whole, and does not hold up the others", async () => {
    await using here = await hall();
    const ally = somebody("https://ally.example/centres/ally", here.clock);
    await here.knows(ally.known);
    await here.follows(ally.id);
    const [one, two, three] = [ally.note("One"), ally.note("Two"), ally.note("Three")];
    for (const note of [one, two, three]) await here.takesIn(ally.creates(note));
    await brokenFor(here, "Two").drain();
    expect((await here.list()).toSorted()).toEqual(["One", "Three"]);
    expect(await here.store.objectViews.get(trusted.object(two.id))).toBeUndefined();
    expect(await here.store.inbox.depth()).toBe(1);
  });

  test("is tried again five times, ever later, and then given up with a line that says no more than the kind of error", async () => {
    await using here = await hall();
    const ally = somebody("https://ally.example/centres/ally", here.clock);
    await here.knows(ally.known);
    await here.follows(ally.id);
    await here.takesIn(ally.creates(ally.note("Two")));
    const worker = brokenFor(here, "Two");
    for (let tries = 1; tries <= 6; tries += 1) {
      expect(await worker.drain()).toBe(1);
      expect(await worker.drain()).toBe(0);
      here.clock.advance(2 * HOUR);
    }
    expect(await here.store.inbox.depth()).toBe(0);
    expect(here.logged).toHaveLength(6);
    expect(here.logged.at(-1)).toEqual({
      line: "an activity could not be handled",
      facts: { again: "no", error: "TypeError" },
    });
  });

  test("is handled after all, when what was broken has been mended", async () => {
    await using here = await hall();
    const ally = somebody("https://ally.example/centres/ally", here.clock);
    await here.knows(ally.known);
    await here.follows(ally.id);
    await here.takesIn(ally.creates(ally.note("Two")));
    await brokenFor(here, "Two").drain();
    here.clock.advance(HOUR);
    await here.reads();
    expect(await here.list()).toEqual(["Two"]);
  });
});

test("what comes twice happens once", async () => {
  await using here = await hall();
  const ally = somebody("https://ally.example/centres/ally", here.clock);
  await here.knows(ally.known);
  await here.follows(ally.id);
  const create = ally.creates(ally.note("One"));
  expect(await here.takesIn(create)).toBe("stored");
  await here.reads();
  expect(await here.takesIn(create)).toBe("duplicate");
  await here.reads();
  expect(await here.list()).toEqual(["One"]);
});

test("what is of no use is forgotten, whatever its type", async () => {
  await using here = await hall();
  const ally = somebody("https://ally.example/centres/ally", here.clock);
  await here.knows(ally.known);
  await here.follows(ally.id);
  for (const type of ["Like", "Flag", "Move", "Add", "Travel", "Offer", "View"]) {
    await here.takesIn({ ...ally.announces("https://ally.example/notes/1"), type });
  }
  await here.reads();
  expect([await here.store.inbox.depth(), await here.list(), await here.tasks(), here.logged]).toEqual([0, [], [], []]);
});
