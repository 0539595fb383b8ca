import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { trusted, type Change } from "@commonhall/domain";
import { actorAt, fakeClock, ourObject, storedObject } from "@commonhall/testkit";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openStore } from "../open-store.ts";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "commonhall-"));
  file = join(folder, "store.db");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = () => openStore({ file, clock: fakeClock() });

test("what was written is there when the file is opened again", async () => {
  const first = await open();
  await first.settings.set("origin", "https://hall.example");
  await first.close();
  await using second = await open();
  expect(await second.settings.get("origin")).toBe("https://hall.example");
  expect(await second.settings.get("other")).toBeUndefined();
});

test("a commit waits for the disk, and references hold", async () => {
  const pragma = vi.spyOn(Sqlite.prototype, "pragma");
  await using _store = await open();
  const asked = pragma.mock.calls.map(([text]) => text);
  pragma.mockRestore();
  for (const setting of ["journal_mode = wal", "synchronous = full", "foreign_keys = on"]) {
    expect(asked).toContain(setting);
  }
  const connection = new Sqlite(file);
  expect(connection.pragma("journal_mode", { simple: true })).toBe("wal");
  connection.close();
});

test("several that open a new file at once bring it up to date once", async () => {
  const stores = await Promise.all(Array.from({ length: 4 }, open));
  await Promise.all(stores.map((store, index) => store.settings.set(`key${index}`, "value")));
  expect(await stores[0]?.settings.get("key3")).toBe("value");
  for (const store of stores) await store.close();
});

test("a file of a later version is refused", async () => {
  await (await open()).close();
  const connection = new Sqlite(file);
  connection.exec("insert into kysely_migration (name, timestamp) values ('9999-later', '2030-01-01')");
  connection.close();
  await expect(open()).rejects.toThrow();
});

test("two that write the same file wait for each other, and neither loses anything", async () => {
  await using one = await open();
  await using other = await open();
  const count = async ({ work }: typeof one) => {
    for (let turn = 0; turn < 20; turn++) {
      await work.run(async (rooms) => {
        const before = (await rooms.objects.get(ourObject("count")))?.published ?? 0;
        await new Promise((resolve) => setImmediate(resolve));
        await rooms.objects.put(storedObject(ourObject("count"), { published: before + 1 }));
      });
    }
  };
  await Promise.all([count(one), count(other)]);
  expect((await one.direct.objects.get(ourObject("count")))?.published).toBe(40);
});

test("a listener hears of a commit at once, and of what somebody else committed soon", async () => {
  await using one = await open();
  await using other = await open();
  let heard = 0;
  const elsewhere = Promise.withResolvers<void>();
  const stop = one.onChange(() => {
    heard++;
    if (heard > 1) elsewhere.resolve();
  });
  await one.settings.set("a", "1");
  expect(heard).toBe(1);
  await other.settings.set("a", "2");
  await elsewhere.promise;
  expect(heard).toBe(2);
  stop();
  await one.settings.set("a", "3");
  expect(heard).toBe(2);
});

test("a listener hears what a commit was about; what somebody else committed may be anything", async () => {
  await using one = await open();
  await using other = await open();
  const heard: Change[] = [];
  const id = trusted.activity("https://a.example/activities/1");
  const accept = (store: typeof one) =>
    store.inbox.accept({ id, actor: actorAt("a.example"), document: "{}", received: 0 });
  const elsewhere = Promise.withResolvers<void>();
  one.onChange((change) => {
    heard.push(change);
    elsewhere.resolve();
  });
  await accept(other);
  await elsewhere.promise;
  expect(heard.splice(0)).toEqual(["anything"]);
  await one.inbox.lease(0, 1, 1);
  expect(heard.splice(0)).toEqual(["anything"]);
  await one.inbox.accept({ id: trusted.activity(`${id}/b`), actor: actorAt("a.example"), document: "{}", received: 0 });
  expect(heard.splice(0)).toEqual(["inbox"]);
});

test("nobody hears of what changed nothing: of reading, of waking for nothing, of what was undone", async () => {
  await using store = await open();
  let heard = 0;
  store.onChange(() => heard++);
  await store.direct.objects.get(ourObject("one"));
  await store.deliveries.lease(0, { limit: 1, leaseFor: 1, perHost: 1, busy: new Map() });
  await store.inbox.lease(0, 1, 1);
  await store.queue("tasks").drain(() => {});
  await store.work.run(async (rooms) => rooms.objects.get(ourObject("one")));
  const undone = store.work.run(async (rooms) => {
    await rooms.objects.put(storedObject(ourObject("one")));
    throw new Error("not after all");
  });
  await expect(undone).rejects.toThrow();
  expect(heard).toBe(0);
});

test("many that are accepted at once are one commit", async () => {
  await using store = await open();
  let commits = 0;
  store.onChange(() => commits++);
  const ids = Array.from({ length: 200 }, (_, index) => trusted.activity(`https://a.example/activities/${index}`));
  await Promise.all(
    ids.map((id) => store.inbox.accept({ id, actor: actorAt("a.example"), document: "{}", received: 0 })),
  );
  expect(commits).toBe(1);
});

test("who accepts while nothing can be written is told so", async () => {
  const store = await open();
  await store.close();
  const id = trusted.activity("https://a.example/activities/1");
  const late = store.inbox.accept({ id, actor: actorAt("a.example"), document: "{}", received: 0 });
  await expect(late).rejects.toThrow();
});

test("a store in memory leaves nothing behind, and closing twice does no harm", async () => {
  const store = await openStore({ file: ":memory:", clock: fakeClock() });
  await store.settings.set("a", "1");
  const listening = store.queue("tasks").listen(() => {});
  await store.close();
  await store.close();
  await listening;
  await expect(store.settings.get("a")).rejects.toThrow();
});
