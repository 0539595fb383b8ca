import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DAY, HOUR, languageTag, MINUTE } from "@commonhall/domain";
import { hall, lastBackup, startNode } from "@commonhall/node";
import { type Databases, onEachDatabase } from "../each-database.ts";
import { crowd, FIRST_STAFF, network, type Network, PASSPHRASE, type TestNode } from "@commonhall/testkit/network";

/*
 * A machine is lost, and its node comes back on another one from a backup that was made while it served: real nodes over
 * real HTTP, and the commands that somebody types.
 */

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "commonhall-backup-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const STAFF = [
  ...FIRST_STAFF,
  { name: "ana", roles: ["caseworker"], passphrase: PASSPHRASE },
  { name: "bo", roles: ["caseworker"], passphrase: PASSPHRASE },
] as const;

/** Runs `hall` for a node at the time of its network. */
async function run(net: Network, node: TestNode, words: readonly string[], input = "", settings = {}) {
  const [out, err]: [string[], string[]] = [[], []];
  const environment = {
    ...node.environment,
    ...settings,
    HALL_NOW: new Date(net.clock()).toISOString(),
  };
  const code = await hall(
    [...words, "--json"],
    {
      environment,
      folders: [folder],
      out: (text) => void out.push(text),
      err: (text) => void err.push(text),
      input: async () => input,
    },
    { onEnd: () => undefined },
  );
  const text = out.join("");
  return { code, err: err.join(""), json: text === "" ? undefined : JSON.parse(text) };
}

const idOf = async (node: TestNode, name: string): Promise<string> => {
  const found = (await node.running.store.staffDesk.list()).find((one) => one.name === name);
  return found?.id ?? expect.fail(`${name} works here`);
};

async function deskOf(node: TestNode, name: string) {
  const id = await idOf(node, name);
  const opened = await node.running.vault.door.unlock(id, PASSPHRASE);
  if (!opened.ok) throw new Error(opened.error.type);
  return (await node.running.vault.door.desk(id, opened.value.token)) ?? expect.fail("it is open");
}

/** A vault with a report in it, and the papers of its recovery key. */
async function withReport(node: TestNode): Promise<string> {
  const keyed = (await node.running.store.staffDesk.list()).filter(({ roles }) => roles.includes("caseworker"));
  const people = keyed.map(({ id, roles }) => ({ id, roles, passphrase: PASSPHRASE }));
  expect(await node.running.vault.found(people)).toMatchObject({ ok: true });
  const made = await (await deskOf(node, "ana")).keys.makeRecovery(2, 3);
  const { keys } = await deskOf(node, "bo");
  for (const { fingerprint } of await keys.candidates()) await keys.sign(fingerprint);
  await reports(node, "They kept my passport.");
  return made.ok ? made.value.papers.slice(1).join("\n") : expect.fail(made.error.type);
}

const reports = (node: TestNode, story: string) =>
  node.running.vault.intakes.submit(
    { language: languageTag("en") ?? expect.fail(), happened: ["wages"], story, consents: [], files: [] },
    { code: "wanted", channel: "web", quarantined: false },
  );

async function stories(node: TestNode): Promise<readonly string[]> {
  const { cases } = await deskOf(node, "bo");
  const { items } = await cases.list({});
  const opened = await Promise.all(items.map(({ id }) => cases.open(id)));
  return opened.map((one) => (one.ok ? (one.value.told[0]?.texts.story ?? "") : one.error.type)).toSorted();
}

/** The machine is gone, with all that was on it. */
async function loses(node: TestNode, databases?: Databases): Promise<void> {
  await node.stop();
  await databases?.lose(node.database);
  await rename(node.dataFolder, `${node.dataFolder}.lost`);
  await rename(`${node.dataFolder}.pepper`, `${node.dataFolder}.pepper.lost`);
}

const texts = async (node: TestNode) =>
  (await node.reads("post")).map((text) => text.replace(/\P{L}*127\.0\.0\.1.*$/su, "")).toSorted();

onEachDatabase((databases) => {
  const { newDatabase } = databases;

  test("a node comes back on another machine: the same followers, nothing lost of the queue, nothing twice, the same passphrases", async () => {
    await using net = await network(["beirut", "hongKong", "nairobi"], { staff: STAFF, newDatabase });
    const { beirut, hongKong, nairobi } = net;
    await using others = await crowd(2, { clock: net.clock });
    await others.follow(beirut.id);
    for (const node of [hongKong, nairobi]) await node.follows(beirut);
    await beirut.follows(hongKong);
    await net.settle();
    const papers = await withReport(beirut);
    const goes = await beirut.posts("To be deleted");
    const changes = await beirut.posts("Said first");
    await net.pass(MINUTE);

    await hongKong.stop();
    const waited = await beirut.posts("Waits in the copy");
    await beirut.changesPost(changes.id, "Changed before the copy");
    await net.pass(MINUTE);
    const signedIn = await beirut.running.store.staffDesk.signIn("first", PASSPHRASE);
    const invited = await beirut.running.store.staffDesk.invite({ roles: ["editor"], note: "" }, "first");
    const made = await run(net, beirut, ["backup", "copies"]);
    expect(made).toMatchObject({ code: 0, json: { made: expect.any(Number) } });
    expect(await lastBackup(beirut.running.store.settings)).toBe(made.json.made);
    expect((await readdir(join(folder, "copies"))).toSorted()).toEqual([
      "node-store-2026-11-22.sealed",
      "vault-data-2026-11-22.sealed",
      "vault-keyring.sealed",
    ]);
    for (const name of await readdir(join(folder, "copies"))) {
      expect((await stat(join(folder, "copies", name))).mode & 0o777).toBe(0o600);
      const bytes = await readFile(join(folder, "copies", name));
      for (const word of ["SQLite", "PRIVATE KEY", "Waits in the copy"]) expect(bytes.includes(word)).toBe(false);
    }

    // All of this happens after the copy, and others have seen it.
    await net.pass(HOUR);
    await hongKong.start();
    await net.pass(2 * HOUR);
    await beirut.changesPost(changes.id, "Changed after the copy");
    await beirut.deletes(goes.id);
    const since = await beirut.posts("Said after the copy");
    await hongKong.posts("Said meanwhile");
    await reports(beirut, "Told after the copy.");
    await net.pass(HOUR);
    const seen = ["Changed after the copy", "Said after the copy", "Waits in the copy"];
    for (const node of [hongKong, nairobi]) expect(await texts(node)).toEqual(seen);
    const got = others.deliveries.length;

    await loses(beirut, databases);
    await net.pass(HOUR);
    expect(await run(net, beirut, ["restore", "copies"], papers)).toMatchObject({
      code: 0,
      json: { restored: "node", made: made.json.made, followers: 4, staff: 3, waiting: 2, ended: 0, shut: 0 },
    });
    await beirut.start();
    await net.pass(2 * DAY);

    // Nobody has anything twice, and nobody sees again what was said otherwise since.
    for (const node of [hongKong, nairobi]) expect(await texts(node)).toEqual(seen);
    expect(others.deliveries.length).toBe(got);
    expect((await beirut.running.store.deliveryViews.counts()).waiting).toBe(0);
    expect((await fetch(since.url, { headers: { accept: "application/activity+json" } })).status).toBe(404);
    expect(await texts(beirut)).toEqual(["Said meanwhile"]);
    expect(await stories(beirut)).toEqual(["They kept my passport."]);
    expect(await lastBackup(beirut.running.store.settings)).toBe(made.json.made);
    const { staffDesk } = beirut.running.store;
    expect(signedIn.ok && "token" in signedIn.value && (await staffDesk.session(signedIn.value.token))).toBeUndefined();
    expect(invited.ok && (await staffDesk.invited(invited.value.code))).toMatchObject({ ok: false });

    // And it goes on.
    await beirut.posts("Said by the new machine");
    await beirut.changesPost(changes.id, "Changed by the new machine");
    await beirut.changesPost(waited.id, "Arrived, and changed");
    await net.pass(HOUR);
    for (const node of [hongKong, nairobi]) {
      expect(await texts(node)).toEqual([
        "Arrived, and changed",
        "Changed by the new machine",
        "Said after the copy",
        "Said by the new machine",
      ]);
    }
    const told = others.got("Create").map((all) => new Set(all.map(({ activity }) => activity["id"])).size);
    expect(told).toEqual(others.got("Create").map(({ length }) => length));
  });

  test("a copy comes back into the other database, and never into one that has something in it", async () => {
    await using net = await network(["beirut", "hongKong"], { staff: STAFF, newDatabase });
    const { beirut, hongKong } = net;
    await hongKong.follows(beirut);
    await net.settle();
    const papers = await withReport(beirut);
    await hongKong.stop();
    await beirut.posts("Waits in the copy");
    await net.settle();
    expect(await run(net, beirut, ["backup", "copies"])).toMatchObject({ code: 0 });
    const taken = beirut.database ?? (await databases.newElsewhere());
    await beirut.stop();
    await rename(beirut.dataFolder, `${beirut.dataFolder}.lost`);
    await rename(`${beirut.dataFolder}.pepper`, `${beirut.dataFolder}.pepper.lost`);
    net.clock.advance(MINUTE);
    const restore = (database = "") => run(net, beirut, ["restore", "copies"], papers, { HALL_DATABASE: database });
    if (beirut.database !== undefined) {
      expect(await restore(taken)).toMatchObject({ code: 1, err: expect.stringMatching(/something in the database/) });
    }
    const nowhere = "postgres://127.0.0.1:1/nowhere";
    expect(await restore(nowhere)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/nothing answers there.*Nothing was brought back/s),
    });
    const database = beirut.database === undefined ? taken : await databases.newElsewhere();
    // Whatever was refused is in nobody's way.
    expect(await restore(database)).toMatchObject({ code: 0, json: { followers: 1, waiting: 1, shut: 0 } });
    const { dataFolder, origin } = beirut;
    const listen = new URL(origin).host;
    const back = await startNode({
      dataFolder,
      listen,
      origin,
      clock: net.clock,
      ...(database === undefined ? {} : { database }),
    });
    await hongKong.start();
    for (let turn = 0; turn < 3; turn += 1) {
      net.clock.advance(HOUR);
      await back.federation.drain();
      await net.settle();
    }
    expect(await texts(hongKong)).toEqual(["Waits in the copy"]);
    expect((await back.store.deliveryViews.counts()).waiting).toBe(0);
    await back.close();
  });
});

test("a backup that is months old is no reason to say again what waited then, nor to be silent from now on", async () => {
  await using net = await network(["beirut", "hongKong"], { staff: STAFF });
  const { beirut, hongKong } = net;
  await hongKong.follows(beirut);
  await net.settle();
  const papers = await withReport(beirut);
  await hongKong.stop();
  await beirut.posts("Waited long ago");
  await net.settle();
  expect(await run(net, beirut, ["backup", "copies"])).toMatchObject({ code: 0 });
  await hongKong.start();
  await net.pass(3 * HOUR);
  await loses(beirut);
  net.clock.advance(90 * DAY);
  const back = await run(net, beirut, ["restore", "copies"], papers);
  expect(back).toMatchObject({ code: 0, json: { waiting: 0, ended: 1 } });
  await beirut.start();
  await net.pass(HOUR);
  await beirut.posts("From now on");
  await net.pass(HOUR);
  expect(await texts(hongKong)).toEqual(["From now on", "Waited long ago"]);
});

test("a backup is proven good without the node, and one that is damaged, mixed or of other papers says so and changes nothing", async () => {
  await using net = await network(["beirut"], { staff: STAFF });
  const { beirut } = net;
  expect(await run(net, beirut, ["backup", "copies"])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/sealed yet/),
  });
  const papers = await withReport(beirut);
  await run(net, beirut, ["backup", "copies"]);
  const before = await filesIn(beirut.dataFolder);
  const drill = (input = papers, ...words: readonly string[]) => run(net, beirut, ["drill", "copies", ...words], input);
  expect(await drill()).toMatchObject({
    code: 0,
    json: {
      good: true,
      made: expect.any(Number),
      store: { type: "good", staff: 3 },
      vault: { cases: 1, open: 1, shut: 0, members: 2, withKeys: 2 },
    },
  });
  expect(await drill("")).toMatchObject({ code: 1, err: "2 papers are needed.\n" });
  expect(await drill(papers.replace(/^\d/, "9"))).toMatchObject({
    code: 1,
    err: expect.stringMatching(/mistyped|no key/),
  });
  expect((await readdir(tmpdir())).filter((name) => name.startsWith("hall-drill-"))).toEqual([]);
  // Nothing of it touches the node but for the logs of its databases, which were there before.
  expect(await filesIn(beirut.dataFolder)).toEqual(before);

  await rename(join(folder, "copies"), join(folder, "first"));
  net.clock.advance(DAY);
  await run(net, beirut, ["backup", "copies"]);
  const keyring = join(folder, "first", "vault-keyring.sealed");
  expect(await drill(papers, "--keyring", keyring)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/not of one backup/),
  });
  expect(await drill(papers, "--of", "2026-01-01")).toMatchObject({
    code: 2,
    err: expect.stringMatching(/is not there/),
  });
  expect(await run(net, beirut, ["restore", "copies"], papers)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/node in HALL_DATA/),
  });

  await loses(beirut);
  const restore = (...words: readonly string[]) => run(net, beirut, ["restore", "copies", ...words], papers);
  expect(await restore("--keyring", keyring)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/not of one backup/),
  });
  net.clock.advance(-2 * DAY);
  expect(await restore()).toMatchObject({ code: 1, err: expect.stringMatching(/Set the clock/) });
  net.clock.advance(2 * DAY + MINUTE);
  for (const name of await readdir(join(folder, "copies"))) {
    const file = join(folder, "copies", name);
    const whole = await readFile(file);
    const altered = Buffer.from(whole);
    altered[whole.length - 5000] = (altered[whole.length - 5000] ?? 0) ^ 1;
    for (const wrong of [altered, whole.subarray(0, whole.length / 2)]) {
      await writeFile(file, wrong);
      expect(await restore()).toMatchObject({ code: 1, err: expect.stringMatching(/altered or cut off/) });
      expect(await drill()).toMatchObject({ code: 1, err: expect.stringMatching(/altered or cut off/) });
    }
    await writeFile(file, whole);
  }
  // Nothing is in the way of the next attempt.
  expect(await restore("--keyring", keyring, "--mixed")).toMatchObject({ code: 0, json: { restored: "node" } });
  await beirut.start();
  expect(await stories(beirut)).toEqual(["They kept my passport."]);
});

async function filesIn(path: string): Promise<readonly string[]> {
  return (await readdir(path, { recursive: true })).filter((name) => !/-(?:wal|shm)$/.test(name)).toSorted();
}
