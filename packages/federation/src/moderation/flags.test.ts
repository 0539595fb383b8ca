import { MOST_OPEN_FLAGS, trusted } from "@commonhall/domain";
import { expect, test } from "vitest";
import { generateActorKeys } from "../keys/local-keys.ts";
import { hall, type Hall } from "../testing/hall.fixture.ts";
import { server } from "../testing/server.fixture.ts";
import { somebody } from "../testing/somebody.fixture.ts";

const NODE_KEYS = await generateActorKeys();
const AS2 = "https://www.w3.org/ns/activitystreams";
let count = 0;

const flag = (objects: unknown, fields: object = {}) => ({
  "@context": AS2,
  id: `https://other.example/flags/k7q2d9/${(count += 1)}`,
  type: "Flag",
  actor: "https://other.example/actor",
  object: objects,
  content: "It names a <b>striker</b>",
  ...fields,
});
const open = async ({ store }: Hall) => store.flagViews.open();

test("a complaint about something of ours stands at the desk, and changes nothing", async () => {
  await using here = await hall();
  const post = await here.says("posts/1", "Ours");
  await here.takesIn(flag([here.centre, post, "https://elsewhere.example/notes/1"]) as never);
  await here.reads();
  expect(await open(here)).toMatchObject([
    { from: "https://other.example/actor", tag: "k7q2d9", objects: [here.centre, post], text: "It names a striker" },
  ]);
  expect(await here.store.objectViews.get(post)).toMatchObject({ text: "Ours" });
  const [first] = await open(here);
  expect(await here.store.direct.flags.close(first?.id ?? expect.fail())).toBe(true);
  expect(await open(here)).toEqual([]);
});

test.each([
  ["nothing of ours", ["https://elsewhere.example/notes/1"]],
  ["what is not there", ["https://hall.example/posts/none"]],
  ["nothing", []],
  ["no ids", [4, null, "text", { type: "Note" }]],
])("a complaint about %s is nobody's business here", async (_, objects) => {
  await using here = await hall();
  await here.takesIn(flag(objects) as never);
  await here.reads();
  expect(await open(here)).toEqual([]);
});

test("a server that complains without end fills nothing", async () => {
  await using here = await hall();
  for (let n = 0; n < MOST_OPEN_FLAGS + 10; n++) await here.takesIn(flag(here.centre) as never);
  await here.takesIn(
    flag(here.centre, { id: "https://third.example/1", actor: "https://third.example/actor" }) as never,
  );
  await here.reads();
  expect(await open(here)).toHaveLength(MOST_OPEN_FLAGS + 1);
});

test("our complaint goes to the author's server in the node's name, with a tag and without a person", async () => {
  await using here = await hall();
  const there = await server();
  there.shows("/inbox", 202);
  const node = trusted.actor(`${here.origin}/actor`);
  const created = here.clock();
  await here.store.direct.localActors.put({ id: node, kind: "node", document: "{}", keys: NODE_KEYS, created });
  const author = somebody(`${there.origin}/users/troll`, here.clock);
  await here.knows(author.known);
  await here.follows(author.id);
  const note = author.note("A name");
  await here.takesIn(author.creates(note));
  await here.reads();
  const object = trusted.object(note.id);
  for (const by of ["ana", "ana", "bo"]) await here.federation.commands.flag(object, "Doxxing of a striker", by);
  await here.federation.drain();
  const sent = there.requests.filter(({ method }) => method === "POST").map(({ body }) => JSON.parse(body));
  expect(sent).toHaveLength(3);
  expect(sent[0]).toMatchObject({
    type: "Flag",
    actor: node,
    object: [author.id, note.id],
    content: "Doxxing of a striker",
  });
  expect(JSON.stringify(sent)).not.toMatch(/\bana\b|\bbo\b|centres\/hall/);
  const tags = sent.map(({ id }: { id: string }) => id.split("/")[4]);
  expect(tags[0]).toBe(tags[1]);
  expect(tags[2]).not.toBe(tags[0]);
  await there.close();
});

test("what is ours, or nowhere, or too long, is not complained of", async () => {
  await using here = await hall();
  const node = trusted.actor(`${here.origin}/actor`);
  await here.store.direct.localActors.put({ id: node, kind: "node", document: "{}", keys: NODE_KEYS, created: 0 });
  const post = await here.says("posts/1", "Ours");
  const { commands } = here.federation;
  expect(await commands.flag(post, "x", "ana")).toMatchObject({ error: { type: "ours" } });
  expect(await commands.flag(trusted.object("https://a.example/1"), "x", "ana")).toMatchObject({
    error: { type: "not found" },
  });
  expect(await commands.flag(post, "x".repeat(2001), "ana")).toMatchObject({
    error: { type: "too long", characters: 2001 },
  });
});
