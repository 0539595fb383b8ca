import { hostOf, MINUTE, trusted, type Change, type Host } from "@commonhall/domain";
import { actorAt, fakeClock, inboxOf, ourObject, outgoing, storedObject } from "@commonhall/testkit";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { openStore } from "../../open-store.ts";
import type { Store } from "../../store.ts";
import { emptyPostgres } from "../open-test-store.fixture.ts";
import { openBehindStore } from "../behind-store.fixture.ts";

/** To the database, several stores in one process are what several processes are: connections of their own. */
let stores: readonly Store[];
const clock = fakeClock();
beforeEach(async () => {
  const postgres = await emptyPostgres(inject("postgres") ?? expect.fail("there is no PostgreSQL"));
  stores = await Promise.all(Array.from({ length: 4 }, () => openStore({ postgres, clock })));
});
afterEach(async () => void (await Promise.all(stores.map((store) => store.close()))));

const [OUR_TURNS, HOSTS] = [12, 6];
const inboxes = Array.from({ length: HOSTS }, (_, index) => inboxOf(actorAt(`host${index}.example`)));
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("what one reads and then writes, no other changes in between", async () => {
  const count = async ({ work }: Store) => {
    for (let round = 0; round < OUR_TURNS; round++) {
      await work.run(async ({ objects }) => {
        const before = (await objects.get(ourObject("count")))?.published ?? 0;
        await turn();
        await objects.put(storedObject(ourObject("count"), { published: before + 1 }));
      });
    }
  };
  await Promise.all(stores.map(count));
  expect((await stores[0]?.direct.objects.get(ourObject("count")))?.published).toBe(stores.length * OUR_TURNS);
});

test("a part of a commit that fails is undone by itself, and what failed in PostgreSQL fails no more than that part", async () => {
  const [store, other] = stores;
  await store?.work.run(async (rooms) => {
    const { objects, outbox } = rooms;
    await objects.put(storedObject(ourObject("kept"), { local: true }));
    await outbox.append(outgoing("one"), []);
    const part = rooms.nested(async () => {
      await objects.put(storedObject(ourObject("undone"), { local: true }));
      await outbox.append(outgoing("one"), []);
    });
    await expect(part).rejects.toThrow(/duplicate key/);
    await rooms.nested(() => objects.put(storedObject(ourObject("after"), { local: true })));
  });
  const there = async (name: string) => (await other?.direct.objects.get(ourObject(name))) !== undefined;
  expect([await there("kept"), await there("undone"), await there("after")]).toEqual([true, false, true]);
});

test("everybody hears what a commit was about, its own process once", async () => {
  const heard = stores.map((): Change[] => []);
  const all = Promise.withResolvers<void>();
  stores.forEach((store, index) =>
    store.onChange((change) => {
      heard[index]?.push(change);
      if (heard.every(({ length }) => length === 2)) all.resolve();
    }),
  );
  const id = trusted.activity("https://a.example/activities/1");
  await stores[0]?.inbox.accept({ id, actor: actorAt("a.example"), document: "{}", received: 0 });
  await stores[1]?.settings.set("a", "1");
  await all.promise;
  for (const changes of heard) expect(changes).toEqual(["inbox", "anything"]);
});

test("an id that comes to all of them at once, among others in another order, is stored once", async () => {
  const ids = Array.from({ length: 40 }, (_, index) => trusted.activity(`https://a.example/activities/${index}`));
  const orders = [ids, ids.toReversed(), ids.toSpliced(0, 20).concat(ids.slice(0, 20)), ids.toReversed()];
  const answers = await Promise.all(
    stores.flatMap(({ inbox }, index) =>
      (orders[index] ?? ids).map((id) =>
        inbox.accept({ id, actor: actorAt("a.example"), document: "{}", received: 0 }),
      ),
    ),
  );
  expect(answers.filter((answer) => answer === "stored").length).toBe(ids.length);
  expect(await stores[0]?.inbox.depth()).toBe(ids.length);
});

test("what arrived is dealt with once, and what one actor sent in its order, whoever deals with it", async () => {
  const actors = Array.from({ length: 5 }, (_, index) => actorAt(`host${index}.example`));
  const dealtWith: { readonly actor: string; readonly number: number }[] = [];
  const ACTIVITIES = 120;
  for (let number = 0; number < ACTIVITIES; number++) {
    const actor = actors[number % actors.length] ?? expect.fail();
    const id = trusted.activity(`https://${hostOf(actor)}/activities/${number}`);
    await stores[number % 2]?.inbox.accept({ id, actor, document: `${number}`, received: 0 });
  }
  const deal = async ({ inbox, work }: Store) => {
    while (dealtWith.length < ACTIVITIES) {
      const items = await inbox.lease(0, 7, MINUTE);
      await turn();
      await work.run(async (rooms) => {
        for (const { sequence } of items) await rooms.inbox.settle([sequence], { type: "processed" });
        // While the commit is under way, so that what came of it is in the order in which it came about.
        dealtWith.push(...items.map(({ actor, document }) => ({ actor, number: Number(document) })));
      });
    }
  };
  await Promise.all(stores.map(deal));
  expect(dealtWith.map(({ number }) => number).sort((a, b) => a - b)).toEqual(
    Array.from({ length: ACTIVITIES }, (_, n) => n),
  );
  for (const actor of actors) {
    const theirs = dealtWith.filter((one) => one.actor === actor).map(({ number }) => number);
    expect(theirs).toEqual(theirs.toSorted((a, b) => a - b));
  }
});

test("messages of one key are handled one after the other, by whichever process", async () => {
  const MESSAGES = 30;
  const underWay = new Set<string>();
  const handled: string[] = [];
  for (let number = 0; number < MESSAGES; number++) {
    await stores[0]?.queue("tasks").enqueue({ key: `${number % 3}`, number }, { orderingKey: `${number % 3}` });
  }
  await Promise.all(
    stores.map(async (store) => {
      while (handled.length < MESSAGES) {
        await store.queue("tasks").drain(async (message) => {
          const { key, number } = message as { key: string; number: number };
          expect(underWay.has(key)).toBe(false);
          underWay.add(key);
          await turn();
          underWay.delete(key);
          handled.push(`${key} ${number}`);
        });
      }
    }),
  );
  expect(new Set(handled).size).toBe(MESSAGES);
  for (const key of ["0", "1", "2"]) {
    const numbers = handled.filter((one) => one.startsWith(`${key} `)).map((one) => Number(one.slice(2)));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  }
});

test("deliveries that are planned, taken and settled at once go out once each, and about one object in order", async () => {
  const [OBJECTS, UPDATES] = [8, 6];
  const sent: { readonly inbox: string; readonly object: string; readonly activity: string }[] = [];
  const expected = OBJECTS * UPDATES * HOSTS;
  const publish = async ({ work }: Store, own: number) => {
    for (let update = 0; update < UPDATES; update++) {
      for (let object = own; object < OBJECTS; object += 2) {
        await work.run(async ({ outbox }) => {
          const recipients = inboxes.map((inbox) => ({ type: "inbox", inbox }) as const);
          await outbox.append(outgoing(`${object}-${update}`, { object: ourObject(`${object}`) }), recipients);
        });
      }
    }
  };
  const deliver = async ({ deliveries }: Store) => {
    while (sent.length < expected) {
      const busy = new Map<Host, number>();
      const leased = await deliveries.lease(clock(), { limit: 10, leaseFor: MINUTE, perHost: 4, busy });
      for (const { inbox, object, activity } of leased) sent.push({ inbox, object, activity });
      await turn();
      await deliveries.settle(
        clock(),
        leased.map(({ id }) => ({ id, type: "done" })),
        [],
      );
    }
  };
  const [one, other, ...workers] = stores;
  if (one === undefined || other === undefined) return expect.fail();
  await Promise.all([publish(one, 0), publish(other, 1), ...workers.map(deliver)]);
  expect(new Set(sent.map(({ inbox, activity }) => `${inbox} ${activity}`)).size).toBe(expected);
  expect(sent.length).toBe(expected);
  expect(await one.deliveryViews.counts()).toEqual({ waiting: 0, done: expected, failed: 0, gone: 0 });
  expect(await one.deliveries.nextDue()).toBeUndefined();
  for (const inbox of inboxes) {
    for (let object = 0; object < OBJECTS; object++) {
      const told = sent.filter((line) => line.inbox === inbox && line.object === ourObject(`${object}`));
      expect(told.map(({ activity }) => activity)).toEqual(
        Array.from({ length: UPDATES }, (_, update) => outgoing(`${object}-${update}`).id),
      );
    }
  }
});

test("what is withdrawn while others take deliveries is not taken any more", async () => {
  const [one, ...workers] = stores;
  if (one === undefined) return expect.fail();
  const taken = new Set<string>();
  const withdrawn = new Map<string, number>();
  const publishing = new AbortController();
  let turns = 0;
  const publish = async () => {
    for (let count = 0; count < 25; count++) {
      const object = ourObject(`${count}`);
      await one.work.run(async ({ outbox }) => {
        const all = inboxes.map((inbox) => ({ type: "inbox", inbox }) as const);
        await outbox.append(outgoing(`create-${count}`, { object }), all);
      });
      await turn();
      await one.work.run(async ({ outbox }) => {
        await outbox.append(outgoing(`delete-${count}`, { type: "Delete", object }), [
          { type: "everyone who got", object },
        ]);
      });
      withdrawn.set(outgoing(`create-${count}`).id, turns);
    }
    publishing.abort();
  };
  const deliver = async ({ deliveries }: Store) => {
    while (!publishing.signal.aborted) {
      const began = ++turns;
      const leased = await deliveries.lease(clock(), { limit: 5, leaseFor: MINUTE, perHost: 2, busy: new Map() });
      // Whoever began to take after the end was written must not find it any more.
      for (const { activity } of leased) {
        const at = withdrawn.get(activity);
        expect(at === undefined || at >= began).toBe(true);
        taken.add(activity);
      }
      await deliveries.settle(
        clock(),
        leased.map(({ id }) => ({ id, type: "done" })),
        [],
      );
    }
  };
  await Promise.all([publish(), ...workers.map(deliver)]);
  expect(taken.size).toBeGreaterThan(0);
});

test("text that PostgreSQL cannot keep is kept without the character that it cannot", async () => {
  await stores[0]?.settings.set("name", "before\0after");
  expect(await stores[1]?.settings.get("name")).toBe("before\uFFFDafter");
});

test("texts are in the order of their bytes, as in SQLite, whatever the database was made for", async () => {
  const names = ["b", "B", "a-b", "a_b", "ab", "É", "z", "~", "ä"];
  for (const name of names) await stores[0]?.keyValue.set([name], 1);
  const listed: string[] = [];
  for await (const { key } of stores[0]?.keyValue.list() ?? []) listed.push(key[0]);
  const inBytes = (a: string, b: string) =>
    Buffer.compare(Buffer.from(JSON.stringify([a])), Buffer.from(JSON.stringify([b])));
  expect(listed).toEqual(names.toSorted(inBytes));
});

test("after its connections were cut, a store goes on, and hears again what others do", async () => {
  await using behind = await openBehindStore({ clock: fakeClock() });
  const heard = Promise.withResolvers<Change>();
  await behind.store.settings.set("a", "1");
  behind.store.onChange(heard.resolve);
  await behind.behind(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name = 'commonhall' and pid <> pg_backend_pid()`,
  );
  expect(await heard.promise).toBe("anything");
  await behind.store.settings.set("a", "2");
  expect(await behind.store.settings.get("a")).toBe("2");
});

test("when a host is due is told from what the others have written by then", async () => {
  await using it = await openBehindStore({ clock });
  const { store, behind } = it;
  const [inbox] = inboxes;
  const append = (name: string) =>
    store.work.run(async ({ outbox }) =>
      outbox.append(
        outgoing(name, { object: ourObject("one") }),
        inbox === undefined ? [] : [{ type: "inbox", inbox }],
      ),
    );
  await append("create");
  // As a lease writes it, that has not been committed yet.
  await behind("begin");
  await behind("update remote_host set due = due");
  await behind("update delivery set leased = 1, due = ?", clock() + MINUTE);
  await behind("update remote_host set due = ?", clock() + MINUTE);
  const planned = append("update");
  for (;;) {
    const [blocked] = await behind("select count(*) as count from pg_locks where not granted");
    if (Number(blocked?.["count"]) > 0) break;
  }
  await behind("commit");
  await planned;
  expect(await store.deliveries.nextDue()).toBe(clock() + MINUTE);
});
