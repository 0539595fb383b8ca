import { Readable } from "node:stream";
import { asObject, MINUTE, trusted } from "@commonhall/domain";
import { deleteActivity, followActivity, type JsonObject } from "@commonhall/wire";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CENTRE, door, known, ORIGIN, sender, somebody, START, unsigned } from "./door.fixture.ts";
import type { InboxAnswer, InboxRequest } from "./inbox-request.ts";

describe("what is refused, and with what", () => {
  async function answered(
    change: (request: InboxRequest) => InboxRequest,
    json = sender.post("one"),
    options = {},
  ): Promise<InboxAnswer> {
    const it = known(door(options), sender);
    const answer = await it.receive(change(await sender.signs(json)));
    expect(it.kept.size).toBe(0);
    return answer;
  }
  const withHeader = (name: string, value: string) => (request: InboxRequest) => ({
    ...request,
    headers: { ...request.headers, [name]: value },
  });
  const without =
    (...names: string[]) =>
    (request: InboxRequest) => ({
      ...request,
      headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => !names.includes(name))),
    });
  const same = (request: InboxRequest) => request;
  async function* endless() {
    for (;;) yield Buffer.alloc(100_000, 32);
  }
  async function* silent() {
    yield Buffer.from("{");
    await new Promise<never>(() => undefined);
  }
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from("{");
    throw new Error("hung up");
  }
  const note = { id: "https://sender.example/notes/1", type: "Note", content: "." };

  test.each<[number, string, string, (request: InboxRequest) => InboxRequest, JsonObject?]>([
    [405, "another method", "POST", (request) => ({ ...request, method: "PUT" })],
    [404, "an inbox of nobody", "no such", (request) => ({ ...request, path: "/centres/nobody/inbox" })],
    [404, "an inbox with a query", "no such", (request) => ({ ...request, path: "/inbox?x=1" })],
    [
      410,
      "an inbox of a campaign that was deleted",
      "gone",
      (request) => ({ ...request, path: "/campaigns/over/inbox" }),
    ],
    [415, "another type", "activity+json", withHeader("content-type", "text/html")],
    [415, "no type", "activity+json", without("content-type")],
    [415, "a compressed body", "not compressed", withHeader("content-encoding", "gzip")],
    [413, "two megabytes announced", "1 MiB", withHeader("content-length", "2000000")],
    [413, "two megabytes", "1 MiB", (request) => ({ ...request, body: Buffer.alloc(2_000_000, 32) })],
    [413, "a body without end", "1 MiB", (request) => ({ ...request, body: Readable.from(endless()) })],
    [408, "a body that does not come", "in time", (request) => ({ ...request, body: Readable.from(silent()) })],
    [400, "a body that breaks off", "broke off", (request) => ({ ...request, body: Readable.from(broken()) })],
    [400, "bytes that are no text", "UTF-8", (request) => ({ ...request, body: Buffer.from([0x7b, 0xff, 0x7d]) })],
    [400, "no JSON", "JSON", (request) => ({ ...request, body: Buffer.from("nonsense") })],
    [400, "no body", "JSON", (request) => ({ ...request, body: Buffer.alloc(0) })],
    [
      400,
      "deep nesting",
      "32",
      (request) => ({ ...request, body: Buffer.from(`${"[".repeat(99_999)}${"]".repeat(99_999)}`) }),
    ],
    [401, "no signature", "not signed", without("signature", "signature-input")],
    [401, "half a signature", "cannot be read", without("signature")],
    [
      401,
      "a signature over another body",
      "digest",
      (request) => ({ ...request, body: Buffer.from(JSON.stringify(sender.post("two"))) }),
    ],
    [
      401,
      "a signature that covers a header twice",
      "twice",
      (request) =>
        withHeader(
          "signature",
          `keyId="x",headers="(request-target) host date digest host",signature="AAAA"`,
        )(without("signature-input")(request)),
    ],
    [401, "a signature for another inbox", "does not fit", (request) => ({ ...request, path: "/centres/hall/inbox" })],
    [
      401,
      "a key that its actor does not show",
      "not one that the actor's document shows",
      (request) =>
        withHeader("signature-input", request.headers["signature-input"]?.replace("#main", "#other") ?? "")(request),
    ],
    [
      400,
      "a foreign author",
      "attributedTo",
      same,
      { ...sender.post("x"), object: { ...note, attributedTo: "https://other.example/actor" } },
    ],
    [
      400,
      "an object on another host",
      "object.id",
      same,
      { ...sender.post("x"), object: { ...note, id: "https://other.example/notes/1" } },
    ],
    [400, "an id on another host", "id", same, { ...sender.post("x"), id: "https://other.example/activities/1" }],
    [
      403,
      "an actor of ours",
      "Actors of this node",
      same,
      followActivity({ id: trusted.activity(`${ORIGIN}/activities/1`), actor: CENTRE, object: sender.actor }),
    ],
  ])("%s for %s", async (status, _, sentence, change, json) => {
    const answer = await answered(change, json);
    expect(answer.status).toBe(status);
    expect(answer.body?.toLowerCase()).toContain(sentence.toLowerCase());
  });

  test.each(["rfc9421", "cavage"] as const)(
    "401 for a clock that is off by more than an hour, in the form %s",
    async (form) => {
      const it = known(door(), sender);
      for (const off of [-61 * MINUTE, 61 * MINUTE]) {
        expect(await it.receive(await sender.signs(sender.post("one"), form, START + off))).toMatchObject({
          status: 401,
          body: expect.stringContaining("hour"),
        });
      }
      for (const off of [-59 * MINUTE, 59 * MINUTE]) {
        expect(await it.receive(await sender.signs(sender.post("one"), form, START + off))).toEqual({ status: 202 });
      }
    },
  );

  test("a body that is wrong is not made right by a proof in it", async () => {
    const proven = sender.proven(sender.post("one"));
    const answer = await answered(
      withHeader("content-digest", "sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:"),
      proven,
    );
    expect(answer).toMatchObject({ status: 401, body: expect.stringContaining("Content-Digest") });
  });

  test("403 for a refused domain, be it the actor's or the key's, and nothing is fetched from it", async () => {
    const messenger = somebody("https://messenger.example/users/m");
    for (const refused of ["sender.example", "messenger.example"]) {
      const it = known(door({ refused: [refused] }), sender, messenger);
      const document = sender.proven(sender.post("one"));
      expect(await it.receive(await messenger.signs(document))).toMatchObject({ status: 403 });
      expect(it.fetched).toEqual([]);
    }
  });

  test("401 where the actor's server does not answer", async () => {
    const it = door();
    expect(await it.receive(await sender.signs(sender.post("one")))).toMatchObject({
      status: 401,
      body: expect.stringContaining("too long"),
    });
  });

  test("429 and 503 with a time to come back, when too much has to be looked up", async () => {
    const few = { burst: 1, perSecond: 0.1 };
    const bounds = { atOnce: 1, ofOneHost: 1, waiting: 1, perHost: few, together: { burst: 100, perSecond: 1 } };
    const stranger = door({ bounds });
    expect(await stranger.receive(await sender.signs(sender.post("one")))).toMatchObject({ status: 401 });
    const second = await stranger.receive(await sender.signs(sender.post("one")));
    expect(second).toMatchObject({ status: 429, headers: { "retry-after": "10" } });
    const crowded = door({ bounds: { ...bounds, perHost: { burst: 9, perSecond: 1 }, together: few } });
    await crowded.receive(await sender.signs(sender.post("one")));
    const other = somebody("https://elsewhere.example/actor");
    expect(await crowded.receive(await other.signs(other.post("one")))).toMatchObject({
      status: 503,
      headers: { "retry-after": "10" },
    });
    crowded.pass(11_000);
    expect(await crowded.receive(await other.signs(other.post("one")))).toMatchObject({ status: 401 });
  });
});

test("a server that sends more than it may is asked to come later; what is forged in its name does not count", async () => {
  const it = known(door({ flow: { burst: 2, perSecond: 0.5 } }), sender);
  const forger = somebody(sender.actor);
  const post = async (n: number, who = sender) => {
    const json = { ...who.post("x"), id: `https://sender.example/activities/${n}` };
    return it.receive(await who.signs(json, "rfc9421", it.clock()));
  };
  expect(await post(1)).toEqual({ status: 202 });
  for (let n = 10; n < 20; n += 1) expect(await post(n, forger)).toMatchObject({ status: 401 });
  expect(await post(2)).toEqual({ status: 202 });
  expect(await post(3)).toMatchObject({ status: 429, headers: { "retry-after": "2" } });
  it.pass(2000);
  expect(await post(3)).toEqual({ status: 202 });
  expect(it.kept.size).toBe(3);
});

test("what is refused at the door leaves a reason and a number in the log, and nothing of what was sent", async () => {
  const it = known(door({ flow: { burst: 1, perSecond: 0.5 } }), sender);
  const forger = somebody(sender.actor);
  const post = async (n: number, who = sender) => {
    const json = { ...who.post("a secret word"), id: `https://sender.example/activities/${n}` };
    return it.receive(await who.signs(json, "rfc9421", it.clock()));
  };
  const unreadable = { ...sender.post("a secret word"), type: 5 };
  expect(await it.receive(await sender.signs(unreadable, "rfc9421", it.clock()))).toMatchObject({ status: 400 });
  expect(await post(1)).toEqual({ status: 202 });
  for (let n = 2; n < 50; n += 1) expect(await post(n)).toMatchObject({ status: 429 });
  for (let n = 50; n < 100; n += 1) expect(await post(n, forger)).toMatchObject({ status: 401 });
  it.pass(MINUTE);
  for (const n of [100, 101]) await post(n);
  const refused = (why: string, count: number) => ["an activity was refused", { why, count }];
  expect(it.told).toEqual([
    refused("it cannot be read: missing", 1),
    refused("too much from one server", 1),
    refused("unproven", 1),
    refused("too much from one server", 48),
  ]);
  expect(it.kept.size).toBe(2);
});

test("who sends long ones may send fewer", async () => {
  const it = known(door({ flow: { burst: 20, perSecond: 2 } }), sender);
  const post = async (n: number, length: number) => {
    const json = { ...sender.post("x".repeat(length)), id: `https://sender.example/activities/${n}` };
    return it.receive(await sender.signs(json, "rfc9421", it.clock()));
  };
  expect(await post(1, 60_000)).toEqual({ status: 202 });
  expect(await post(2, 60_000)).toMatchObject({ status: 429, headers: { "retry-after": "5" } });
  expect(await post(3, 500)).toEqual({ status: 202 });
  it.pass(6000);
  expect(await post(2, 60_000)).toEqual({ status: 202 });
});

describe("farewells", () => {
  const farewell = () =>
    deleteActivity({
      id: trusted.activity("https://sender.example/activities/9"),
      actor: sender.actor,
      object: asObject(sender.actor),
      to: [],
    });

  test("of an actor that nobody here knows are heard and forgotten, without a question to anybody", async () => {
    const it = door();
    expect(await it.receive(await sender.signs(farewell()))).toEqual({ status: 202 });
    expect([it.kept.size, it.fetched.length, it.tasks.length]).toEqual([0, 0, 0]);
  });

  test("of an actor that we know and whose key is gone make us look", async () => {
    const it = door({ known: [sender.actor] });
    it.documents.set(sender.actor, "gone");
    expect(await it.receive(await sender.signs(farewell()))).toEqual({ status: 202 });
    expect(it.kept.size).toBe(0);
    expect(it.tasks).toEqual([{ type: "refresh actor", actor: sender.actor }]);
  });

  test("that are forged are answered alike whether we know the actor or not, and nothing is asked meanwhile", async () => {
    const forger = somebody(sender.actor);
    const wrongDigest = { "content-digest": "sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:" };
    const signed = await forger.signs(farewell());
    for (const forged of [
      signed,
      unsigned(farewell()),
      { ...signed, headers: { ...signed.headers, ...wrongDigest } },
    ]) {
      for (const people of [[], [sender.actor]]) {
        const it = known(door({ known: people }), sender);
        expect(await it.receive(forged)).toEqual({ status: 202 });
        expect([it.kept.size, it.fetched.length]).toEqual([0, 0]);
      }
    }
  });

  test("of an actor that we know are taken in by its signature", async () => {
    const it = known(door({ known: [sender.actor] }), sender);
    await it.receive(await sender.signs(sender.post("one")));
    expect(await it.receive(await sender.signs(farewell()))).toEqual({ status: 202 });
    expect(it.kept.size).toBe(2);
  });
});

test("a Follow that comes again is answered again", async () => {
  const it = known(door(), sender);
  await it.receive(await sender.signs(sender.follow()));
  expect(it.tasks).toEqual([]);
  await it.receive(await sender.signs(sender.follow(), "cavage"));
  expect(it.tasks).toEqual([
    { type: "answer follow", follow: sender.follow()["id"], follower: sender.actor, followed: CENTRE },
  ]);
});

test("whatever comes, there is an answer, and it is never an error of ours", async () => {
  const it = known(door(), sender);
  const good = [
    await sender.signs(sender.proven(sender.post("one"))),
    await sender.signs(sender.post("one"), "cavage"),
  ];
  const name = fc.constantFrom(
    "signature",
    "signature-input",
    "content-digest",
    "digest",
    "date",
    "host",
    "content-type",
    "content-length",
    "x",
  );
  const value = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.constantFrom("sig1=();created=1", 'keyId="", headers="", signature=""', "sha-256=:", "-1", "NaN"),
  );
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.json().map((text) => Buffer.from(text)),
    fc.jsonValue().map((object) => Buffer.from(JSON.stringify({ ...sender.post("x"), object }))),
    fc.jsonValue().map((proof) => Buffer.from(JSON.stringify({ ...sender.post("x"), proof, signature: proof }))),
  );
  const request = fc.record(
    {
      base: fc.constantFrom(...good),
      method: fc.constantFrom("POST", "GET", ""),
      path: fc.oneof(fc.constant("/inbox"), fc.string(), fc.webPath()),
      headers: fc.dictionary(name, value, { maxKeys: 3 }),
      body,
    },
    { requiredKeys: ["base"] },
  );
  const property = fc.asyncProperty(request, async ({ base, headers, ...change }) => {
    const { status } = await it.receive({ ...base, ...change, headers: { ...base.headers, ...headers } });
    expect([202, 400, 401, 403, 404, 405, 408, 410, 413, 415, 429]).toContain(status);
  });
  await fc.assert(property, { numRuns: 500 });
});
