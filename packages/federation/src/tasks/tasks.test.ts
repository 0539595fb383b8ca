import { DAY, HOUR, trusted } from "@commonhall/domain";
import { acceptActivity, followActivity, type JsonObject } from "@commonhall/wire";
import { describe, expect, test } from "vitest";
import { hall, type Hall } from "../testing/hall.fixture.ts";
import { fingers, server, type Server } from "../testing/server.fixture.ts";
import { somebody, type Somebody } from "../testing/somebody.fixture.ts";

// What has to wait for the network, from what sets it off to what comes of it, against a real server.

interface Scene extends AsyncDisposable {
  readonly here: Hall;
  readonly there: Server;
  /** Another server, which nobody of the ally's has to do with. */
  readonly elsewhere: Server;
  readonly ally: Somebody;
}

async function scene(): Promise<Scene> {
  const [here, there, elsewhere] = [await hall(), await server(), await server()];
  const ally = somebody(`${there.origin}/centres/ally`, here.clock);
  there.shows("/centres/ally", { ...ally.document(), name: "The ally" });
  there.shows("/inbox", 202);
  return {
    here,
    there,
    elsewhere,
    ally,
    async [Symbol.asyncDispose]() {
      await here[Symbol.asyncDispose]();
      await there.close();
      await elsewhere.close();
    },
  };
}

const AS2 = "https://www.w3.org/ns/activitystreams";
const shows = ({ there }: { there: Server }, object: JsonObject & { readonly id: string }) =>
  there.shows(new URL(object.id).pathname, { "@context": AS2, ...object });
const posted = ({ requests }: Server) =>
  requests.filter(({ method }) => method === "POST").map(({ body }) => JSON.parse(body));
const FOLLOW = (there: Server) => trusted.activity(`${there.origin}/follows/1`);

describe("a Follow by somebody whom we do not know", () => {
  test("is answered when their server has told who they are", async () => {
    await using it = await scene();
    const { here, there, ally } = it;
    fingers(there, `somebody@${there.host}`, ally.id);
    await here.takesIn(followActivity({ id: FOLLOW(there), actor: ally.id, object: here.centre }));
    await here.federation.drain();
    expect(posted(there)).toMatchObject([{ type: "Accept", object: { id: FOLLOW(there) } }]);
    expect(await here.store.followViews.followers()).toMatchObject([{ name: "The ally", state: "accepted" }]);
  });

  test("is answered later, where their server does not answer now", async () => {
    await using it = await scene();
    const { here, there, ally } = it;
    there.shows("/centres/ally", 503);
    await here.takesIn(followActivity({ id: FOLLOW(there), actor: ally.id, object: here.centre }));
    await here.federation.drain();
    there.shows("/centres/ally", ally.document());
    await here.federation.drain();
    expect(posted(there)).toEqual([]);
    here.clock.advance(HOUR);
    await here.federation.drain();
    expect(posted(there)).toMatchObject([{ type: "Accept" }]);
  });

  test.each<[string, (it: Scene) => void]>([
    [
      "shows another actor",
      (it) => it.there.shows("/centres/ally", somebody(`${it.there.origin}/centres/other`, it.here.clock).document()),
    ],
    [
      "only sends us on to another server",
      (it) => {
        it.elsewhere.shows("/ally", it.ally.document());
        it.there.shows("/centres/ally", `${it.elsewhere.origin}/ally`);
      },
    ],
  ])("is not answered, where their server %s", async (_, show) => {
    await using it = await scene();
    const { here, there, ally } = it;
    show(it);
    await here.takesIn(followActivity({ id: FOLLOW(there), actor: ally.id, object: here.centre }));
    await here.federation.drain();
    expect(posted(there)).toEqual([]);
    expect(await here.store.direct.remoteActors.get(ally.id)).toBeUndefined();
  });

  test("is never answered, where they are not there", async () => {
    await using it = await scene();
    const { here, there, ally } = it;
    there.shows("/centres/ally", 404);
    await here.takesIn(followActivity({ id: FOLLOW(there), actor: ally.id, object: here.centre }));
    for (const wait of [0, HOUR, 30 * DAY]) {
      here.clock.advance(wait);
      await here.federation.drain();
    }
    expect(posted(there)).toEqual([]);
    expect(here.logged).toEqual([{ line: "a task was given up", facts: { task: "answer follow", problem: "gone" } }]);
  });
});

test("a server that does not answer is asked a few times, ever more rarely, and then no more", async () => {
  await using it = await scene();
  const { here, there, ally } = it;
  there.shows("/centres/ally", 500);
  await here.takesIn(followActivity({ id: FOLLOW(there), actor: ally.id, object: here.centre }));
  for (let hours = 0; hours < 24 * 40; hours += 6) {
    here.clock.advance(6 * HOUR);
    await here.federation.drain();
  }
  expect(there.asked().filter((path) => path === "/centres/ally")).toHaveLength(7);
  expect(here.logged.at(-1)?.facts).toEqual({ task: "answer follow", problem: "unreachable" });
}, 60_000);

describe("what was passed on by its id", () => {
  async function passedOn(show: (it: Scene, note: JsonObject & { readonly id: string }) => void) {
    const it = await scene();
    const { here, ally } = it;
    const feed = somebody("https://feed.example/feeds/f", here.clock);
    await here.follows(feed.id);
    const note = ally.note("Picket at eight");
    show(it, note);
    await here.takesIn(feed.announces(note.id));
    await here.federation.drain();
    return { ...it, feed, note };
  }

  test("is read where it lives, with its author", async () => {
    await using it = await passedOn(shows);
    const { items } = await it.here.store.objectViews.timeline({ limit: 9 });
    expect(items).toMatchObject([
      { from: it.ally.id, fromName: "The ally", via: it.feed.id, object: { text: "Picket at eight" } },
    ]);
  });

  test.each<[string, (it: Scene, note: JsonObject & { readonly id: string }) => void]>([
    ["is not there", () => undefined],
    [
      "is another one",
      (it, note) => it.there.shows(new URL(note.id).pathname, { "@context": AS2, ...it.ally.note("Other") }),
    ],
    [
      "is passed on itself",
      (it, note) => it.there.shows(new URL(note.id).pathname, it.ally.announces("https://elsewhere.example/notes/1")),
    ],
    [
      "is by somebody of another server",
      (it, note) => shows(it, { ...note, attributedTo: "https://elsewhere.example/actor" }),
    ],
    [
      "is only sent on to from where it should live",
      (it, note) => {
        it.elsewhere.shows("/note", { "@context": AS2, ...note });
        it.there.shows(new URL(note.id).pathname, `${it.elsewhere.origin}/note`);
      },
    ],
    [
      "comes as a file that somebody put there",
      (it, note) => it.there.shows(new URL(note.id).pathname, { "@context": AS2, ...note }, "text/plain"),
    ],
  ])("is left out, if it %s", async (_, show) => {
    await using it = await passedOn(show);
    expect(await it.here.list()).toEqual([]);
    expect(await it.here.tasks()).toEqual([]);
  });

  test("is not fetched from a server that we refuse", async () => {
    await using it = await scene();
    const { here, there, ally } = it;
    await here.follows(ally.id);
    await here.takesIn(ally.announces(`${there.origin}/notes/1`));
    await here.reads();
    await here.store.direct.domains.set(trusted.host(there.host), "refuse");
    await here.federation.drain();
    expect(there.requests).toEqual([]);
  });
});

test("a campaign that was opened stands in the list as what its Group says, by its centre", async () => {
  await using it = await scene();
  const { here, there, ally } = it;
  await here.knows(ally.known);
  await here.follows(ally.id);
  const group = somebody(`${there.origin}/campaigns/pay`, here.clock);
  const document = {
    ...group.document(),
    type: "Group",
    kind: "Campaign",
    preferredUsername: "pay",
    name: "Pay what you owe",
    campaignStatus: "running",
  };
  there.shows("/campaigns/pay", document);
  await here.takesIn(ally.creates(ally.note("We open a campaign", { kind: "Campaign", context: group.id })));
  await here.federation.drain();
  expect((await here.store.objectViews.timeline({ limit: 9 })).items).toMatchObject([
    { from: ally.id, object: { id: group.id, kind: "campaign", type: "Group", text: "Pay what you owe" } },
  ]);
  here.clock.advance(HOUR);
  const closed = {
    ...document,
    name: "They have paid",
    campaignStatus: "closed",
    updated: new Date(here.clock()).toISOString(),
  };
  await here.takesIn({ ...group.updates(closed), object: closed });
  await here.federation.drain();
  expect(await here.list()).toEqual(["They have paid"]);
  there.shows("/campaigns/pay", { ...closed, name: "Told by the centre" });
  await here.takesIn({ ...ally.updates(closed), object: closed });
  await here.federation.drain();
  expect(await here.list()).toEqual(["Told by the centre"]);
});

test("an actor whose server says that it is gone for good is gone here; one that is not found may come back", async () => {
  await using it = await scene();
  const { here, there, ally } = it;
  await here.knows(ally.known);
  await here.follows(ally.id);
  for (const [status, stays] of [
    [404, true],
    [410, false],
  ] as const) {
    there.shows("/centres/ally", status);
    here.clock.advance(2 * DAY);
    await here.takesIn(ally.creates(ally.note("Hello", { to: [here.centre] })));
    await here.federation.drain();
    expect((await here.store.direct.remoteActors.get(ally.id)) !== undefined).toBe(stays);
  }
});

test("a node at work does by itself what comes, and ends when it is told to", async () => {
  await using it = await scene();
  const { here, there, ally } = it;
  const stop = new AbortController();
  const working = here.federation.work(stop.signal);
  const answered = Promise.withResolvers<undefined>();
  const end = here.store.onChange(() => {
    if (posted(there).length > 0) answered.resolve(undefined);
  });
  await here.takesIn(followActivity({ id: FOLLOW(there), actor: ally.id, object: here.centre }));
  await answered.promise;
  end();
  expect(posted(there)).toMatchObject([{ type: "Accept" }]);
  stop.abort();
  await working;
});

test("an Accept makes the history of the one who accepts be read", async () => {
  await using it = await scene();
  const { here, there, ally } = it;
  fingers(there, `somebody@${there.host}`, ally.id);
  await here.federation.follow.follow(ally.id);
  const orderedItems = [ally.creates(ally.note("Said before"))];
  there.shows("/outbox", { "@context": AS2, id: `${there.origin}/outbox`, type: "OrderedCollection", orderedItems });
  const follow = await here.store.direct.follows.between(here.centre, ally.id);
  if (follow === undefined) throw new Error("it is followed");
  await here.takesIn(
    acceptActivity({
      id: trusted.activity(`${there.origin}/accepts/1`),
      actor: ally.id,
      follow: { id: follow.id, actor: here.centre, object: ally.id },
    }),
  );
  await here.federation.drain();
  expect(await here.list()).toEqual(["Said before"]);
});
