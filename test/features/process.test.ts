import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { crowd, freePort, MAIN, runHall, spawnNode } from "@commonhall/testkit/network";

/* The node as an operator has it: a process, a folder, a terminal. */

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "common hall "));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};

const CENTRE = `kind: centre
handle: hall
name: { en: Migrant Workers' Hall, ar: دار العمّال المهاجرين }
summary: A hall.
languages: [en, ar]
staff: [{ name: first, roles: [administrator, editor], passphrase: a long passphrase of six words }]
`;

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}

test("an empty folder becomes a node that only who sees the terminal can set up, and that ends cleanly", async () => {
  const dataFolder = join(folder, "data");
  await using node = await spawnNode({ dataFolder });
  const [, url = ""] = /^Set up your centre at (\S+)$/m.exec(node.said()) ?? [];
  expect(node.said()).toMatch(new RegExp(`^listening ${node.origin}$`, "m"));
  expect(url).toMatch(new RegExp(`^${node.origin}/setup\\?code=\\w{20}$`));
  for (const address of [url, `${node.origin}/setup`, `${node.origin}/healthz`])
    expect((await fetch(address)).status).toBe(200);
  expect((await stat(dataFolder)).mode & 0o777).toBe(0o700);
  expect((await stat(join(dataFolder, "hall.sqlite"))).mode & 0o777).toBe(0o600);
  expect(await node.end()).toBe(0);
  expect(node.said()).not.toMatch(/error/i);
});

test("it ends although an inbox never answers and somebody holds a connection open", async () => {
  await using node = await spawnNode({ dataFolder: join(folder, "data") });
  const { json } = await node.hall("setup", await file("centre.yaml", CENTRE));
  await using others = await crowd(3, { clock: Date.now });
  await others.follow((json as { id: string }).id);
  await others.until(() => others.got("Accept").every(({ length }) => length === 1));
  others.answer("never");
  const asked = others.server.requests.length;
  await node.hall("publish", await file("post.yaml", "kind: post\ntext: Our door is open.\n"));
  await eventually(() => Promise.resolve(others.server.requests.length > asked));
  const idle = connect(Number(new URL(node.origin).port), "127.0.0.1");
  const halfway = connect(Number(new URL(node.origin).port), "127.0.0.1", () =>
    halfway.write("POST /inbox HTTP/1.1\r\nhost: x\r\n"),
  );
  await Promise.all([once(idle, "connect"), once(halfway, "connect")]);
  // The node may hang up on them as it likes.
  for (const socket of [idle, halfway]) socket.on("error", () => undefined);
  expect(await node.end()).toBe(0);
  idle.destroy();
  halfway.destroy();
  const left = await node.hall("deliveries", "--state", "waiting");
  expect((left.json as { counts: { waiting: number } }).counts.waiting).toBe(3);
});

test("a second start on the same port says so in a sentence and ends with 1", async () => {
  await using node = await spawnNode({ dataFolder: join(folder, "data") });
  const child = spawn(process.execPath, [MAIN, "serve"], {
    env: { ...process.env, ...node.environment, HALL_DATA: join(folder, "other") },
  });
  let said = "";
  child.stderr.on("data", (data: Buffer) => (said += data.toString()));
  const [code] = (await once(child, "exit")) as [number];
  expect(code).toBe(1);
  expect(said).toMatch(/^127\.0\.0\.1:\d+ is in use already.*HALL_LISTEN\.\n$/);
  expect((await fetch(`${node.origin}/healthz`)).status).toBe(200);
});

test("what a command writes is seen by the node that serves, and what it finds waiting it sends when it is started", async () => {
  const dataFolder = join(folder, "data");
  const port = await freePort();
  await using node = await spawnNode({ dataFolder, port });
  await using others = await crowd(2, { clock: Date.now });
  const { json } = await node.hall("setup", await file("centre.yaml", CENTRE));
  const { id } = json as { id: string };
  expect((await others.follow(id)).every((status) => status === 202)).toBe(true);
  await others.until(() => others.got("Accept").every(({ length }) => length === 1));

  const post = await node.hall(
    "publish",
    await file("post.yaml", "kind: post\ntext: { en: Our door is open on Sundays., ar: بابنا مفتوح يوم الأحد. }\n"),
  );
  await others.until(() => others.got("Create").every(({ length }) => length === 1));
  const { id: postId, activity } = post.json as { id: string; activity: string };
  const seen = async () => (await fetch(postId, { headers: { accept: "application/activity+json" } })).status === 200;
  await eventually(seen);
  await eventually(
    async () =>
      ((await node.hall("deliveries", "--state", "waiting")).json as { counts: { waiting: number } }).counts.waiting ===
      0,
  );
  const { json: deliveries } = await node.hall("deliveries", "--state", "done");
  const line = {
    id: expect.any(Number),
    activity,
    inbox: expect.stringContaining("/inbox"),
    state: "done",
    attempts: expect.any(Number),
    nextAt: null,
    lastError: null,
  };
  expect((deliveries as { items: unknown[] }).items).toEqual(expect.arrayContaining([line]));

  await node.end();
  await node.hall("update", postId, await file("post.yaml", "kind: post\ntext: Our door is open every day.\n"));
  expect(others.got("Update")).toEqual([[], []]);
  await using again = await spawnNode({ dataFolder, port });
  await others.until(() => others.got("Update").every(({ length }) => length === 1));
  expect(await again.end()).toBe(0);
});

test("what arrived is listed as scripts read it", async () => {
  await using node = await spawnNode({ dataFolder: join(folder, "data") });
  await using others = await crowd(1, { clock: Date.now });
  const [author = ""] = others.actors;
  expect(await node.hall("follow", author)).toMatchObject({
    code: 1,
    err: expect.stringContaining("There is no centre yet"),
  });
  await node.hall("setup", await file("centre.yaml", CENTRE));
  const follow = await node.hall("follow", author);
  expect(follow).toMatchObject({ code: 0, json: { id: author, state: "pending" } });
  await eventually(async () => ((await node.hall("following")).json as { state: string }[])[0]?.state === "accepted");
  expect((await node.hall("following")).json).toEqual([
    {
      id: author,
      handle: expect.stringContaining("@member0@"),
      state: "accepted",
      since: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    },
  ]);
  const create = others.post(0, "hello", "<p>Hello from <strong>elsewhere</strong></p>");
  expect(await others.send(0, `${node.origin}/inbox`, create)).toBe(202);
  await eventually(async () => ((await node.hall("timeline")).json as unknown[]).length === 1);
  expect((await node.hall("timeline", "--kind", "note", "--from", author)).json).toEqual([
    {
      id: create.object.id,
      kind: "note",
      from: author,
      via: null,
      published: expect.stringMatching(/Z$/),
      language: "und",
      text: "Hello from elsewhere",
      object: expect.objectContaining({
        id: create.object.id,
        content: "<p>Hello from <strong>elsewhere</strong></p>",
      }),
    },
  ]);
  expect((await node.hall("timeline", "--kind", "campaign")).json).toEqual([]);
  expect(await node.hall("unfollow", author)).toMatchObject({ code: 0, json: { id: author, state: "ended" } });
  expect(await node.hall("unfollow", author)).toMatchObject({ code: 1 });
  expect(await node.hall("follow", "@nobody@127.0.0.1:1")).toMatchObject({ code: 1, out: "" });
});

test("a port that nobody permits and settings that nobody understands end the start with a sentence", async () => {
  const wrong = await runHall(["serve"], { HALL_DATA: join(folder, "x"), HALL_LISTEN: "here", HALL_ROLE: "web" });
  expect(wrong).toMatchObject({ code: 2, out: "" });
  expect(wrong.err.trim().split("\n")).toHaveLength(2);
  const address = await runHall(["serve"], { HALL_DATA: join(folder, "x"), HALL_LISTEN: "192.0.2.1:8420" });
  expect(address).toMatchObject({ code: 1, out: "", err: expect.stringContaining("HALL_LISTEN") });
});
