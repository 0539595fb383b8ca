import { trusted, type Bulletin, type ObjectId, type Region, type SignedRelease } from "@commonhall/domain";
import {
  actorAt,
  centre,
  fakeClock,
  objectAt,
  officers,
  ourActor,
  ourObject,
  outgoing,
  releaseObject,
  remoteActor,
  saysBulletin,
  saysNothing,
  saysTable,
  storedObject,
} from "@commonhall/testkit";
import { describe, expect, test } from "vitest";
import { openBehindStore } from "../database/behind-store.fixture.ts";
import { letsOut, takesIn } from "./use-bulletins.fixture.ts";

const HALL = ourActor("hall");
const [ANA, BO] = [actorAt("a.example"), actorAt("b.example")];
const region = (text: string): Region => text as Region;

async function open() {
  const behind = await openBehindStore({ clock: fakeClock(1_000_000) });
  const { store } = behind;
  await store.direct.centres.put(centre());
  for (const actor of [ANA, BO]) await store.direct.remoteActors.put(remoteActor(actor));
  return { ...store.direct, ...behind };
}

const told = (kind: string) => JSON.stringify({ type: "Create", object: { type: "Note", kind } });

describe("the database itself takes nothing of a release without what two people signed", () => {
  const REFUSED = /not approved/;

  test.each(["Bulletin", "StatTable", "Heartbeat"])(
    "no activity that tells of a %s, wherever it says that it lies",
    async (kind) => {
      await using it = await open();
      for (const object of [releaseObject({ id: "1" }), ourObject("post"), objectAt("a.example", "theirs")]) {
        for (const type of ["Create", "Update", "Announce", "Offer"]) {
          const activity = outgoing("one", { type, object, document: told(kind) });
          await expect(it.outbox.append(activity, [])).rejects.toThrow(REFUSED);
        }
      }
    },
  );

  test.each(["Create", "Update", "Delete"])(
    "no %s about what lies where releases do, whatever it says",
    async (type) => {
      await using it = await open();
      const activity = outgoing("one", { type, object: releaseObject({ id: "1" }) });
      await expect(it.outbox.append(activity, [])).rejects.toThrow(REFUSED);
    },
  );

  test("no object of ours that is a bulletin or a table, or lies where they do, nor one that becomes it", async () => {
    await using it = await open();
    for (const kind of ["bulletin", "statistics"] as const) {
      await expect(it.objects.put(storedObject(ourObject("x"), { kind, local: true }))).rejects.toThrow(REFUSED);
    }
    await expect(it.objects.put(storedObject(releaseObject({ id: "1" }), { local: true }))).rejects.toThrow(REFUSED);
    await it.objects.put(storedObject(ourObject("post"), { local: true }));
    await expect(it.objects.put(storedObject(ourObject("post"), { kind: "bulletin", local: true }))).rejects.toThrow(
      REFUSED,
    );
    await it.objects.put(storedObject(objectAt("a.example", "theirs"), { kind: "bulletin" }));
  });

  test("nothing that is written straight into the tables", async () => {
    await using it = await open();
    const object = releaseObject({ id: "1" });
    const insert = async (id: string, about: string, document: string) => {
      const [row] = await it.behind(
        `insert into activity (id, type, actor, object, document, published, listed, subject)
         values (?, 'Create', '${HALL}', ?, ?, 0, 1, 0) returning sequence`,
        id,
        about,
        document,
      );
      return row?.["sequence"];
    };
    await expect(insert("a", object, "{}")).rejects.toThrow(REFUSED);
    await expect(insert("a", "https://hall.example/x", told("Bulletin"))).rejects.toThrow(REFUSED);
    const first = await insert("a", "https://hall.example/posts/1", "{}");
    const second = await insert("b", "https://hall.example/posts/2", "{}");
    const change = (set: string, value: string) => it.behind(`update activity set ${set} = ? where id = 'b'`, value);
    await expect(change("object", object)).rejects.toThrow(REFUSED);
    await expect(change("document", told("StatTable"))).rejects.toThrow(REFUSED);
    await change("document", "");

    // As if the activity had come in by another way: still nothing of it is sent.
    await it.behind("drop trigger activity_made_of_release");
    await change("object", object);
    await it.behind("insert into remote_host (host, level, failures) values ('c.example', 'accept', 0)");
    await it.behind("insert into remote_inbox (url, host) values ('https://c.example/inbox', 'c.example')");
    const deliver = (activity: unknown) =>
      it.behind(
        `insert into delivery (activity, subject, inbox, host, state, head, due, leased, attempts, created)
         values (?, 0, 1, 'a.example', 'waiting', 1, 0, 0, 0, 0) returning id`,
        activity,
      );
    await expect(deliver(second)).rejects.toThrow(REFUSED);
    const [delivery] = await deliver(first);
    const changed = it.behind("update delivery set activity = ? where id = ?", second, delivery?.["id"]);
    await expect(changed).rejects.toThrow(REFUSED);
  });

  test("and lets through what they signed, once, as they signed it, and never forgets it", async () => {
    await using it = await open();
    const said = saysBulletin();
    const object = await letsOut(it.store, said, [ANA]);
    for (const column of ["payload", "approval", "subject", "object", "published"]) {
      await expect(it.behind(`update release set ${column} = '1'`)).rejects.toThrow(REFUSED);
    }
    await expect(it.behind("delete from release")).rejects.toThrow(REFUSED);
    const again = outgoing("again", { object, document: told("Bulletin") });
    await expect(it.outbox.append({ ...again, type: "Update" }, [])).rejects.toThrow(REFUSED);
    await expect(it.outbox.append({ ...again, type: "Delete" }, [])).rejects.toThrow(REFUSED);
    expect(await it.bulletins.released(object)).toMatchObject({ payload: said.id, approval: "two" });
  });

  test("and nothing more after it was taken back but its end", async () => {
    await using it = await open();
    const object = await letsOut(it.store, saysBulletin(), [ANA]);
    await it.bulletins.keepWithdrawal(object, 5, { payload: "w", approval: "two" });
    await it.outbox.append(outgoing("end", { type: "Delete", object }), [{ type: "everyone who got", object }]);
    await it.objects.delete(object, 5);
    await expect(it.outbox.append(outgoing("anew", { object, document: told("Bulletin") }), [])).rejects.toThrow(
      REFUSED,
    );
    await expect(it.behind("update release set withdrawn = null")).rejects.toThrow(REFUSED);
    expect(await it.bulletins.released(object)).toMatchObject({ withdrawn: 5 });
  });

  test("and nothing else is in its way: what others released is passed on by its id, and complained of", async () => {
    await using it = await open();
    const theirs = trusted.object("https://a.example/bulletins/5d0f7a52-3b8e-4a57-9d1e-2f1f6f0f3c11");
    await it.outbox.append(outgoing("announce", { type: "Announce", object: theirs }), []);
    await it.outbox.append(outgoing("flag", { type: "Flag", object: theirs }), []);
    const text = JSON.stringify({ object: { content: 'They wrote "kind":"Bulletin" on a wall' } });
    await it.outbox.append(outgoing("post", { document: text }), []);
  });
});

describe("of what nobody signed the database takes a heartbeat, and nothing that passes as one", () => {
  const REFUSED = /not approved/;
  const at = Date.UTC(2027, 1, 2, 9);
  const said = { ...saysNothing(), published: at };
  const object = releaseObject(said);
  const beat = JSON.stringify({ id: object, kind: "Heartbeat" });
  const payloadOf = (one: SignedRelease): string => officers().releasable(one).payload;
  const kept = { object, published: at, payload: payloadOf(said) };

  test("once it is kept, and known by its hour", async () => {
    await using it = await open();
    expect(await it.bulletins.hasReleasedAt(at)).toBe(false);
    await it.bulletins.keepHeartbeat(kept);
    expect([await it.bulletins.hasReleasedAt(at), await it.bulletins.hasReleasedAt(at + 1)]).toEqual([true, false]);
    await it.objects.put(storedObject(object, { local: true, reach: "limited", document: beat }));
    await it.outbox.append(outgoing("one", { object, document: told("Heartbeat") }), [
      { type: "actors", actors: [ANA] },
    ]);
  });

  const bulletin = saysBulletin();
  test.each<[string, Partial<typeof kept>]>([
    ["a bulletin", { object: releaseObject(bulletin), payload: payloadOf(bulletin) }],
    ["a table", { payload: payloadOf(saysTable()) }],
    ["a text with more in it", { payload: kept.payload.replace("}}", ',"note":"Amal"}}') }],
    ["a text for everybody", { payload: kept.payload.replace("allies", "public") }],
    ["a text with words in the place of its policy", { payload: kept.payload.replace("AAAA", "A A!") }],
    ["another object's", { object: releaseObject(bulletin) }],
    ["another hour's", { published: at + 1 }],
    [
      "one with two ids",
      { payload: kept.payload.replace(`"release":{"id":"${said.id}"`, `"release":{"id":"${bulletin.id}"`) },
    ],
    ["nothing", { payload: "" }],
  ])("not %s", async (_, change) => {
    await using it = await open();
    await expect(it.bulletins.keepHeartbeat({ ...kept, ...change })).rejects.toThrow(/not approved|malformed JSON/);
  });

  test("and keeps and tells nothing under it that says anything", async () => {
    await using it = await open();
    await it.bulletins.keepHeartbeat(kept);
    const speaks = JSON.stringify({ id: object, kind: "Heartbeat", group: { level: "B6" } });
    const table = JSON.stringify({ id: object, kind: "StatTable" });
    for (const document of [speaks, table, told("Bulletin"), "{}"]) {
      await expect(it.objects.put(storedObject(object, { local: true, document }))).rejects.toThrow(REFUSED);
      await expect(it.outbox.append(outgoing("one", { object, document }), [])).rejects.toThrow(REFUSED);
    }
    await it.objects.put(storedObject(object, { local: true, document: beat }));
    const change = it.behind("update object set document = ? where id = ?", speaks, object);
    await expect(change).rejects.toThrow(REFUSED);
    for (const { release } of [bulletin, saysTable()]) {
      if (release.type === "heartbeat") return expect.fail();
      await expect(it.bulletins.put({ object, by: HALL, published: at, release })).rejects.toThrow(REFUSED);
    }
  });
});

test("what is sent carries what was signed for it", async () => {
  await using it = await open();
  await letsOut(it.store, saysBulletin({ id: "11111111-1111-4111-8111-111111111111" }), [ANA]);
  await it.outbox.append(outgoing("post"), [{ type: "actors", actors: [BO] }]);
  const options = { limit: 10, leaseFor: 1000, perHost: 4, busy: new Map() };
  const leased = await it.store.deliveries.lease(2_000_000, options);
  const signed = Object.fromEntries(leased.map((one) => [one.host, one.signed]));
  expect(signed).toEqual({
    "a.example": { payload: "11111111-1111-4111-8111-111111111111", approval: "two" },
    "b.example": undefined,
  });
});

describe("lists of bulletins", () => {
  const said = (more: Partial<Bulletin>) => saysBulletin(more);

  test("have ours and others', newest first, by place, period, sector and code", async () => {
    await using it = await open();
    const ours = await letsOut(it.store, said({ place: region("LB-BA") }));
    const { object: theirs } = await takesIn(
      it.store,
      ANA,
      said({ place: region("QA"), level: "B2", sector: "fishing", abuse: [] }),
    );
    const list = async (filter: Parameters<typeof it.store.bulletinViews.list>[0]) =>
      (await it.store.bulletinViews.list(filter)).map(({ object }) => object);
    expect(new Set(await list({}))).toEqual(new Set([ours, theirs]));
    expect(await list({ place: region("LB") })).toEqual([ours]);
    expect(await list({ place: region("LB-BA") })).toEqual([ours]);
    expect(await list({ place: region("LB-BE") })).toEqual([]);
    expect(await list({ place: region("QA") })).toEqual([theirs]);
    expect(await list({ sector: "fishing" })).toEqual([theirs]);
    expect(await list({ code: "wages" })).toEqual([ours]);
    expect(await list({ period: "2026-Q4", code: "wages", sector: "fishing" })).toEqual([]);
    expect(await it.store.bulletinViews.list({ place: region("LB") })).toMatchObject([{ by: HALL, name: "The hall" }]);
  });

  test("for everybody have nothing but our own that are for everybody", async () => {
    await using it = await open();
    const forAll = await letsOut(it.store, said({ sector: "fishing" }), [], "public");
    await letsOut(it.store, said({}));
    await takesIn(it.store, ANA, said({ audience: "public" }));
    expect((await it.store.bulletinViews.listPublic({})).map(({ object }) => object)).toEqual([forAll]);
  });

  test("nor is anything else to be had by its address", async () => {
    await using it = await open();
    const getPublic = (object: ObjectId) => it.store.bulletinViews.getPublic(object);
    const bulletin = await letsOut(it.store, said({ sector: "fishing" }), [], "public");
    const table = await letsOut(it.store, saysTable(), [], "public");
    expect(await getPublic(bulletin)).toMatchObject({ object: bulletin, by: HALL, release: { type: "bulletin" } });
    expect(await getPublic(table)).toMatchObject({ object: table, release: { type: "statistics" } });
    const hidden = [
      await letsOut(it.store, said({})),
      await letsOut(it.store, saysTable("main_abuse")),
      await letsOut(it.store, saysNothing(), [], "public"),
      (await takesIn(it.store, ANA, said({ audience: "public" }), "public")).object,
    ];
    for (const object of hidden) expect(await getPublic(object)).toBeUndefined();
    await it.bulletins.keepWithdrawal(bulletin, 5, { payload: "w", approval: "two" });
    await it.objects.delete(bulletin, 5);
    expect(await getPublic(bulletin)).toBeUndefined();
  });

  test("leave out who is not listened to, and what is deleted", async () => {
    await using it = await open();
    const { object } = await takesIn(it.store, ANA, said({}));
    const { object: table } = await takesIn(it.store, ANA, saysTable());
    expect(await it.store.bulletinViews.tables({ place: region("LB") })).toMatchObject([{ object: table, by: ANA }]);
    await it.domains.set(trusted.host("a.example"), "limit");
    expect([await it.store.bulletinViews.list({}), await it.store.bulletinViews.tables({})]).toEqual([[], []]);
    await it.domains.set(trusted.host("a.example"), "accept");
    await it.objects.delete(object, 1);
    expect(await it.store.bulletinViews.list({})).toEqual([]);
  });
});

test("of one group an author is heard once, and another author too", async () => {
  await using it = await open();
  expect((await takesIn(it.store, ANA, saysBulletin())).isNew).toBe(true);
  expect((await takesIn(it.store, ANA, saysBulletin({ people: "100+" }))).isNew).toBe(false);
  expect((await takesIn(it.store, ANA, saysTable())).isNew).toBe(true);
  expect((await takesIn(it.store, ANA, saysTable())).isNew).toBe(false);
  expect((await takesIn(it.store, BO, saysBulletin())).isNew).toBe(true);
});

test("it is known who has it, and who is told what was taken back", async () => {
  await using it = await open();
  const said = saysBulletin();
  const object = await letsOut(it.store, said, [ANA, BO]);
  const empty = await letsOut(it.store, saysNothing(), [BO]);
  const options = { limit: 10, leaseFor: 1000, perHost: 4, busy: new Map() };
  const leased = await it.store.deliveries.lease(2_000_000, options);
  const toAna = leased.find(({ host }) => host === "a.example") ?? expect.fail("not leased");
  await it.store.deliveries.settle(2_000_000, [{ id: toAna.id, type: "done" }], []);
  expect(await it.store.bulletinViews.told(object)).toEqual([
    { inbox: `${ANA}/inbox`, delivered: true },
    { inbox: `${BO}/inbox`, delivered: false },
  ]);
  expect([
    await it.bulletins.sentTo(trusted.host("a.example")),
    await it.bulletins.sentTo(trusted.host("b.example")),
  ]).toEqual([[ANA], []]);
  expect(await it.bulletins.withdrawnOf(ANA, { limit: 9 })).toEqual([]);
  for (const one of [object, empty]) await it.bulletins.keepWithdrawal(one, 5, { payload: "", approval: "" });
  expect(await it.bulletins.withdrawnOf(ANA, { limit: 9 })).toEqual([object]);
  expect(await it.bulletins.withdrawnOf(ANA, { limit: 9, after: object })).toEqual([]);
  expect(await it.bulletins.withdrawnOf(BO, { limit: 9 })).toEqual([]);
});

test("whoever has said something here is asked once in a while, and nobody else", async () => {
  await using it = await open();
  await takesIn(it.store, ANA, saysBulletin());
  await takesIn(it.store, ANA, saysTable());
  const { object } = await takesIn(it.store, BO, saysBulletin());
  await letsOut(it.store, saysBulletin({ sector: "fishing" }));
  expect(new Set(await it.bulletins.takeUnasked(10, 20))).toEqual(new Set([ANA, BO]));
  expect(await it.bulletins.takeUnasked(10, 21)).toEqual([]);
  await it.objects.delete(object, 30);
  expect(await it.bulletins.takeUnasked(20, 30)).toEqual([ANA]);
});
