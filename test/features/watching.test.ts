import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DAY, MINUTE } from "@commonhall/domain";
import { startNode } from "@commonhall/node";
import { fakeClock, startLocalServer } from "@commonhall/testkit";
import { mailServer } from "@commonhall/testkit/mail";
import { centreDraft, PASSPHRASE } from "@commonhall/testkit/network";
import { expect, test } from "vitest";

/** A node with somebody who administers and gave an address, and a mail server; its clock stands until it is moved. */
async function scene() {
  const folder = await mkdtemp(join(tmpdir(), "commonhall-watching-"));
  const clock = fakeClock(Date.now());
  const server = await mailServer();
  const mail = { server: { host: "127.0.0.1", port: server.port, secure: false }, from: "desk@hall.example" };
  const node = await startNode({ dataFolder: join(folder, "data"), listen: "127.0.0.1:0", clock, mail });
  const person = (name: string, role: "administrator" | "caseworker" | "editor") => ({
    name,
    roles: [role],
    passphrase: PASSPHRASE,
  });
  const staff = [person("first", "administrator"), person("case", "caseworker"), person("pen", "editor")];
  const made = await node.federation.commands.setUp(centreDraft("hall"), staff);
  if (!made.ok) throw new Error(made.error.type);
  for (const { id, name } of await node.store.staffDesk.list()) {
    await node.store.noticeAddresses.set({ staff: id, address: `${name}@mail.example`, language: "en", onDuty: true });
  }
  return {
    node,
    clock,
    server,
    /** Looks as the node does by itself, every ten minutes. */
    async looks(count: number) {
      for (let look = 0; look < count; look++) {
        await node.watch.look();
        clock.advance(10 * MINUTE);
      }
      return server.taken();
    },
    async [Symbol.asyncDispose]() {
      await node.close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const bodyOf = (mail: { readonly text: string } | undefined) =>
  (mail?.text ?? "").split("\r\n\r\n").slice(1).join("\n");

test("a wrong clock is noticed from what others answer, told by mail once a day to who administers, and so is that it is right again (row O1)", async () => {
  await using it = await scene();
  const others = await Promise.all([1, 2, 3].map(() => startLocalServer((_, response) => void response.end("x"))));
  const hears = async () => {
    for (const { origin } of others) expect((await it.node.federation.tryToReach(origin)).ok).toBe(true);
  };
  await hears();
  expect(await it.looks(3)).toEqual([]);
  it.clock.set(Date.now() + 7 * MINUTE);
  await hears();
  const [mail, ...more] = await it.looks(6);
  expect(more).toEqual([]);
  expect(mail?.to).toEqual(["first@mail.example"]);
  expect(bodyOf(mail)).toContain("- Clock");
  expect(bodyOf(mail)).toContain(`${it.node.origin}/desk/status`);
  expect(bodyOf(mail)).not.toMatch(/127\.0\.0\.1:(?!\d+\/desk\/status)|minutes|first|hall\.example/);
  it.clock.set(Date.now() + 2 * DAY);
  await hears();
  expect(await it.looks(2)).toHaveLength(1);
  it.clock.set(Date.now());
  await hears();
  const [good, ...others_] = await it.looks(4);
  expect(others_).toEqual([]);
  expect(good?.text).toContain("Subject: Your node is well again");
  expect(bodyOf(good)).toContain("- Clock");
  for (const other of others) await other.close();
});

test("a mail server that is away is seen, and nobody is forgotten for it", async () => {
  await using it = await scene();
  expect((await it.node.watch.look()).facts.mail).toEqual({ set: true, works: true, readers: 1 });
  await it.server.close();
  it.clock.advance(2 * 60 * MINUTE);
  const health = await it.node.watch.look();
  expect(health.lines.find(({ matter }) => matter === "mail")).toMatchObject({ standing: "act", why: "fails" });
});
