import { sign } from "node:crypto";
import { HOUR, languageTag, trusted, type Audience, type LanguageTag, type Published } from "@commonhall/domain";
import { ally } from "@commonhall/testkit";
import { describe, expect, test } from "vitest";
import { createDocuments } from "../documents/serve-documents.ts";
import { hall, type Hall } from "../testing/hall.fixture.ts";
import { anybodyAsks, reader } from "../testing/reader.fixture.ts";
import { server } from "../testing/server.fixture.ts";

const ENGLISH = languageTag("en") ?? ("en" as LanguageTag);
const SECRET = "Heads-up before we go public";
const UNKNOWN = "/posts/0199f0aa-ffff-7000-8000-000000000001";

async function scene() {
  const here = await hall();
  const there = await server();
  const node = reader(there, "/actor", { type: "Application" });
  const centre = reader(there, "/centres/ally", { generator: { type: "Application", id: node.id } });
  const neighbour = reader(there, "/users/neighbour");
  await here.knows(centre.known);
  await here.store.direct.allies.put(ally(centre.id));
  const publish = async (audience: Audience): Promise<Published> => {
    const post = { text: { [ENGLISH]: SECRET }, tags: [], regions: [], sectors: [], audience };
    const published = await here.federation.commands.publishPost(post, "first");
    return published.ok ? published.value : expect.fail(published.error.type);
  };
  const dispose = async () => {
    await here[Symbol.asyncDispose]();
    await there.close();
  };
  return { here, there, node, centre, neighbour, publish, [Symbol.asyncDispose]: dispose };
}

type Scene = Awaited<ReturnType<typeof scene>>;

const both = ({ id, activity }: Published): readonly string[] => [id, activity];

async function all(response: Response) {
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}

/** What anybody gets for what never was. */
const nothing = async ({ here }: Pick<Scene, "here">) => all(await anybodyAsks(here, `${here.origin}${UNKNOWN}`));

describe("a limited object, and what told of it", () => {
  test.each(["cavage", "rfc9421"] as const)(
    "is served to an ally who signs for it by %s, and kept by nobody",
    async (form) => {
      await using it = await scene();
      const published = await it.publish({ type: "allies" });
      for (const url of both(published)) {
        for (const who of [it.centre, it.node]) {
          const answer = await all(await who.asks(it.here, url, { form }));
          expect([answer.status, answer.headers["cache-control"]]).toEqual([200, "private, no-store"]);
          expect(answer.headers).not.toHaveProperty("etag");
          expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
          expect(answer.body).toContain(SECRET);
        }
      }
    },
  );

  test.each<[string, (it: Scene, url: string) => Promise<Response>]>([
    ["nobody in particular", (it, url) => anybodyAsks(it.here, url)],
    ["somebody else on the ally's host", (it, url) => it.neighbour.asks(it.here, url)],
    [
      "the ally, with a signature of two hours ago",
      (it, url) => it.centre.asks(it.here, url, { at: it.here.clock() - 2 * HOUR }),
    ],
    ["the ally, with the signature of another address", (it, url) => it.centre.asks(it.here, url, { path: UNKNOWN })],
  ])("is not there for %s", async (_, ask) => {
    await using it = await scene();
    const published = await it.publish({ type: "allies" });
    for (const url of both(published)) expect(await all(await ask(it, url))).toEqual(await nothing(it));
  });

  test("is not there for who is an ally no longer, for one who is not named, or whose domain is refused", async () => {
    await using it = await scene();
    const published = await it.publish({ type: "named", actors: [it.centre.id] });
    expect((await it.centre.asks(it.here, published.id)).status).toBe(200);
    await it.here.store.direct.domains.set(trusted.host(it.there.host), "refuse");
    expect(await all(await it.centre.asks(it.here, published.id))).toEqual(await nothing(it));
    await it.here.store.direct.domains.set(trusted.host(it.there.host), "accept");
    await it.here.store.direct.audiences.put(published.id, { type: "named", actors: [it.neighbour.id] });
    expect(await all(await it.centre.asks(it.here, published.id))).toEqual(await nothing(it));
    await it.here.store.direct.audiences.put(published.id, { type: "allies" });
    expect((await it.centre.asks(it.here, published.id)).status).toBe(200);
    await it.here.store.direct.allies.put(ally(it.centre.id, { state: "ended" }));
    for (const url of both(published)) expect(await all(await it.centre.asks(it.here, url))).toEqual(await nothing(it));
  });

  test("is not there for an ally to whom the terms let nothing of this kind be sent", async () => {
    await using it = await scene();
    const published = await it.publish({ type: "allies" });
    const { policy, ...row } = ally(it.centre.id);
    const campaigns = { ...policy.campaigns, send: false };
    await it.here.store.direct.allies.put({ ...row, policy: { ...policy, campaigns } });
    expect(await all(await it.centre.asks(it.here, published.id))).toEqual(await nothing(it));
  });

  test("leaves no trace when it is deleted, for its readers neither", async () => {
    await using it = await scene();
    const published = await it.publish({ type: "allies" });
    const deleted = await it.here.federation.commands.deletePublication(published.id, "first");
    const deletion = deleted.ok ? deleted.value.activity : "";
    for (const url of [...both(published), deletion]) {
      expect(await all(await anybodyAsks(it.here, url))).toEqual(await nothing(it));
      expect(await all(await it.centre.asks(it.here, url))).toEqual(await nothing(it));
    }
  });

  test("is served neither as the list of those who were named", async () => {
    await using it = await scene();
    const { id } = await it.publish({ type: "named", actors: [it.centre.id] });
    const request = new Request(`${id}/audience`, { headers: { accept: "application/activity+json" } });
    expect(await it.here.federation.documents(request)).toBeUndefined();
  });
});

test("what told of something else, an answer to a follow or an offer, is nobody's to read", async () => {
  await using it = await scene();
  const { id } = await it.publish({ type: "allies" });
  for (const type of ["Follow", "Accept", "Offer", "Delete"]) {
    const activity = trusted.activity(`${it.here.origin}/activities/${type}`);
    const document = JSON.stringify({ id: activity, type, to: [it.centre.id] });
    const about = { actor: it.here.centre, object: id, published: 0, listed: false };
    await it.here.store.direct.outbox.append({ id: activity, type, document, ...about }, []);
    expect(await all(await it.centre.asks(it.here, activity))).toEqual(await nothing(it));
  }
});

describe("a stranger", () => {
  test.each(["unsigned", "signed"] as const)(
    "%s costs the same work, whether something is there or not",
    async (how) => {
      await using it = await scene();
      const published = await it.publish({ type: "allies" });
      const gone = await it.publish({ type: "allies" });
      await it.here.federation.commands.deletePublication(gone.id, "first");
      const work = await Promise.all(
        [published.id, gone.id, `${it.here.origin}${UNKNOWN}`].map((url) => workFor(it, url, how)),
      );
      expect(work[0]).toEqual(work[2]);
      expect(work[1]).toEqual(work[2]);
      expect(work[0]).toContain("audiences.of");
      const told = await Promise.all(
        [published.activity, gone.activity, `${it.here.origin}/activities/none`].map((url) => workFor(it, url, how)),
      );
      expect(told[0]).toEqual(told[2]);
      expect(told[1]).toEqual(told[2]);
    },
  );
});

/** What is asked of the store, and of whom it is asked who has signed, in order. */
async function workFor(
  { here, neighbour }: Scene,
  url: string,
  how: "unsigned" | "signed",
): Promise<readonly string[]> {
  const calls: string[] = [];
  const watched = <T extends object>(name: string, room: T): T =>
    new Proxy(room, {
      get: (target, method, receiver) => {
        const value: unknown = Reflect.get(target, method, receiver);
        if (typeof value !== "function") return value;
        return (...given: unknown[]) => {
          calls.push(`${name}.${String(method)}`);
          return Reflect.apply(value, target, given);
        };
      },
    });
  const { ports } = here;
  const { allies, alliances, audiences, remoteActors } = ports.direct;
  const direct = {
    ...ports.direct,
    allies: watched("allies", allies),
    alliances: watched("alliances", alliances),
    audiences: watched("audiences", audiences),
    remoteActors: watched("remoteActors", remoteActors),
  };
  const documents = createDocuments(
    { ...ports, direct, objects: watched("objects", ports.objects) },
    {
      keys: { signerFor: async () => undefined },
      proveReader: async () => {
        calls.push("proveReader");
        return how === "signed" ? neighbour.id : undefined;
      },
    },
  );
  const answer = await documents(new Request(url, { headers: { accept: "application/activity+json" } }));
  expect(answer?.status).toBe(404);
  return calls;
}

describe("keys of readers", () => {
  test("are asked for once, and whoever never shows theirs reads nothing", async () => {
    await using it = await scene();
    const { id } = await it.publish({ type: "allies" });
    for (let time = 0; time < 3; time += 1) expect((await it.node.asks(it.here, id)).status).toBe(200);
    expect(it.there.asked().filter((path) => path === "/actor")).toHaveLength(1);
    const hidden = reader(it.there, "/centres/hidden");
    it.there.shows("/centres/hidden", 404);
    await it.here.knows(hidden.known);
    await it.here.store.direct.allies.put(ally(hidden.id));
    expect((await hidden.asks(it.here, id)).status).toBe(404);
  });

  test.each<[string, (date: string, signed: (text: string) => string, keyId: string) => Record<string, string>]>([
    [
      "the date alone",
      (date, signed, keyId) => ({
        signature: `keyId="${keyId}",algorithm="rsa-sha256",headers="date",signature="${signed(`date: ${date}`)}"`,
      }),
    ],
    [
      "the method alone",
      (date, signed, keyId) => {
        const parameters = `("@method");created=${Date.parse(date) / 1000};keyid="${keyId}"`;
        const signature = signed(`"@method": GET\n"@signature-params": ${parameters}`);
        return { "signature-input": `sig1=${parameters}`, signature: `sig1=:${signature}:` };
      },
    ],
  ])("prove nothing by a signature of %s, which would fit any other request", async (_, headersOf) => {
    await using it = await scene();
    const { id } = await it.publish({ type: "allies" });
    const { key } = it.centre;
    const signed = (text: string) => sign("sha256", Buffer.from(text), key.privateKey).toString("base64");
    const date = new Date(it.here.clock()).toUTCString();
    const headers = { accept: "application/activity+json", date, ...headersOf(date, signed, key.keyId) };
    expect((await it.here.federation.documents(new Request(id, { headers })))?.status).toBe(404);
  });

  test("of an actor whose document names another owner prove nothing", async () => {
    await using it = await scene();
    const { id } = await it.publish({ type: "allies" });
    const liar = reader(it.there, "/users/liar");
    it.there.shows("/users/liar", { ...JSON.parse(liar.known.document), id: it.centre.id });
    expect((await liar.asks(it.here, id)).status).toBe(404);
  });

  test("are not asked of the host of a refused domain", async () => {
    await using it = await scene();
    const { id } = await it.publish({ type: "allies" });
    await it.here.store.direct.domains.set(trusted.host(it.there.host), "refuse");
    expect((await it.node.asks(it.here, id)).status).toBe(404);
    expect(it.there.asked()).toEqual([]);
  });
});

test("a hall with nothing limited answers strangers as before", async () => {
  await using here: Hall = await hall();
  const answer = await anybodyAsks(here, `${here.origin}${UNKNOWN}`);
  expect([answer.status, await answer.text()]).toEqual([404, "Nothing here.\n"]);
});
