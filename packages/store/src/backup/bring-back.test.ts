import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DAY, type Task } from "@commonhall/domain";
import {
  actorAt,
  centre,
  fakeClock,
  ourActor,
  ourObject,
  outgoing,
  remoteActor,
  saysBulletin,
} from "@commonhall/testkit";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { letsOut } from "../bulletins/use-bulletins.fixture.ts";
import { openStore } from "../open-store.ts";
import type { Store } from "../store.ts";
import { bringBackStore, BROUGHT_BACK } from "./bring-back.ts";
import { proveStore } from "./prove-store.ts";
import { removeLeftovers } from "./remove-leftovers.ts";
import { snapshotStore, temporaryBeside } from "./snapshot-store.ts";

const HALL = ourActor("hall");
const [ANA, BO] = [actorAt("a.example"), actorAt("b.example")];
const clock = fakeClock();

let folder: string;
let file: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "commonhall-"));
  file = join(folder, "hall.sqlite");
  store = await openStore({ file, clock });
  await store.direct.centres.put(centre());
  for (const actor of [ANA, BO]) await store.direct.remoteActors.put(remoteActor(actor));
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

async function copied(during: () => Promise<unknown> = async () => undefined): Promise<Buffer> {
  await using snapshot = await snapshotStore(file);
  await during();
  const pieces: Uint8Array[] = [];
  for await (const piece of snapshot.bytes()) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function broughtBack(copy: Buffer, now: number) {
  const there = join(folder, "back.sqlite");
  await writeFile(there, copy);
  const back = await bringBackStore(there, now, { kept: "yes" });
  return { there, back };
}

const rowsOf = (path: string, sql: string): readonly unknown[] => {
  const db = new Sqlite(path, { readonly: true });
  try {
    return db.prepare(sql).pluck().all();
  } finally {
    db.close();
  }
};

const says = (name: string, more = {}) =>
  store.direct.outbox.append(outgoing(name, { actor: HALL, object: ourObject(name), published: clock(), ...more }), [
    { type: "actors", actors: [ANA, BO] },
  ]);

test("a copy has what was there when it began, however much is written meanwhile, and leaves nothing beside the file", async () => {
  await store.settings.set("before", "1");
  const copy = await copied(() => store.settings.set("during", "2"));
  const { there } = await broughtBack(copy, clock());
  expect(rowsOf(there, "select key from setting order by key")).toEqual(["before", "kept"]);
  expect(await store.settings.get("during")).toBe("2");
  expect((await readdir(folder)).filter((name) => name.includes(".part-"))).toEqual([]);
  await using unread = await snapshotStore(file);
  expect(unread).toBeDefined();
});

test("what waits goes on as it is, but for what nobody tries any more and what is released of workers", async () => {
  await says("old");
  await says("end", { type: "Delete" });
  clock.advance(8 * DAY);
  await says("new");
  const released = await letsOut(store, saysBulletin(), [ANA]);
  const { there, back } = await broughtBack(await copied(), clock());
  expect(back).toMatchObject({ waiting: 4, ended: 3 });
  const states = rowsOf(
    there,
    `select activity.object || ' ' || state || ' ' || coalesce(last_error, '') || ' ' || head from delivery
     join activity on activity.sequence = delivery.activity order by delivery.id`,
  );
  const each = (name: string, text: string) => [1, 2].map(() => `${ourObject(name)} ${text}`);
  expect(states).toEqual([
    ...each("old", `failed ${BROUGHT_BACK} 0`),
    ...each("end", "waiting  1"),
    ...each("new", "waiting  1"),
    `${released} failed ${BROUGHT_BACK} 0`,
  ]);
  expect(rowsOf(there, "select count(*) from remote_host where due is not null")).toEqual([2]);
});

test("behind what is ended, the next about the same goes to the same inbox", async () => {
  await says("one");
  clock.advance(8 * DAY);
  await says("one again", { object: ourObject("one"), type: "Update" });
  const { there } = await broughtBack(await copied(), clock());
  expect(rowsOf(there, "select state || ' ' || head from delivery order by id")).toEqual([
    "failed 0",
    "failed 0",
    "waiting 1",
    "waiting 1",
  ]);
});

test("mail that waited is not sent, other tasks are done, and who is followed is asked at once", async () => {
  const tasks: readonly Task[] = [
    { type: "tell staff" },
    { type: "mail notice", staff: "one" },
    { type: "mail digest", digest: "one", until: 1 },
    { type: "refresh actor", actor: ANA },
  ];
  for (const task of tasks) await store.direct.tasks.add(task);
  await store.direct.catchUps.begin(ANA, clock());
  const { there } = await broughtBack(await copied(), clock());
  expect(rowsOf(there, "select json_extract(message, '$.task.type') from message")).toEqual(["refresh actor"]);
  expect(rowsOf(there, "select asked from catch_up")).toEqual([0]);
});

test("a copy is proven without a disk, and one that is cut, altered or newer is told apart", async () => {
  const copy = await copied();
  expect(proveStore(Buffer.from(copy))).toMatchObject({ type: "good", staff: 0, waiting: 0 });
  expect(proveStore(copy.subarray(0, copy.length / 2))).toMatchObject({ type: "broken" });
  expect(proveStore(Buffer.from("no database at all, and never was one"))).toMatchObject({ type: "broken" });
  const altered = Buffer.from(copy);
  altered.fill(0xff, 4096, 8192);
  expect(proveStore(altered)).toMatchObject({ type: "broken" });
  const later = join(folder, "later.sqlite");
  await writeFile(later, copy);
  const db = new Sqlite(later);
  db.exec("insert into kysely_migration values ('9999-later', '2036')");
  db.pragma("wal_checkpoint(truncate)");
  db.close();
  expect(proveStore(await readFile(later))).toEqual({ type: "newer", unknown: ["9999-later"] });
});

test("what a killed copy left beside the file goes at the next, and what another process works on stays", async () => {
  const [own, other, mine] = [
    temporaryBeside(file),
    temporaryBeside(file).replace(`-${process.pid}-`, `-${process.ppid}-`),
    `${file}.mine`,
  ];
  for (const path of [own, `${own}-wal`, other, mine]) await writeFile(path, "x");
  await removeLeftovers(file);
  const left = (await readdir(folder)).filter((name) => name.includes(".part-") || name.endsWith(".mine"));
  expect(left.toSorted()).toEqual([mine, other].map((path) => path.slice(folder.length + 1)).toSorted());
});
