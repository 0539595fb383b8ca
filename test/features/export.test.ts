import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { describe, expect, test } from "vitest";
import { HOUR } from "@commonhall/domain";
import { databaseFile, hall, startNode } from "@commonhall/node";
import { crowd, network, postDraft, type Network, type NetworkOptions } from "@commonhall/testkit/network";
import { onEachDatabase } from "../each-database.ts";

// What a centre has leaves in formats that others read, and comes back into an empty node with every row and byte.

const PASSPHRASE = "six random words are quite enough";

interface Ran {
  readonly code: number;
  readonly json: { readonly counts: Readonly<Record<string, number>>; readonly join: string };
  readonly err: string;
}

async function run(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  input = PASSPHRASE,
): Promise<Ran> {
  let [out, err] = ["", ""];
  const io = {
    environment: { HALL_TEST_NETWORK: "1", ...environment },
    folders: [],
    out: (text: string) => void (out += text),
    err: (text: string) => void (err += text),
    input: async () => `${input}\n`,
  };
  const code = await hall([...words, "--json"], io, { onEnd: () => undefined });
  return { code, err, json: out === "" ? { counts: {}, join: "" } : JSON.parse(out) };
}

interface Scene extends AsyncDisposable {
  readonly folder: string;
  readonly net: Network;
  readonly beirut: { readonly dataFolder: string; readonly origin: string };
  readonly environment: Readonly<Record<string, string>>;
  readonly others: Awaited<ReturnType<typeof crowd>>;
  readonly stop: () => Promise<void>;
}

/** A centre with something of everything. */
async function scene(options: NetworkOptions = {}): Promise<Scene> {
  const net = await network(["beirut", "manila"], options);
  const { beirut, manila } = net;
  const others = await crowd(3, { clock: net.clock });
  await manila.follows(beirut);
  await beirut.follows(manila);
  await others.follow(beirut.id);
  await others.follow(`${beirut.origin}/feeds/any.any.post.any`, [1]);
  await beirut.offersAlliance(manila);
  await net.settle();
  await manila.acceptsAlliance(beirut);
  await net.settle();
  const { campaign } = await beirut.publishes({
    handle: "payup",
    name: { en: "Pay what you owe", ar: "ادفعوا ما عليكم" },
  });
  await beirut.posts("They met us.", campaign);
  await beirut.calls(campaign);
  await beirut.callsForHelp();
  await beirut.tells("For allies.");
  const gone = await beirut.posts("Taken back.", campaign);
  await net.settle();
  await beirut.deletes(gone.id);
  await manila.posts("Of manila.");
  await net.settle();
  const folder = await mkdtemp(join(tmpdir(), "commonhall-export-"));
  return {
    net,
    others,
    folder,
    beirut,
    environment: beirut.environment,
    stop: () => beirut.stop(),
    [Symbol.asyncDispose]: async () => {
      await others[Symbol.asyncDispose]();
      await net[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function filesBelow(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const files = await Promise.all(
    names.map(async ({ parentPath, name }): Promise<[string, string]> => {
      const path = join(parentPath, name);
      return [path.slice(folder.length + 1), await readFile(path, "utf8")];
    }),
  );
  return Object.fromEntries(files.map(([name, text]) => [name, text.replace(/^ {2}created: .*$/m, "")]));
}

onEachDatabase(({ newDatabase, newElsewhere }) => {
  test("an export comes back into an empty node with every row and byte, and exported again it is the same", async () => {
    await using it = await scene({ newDatabase });
    const { folder, environment, net, others } = it;
    const [first, tar] = [join(folder, "first"), join(folder, "packed.tar")];
    const exported = await run(["export", first], environment);
    expect(exported, exported.err).toMatchObject({ code: 0 });
    expect((await run(["export", tar], environment)).code).toBe(0);
    for (const table of [
      "object",
      "activity",
      "delivery",
      "follow",
      "ally",
      "campaign",
      "post",
      "action",
      "call",
      "feed_entry",
      "local_actor",
    ]) {
      expect(exported.json.counts[table], table).toBeGreaterThan(0);
    }
    // Whatever the other one has its store in.
    const database = await newElsewhere();
    const empty = {
      HALL_DATA: join(folder, "data"),
      HALL_ORIGIN: it.beirut.origin,
      ...(database === undefined ? {} : { HALL_DATABASE: database }),
    };
    const imported = await run(["import", tar], empty);
    expect(imported, imported.err).toMatchObject({ code: 0 });
    expect(imported.json.join).toContain("/desk/join/");
    const second = join(folder, "second");
    const again = await run(["export", second], empty);
    expect(again.json.counts).toEqual(exported.json.counts);
    expect(await filesBelow(second)).toEqual(await filesBelow(first));

    // It can go on: the same keys, the same followers.
    await it.stop();
    const node = await startNode({
      dataFolder: empty.HALL_DATA,
      listen: new URL(it.beirut.origin).host,
      origin: it.beirut.origin,
      clock: net.clock,
      ...(database === undefined ? {} : { database }),
    });
    const said = await node.federation.commands.publishPost(postDraft("From the copy."), "first");
    expect(said.ok).toBe(true);
    for (let round = 0; round < 4; round += 1) {
      await node.federation.drain();
      await net.settle();
    }
    await node.close();
    expect(
      others.got("Create").map((all) => all.filter(({ request }) => request.body.includes("From the copy.")).length),
    ).toEqual([1, 1, 1]);
  });
});

test("nothing of staff, cases, bulletins and others' words is in it, and keys stand in the second file alone", async () => {
  await using it = await scene();
  const { folder, environment } = it;
  const target = join(folder, "out");
  expect((await run(["export", target], environment)).code).toBe(0);
  const files = await filesBelow(target);
  const whole = Object.values(files).join("\n");
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining([
      "manifest.yml",
      "activitypub/actor.json",
      "activitypub/outbox.json",
      "activitypub/followers.csv",
    ]),
  );
  expect(
    Object.keys(files).filter((name) => /staff|session|invitation|release|bulletin|arrival|notice|setting/.test(name)),
  ).toEqual([]);
  for (const secret of ["PRIVATE KEY", "Of manila.", String.raw`\"by\":\"first\"`, "argon2"])
    expect(whole).not.toContain(secret);
  expect(whole).toContain("They met us.");
  // Something was done, and it does not say by whom.
  expect(whole).toContain(String.raw`\"by\":\"\"`);
  expect(files["activitypub/followers.csv"]?.split("\n")[0]).toBe("Account address");
  const keys = await readFile(join(folder, "out-keys.sealed"), "utf8");
  expect(keys).not.toContain("PRIVATE KEY");
  const outbox = JSON.parse(files["activitypub/outbox.json"] ?? "{}");
  expect(outbox.orderedItems.length).toBe(outbox.totalItems);
});

describe("an import is refused, in a sentence and without a trace, of", () => {
  async function refused(it: Scene, words: readonly string[], input?: string): Promise<Ran> {
    const data = await mkdtemp(join(it.folder, "data-"));
    const ran = await run(["import", ...words], { HALL_DATA: data, HALL_ORIGIN: it.beirut.origin }, input);
    expect(ran.code).not.toBe(0);
    // Whoever sets up a centre there finds it empty.
    const again = await run(["export", join(data, "none")], { HALL_DATA: data, HALL_ORIGIN: it.beirut.origin });
    expect(again.err).toContain("no centre yet");
    return ran;
  }

  const tarOf = async (file: string, entries: readonly (readonly [object & { readonly name: string }, string])[]) => {
    const archive = pack();
    for (const [header, text] of entries) archive.entry(header, text);
    archive.finalize();
    const parts: Uint8Array[] = [];
    for await (const part of archive) if (part instanceof Uint8Array) parts.push(part);
    await writeFile(file, Buffer.concat(parts));
    return file;
  };

  test("whatever is no whole export of this program", async () => {
    await using it = await scene();
    const { folder, environment } = it;
    const tar = join(folder, "good.tar");
    expect((await run(["export", tar], environment)).code).toBe(0);
    const bytes = await readFile(tar);
    const keys = ["--keys", join(folder, "good-keys.sealed")];
    const file = join(folder, "bad.tar");
    const ours = "commonhall/centre.jsonl";

    for (const length of [0, 100, 512, 5000, bytes.length >> 1, bytes.length - 1500]) {
      await writeFile(file, bytes);
      await truncate(file, length);
      expect((await refused(it, [file, ...keys])).err, String(length)).toMatch(
        /cut off|ends too early|not what its manifest/,
      );
    }
    const flipped = Buffer.from(bytes);
    const at = flipped.indexOf("They met us.");
    flipped[at] = (flipped[at] ?? 0) ^ 1;
    await writeFile(file, flipped);
    expect((await refused(it, [file, ...keys])).err).toContain("is not what its manifest.yml says");

    for (const name of [
      "../../evil.jsonl",
      "/etc/evil.jsonl",
      "commonhall/../../evil.jsonl",
      "commonhall/.jsonl",
      "x",
    ]) {
      expect((await refused(it, [await tarOf(file, [[{ name }, "x"]]), ...keys])).err).toContain(
        "no export of this program has",
      );
    }
    for (const type of ["symlink", "link", "directory"]) {
      const link = { name: ours, type, linkname: "/etc/passwd" };
      expect((await refused(it, [await tarOf(file, [[link, ""]]), ...keys])).err).toContain(
        "no export of this program has",
      );
    }
    const twice = await tarOf(file, [
      [{ name: ours }, "{}"],
      [{ name: ours }, "{}"],
    ]);
    expect((await refused(it, [twice, ...keys])).err).toContain("no export of this program has");
    expect((await refused(it, [await tarOf(file, [[{ name: ours }, "{}"]]), ...keys])).err).toContain(
      "no manifest.yml",
    );

    const mastodon = await tarOf(join(folder, "mastodon.tar"), [
      [{ name: "actor.json" }, "{}"],
      [{ name: "outbox.json" }, "{}"],
      [{ name: "media_attachments/1.png" }, "x"],
    ]);
    for (const archive of [mastodon, `${mastodon}.gz`]) {
      if (archive !== mastodon) await writeFile(archive, gzipSync(await readFile(mastodon)));
      const { err } = await refused(it, [archive, ...keys]);
      expect(err).toContain("actor.json, outbox.json and 1 other files");
      expect(err).toContain("following_accounts.csv");
    }
    expect((await refused(it, [tar, ...keys], "not the passphrase at all")).err).toContain("does not open");
    const other = await mkdtemp(join(folder, "data-"));
    const elsewhere = await run(["import", tar], { HALL_DATA: other, HALL_ORIGIN: "http://127.0.0.1:1" });
    expect(elsewhere.err).toContain(`set HALL_ORIGIN=${it.beirut.origin}`);
    expect((await run(["import", tar], environment)).err).toContain("has a centre already");
    it.net.clock.advance(HOUR);
    expect(databaseFile(other)).toContain(other);
  });

  test("an archive into which whoever kept it wrote an ally of their own, and put the sums right", async () => {
    await using it = await scene();
    const kept = join(it.folder, "kept");
    expect((await run(["export", kept], it.environment)).code).toBe(0);
    const allies = join(kept, "commonhall/ally.jsonl");
    const before = await readFile(allies, "utf8");
    const own = { ...JSON.parse(before.split("\n")[0] ?? ""), peer: "https://evil.example/centres/evil" };
    await writeFile(allies, `${before}${JSON.stringify(own)}\n`);
    const manifest = join(kept, "manifest.yml");
    await writeFile(
      manifest,
      (await readFile(manifest, "utf8")).replaceAll(...sumsOf(before, await readFile(allies, "utf8"))),
    );
    expect((await refused(it, [kept])).err).toContain("not the one that was written with these keys");
  });
});

/** Of one file in a manifest: what to look for, and what to write there. */
const sumsOf = (before: string, after: string): [string, string] => {
  const [one, other] = [before, after].map(
    (text) => `sha256: ${createHash("sha256").update(text).digest("hex")}\n      bytes: ${Buffer.byteLength(text)}`,
  );
  return [one ?? "", other ?? ""];
};
