import { DAY, languageTag } from "@commonhall/domain";
import { fakeClock, RELEASE_DAY, saysBulletin } from "@commonhall/testkit";
import { releaseDocument, withProof, without, type JsonObject } from "@commonhall/wire";
import { describe, expect, test } from "vitest";
import { hall } from "../testing/hall.fixture.ts";
import { server } from "../testing/server.fixture.ts";
import { somebody } from "../testing/somebody.fixture.ts";

const said = saysBulletin({ audience: "public" });
const ENGLISH = languageTag("en") ?? expect.fail();
const PATH = `/bulletins/${said.id}`;

/** A bulletin for everybody by somebody who is not known here, passed on by its id alone by a feed that is followed. */
async function scene(change: (document: JsonObject) => JsonObject = (document) => document) {
  const [here, there] = [await hall({ clock: fakeClock(RELEASE_DAY) }), await server()];
  const author = somebody(`${there.origin}/centres/ally`, here.clock);
  const feed = somebody("https://feed.example/feeds/f", here.clock);
  await here.knows(feed.known);
  await here.follows(feed.id);
  await here.store.direct.keys.put(feed.proofKey);
  there.shows("/centres/ally", author.document());
  const document = releaseDocument({
    site: { origin: there.origin, handleHost: there.host },
    centre: { id: author.id, languages: [ENGLISH] },
    said,
    proven: (bare) => withProof(bare, author.signingKey, RELEASE_DAY),
  });
  there.shows(PATH, change(document));
  await here.takesIn(feed.announces(`${there.origin}${PATH}`));
  await here.federation.drain();
  return {
    here,
    there,
    author,
    lines: () => here.store.bulletinViews.list({}),
    async [Symbol.asyncDispose]() {
      await here[Symbol.asyncDispose]();
      await there.close();
    },
  };
}

describe("a bulletin that was passed on by its id", () => {
  test("is read where it lives, by the proof of an author who is asked for their keys first", async () => {
    await using it = await scene();
    expect(await it.lines()).toMatchObject([{ by: it.author.id, bulletin: { id: said.id } }]);
  });

  test.each<[string, (document: JsonObject) => JsonObject]>([
    ["has no proof", (document) => without(document, "proof")],
    ["was changed after it was proven", (document) => ({ ...document, pad: "0" })],
    [
      "is proven by who passes it on",
      (document) => provenBy("https://feed.example/feeds/f", without(document, "proof")),
    ],
    ["says what no engine says", (document) => ({ ...document, note: "a cook" })],
    ["is for allies", (document) => ({ ...document, to: ["https://ally.example/centres/ally/allies"] })],
  ])("is left out, if it %s", async (_, change) => {
    await using it = await scene(change);
    expect(it.there.asked()).toContain(PATH);
    expect(await it.lines()).toEqual([]);
    expect(await it.here.tasks()).toEqual([]);
  });

  test("goes within a day after its author has withdrawn it, who does not know that it is here", async () => {
    await using it = await scene();
    const { here, there } = it;
    there.shows(PATH, 404);
    here.clock.advance(2 * DAY);
    await here.federation.drain();
    expect(await it.lines()).toHaveLength(1);
    there.shows(PATH, 410);
    here.clock.advance(2 * DAY);
    await here.federation.drain();
    expect(await it.lines()).toEqual([]);
  });
});

function provenBy(id: string, document: JsonObject): JsonObject {
  return withProof(document, somebody(id, () => RELEASE_DAY).signingKey, RELEASE_DAY);
}
