import { expect, test } from "vitest";
import { network } from "@commonhall/testkit/network";
import type { JsonObject } from "@commonhall/wire";
import { stranger, type Stranger } from "./stranger.ts";

const AS2 = "https://www.w3.org/ns/activitystreams";

/** Beirut follows Hong Kong and has a post of theirs; of the stranger nobody knows anything. */
async function scene() {
  const net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  await beirut.follows(hongKong);
  await net.settle();
  const { id: post } = await hongKong.posts("They met us.");
  await net.settle();
  const them = await stranger();
  let said = 0;
  const own = (type: string, fields: JsonObject): JsonObject => ({
    "@context": AS2,
    id: `${them.server.origin}/said/${(said += 1)}`,
    type,
    actor: them.id,
    ...fields,
  });
  return {
    net,
    beirut,
    hongKong,
    post,
    them,
    own,
    async [Symbol.asyncDispose]() {
      await them[Symbol.asyncDispose]();
      await net[Symbol.asyncDispose]();
    },
  };
}
type Scene = Awaited<ReturnType<typeof scene>>;

/** As Hong Kong would say it. */
const theirs = ({ hongKong }: Scene, type: string, object: JsonObject | string): JsonObject => ({
  "@context": AS2,
  id: `${hongKong.origin}/activities/forged`,
  type,
  actor: hongKong.id,
  object,
});
const note = (id: string, by: string): JsonObject => ({ id, type: "Note", attributedTo: by, content: "Forged" });

const FORGED: readonly (readonly [status: number, what: string, (it: Scene) => JsonObject])[] = [
  [
    401,
    "speak in the name of another",
    (it) => theirs(it, "Create", note(`${it.hongKong.origin}/posts/x`, it.hongKong.id)),
  ],
  [401, "change what another said", (it) => theirs(it, "Update", note(it.post, it.hongKong.id))],
  [401, "delete what another said", (it) => theirs(it, "Delete", it.post)],
  [
    400,
    "take an id of another server for an activity",
    (it) => ({ ...it.own("Like", { object: it.post }), id: `${it.hongKong.origin}/activities/x` }),
  ],
  [400, "say something under an id of another server", (it) => it.own("Create", { object: note(it.post, it.them.id) })],
  [
    400,
    "say something as another",
    (it) => it.own("Create", { object: note(`${it.them.server.origin}/x`, it.hongKong.id) }),
  ],
  [
    400,
    "change what another said in their own name",
    (it) => it.own("Update", { object: note(it.post, it.hongKong.id) }),
  ],
  [400, "delete what another said in their own name", (it) => it.own("Delete", { object: it.post })],
  [400, "delete another", (it) => it.own("Delete", { object: it.hongKong.id })],
  [
    400,
    "take back what another did",
    (it) =>
      it.own("Undo", {
        object: { type: "Follow", id: `${it.beirut.origin}/f`, actor: it.beirut.id, object: it.hongKong.id },
      }),
  ],
  [
    403,
    "speak in the name of the node itself",
    (it) => ({
      ...theirs(it, "Create", note(`${it.beirut.origin}/x`, it.beirut.id)),
      id: `${it.beirut.origin}/a`,
      actor: it.beirut.id,
    }),
  ],
  [202, "pass on another's words changed", (it) => it.own("Announce", { object: note(it.post, it.hongKong.id) })],
  [
    202,
    "pass on words as ours",
    (it) => it.own("Announce", { object: note(`${it.beirut.origin}/posts/x`, it.beirut.id) }),
  ],
  [
    202,
    "answer a Follow that was not theirs to answer",
    (it) =>
      it.own("Reject", {
        object: { type: "Follow", actor: it.beirut.id, object: it.hongKong.id, id: `${it.beirut.origin}/f` },
      }),
  ],
  [202, "say farewell for another", (it) => theirs(it, "Delete", it.hongKong.id)],
];

test("nobody speaks, changes, deletes or answers for another, and no try of it changes anything", async () => {
  await using it = await scene();
  const before = await state(it);
  const answers: (readonly [number, string])[] = [];
  for (const [, what, forged] of FORGED) {
    answers.push([await it.them.sends(it.beirut, forged(it)), what]);
    await it.net.settle();
    expect([what, await state(it)]).toEqual([what, before]);
  }
  expect(answers).toEqual(FORGED.map(([status, what]) => [status, what]));
  await it.hongKong.posts("And we are still friends.");
  await it.net.settle();
  expect(await it.beirut.reads()).toHaveLength(2);
});

async function state({ beirut, post }: Scene) {
  const object = await beirut.running.store.objectViews.get(post);
  const follows = await beirut.following();
  return { document: object?.document, reads: await beirut.reads(), follows, followers: await beirut.followers() };
}

const claims: readonly (readonly [string, (it: Scene, document: JsonObject) => JsonObject])[] = [
  [
    "its key to be of another",
    ({ hongKong }, document) => ({ ...document, publicKey: { ...Object(document["publicKey"]), owner: hongKong.id } }),
  ],
  [
    "to have the other's key id",
    ({ hongKong }, document) => ({
      ...document,
      publicKey: { ...Object(document["publicKey"]), id: `${hongKong.id}#main-key` },
    }),
  ],
  [
    "to be the other",
    ({ hongKong }, document) => ({ ...document, id: hongKong.id, inbox: `${hongKong.origin}/inbox` }),
  ],
];

test("nobody is believed whose actor claims another's key, its id, or to be the other", async () => {
  await using it = await scene();
  const before = await state(it);
  const { document } = it.them;
  for (const [what, claim] of claims) {
    it.them.document = claim(it, document);
    const said = theirs(it, "Update", note(it.post, it.hongKong.id));
    for (const keyId of [`${it.them.id}#main-key`, `${it.hongKong.id}#main-key`]) {
      expect([what, await it.them.sends(it.beirut, said, { keyId })]).toEqual([what, 401]);
    }
    await it.net.settle();
    expect([what, await state(it)]).toEqual([what, before]);
    expect(await keyOwner(it)).toBe(it.hongKong.id);
  }
});

const keyOwner = async ({ beirut, hongKong }: Scene) =>
  (await beirut.running.store.direct.keys.get(`${hongKong.id}#main-key`))?.owner;

test("nobody makes a node post to a third: an inbox elsewhere is no inbox", async () => {
  await using it = await scene();
  const { them, beirut, net } = it;
  await using victim: Stranger = await stranger();
  const follow = it.own("Follow", { object: beirut.id });
  them.document = { ...them.document, inbox: `${victim.server.origin}/inbox` };
  expect(await them.sends(beirut, follow)).toBe(401);
  them.document = {
    ...them.document,
    inbox: `${them.server.origin}/inbox`,
    endpoints: { sharedInbox: `${victim.server.origin}/inbox` },
  };
  expect(await them.sends(beirut, { ...follow, id: `${them.server.origin}/activities/2` })).toBe(202);
  await net.settle();
  await beirut.posts("Our door is open.");
  await net.settle();
  expect(victim.server.requests).toEqual([]);
  expect(them.server.requests.filter(({ method }) => method === "POST").length).toBeGreaterThan(0);
});

test("a signed request is of use in one inbox, on one node, with one body, once", async () => {
  await using it = await scene();
  const { them, beirut, hongKong, net } = it;
  const message = it.own("Create", {
    object: { ...note(`${them.server.origin}/x`, them.id), to: [beirut.id, hongKong.id] },
  });
  const signed = await them.signs(beirut, message);
  expect(await them.posts(beirut.origin, signed)).toBe(202);
  expect(await them.posts(beirut.origin, signed)).toBe(202);
  expect(await them.posts(hongKong.origin, signed)).toBe(401);
  expect(await them.posts(beirut.origin, { ...signed, path: `${new URL(beirut.id).pathname}/inbox` })).toBe(401);
  expect(await them.posts(beirut.origin, { ...signed, path: "/inbox?x=1" })).toBe(404);
  expect(await them.posts(beirut.origin, { ...signed, path: "//inbox" })).toBe(404);
  const other = JSON.stringify({ ...message, published: "2026-11-22T08:00:00Z" });
  expect(await them.posts(beirut.origin, { ...signed, body: other })).toBe(401);
  await net.settle();
  expect(await beirut.timeline({ from: them.actor })).toHaveLength(1);
  expect(await hongKong.timeline({ from: them.actor })).toEqual([]);
});
