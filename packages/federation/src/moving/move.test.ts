import { DAY, HOUR, trusted } from "@commonhall/domain";
import { ally } from "@commonhall/testkit";
import { mapping, moveActivity, withProof, type JsonObject } from "@commonhall/wire";
import { describe, expect, test } from "vitest";
import { hall, type Hall } from "../testing/hall.fixture.ts";
import { server, type Server } from "../testing/server.fixture.ts";
import { somebody, type Somebody } from "../testing/somebody.fixture.ts";

// Somebody whom we follow says that they have moved, against two real servers.

interface Scene extends AsyncDisposable {
  readonly here: Hall;
  readonly before: Server;
  readonly after: Server;
  readonly former: Somebody;
  readonly later: Somebody;
}

async function scene(): Promise<Scene> {
  const [here, before, after] = [await hall(), await server(), await server()];
  const former = somebody(`${before.origin}/centres/centro`, here.clock);
  const later = somebody(`${after.origin}/centres/centro`, here.clock);
  for (const one of [before, after]) one.shows("/inbox", 202);
  before.shows("/centres/centro", { ...former.document(), movedTo: later.id });
  after.shows("/centres/centro", { ...later.document(), alsoKnownAs: [former.id] });
  await here.knows(former.known);
  await here.store.direct.keys.put(former.proofKey);
  await here.follows(former.id);
  return {
    here,
    before,
    after,
    former,
    later,
    async [Symbol.asyncDispose]() {
      await here[Symbol.asyncDispose]();
      await before.close();
      await after.close();
    },
  };
}

let moves = 0;
function move({ former, later }: Pick<Scene, "former" | "later">, by: Somebody = former): JsonObject {
  const id = trusted.activity(`${new URL(by.id).origin}/moves/${(moves += 1)}`);
  const named = { former: former.id, later: later.id };
  return moveActivity({ id, actor: by.id, ...named, to: [`${former.id}/followers`] });
}

const provenByFormer = (it: Scene): JsonObject => withProof(move(it, it.later), it.former.signingKey, it.here.clock());

const between = async ({ here }: Scene, whom: Somebody) =>
  (await here.store.direct.follows.between(here.centre, whom.id))?.state;
const posted = (at: Server): readonly unknown[] =>
  at.requests.filter(({ method }) => method === "POST").map(({ body }) => JSON.parse(body).type);

async function hears(it: Scene, activity: JsonObject): Promise<void> {
  await it.here.takesIn(activity);
  await it.here.federation.drain();
}

/** What is tried again for a week has been. */
async function waits(it: Scene): Promise<void> {
  for (let days = 0; days < 8; days += 1) {
    it.here.clock.advance(DAY);
    await it.here.federation.drain();
  }
}

describe("somebody whom we follow moves", () => {
  test("and both servers say so: the later one is followed, once, the former one no longer", async () => {
    await using it = await scene();
    await hears(it, move(it));
    expect(await between(it, it.former)).toBe("ended");
    expect(await between(it, it.later)).toBe("pending");
    expect([posted(it.before), posted(it.after)]).toEqual([["Undo"], ["Follow"]]);
    const expected = { former: it.former.id, later: it.later.id, left: [] };
    expect(await it.here.store.movedViews.list(9)).toMatchObject([expected]);
    it.here.clock.advance(2 * DAY);
    await hears(it, move(it));
    const follows = it.after.requests
      .filter(({ body }) => body.includes('"Follow"'))
      .map(({ body }) => JSON.parse(body).id);
    expect(new Set(follows).size).toBe(1);
  });

  test("and the new server says so a little after the Move", async () => {
    await using it = await scene();
    it.before.shows("/centres/centro", it.former.document());
    await hears(it, move(it));
    expect(await between(it, it.later)).toBeUndefined();
    it.before.shows("/centres/centro", { ...it.former.document(), movedTo: it.later.id });
    it.here.clock.advance(HOUR);
    await it.here.federation.drain();
    expect(await between(it, it.later)).toBe("pending");
  });

  test("and what stood between us stays behind: no alliance, and the desk is told", async () => {
    await using it = await scene();
    await it.here.store.direct.allies.put(ally(it.former.id));
    await hears(it, move(it));
    expect((await it.here.store.direct.allies.with(it.former.id))?.state).toBe("ended");
    expect(await it.here.store.direct.allies.with(it.later.id)).toBeUndefined();
    expect(await it.here.store.movedViews.list(9)).toMatchObject([{ left: ["ally"] }]);
  });
});

describe("nothing is believed of", () => {
  const refused = async (it: Scene, activity: JsonObject) => {
    await hears(it, activity);
    await waits(it);
    expect(await between(it, it.former)).toBe("accepted");
    expect(await it.here.store.movedViews.list(9)).toEqual([]);
    expect(posted(it.after)).toEqual([]);
  };

  test("a Move that somebody else tells of", async () => {
    await using it = await scene();
    const other = somebody("https://other.example/centres/other", it.here.clock);
    await refused(it, move(it, other));
    expect([it.before.asked(), it.after.asked()]).toEqual([[], []]);
  });

  test("a later one who says it was somebody who is there and says nothing of it", async () => {
    await using it = await scene();
    it.before.shows("/centres/centro", it.former.document());
    await refused(it, move(it, it.later));
    await refused(it, provenByFormer(it));
    expect(it.after.asked().filter((path) => path === "/centres/centro")).toEqual([]);
  });

  test("one who sends us to somebody that does not name them", async () => {
    await using it = await scene();
    it.after.shows("/centres/centro", it.later.document());
    await refused(it, move(it));
  });

  test("one who told its server to send us to somebody else", async () => {
    await using it = await scene();
    it.before.shows("/centres/centro", { ...it.former.document(), movedTo: "https://third.example/actor" });
    await refused(it, move(it));
    expect(it.after.asked()).toEqual([]);
  });

  test("a chain: the later one has moved on", async () => {
    await using it = await scene();
    const further = { movedTo: "https://third.example/actor" };
    it.after.shows("/centres/centro", { ...it.later.document(), alsoKnownAs: [it.former.id], ...further });
    await refused(it, move(it));
  });

  test("a loop", async () => {
    await using it = await scene();
    it.before.shows("/centres/centro", {
      ...it.former.document(),
      movedTo: it.later.id,
      alsoKnownAs: [it.later.id],
    });
    it.after.shows("/centres/centro", {
      ...it.later.document(),
      movedTo: it.former.id,
      alsoKnownAs: [it.former.id],
    });
    await it.here.takesIn(move({ former: it.later, later: it.former }));
    await refused(it, move(it));
  });

  test.each(["limit", "refuse"] as const)("a domain with the level %s, on either side", async (level) => {
    for (const side of ["before", "after"] as const) {
      await using it = await scene();
      await it.here.store.direct.domains.set(trusted.host(it[side].host), level);
      await refused(it, move(it));
      expect(it.after.asked()).toEqual([]);
    }
  });

  test("somebody of whom nobody here wants to know", async () => {
    await using it = await scene();
    const stranger = somebody(`${it.before.origin}/centres/stranger`, it.here.clock);
    it.before.shows("/centres/stranger", { ...stranger.document(), movedTo: it.later.id });
    await refused(it, move({ former: stranger, later: it.later }));
    expect([it.before.asked(), it.after.asked()]).toEqual([[], []]);
  });

  test("one who would be one of us", async () => {
    await using it = await scene();
    const us = somebody(it.here.centre, it.here.clock);
    it.before.shows("/centres/centro", { ...it.former.document(), movedTo: us.id });
    await refused(it, move({ former: it.former, later: us }));
    expect(it.before.asked()).toEqual([]);
  });
});

test("of a flood of Moves to ever other places one an hour is looked into, and nobody is asked whom the former one does not name", async () => {
  await using it = await scene();
  it.before.shows("/centres/centro", { ...it.former.document(), movedTo: "https://third.example/actor" });
  for (let n = 0; n < 200; n += 1) {
    const later = somebody(`${it.after.origin}/victims/${n}`, it.here.clock);
    await it.here.takesIn(move({ former: it.former, later }));
    if (n % 20 === 0) await it.here.federation.drain();
  }
  await it.here.federation.drain();
  expect(it.before.asked().filter((path) => path === "/centres/centro")).toHaveLength(1);
  expect(it.after.asked()).toEqual([]);
});

describe("where nobody answers any more at the former server", () => {
  test.each([404, 410, 503])("(%i) the former one's own key is enough", async (status) => {
    await using it = await scene();
    it.before.shows("/centres/centro", status);
    await hears(it, provenByFormer(it));
    expect(await between(it, it.later)).toBe("pending");
    expect(posted(it.before)).toEqual([]);
  });

  test("and nothing less: not the later one's word, not a key that we do not know as theirs", async () => {
    await using it = await scene();
    it.before.shows("/centres/centro", 404);
    await hears(it, move(it, it.later));
    it.here.clock.advance(2 * HOUR);
    await hears(it, withProof(move(it, it.later), it.later.signingKey, it.here.clock()));
    it.here.clock.advance(2 * HOUR);
    await hears(it, { ...provenByFormer(it), target: `${it.after.origin}/centres/other` });
    await waits(it);
    expect(await between(it, it.former)).toBe("accepted");
    expect(await it.here.store.movedViews.list(9)).toEqual([]);
  });
});

describe("what we have of somebody who has moved", () => {
  const renamed = (it: Scene, id: string, former: string, text: string): JsonObject => ({
    "@context": "https://www.w3.org/ns/activitystreams",
    ...it.later.note(text),
    id,
    alsoKnownAs: [former],
  });

  test("is kept under the id that it has now, where it stood, and is not there twice", async () => {
    await using it = await scene();
    const note = it.former.note("Picket at eight");
    await hears(it, it.former.creates(note));
    await hears(it, move(it));
    const id = `${it.after.origin}/notes/now`;
    await hears(it, it.later.creates(renamed(it, id, note.id, "Picket at eight")));
    const { items } = await it.here.store.objectViews.timeline({ limit: 9 });
    expect(items).toMatchObject([{ from: it.later.id, object: { id, text: "Picket at eight" } }]);
    expect(await it.here.store.direct.objects.get(trusted.object(note.id))).toBeUndefined();
  });

  test("is not taken over by anybody else, nor by them before they have moved", async () => {
    await using it = await scene();
    const note = it.former.note("Picket at eight");
    await hears(it, it.former.creates(note));
    await it.here.follows(it.later.id);
    await hears(it, it.later.creates(renamed(it, `${it.after.origin}/notes/too-soon`, note.id, "Stay at home")));
    expect((await it.here.store.direct.objects.get(trusted.object(note.id)))?.text).toBe("Picket at eight");
    expect(await it.here.list()).toHaveLength(2);
  });

  test("is read anew by the list that they keep, where they say that they keep one", async () => {
    await using it = await scene();
    const note = it.former.note("Picket at eight");
    await hears(it, it.former.creates(note));
    const id = `${it.after.origin}/notes/now`;
    it.after.shows("/notes/now", renamed(it, id, note.id, "Picket at eight"));
    const foreign = mapping(it.later.id, note.id, `${it.before.origin}/notes/foreign`);
    it.after.shows("/migration", {
      "@context": "https://www.w3.org/ns/activitystreams",
      id: `${it.after.origin}/migration`,
      type: "OrderedCollection",
      orderedItems: [foreign, mapping(it.later.id, note.id, id), mapping(it.later.id, `${note.id}0`, `${id}0`)],
    });
    const document = { ...it.later.document(), alsoKnownAs: [it.former.id], migration: `${it.after.origin}/migration` };
    const generator = { type: "Application", implements: [{ type: "Link", href: "https://w3id.org/fep/1580" }] };
    it.after.shows("/centres/centro", { ...document, generator });
    await hears(it, move(it));
    expect(await it.here.store.direct.objects.get(trusted.object(id))).toMatchObject({ attributedTo: it.later.id });
    expect(await it.here.list()).toEqual(["Picket at eight"]);
    expect(it.after.asked().filter((path) => path.startsWith("/notes"))).toEqual(["/notes/now"]);
    expect(it.before.asked()).not.toContain("/notes/foreign");
  });
});
