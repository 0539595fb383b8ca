import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { seededRandom } from "@commonhall/testkit";
import {
  crowd,
  freePort,
  runHall,
  spawnNode,
  spawnParts,
  type Crowd,
  type Part,
  type SpawnedParts,
} from "@commonhall/testkit/network";
import { startPostgres, whyNoPostgres, type PostgresCluster } from "@commonhall/testkit/postgres";
import { eventually, idOf } from "../processes.ts";
import { runServer, whyNotRun } from "../programs.ts";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, type TestContext } from "vitest";

/*
 * One node as several processes over one PostgreSQL, and the system kills one after the other, at seeded points. What was
 * committed goes out and what was accepted is dealt with; nobody is told twice in other words.
 */

let cluster: PostgresCluster | undefined;
beforeAll(async () => {
  if (whyNoPostgres() === undefined) cluster = await startPostgres();
});
afterAll(() => cluster?.stop());

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "commonhall-parts-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};

const CENTRE = `kind: centre
handle: hall
name: hall
summary: A hall.
languages: [en]
staff: [{ name: first, roles: [administrator, editor], passphrase: a long passphrase of six words }]
`;

async function parts(
  context: TestContext,
  ...roles: readonly Part["role"][]
): Promise<SpawnedParts & { readonly id: string }> {
  if (cluster === undefined) return context.skip(whyNoPostgres());
  const node = await spawnParts(join(folder, "data"), cluster, roles);
  return { ...node, id: idOf(await node.hall("setup", await file("centre.yaml", CENTRE))) };
}

/** As every server does: what was not answered with 202 is sent again, under the same id. */
async function followsUntilHeard(others: Crowd, followed: string, member: number): Promise<void> {
  const once = async () => (await others.follow(followed, [member]).catch(() => [0]))[0] === 202;
  while (!(await once())) await pause(50);
}

const published = async (node: SpawnedParts, name: string): Promise<string> =>
  idOf(await node.hall("publish", await file(`${name}.yaml`, `kind: post\ntext: ${name}\n`)));

/** Every member got each of these at least once, each time the same bytes under one id, and more than once only where somebody died. */
function expectTold(others: Crowd, ids: readonly string[], deaths: number): void {
  let again = 0;
  for (const creates of others.got("Create")) {
    const bodies = Map.groupBy(creates, ({ activity }) => (activity["object"] as { id: string }).id);
    expect([...bodies.keys()].toSorted()).toEqual([...ids].toSorted());
    for (const copies of bodies.values()) {
      expect(new Set(copies.map(({ activity }) => activity["id"])).size).toBe(1);
      expect(new Set(copies.map(({ request }) => request.body)).size).toBe(1);
      expect(copies.length).toBeLessThanOrEqual(1 + deaths);
      again += copies.length - 1;
    }
  }
  if (deaths === 0) expect(again).toBe(0);
}

const hasAll = (others: Crowd, ids: readonly string[]) => () =>
  others
    .got("Create")
    .every((all) => ids.every((id) => all.some(({ activity }) => (activity["object"] as { id: string }).id === id)));

test("web and work apart: what one accepts the other deals with, and nothing is sent twice", async (context) => {
  await using node = await parts(context, "web", "work");
  await using others = await crowd(20, { clock: Date.now });
  await others.follow(node.id);
  await others.until(() => others.got("Accept").every(({ length }) => length > 0));
  const ids = [await published(node, "one"), await published(node, "two")];
  await others.until(hasAll(others, ids));
  expectTold(others, ids, 0);
  expect(others.got("Accept").every(({ length }) => length === 1)).toBe(true);
  const [web, work] = node.parts;
  expect(web?.process().said()).toMatch(/^listening /m);
  expect(work?.process().said()).toMatch(/^working for /m);
  await expect(fetch(work?.process().environment["HALL_LISTEN"] ?? "")).rejects.toThrow();
  expect(await Promise.all(node.parts.map((part) => part.process().end()))).toEqual([0, 0]);
});

test("web and work apart, one of them killed again and again while it sends: nothing is lost", async (context) => {
  await using node = await parts(context, "web", "work");
  const [, work] = node.parts;
  await using others = await crowd(30, { clock: Date.now });
  await others.follow(node.id);
  await others.until(() => others.got("Accept").every(({ length }) => length > 0));
  const ids: string[] = [];
  for (let seed = 1; seed <= 4; seed += 1) {
    const nth = 1 + Math.floor(seededRandom(seed)() * 29);
    const before = others.deliveries.length;
    const publishing = published(node, `post-${seed}`);
    await others.until(() => others.deliveries.length >= before + nth);
    await work?.dies();
    ids.push(await publishing);
    await work?.returns();
    await others.until(hasAll(others, ids));
  }
  expectTold(others, ids, 4);
});

test("two that answer and two that work, any of them killed at any moment: all that was said is heard, once", async (context) => {
  await using node = await parts(context, "web", "web", "work", "work");
  await using others = await crowd(24, { clock: Date.now });
  const random = seededRandom(23);
  let deaths = 0;
  /** By one clock, to which whatever the dead still held is free. */
  const allReturn = async () => {
    for (const part of node.parts) await part.dies();
    for (const part of node.parts) await part.returns();
    deaths += node.parts.length;
  };
  const ids: string[] = [];
  const following = Promise.all(others.actors.map((_, member) => followsUntilHeard(others, node.id, member)));
  for (let round = 1; round <= 6; round += 1) {
    const publishing = round > 2 ? published(node, `round-${round}`) : undefined;
    await pause(random() * 400);
    const part = node.parts[Math.floor(random() * node.parts.length)];
    await part?.dies();
    deaths += 1;
    await pause(random() * 200);
    if (publishing !== undefined) ids.push(await publishing);
    await part?.returns();
    // Those who follow are told of everything from then on, so they all do before anything is said.
    if (round === 2) {
      await following;
      await allReturn();
      await others.until(() => others.got("Accept").every(({ length }) => length > 0));
    }
  }
  await allReturn();
  await others.until(hasAll(others, ids));
  expectTold(others, ids, deaths);
  for (const accepts of others.got("Accept"))
    expect(new Set(accepts.map(({ activity }) => activity["id"])).size).toBe(1);
  const followers = (await node.hall("followers")).json as readonly { readonly id: string; readonly state: string }[];
  expect(followers.map(({ id }) => id).toSorted()).toEqual([...others.actors].toSorted());
  expect(followers.every(({ state }) => state === "accepted")).toBe(true);
  await eventually("nothing waits", async () => {
    const { counts } = (await node.hall("deliveries")).json as { counts: Record<string, number> };
    return counts["waiting"] === 0 && counts["failed"] === 0;
  });
});

test("of two that answer one has the desk and the workers' door, and the other when that one is gone", async (context) => {
  await using node = await parts(context, "web", "web");
  const statuses = () =>
    Promise.all(
      node.parts.map(async (part) => {
        const { HALL_LISTEN = "" } = part.process().environment;
        const answer = await fetch(`http://${HALL_LISTEN}/desk/sign-in`).catch(() => undefined);
        return answer?.status;
      }),
    );
  await eventually("one of them has it", async () => (await statuses()).filter((one) => one === 200).length === 1);
  const before = await statuses();
  expect(before.toSorted()).toEqual([200, 503]);
  const first = before.indexOf(200);
  await node.parts[first]?.dies();
  await eventually("the other has it", async () => (await statuses())[1 - first] === 200);
  await node.parts[first]?.returns();
  expect((await statuses())[first]).toBe(503);
  const elsewhere = await fetch(`http://${node.parts[first]?.process().environment["HALL_LISTEN"]}/desk/sign-in`);
  expect(await elsewhere.text()).toContain("answered by another part of this node");
});

test("Caddy, as docs/operators/postgresql.md has it, finds the one that has the desk, and the other when that one is gone", async (context) => {
  const missing = whyNotRun("caddy", "caddy");
  if (missing !== undefined) return context.skip(missing);
  await using node = await parts(context, "web", "web");
  const [one, other] = node.parts.map((part) => part.process().environment["HALL_LISTEN"] ?? "");
  const guide = await readFile(join(import.meta.dirname, "../../docs/operators/postgresql.md"), "utf8");
  const text = /```caddyfile\n([\s\S]*?)```/.exec(guide)?.[1] ?? expect.fail("it has one");
  const upstreams = text.replaceAll(/unix\S*web1\.sock/g, one ?? "").replaceAll(/unix\S*web2\.sock/g, other ?? "");
  const port = await freePort();
  const site = `{\n\tadmin off\n}\nhttp://127.0.0.1:${port} {\n${upstreams}}\n`;
  const words = ["run", "--adapter", "caddyfile", "--config", await file("Caddyfile", site)];
  const environment = { PATH: process.env["PATH"], HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  await using _caddy = await runServer("caddy", words, { port, environment });
  const status = async (path: string, init: RequestInit = {}) =>
    (await fetch(`http://127.0.0.1:${port}${path}`, init)).status;
  const typed = { method: "POST", body: new URLSearchParams({ name: "nobody" }) };
  const isFound = async () => (await status("/desk/sign-in")) === 200 && (await status("/desk/sign-in", typed)) < 500;
  await eventually("the desk is found", isFound);
  const [first] = (
    await Promise.all(
      node.parts.map(async (part) => {
        const { HALL_LISTEN } = part.process().environment;
        return { part, has: (await fetch(`http://${HALL_LISTEN}/desk/sign-in`)).status === 200 };
      }),
    )
  ).filter(({ has }) => has);
  await first?.part.dies();
  await eventually("it is found elsewhere", isFound);
  // Any of them answers everything else, and whoever asks does not notice which one is gone.
  for (let request = 0; request < 10; request += 1) expect(await status("/")).toBe(200);
});

test("a node moves from its file to PostgreSQL, and what waited goes out once", async (context) => {
  if (cluster === undefined) return context.skip(whyNoPostgres());
  await cluster.create("moved");
  const dataFolder = join(folder, "data");
  const HALL_DATABASE = cluster.url("moved");
  await using others = await crowd(12, { clock: Date.now });
  const before = await spawnNode({ dataFolder });
  const port = Number(new URL(before.origin).port);
  const id = idOf(await before.hall("setup", await file("centre.yaml", CENTRE)));
  await others.follow(id);
  await others.until(() => others.got("Accept").every(({ length }) => length > 0));
  const told = [idOf(await before.hall("publish", await file("one.yaml", "kind: post\ntext: one\n")))];
  await others.until(hasAll(others, told));
  others.answer(503);
  const tried = others.server.requests.length;
  told.push(idOf(await before.hall("publish", await file("two.yaml", "kind: post\ntext: two\n"))));
  await eventually("it was tried", () => Promise.resolve(others.server.requests.length > tried));
  const move = () => runHall(["migrate-store", "--json"], { ...before.environment, HALL_DATABASE });
  const refused = await move();
  expect([refused.code, refused.err]).toEqual([1, expect.stringMatching(/is in use: the node runs/)]);
  expect(await before.end()).toBe(0);
  const moved = await move();
  expect(moved.json).toMatchObject({ rows: { delivery: 36 }, kept: expect.stringContaining("hall.sqlite.moved-") });
  others.answer(202);
  const HALL_NOW = new Date(Date.now() + 20 * 60_000).toISOString();
  await using web = await spawnNode({ dataFolder, port, environment: { HALL_DATABASE, HALL_ROLE: "web", HALL_NOW } });
  const environment = { HALL_DATABASE, HALL_ROLE: "work", HALL_NOW, HALL_ORIGIN: web.origin };
  await using _work = await spawnNode({ dataFolder, environment });
  await others.until(hasAll(others, told));
  expectTold(others, told, 0);
  expect((await web.hall("followers")).json).toHaveLength(others.actors.length);
  expect((await runHall(["migrate-store"], { ...web.environment })).err).toMatch(/There is no .*hall\.sqlite/);
});
