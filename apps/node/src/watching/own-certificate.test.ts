import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:tls";
import { DAY, HOUR, type CertificateFault, type Health } from "@commonhall/domain";
import { fakeClock, testAuthority, type CertificateWish, type TestCertificate } from "@commonhall/testkit";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { checkCertificate } from "../check/certificate.check.ts";
import { startNode } from "../index.ts";

const authority = testAuthority();
beforeAll(() => authority.trustHere());
afterAll(() => authority[Symbol.dispose]());

const GOOD: CertificateWish = { name: "IP:127.0.0.1" };
const GOOD_ONE = authority.issue(GOOD);
const EXPIRED = authority.issue({ ...GOOD, from: -100, until: -1 });
const SOON = authority.issue({ ...GOOD, until: 13 });

/** What stands before a node and has the certificate. Counts who came, and keeps whatever was said to it. */
async function front(certificate: TestCertificate, port = 0) {
  let came = 0;
  const said: Buffer[] = [];
  const server = createServer(certificate, (socket) => {
    came += 1;
    socket.on("data", (data) => said.push(data));
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : 0;
  const close = async () => {
    if (!server.listening) return;
    server.close();
    await once(server, "close");
  };
  onTestFinished(close);
  return { origin: `https://127.0.0.1:${bound}`, port: bound, came: () => came, said, close };
}

const check = (origin: string) => checkCertificate({ site: { origin, handleHost: "x" }, clock: Date.now } as never);

describe("hall check looks at what strangers are shown", () => {
  test.each<[string, () => TestCertificate, RegExp, RegExp]>([
    ["expired", () => EXPIRED, /It expired on \d{4}-\d\d-\d\d: browsers and other nodes turn away/, /restart it/],
    ["about to expire", () => SOON, /valid until \d{4}-\d\d-\d\d and no longer/, /does not renew it/],
    ["of tomorrow", () => authority.issue({ ...GOOD, from: 1 }), /not valid yet/, /clock first/],
    ["of another name", () => authority.issue({ name: "DNS:other.example" }), /of another name/, /HALL_ORIGIN/],
    ["of nobody", () => authority.selfSigned(GOOD), /nobody whom this machine trusts/, /fullchain\.pem/],
  ])("a certificate that is %s is a finding", async (_, certificate, says, todo) => {
    const { origin, said } = await front(certificate());
    const found = await check(origin);
    expect(found).toMatchObject({ check: "certificate", result: "finding" });
    expect(found.says).toMatch(says);
    expect(found.todo).toMatch(todo);
    expect(Buffer.concat(said)).toHaveLength(0);
  });

  test("a good one is well, none is needed over Tor, and what cannot be looked at says so", async () => {
    const { origin, close } = await front(GOOD_ONE);
    expect(await check(origin)).toMatchObject({ result: "well", says: expect.stringMatching(/valid until \d{4}/) });
    expect(await check(`http://${"a".repeat(56)}.onion`)).toMatchObject({ result: "well" });
    await close();
    const nobody = await check(origin);
    expect(nobody).toMatchObject({ result: "not done", says: expect.stringContaining("ECONNREFUSED") });
    expect(nobody.todo).toMatch(/Start the web server/);
  });
});

const lineOf = ({ lines }: Health) => lines.find(({ matter }) => matter === "certificate");

/** A node that has its public address at that of what stands before it. */
async function nodeAt(origin: string) {
  const folder = await mkdtemp(join(tmpdir(), "commonhall-certificate-"));
  const clock = fakeClock(Date.now());
  const node = await startNode({ dataFolder: join(folder, "data"), listen: "127.0.0.1:0", origin, clock });
  onTestFinished(async () => {
    await node.close();
    await rm(folder, { recursive: true, force: true });
  });
  const looks = async (duration: number) => {
    for (let passed = 0; passed < duration; passed += HOUR / 2) {
      clock.advance(HOUR / 2);
      await node.watch.look();
    }
  };
  return { node, clock, looks };
}

describe("the node looks at its own certificate", () => {
  test("once a day, without a word; a page never does, and it says from then on that it has expired", async () => {
    const shown = await front(GOOD_ONE);
    const { node, clock, looks } = await nodeAt(shown.origin);
    for (let page = 0; page < 10; page++) expect(lineOf(await node.watch.health())?.why).toBe("unknown");
    expect(shown.came()).toBe(0);
    await looks(3 * DAY);
    expect(shown.came()).toBe(3);
    expect(Buffer.concat(shown.said)).toHaveLength(0);
    expect(lineOf(await node.watch.health())).toMatchObject({ why: "good", standing: "well" });
    clock.advance(90 * DAY);
    expect(lineOf(await node.watch.health())).toMatchObject({ why: "expired", standing: "act" });
    expect(shown.came()).toBe(3);
  });

  test.each<[CertificateFault | "soon", string, () => TestCertificate]>([
    ["expired", "expired", () => EXPIRED],
    ["soon", "ends-soon", () => SOON],
    ["wrong name", "name", () => authority.issue({ name: "DNS:other.example" })],
    ["not trusted", "trust", () => authority.selfSigned(GOOD)],
    ["not yet valid", "early", () => authority.issue({ ...GOOD, from: 1 })],
  ])(
    "one that is bad (%s) needs somebody, and whoever mends it sees within the hour that it is good",
    async (_, why, certificate) => {
      const bad = await front(certificate());
      const { node, looks } = await nodeAt(bad.origin);
      expect(lineOf(await node.watch.look())).toMatchObject({ why, standing: "act" });
      await bad.close();
      await front(GOOD_ONE, bad.port);
      await looks(HOUR);
      expect(lineOf(await node.watch.health())).toMatchObject({ why: "good", standing: "well" });
    },
  );

  test("one that cannot be looked at alarms nobody", async () => {
    const { origin, close } = await front(GOOD_ONE);
    await close();
    const { node } = await nodeAt(origin);
    expect(lineOf(await node.watch.look())).toMatchObject({ why: "unknown", standing: "unknown" });
  });
});
