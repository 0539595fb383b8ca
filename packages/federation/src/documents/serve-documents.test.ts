import {
  trusted,
  type Action,
  type Campaign,
  type LocalActor,
  type OutboxItem,
  type OutgoingActivity,
  type StoredObject,
  type Tombstone,
} from "@commonhall/domain";
import { describe, expect, it } from "vitest";
import { createDocuments, type DocumentsPorts } from "./serve-documents.ts";

const origin = "https://ap.hall.example";
const centre = trusted.actor(`${origin}/centres/hall`);
const campaign = trusted.actor(`${origin}/campaigns/payup`);
const post = trusted.object(`${origin}/posts/0199f0aa-0001-7000-8000-000000000001`);
const PUBLIC = "https://www.w3.org/ns/activitystreams#Public";
const AS2 = "application/activity+json";
const keys = { rsaPrivate: "", rsaPublic: "", ed25519Private: "", ed25519Public: "" };

/** Spaces and an unusual order of keys: bytes that nobody would write by chance. */
const bytes = (id: string, to: string = PUBLIC) => `{ "to": ["${to}"],  "id": "${id}", "content": "قاعة" }`;

const local = (id: string, kind: LocalActor["kind"], more: Partial<LocalActor> = {}): LocalActor => ({
  id: trusted.actor(id),
  kind,
  document: `{ "id":  "${id}" }`,
  keys,
  created: 0,
  ...more,
});

const stored = (id: string, more: Partial<StoredObject> = {}): StoredObject => ({
  id: trusted.object(id),
  kind: "post",
  type: "Note",
  attributedTo: centre,
  published: 0,
  language: "ar",
  text: "",
  document: bytes(id),
  local: true,
  reach: "public",
  ...more,
});

const told = (number: number, type: string, about: string, more: Partial<OutgoingActivity> = {}): OutgoingActivity => {
  const id = `${origin}/activities/0199f0aa-0000-7000-8000-${String(number).padStart(12, "0")}`;
  const object = type === "Announce" ? about : { id: about, to: [PUBLIC] };
  return {
    id: trusted.activity(id),
    type,
    actor: centre,
    object: trusted.object(about),
    document: JSON.stringify({ id, type, to: [PUBLIC], object, proof: { over: "this" } }),
    published: number,
    listed: true,
    ...more,
  };
};

interface Room {
  actors?: LocalActor[];
  objects?: StoredObject[];
  tombstones?: Tombstone[];
  activities?: OutgoingActivity[];
  campaigns?: Partial<Campaign>[];
  actions?: Partial<Action>[];
}

const ACTORS = [
  local(`${origin}/actor`, "node"),
  local(centre, "centre", { handle: trusted.handle("hall") }),
  local(campaign, "campaign", { handle: trusted.handle("payup") }),
];

function room({
  actors = ACTORS,
  objects = [],
  tombstones = [],
  activities = [],
  campaigns = [],
  actions = [],
}: Room = {}) {
  const limits: number[] = [];
  const ports = {
    site: { origin, handleHost: "hall.example" },
    software: { name: "commonhall", version: "1.2.3" },
    direct: {
      allies: { accepted: async () => [] },
      alliances: { readers: async () => [] },
      audiences: { of: async () => undefined },
      remoteActors: { get: async () => undefined },
      centres: { get: async () => undefined },
      localActors: {
        get: async (id: string) => actors.find((actor) => actor.id === id),
        byHandle: async (handle: string) => actors.find((actor) => actor.handle === handle),
      },
      organisers: { of: async () => [] },
    },
    objects: {
      get: async (id: string) => objects.find((object) => object.id === id),
      tombstone: async (id: string) => tombstones.find((tombstone) => tombstone.id === id),
      activity: async (id: string) => activities.find((activity) => activity.id === id),
      outboxSize: async (actor: string) => activities.filter((one) => one.listed && one.actor === actor).length,
      outbox: async (actor: string, limit: number, after?: string) => {
        limits.push(limit);
        const start = Number(after ?? 0);
        const all = activities.filter((one) => one.listed && one.actor === actor);
        const items = all.slice(start, start + limit).map((activity): OutboxItem => {
          const object = objects.find((one) => one.id === activity.object);
          return { activity, ...(object === undefined ? {} : { object }) };
        });
        return { items, ...(start + limit < all.length ? { next: String(start + limit) } : {}) };
      },
    },
    endorsements: { shownOf: async () => [] },
    calls: { list: async () => [] },
    campaigns: {
      get: async (id: string) => campaigns.find((one) => one.id === id),
      list: async () => campaigns,
      actions: async () => actions,
    },
  } as unknown as DocumentsPorts;
  const documents = createDocuments(ports, {
    keys: { signerFor: async () => undefined },
    proveReader: async () => undefined,
  });
  const get = (path: string, accept: string = AS2, more: RequestInit & { headers?: Record<string, string> } = {}) =>
    documents(new Request(`http://127.0.0.1:8420${path}`, { ...more, headers: { accept, ...more.headers } }));
  const json = async (path: string) => (await get(path))?.json();
  return { get, json, limits };
}

const pathOf = (id: string) => id.slice(origin.length);

describe("documents", () => {
  it("are served byte for byte, to whoever asks for a document", async () => {
    const { get } = room({ objects: [stored(post)] });
    const response = await get(pathOf(post), 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"');
    expect(await response?.text()).toBe(bytes(post));
    expect(response?.status).toBe(200);
    expect(Object.fromEntries(response?.headers ?? [])).toMatchObject({
      "content-type": AS2,
      "cache-control": "public, max-age=180",
      vary: "Accept",
      "content-length": String(Buffer.byteLength(bytes(post))),
    });
    expect(await (await get("/centres/hall"))?.text()).toBe(`{ "id":  "${centre}" }`);
  });

  it("are left to the web where somebody wants a page", async () => {
    const { get } = room({ objects: [stored(post)] });
    for (const path of ["/centres/hall", "/campaigns/payup", pathOf(post)]) {
      expect(await get(path, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")).toBeUndefined();
      expect(await get(path, "*/*")).toBeUndefined();
    }
    for (const path of ["/", "/about", "/campaigns/payup.atom", "/centres/hall/x", "/desk", "/posts/../actor%2f"]) {
      expect(await get(path)).toBeUndefined();
    }
  });

  it("that have no page are served whatever is asked for", async () => {
    const { get } = room();
    for (const path of ["/actor", "/centres/hall/outbox", "/centres/hall/followers"]) {
      expect((await get(path, "text/html"))?.status).toBe(200);
    }
  });

  it("cost no bytes where they are known", async () => {
    const { get } = room({ objects: [stored(post)] });
    const etag = (await get(pathOf(post)))?.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const response = await get(pathOf(post), AS2, { headers: { "if-none-match": known } });
      expect(response?.status).toBe(304);
      expect(await response?.text()).toBe("");
      expect(response?.headers.get("etag")).toBe(etag);
    }
    expect((await get(pathOf(post), AS2, { headers: { "if-none-match": '"other"' } }))?.status).toBe(200);
  });

  it("answer HEAD like GET without the body, and nothing else", async () => {
    const { get } = room({ objects: [stored(post)] });
    const head = await get(pathOf(post), AS2, { method: "HEAD" });
    expect(head?.headers.get("content-length")).toBe(String(Buffer.byteLength(bytes(post))));
    expect(await head?.text()).toBe("");
    expect(await get("/centres/hall/outbox", AS2, { method: "POST", body: "{}" })).toBeUndefined();
  });

  it("are ours and for everybody, or are not served", async () => {
    const ally = trusted.object(`${origin}/posts/for-allies`);
    const theirs = trusted.object(`${origin}/posts/theirs`);
    const hidden = told(7, "Create", post, { listed: false });
    const aside = told(8, "Create", post, { document: '{"to":["https://ally.example/centres/a"]}' });
    const { get } = room({
      objects: [
        stored(ally, { document: bytes(ally, `${centre}/allies`), reach: "limited" }),
        stored(theirs, { local: false }),
      ],
      activities: [hidden, aside],
    });
    for (const id of [ally, theirs, hidden.id, aside.id, `${origin}/posts/none`, `${origin}/centres/none`]) {
      const response = await get(pathOf(id));
      expect(response?.status).toBe(404);
      expect(response?.headers.get("cache-control")).toBe("no-store");
    }
  });

  it("that were deleted leave a tombstone, and so does what told of them", async () => {
    const create = told(1, "Create", post);
    const deletion = told(2, "Delete", post);
    const { get } = room({
      actors: [...ACTORS.slice(0, 2), local(campaign, "campaign", { deleted: Date.UTC(2026, 10, 22) })],
      tombstones: [{ id: post, deleted: Date.UTC(2026, 10, 22), reach: "public" }],
      activities: [create, deletion],
    });
    for (const id of [post, campaign, create.id]) {
      const response = await get(pathOf(id));
      expect(response?.status).toBe(410);
      expect(await response?.json()).toEqual({
        "@context": "https://www.w3.org/ns/activitystreams",
        id,
        type: "Tombstone",
        deleted: "2026-11-22T00:00:00Z",
      });
    }
    expect((await get(`${pathOf(campaign)}/outbox`))?.status).toBe(410);
    expect(await (await get(pathOf(deletion.id)))?.text()).toBe(deletion.document);
  });
});

describe("an outbox", () => {
  it("tells how much there is and is read page by page, each item once, as it was signed", async () => {
    const activities = Array.from({ length: 45 }, (_, index) =>
      told(100 - index, "Create", `${origin}/posts/p${index}`),
    );
    const { json, get } = room({ activities, objects: activities.map((one) => stored(one.object)) });
    const whole = await json("/centres/hall/outbox");
    expect(whole).toMatchObject({ type: "OrderedCollection", id: `${centre}/outbox`, totalItems: 45 });
    const texts: string[] = [];
    let pages = 0;
    for (let next = whole.first; next !== undefined; pages++) {
      const response = await get(pathOf(next));
      const text = (await response?.text()) ?? "";
      const page = JSON.parse(text);
      expect(page).toMatchObject({ type: "OrderedCollectionPage", id: next, partOf: `${centre}/outbox` });
      for (const item of page.orderedItems) {
        const activity = activities.find((one) => one.id === item.id);
        expect(text).toContain(activity?.document);
        texts.push(item.id);
      }
      next = page.next;
    }
    expect(texts).toEqual(activities.map((one) => one.id));
    expect(pages).toBe(3);
  });

  it("of a campaign has what it announced put in whole, and leaves out the proof that was made over the id", async () => {
    const announce = told(1, "Announce", post, { actor: campaign });
    const stranger = told(2, "Announce", "https://other.example/notes/1", { actor: campaign });
    const { get } = room({ activities: [announce, stranger], objects: [stored(post)] });
    const text = (await (await get("/campaigns/payup/outbox?page=first"))?.text()) ?? "";
    expect(text).toContain(bytes(post));
    const [whole, bare] = JSON.parse(text).orderedItems;
    expect(whole).toEqual({ id: announce.id, type: "Announce", to: [PUBLIC], object: JSON.parse(bytes(post)) });
    expect(bare.object).toBe("https://other.example/notes/1");
    expect(bare.proof).toBeDefined();
  });

  it("does not tell again of what was deleted, but tells that it was", async () => {
    const activities = [told(3, "Delete", post), told(2, "Update", post), told(1, "Create", post)];
    const { json } = room({ activities, tombstones: [{ id: post, deleted: 9, reach: "public" }] });
    const page = await json("/centres/hall/outbox?page=first");
    expect(page.orderedItems.map((item: { type: string }) => item.type)).toEqual(["Delete"]);
  });

  it("makes its pages smaller where the items are large, and loses none", async () => {
    const large = "x".repeat(90_000);
    const activities = Array.from({ length: 25 }, (_, index) => {
      const one = told(100 - index, "Create", `${origin}/posts/p${index}`);
      return { ...one, document: JSON.stringify({ ...JSON.parse(one.document), content: large }) };
    });
    const { json, get } = room({ activities, objects: activities.map((one) => stored(one.object)) });
    let seen = 0;
    for (let next = (await json("/centres/hall/outbox")).first; next !== undefined;) {
      const text = (await (await get(pathOf(next)))?.text()) ?? "";
      expect(Buffer.byteLength(text)).toBeLessThan(1_000_000);
      seen += JSON.parse(text).orderedItems.length;
      next = JSON.parse(text).next;
    }
    expect(seen).toBe(25);
  });
});

describe("the other collections", () => {
  const opening = stored(`${origin}/posts/opening`);
  const old = stored(`${origin}/posts/old`);
  const { json, get } = room({
    objects: [opening, old],
    campaigns: [
      { id: campaign, centre, status: "running", openingPost: opening.id },
      { id: trusted.actor(`${origin}/campaigns/past`), centre, status: "closed", openingPost: old.id },
    ],
    actions: [{ id: trusted.object(`${origin}/actions/1`) }],
  });

  it("of followers and followed say nothing but that they are collections", async () => {
    for (const owner of [centre, campaign, `${origin}/actor`]) {
      for (const name of ["followers", "following"]) {
        expect(await json(`${pathOf(owner)}/${name}`)).toEqual({
          "@context": "https://www.w3.org/ns/activitystreams",
          id: `${owner}/${name}`,
          type: "OrderedCollection",
        });
      }
    }
  });

  it("show a centre's open campaigns, and a campaign's organisers, actions and endorsements", async () => {
    expect((await json("/centres/hall/featured")).orderedItems).toEqual([JSON.parse(opening.document)]);
    expect((await json("/campaigns/payup/featured")).orderedItems).toEqual([JSON.parse(opening.document)]);
    expect((await json("/campaigns/payup/organisers")).items).toEqual([centre]);
    expect((await json("/campaigns/payup/actions")).orderedItems).toEqual([`${origin}/actions/1`]);
    expect(await json("/campaigns/payup/endorsements")).toMatchObject({ type: "Collection", items: [] });
  });

  it("are not there for whoever has none", async () => {
    for (const path of ["/centres/hall/organisers", "/centres/none/outbox", "/campaigns/none/actions"]) {
      expect((await get(path))?.status).toBe(404);
    }
  });
});

describe("WebFinger", () => {
  const self = async (resource: string) => {
    const response = await room().get(`/.well-known/webfinger?resource=${encodeURIComponent(resource)}`, "*/*");
    if (response?.status !== 200) return response?.status;
    expect(response.headers.get("content-type")).toMatch(/^application\/jrd\+json/);
    const jrd = await response.json();
    return [jrd.subject, jrd.links.find((link: { rel: string }) => link.rel === "self").href];
  };

  it("finds an actor by its handle at either host, and by its id", async () => {
    const found = ["acct:hall@hall.example", centre];
    for (const resource of ["acct:hall@hall.example", "acct:HALL@Hall.Example", "acct:hall@ap.hall.example", centre]) {
      expect(await self(resource)).toEqual(found);
    }
    expect(await self("acct:payup@hall.example")).toEqual(["acct:payup@hall.example", campaign]);
  });

  it("finds the node by its origin and by its host's name", async () => {
    expect(await self(origin)).toEqual([`${origin}/`, `${origin}/actor`]);
    expect(await self(`${origin}/`)).toEqual([`${origin}/`, `${origin}/actor`]);
    expect(await self("acct:hall.example@hall.example")).toEqual(["acct:hall.example@hall.example", `${origin}/actor`]);
  });

  it("knows nobody else, and says so", async () => {
    for (const resource of [
      "acct:nobody@hall.example",
      "acct:hall@other.example",
      "https://other.example/centres/hall",
      "hall",
      "",
    ]) {
      expect(await self(resource)).toBe(404);
    }
    expect((await room().get("/.well-known/webfinger", "*/*"))?.status).toBe(400);
  });
});

describe("what the node says of itself", () => {
  it("is found where programs look for it, and has no number of anybody", async () => {
    const { json, get } = room();
    const links = (await json("/.well-known/nodeinfo")).links;
    expect(links.map((link: { href: string }) => link.href)).toEqual([`${origin}/nodeinfo/2.1`, `${origin}/actor`]);
    expect(await json("/nodeinfo/2.1")).toMatchObject({
      software: { name: "commonhall", version: "1.2.3" },
      usage: { users: {} },
    });
    expect(await (await get("/.well-known/host-meta"))?.text()).toContain(
      `${origin}/.well-known/webfinger?resource={uri}`,
    );
  });
});
