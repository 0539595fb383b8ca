import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, type TestContext } from "vitest";
import { runHall, spawnNode } from "@commonhall/testkit/network";
import { startPostgres, whyNoPostgres, type PostgresCluster } from "@commonhall/testkit/postgres";
import { expectSentence, ORIGIN, postFile, postsOf, settingsOf, setUp } from "../node-in-trouble.ts";

/*
 * What can be wrong with the database of HALL_DATABASE: it is away, lets nobody in, was written by a later version, is
 * full, or can only be read. Each gives a sentence with what to do and without the password, and nothing is lost.
 */

const why = whyNoPostgres();
const DATABASE = "hall";

describe.skipIf(why !== undefined)("a database of PostgreSQL", () => {
  let folder = "";
  let cluster: PostgresCluster;
  let mounted = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "commonhall-database-"));
    cluster = await startPostgres();
    await cluster.create(DATABASE);
    await setUp(join(folder, "data"), { HALL_DATABASE: cluster.url(DATABASE) });
  });
  afterAll(async () => {
    try {
      await cluster.stop();
    } finally {
      // Also where the database is away because of what was found: what stays mounted cannot be removed.
      if (mounted !== "") execFileSync("umount", ["-l", mounted]);
      await rm(folder, { recursive: true, force: true });
    }
  });

  const from = (url: string) => ({ HALL_DATABASE: url });
  const own = () => from(cluster.url(DATABASE));
  const settings = (database = own()) => settingsOf(join(folder, "data"), database);
  const serve = (database = own()) => runHall(["serve"], settings(database));
  const publish = async (text = "Three") => runHall(["publish", await postFile(folder, text)], settings());
  const allIsThere = async (posts: number) => expect(await postsOf(join(folder, "data"), own())).toBe(posts);

  test.each<[string, () => string, RegExp]>([
    [
      "that is away",
      () => "postgres://hall:secret@127.0.0.1:1/hall",
      /nothing answers there.*See that PostgreSQL runs/,
    ],
    [
      "of a host without an address",
      () => "postgres://hall:secret@db.invalid/hall",
      /no address.*how HALL_DATABASE is written/,
    ],
    ["that is not there", () => cluster.url("nothing"), /no database of that name.*createdb/],
    [
      "that does not know the user",
      () => cluster.url(DATABASE).replace("hall@", "nobody:secret@"),
      /does not let this user in.*pg_hba\.conf/,
    ],
  ])("%s is told of with what to do, and without its password", async (_, url, said) => {
    const refused = await serve(from(url()));
    expectSentence(refused, /The database of HALL_DATABASE cannot be opened/, said);
    expect(refused.err).not.toContain("secret");
  });

  test("that wants another password is told of without the wrong one, and lets the node in with the right one", async () => {
    const file = await cluster.say("postgres", "show hba_file");
    const rules = await cluster.say("postgres", "select pg_read_file(current_setting('hba_file'))");
    await cluster.say("postgres", "create role guarded login superuser password 'the right one'");
    const guarded = `'local all guarded scram-sha-256', 'local all all trust'`;
    await cluster.say("postgres", `copy (select unnest(array[${guarded}])) to '${file}'`);
    await cluster.say("postgres", "select pg_reload_conf()");
    const by = (password: string) => from(cluster.url(DATABASE).replace("hall@", `guarded:${password}@`));
    const refused = await serve(by("the%20wrong%20one"));
    expectSentence(refused, /does not let this user in \(28P01\)/, /the user and the password in HALL_DATABASE/);
    expect(refused.err).not.toMatch(/wrong( |%20)one/);
    expect(await postsOf(join(folder, "data"), by("the%20right%20one"))).toBe(2);
    expect(rules).toContain("trust");
  });

  test("that a later version wrote is told of as that, and left as it is", async () => {
    await cluster.say(DATABASE, "insert into kysely_migration (name, timestamp) values ('9999-later', '2040')");
    for (const refused of [await serve(), await publish()])
      expectSentence(
        refused,
        /database of HALL_DATABASE.*a later version of this program/,
        /Install that version again/,
      );
    await cluster.say(DATABASE, "delete from kysely_migration where name = '9999-later'");
    await allIsThere(2);
  });

  test("that can only be read is told of by all that writes, and takes what is said as soon as it can be written", async () => {
    await cluster.say(DATABASE, `alter database ${DATABASE} set default_transaction_read_only = on`);
    for (const refused of [await serve(), await publish()])
      expectSentence(refused, /the database of HALL_DATABASE.*it can only be read/, /name the one that can be written/);
    await cluster.say(
      DATABASE,
      `set transaction read write; alter database ${DATABASE} reset default_transaction_read_only`,
    );
    await allIsThere(2);
  });

  test("that goes away while the node serves: what somebody wants to say is refused in a sentence, and the node goes on when it is back", async () => {
    await using node = await spawnNode({
      dataFolder: join(folder, "data"),
      environment: { ...own(), HALL_ORIGIN: ORIGIN },
    });
    await cluster.halt();
    expectSentence(await publish(), /nothing answers there/, /See that PostgreSQL runs/);
    expect((await fetch(`${node.origin}/centres/hall.json`)).status).toBe(500);
    await cluster.start();
    expect((await fetch(`${node.origin}/centres/hall.json`)).status).toBe(200);
    expect(await publish()).toMatchObject({ code: 0 });
    expect(node.process.exitCode).toBeNull();
  });

  test("whose disk is full stops what somebody wants to say in a sentence, and takes it as soon as there is room", async (context) => {
    const disk = smallDisk(context, folder, 64);
    mounted = disk;
    await cluster.say("postgres", `create tablespace small location '${disk}'`);
    await cluster.say("postgres", `alter database ${DATABASE} set tablespace small`);
    // The first connection writes files of its own.
    await cluster.say(DATABASE, "select 1");
    const filling = join(disk, "filling");
    expect(() => writeFileSync(filling, Buffer.alloc(64 << 20))).toThrow("ENOSPC");
    // What cannot be pressed together has to find a place of its own.
    const long = randomBytes(9_900).toString("hex");
    expectSentence(
      await publish(long),
      /database of HALL_DATABASE.*no room left on its disk/,
      /Make room there/,
      /still there/,
    );
    rmSync(filling);
    expect(await publish("Four")).toMatchObject({ code: 0 });
    await allIsThere(4);
  });
});

function smallDisk({ skip }: TestContext, folder: string, mebibytes: number): string {
  const place = join(folder, "disk");
  mkdirSync(place);
  const options = `size=${mebibytes}m,mode=0777`;
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", place], { stdio: "ignore" });
    execFileSync("chmod", ["0711", folder]);
    execFileSync("chown", ["postgres:", place]);
  } catch {
    skip("nobody but root may mount a small disk here");
  }
  return place;
}
