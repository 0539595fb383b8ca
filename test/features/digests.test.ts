import { DAY, feedKeys, HOUR, MINUTE, trusted } from "@commonhall/domain";
import { mailServer } from "@commonhall/testkit/mail";
import { network, type TestNode } from "@commonhall/testkit/network";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import PostalMime from "postal-mime";
import { expect, test } from "vitest";

const FEED = "any.any.post.any";
const ADDRESS = "ana.reader@mail.example";

const mailThrough = (port: number) => ({
  server: { host: "127.0.0.1", port, secure: false },
  from: "desk@hall.example",
});

interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly text: string;
}

async function sends(url: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
  const answer = await fetch(url, { method: "POST", body: new URLSearchParams(fields) });
  return { status: answer.status, headers: [...answer.headers], text: await answer.text() };
}

const asks = ({ origin }: TestNode, address: string, more: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  sends(`${origin}/feeds/${FEED}/digest?lang=en`, { address, rhythm: "daily", language: "en", ...more });

let entries = 0;

/** As the node's feeds come to carry what it publishes. */
async function carries(node: TestNode, text: string): Promise<string> {
  const { id } = await node.posts({ en: text });
  const keys = feedKeys({ regions: [], sectors: [], kind: "post", languages: ["en"] });
  if (keys === undefined) throw new Error("no feed carries it");
  const { direct } = node.running.store;
  const object = trusted.object(id);
  const published = (await direct.objects.get(object))?.published ?? 0;
  const entry = trusted.feedEntry(`test-${(entries += 1)}`);
  await direct.feeds.enter({ entry, object, keys, isFor: "everybody", published, entered: published });
  return id;
}

/** Everything that a program which looks into mails would follow. */
const linksIn = (text: string): readonly string[] => [...text.matchAll(/https?:\/\/[^\s"<>]+/g)].map(([url]) => url);

async function isOpenedByScanners(text: string): Promise<void> {
  for (const url of linksIn(text)) {
    for (const method of ["HEAD", "GET", "OPTIONS"]) await (await fetch(url, { method })).text();
  }
}

const bytesIn = (folder: string): Buffer =>
  Buffer.concat(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => readFileSync(join(one.parentPath, one.name))),
  );

test("somebody asks for a feed by mail, says yes, reads it every morning, and ends it by one click", async () => {
  await using server = await mailServer();
  await using net = await network(["beirut"], { mail: mailThrough(server.port) });
  const { beirut } = net;
  await carries(beirut, "Said before anybody asked");
  expect((await asks(beirut, ADDRESS)).status).toBe(200);
  await net.settle();
  const [question, ...none] = server.taken();
  expect([question?.to, none]).toEqual([[ADDRESS], []]);
  const asked = await PostalMime.parse(question?.text ?? "");
  await isOpenedByScanners(asked.text ?? "");
  await carries(beirut, "Said before they said yes");
  await net.pass(HOUR);
  const [confirm = ""] = linksIn(asked.text ?? "").filter((url) => url.includes("/digests/confirm/"));
  expect((await sends(confirm, {})).status).toBe(200);

  net.clock.advance(MINUTE);
  const id = await carries(beirut, "Wages are owed since March");
  await net.pass(DAY);
  const [first, ...more] = server.taken();
  expect([first?.to, more]).toEqual([[ADDRESS], []]);
  const digest = await PostalMime.parse(first?.text ?? "");
  expect(digest.text).toContain("Wages are owed since March");
  expect(digest.text).toContain(id);
  expect(digest.text).not.toContain("Said before");
  await isOpenedByScanners(`${digest.text} ${digest.html}`);
  await net.pass(DAY);
  expect(server.taken()).toEqual([]);

  await beirut.stop();
  await beirut.start();
  await carries(beirut, "After the node was started again");
  await net.pass(DAY);
  const [second] = server.taken();
  expect(second?.text).toContain("After the node was started again");

  const unsubscribe = digest.headers.find(({ key }) => key === "list-unsubscribe")?.value ?? "";
  expect(bytesIn(beirut.dataFolder).includes(ADDRESS)).toBe(false);
  const ended = await sends(unsubscribe.slice(1, -1), { "List-Unsubscribe": "One-Click" });
  expect(ended.status).toBe(200);
  await carries(beirut, "For nobody");
  await net.pass(2 * DAY);
  expect(server.taken()).toEqual([]);
});

test("ten thousand who never confirm make no more mails and rows than were allowed for, and none after two days", async () => {
  await using server = await mailServer();
  await using net = await network(["beirut"], { mail: mailThrough(server.port) });
  const { beirut } = net;
  const { digests } = beirut.running.store.direct;
  const statuses = new Map<number, number>();
  const began = net.clock();
  for (let at = 0; at < 10_000; at += 50) {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        // Half of them for one mailbox, written in as many ways.
        asks(beirut, n % 2 === 0 ? `victim+${at + n}@mail.example` : `reader${at + n}@mail.example`),
      ),
    );
    for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    net.clock.advance(30_000);
    if (at % 1000 === 0) await net.settle();
  }
  await net.settle();
  const minutes = (net.clock() - began) / MINUTE;
  const mails = server.taken();
  expect([...statuses.keys()].toSorted()).toEqual([200, 429]);
  expect(statuses.get(200)).toBeLessThanOrEqual(60 + minutes);
  expect(mails.length).toBeLessThanOrEqual(60 + minutes);
  expect(mails.filter(({ to }) => to[0]?.startsWith("victim"))).toHaveLength(1);
  expect(mails.length).toBeGreaterThan(20);
  const [question] = mails;
  const token = /digests\/confirm\/([\w-]+)/.exec((await PostalMime.parse(question?.text ?? "")).text ?? "")?.[1] ?? "";
  expect(await digests.byToken("confirm", token)).toBeDefined();
  await net.pass(2 * DAY);
  expect(await digests.byToken("confirm", token)).toBeUndefined();
  expect(await digests.forgetUnconfirmed(net.clock() + DAY)).toBe(0);
  expect(server.taken()).toEqual([]);
}, 600_000);

test("nobody learns who gets mails: not from an answer's bytes, nor from what a mailbox of their own gets, nor from the disk", async () => {
  await using server = await mailServer();
  await using net = await network(["beirut"], { mail: mailThrough(server.port) });
  const { beirut } = net;
  await asks(beirut, ADDRESS);
  await net.settle();
  const [question] = server.taken();
  const [confirm = ""] = linksIn((await PostalMime.parse(question?.text ?? "")).text ?? "");
  await sends(confirm, {});
  await net.pass(2 * DAY);
  const bytes = ({ status, headers, text }: Answer) => {
    const lasting = headers.filter(([name]) => name !== "date");
    return JSON.stringify([status, lasting, text]);
  };
  const waiting = "waiting@mail.example";
  await asks(beirut, waiting);
  const known = [bytes(await asks(beirut, ADDRESS)), bytes(await asks(beirut, waiting))];
  const unknown = bytes(await asks(beirut, "nobody@mail.example"));
  expect(new Set([...known, unknown]).size).toBe(1);
  await net.settle();
  const asked = server.taken().map(({ to }) => to[0]);
  expect(asked.toSorted()).toEqual(["nobody@mail.example", ADDRESS, waiting].toSorted());
  await beirut.stop();
  const files = bytesIn(beirut.dataFolder);
  for (const one of [ADDRESS, waiting, "nobody@mail", "ana.reader", "mail.example"]) {
    expect(files.includes(one)).toBe(false);
  }
});
