import { createPublicKey } from "node:crypto";
import {
  asObject,
  languageTag,
  trusted,
  type ActorId,
  type CentreChange,
  type LanguageTag,
  type Region,
  type Texts,
} from "@commonhall/domain";
import { openStore, type Store } from "@commonhall/store";
import { fakeClock, remoteActor, actorAt, follow, type FakeClock } from "@commonhall/testkit";
import { addressesOf, DOCUMENT_LIMIT, verifyProof, type JsonObject } from "@commonhall/wire";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createCommands, type Commands } from "../commands.ts";
import { localKeys } from "../keys/local-keys.ts";

const site = { origin: "https://hall.example", handleHost: "hall.example" };
const tag = (text: string): LanguageTag => languageTag(text) ?? (text as LanguageTag);
const texts = (en: string, ar: string): Texts => ({ [tag("en")]: en, [tag("ar")]: ar });

const first: CentreChange = {
  name: texts("Old Hall", "الدار القديمة"),
  summary: texts("For all.", "للجميع."),
  languages: [tag("en")],
  regions: [],
  sectors: [],
};
const change: CentreChange = {
  name: texts("New Hall", "الدار الجديدة"),
  summary: texts("For *everybody*.", "لكلّ الناس."),
  languages: [tag("en"), tag("ar")],
  regions: ["LB" as Region],
  sectors: [],
};

let clock: FakeClock;
let store: Store;
let commands: Commands;

beforeEach(() => begin());
afterEach(() => store.close());

async function begin(): Promise<void> {
  clock = fakeClock(Date.UTC(2026, 10, 22, 9));
  store = await openStore({ file: ":memory:", clock });
  let made = 0;
  const ports = {
    site,
    software: { name: "commonhall", version: "0.1.0" },
    testNetwork: false,
    clock,
    random: () => 0.5,
    newId: () => `0199f0bb-0000-7000-8000-${String((made += 1)).padStart(12, "0")}`,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    work: store.work,
    direct: store.direct,
    deliveries: store.deliveries,
    inbox: store.inbox,
    objects: store.objectViews,
    approvals: { areTwo: async () => false },
    calls: store.callViews,
    campaigns: store.campaignViews,
    feeds: store.feedViews,
    follows: store.followViews,
    endorsements: store.endorsementViews,
    organisers: store.organiserViews,
    staff: store.staffDesk,
    noticeAddresses: store.noticeAddresses,
    digestSeals: store.digestSeals,
    digestViews: store.digestViews,
    keyValue: store.keyValue,
    tasks: store.queue("tasks"),
    onChange: store.onChange,
  };
  commands = createCommands(ports, localKeys(ports));
}

const setUp = async (): Promise<ActorId> => {
  const staff = [
    { name: "first", roles: ["administrator"], passphrase: "six words that nobody else would say" },
  ] as const;
  const done = await commands.setUp({ ...first, handle: trusted.handle("hall") }, staff);
  return done.ok ? done.value.id : expect.fail(done.error.type);
};

const actorDocument = async (id: ActorId): Promise<JsonObject> =>
  JSON.parse((await store.direct.localActors.get(id))?.document ?? "{}") as JsonObject;

const sentTo = async (activity: string): Promise<string[]> =>
  (await store.deliveryViews.lines("waiting", 100))
    .filter((line) => line.activity === activity)
    .map(({ inbox }) => inbox)
    .toSorted();

async function isFollowedBy(host: string, followed: ActorId): Promise<string> {
  const somebody = remoteActor(actorAt(host));
  await store.direct.remoteActors.put(somebody);
  await store.direct.follows.put(follow(somebody.id, followed));
  return somebody.inbox;
}

describe("changing the centre", () => {
  test("changes all that it says of itself, and neither its handle, its ids, its age nor its keys", async () => {
    const id = await setUp();
    const before = await actorDocument(id);
    const keys = (await store.direct.localActors.get(id))?.keys;
    clock.advance(60_000);
    expect(await commands.updateCentre(change, "mina")).toMatchObject({ ok: true, value: { id } });
    expect(await store.direct.centres.get()).toEqual({
      ...change,
      id,
      handle: "hall",
      founded: clock() - 60_000,
      changed: { at: clock(), by: "mina" },
    });
    const after = await actorDocument(id);
    expect(after).toMatchObject({
      name: "New Hall",
      nameMap: { en: "New Hall", ar: "الدار الجديدة" },
      summary: "<p>For <em>everybody</em>.</p>",
      regions: ["LB"],
      published: "2026-11-22T09:00:00Z",
      updated: "2026-11-22T09:01:00Z",
    });
    for (const kept of ["id", "preferredUsername", "inbox", "outbox", "publicKey", "assertionMethod"]) {
      expect(after[kept]).toEqual(before[kept]);
    }
    expect((await store.direct.localActors.get(id))?.keys).toEqual(keys);
    expect(verifyProof(after, createPublicKey(keys?.ed25519Public ?? ""))).toBe(true);
    expect(await actorDocument(addressesOf(site).node())).toMatchObject({ type: "Application", attributedTo: id });
    expect(JSON.stringify(after)).not.toContain("mina");
  });

  test("is told to everybody who follows the centre or a campaign of it, once, and stands in no outbox", async () => {
    const id = await setUp();
    const campaign = await publish("wages");
    const deleted = await publish("gone");
    const ofCentre = await isFollowedBy("a.example", id);
    const ofCampaign = await isFollowedBy("b.example", campaign);
    await isFollowedBy("c.example", deleted);
    await store.direct.follows.put(follow(actorAt("a.example"), campaign));
    await commands.deletePublication(asObject(deleted), "mina");
    const before = await store.objectViews.outboxSize(id);
    const done = await commands.updateCentre(change, "mina");
    const activity = done.ok ? done.value.activity : expect.fail(done.error.type);
    expect(await sentTo(activity)).toEqual([ofCentre, ofCampaign]);
    expect(await store.objectViews.outboxSize(id)).toBe(before);
    const sent = await store.objectViews.activity(activity);
    const document = JSON.parse(sent?.document ?? "{}") as JsonObject;
    expect(document).toMatchObject({ type: "Update", actor: id, object: { id, type: "Organization" } });
    // What they get is, byte for byte, what they would fetch.
    expect(document["object"]).toEqual(await actorDocument(id));
    expect(sent?.listed).toBe(false);
  });

  test("reaches who heard of an earlier change, even if they do not follow any more", async () => {
    const id = await setUp();
    const inbox = await isFollowedBy("a.example", id);
    await commands.updateCentre(change, "mina");
    await store.direct.follows.put(follow(actorAt("a.example"), id, { state: "ended" }));
    const done = await commands.updateCentre(first, "mina");
    expect(await sentTo(done.ok ? done.value.activity : "")).toEqual([inbox]);
  });

  test("is refused where there is no centre, and whole where it would be too large for others", async () => {
    expect(await commands.updateCentre(change, "mina")).toEqual({ ok: false, error: { type: "no centre yet" } });
    const id = await setUp();
    await isFollowedBy("a.example", id);
    const before = [await store.direct.centres.get(), await store.direct.localActors.all()];
    const long = { ...change, summary: texts("a".repeat(DOCUMENT_LIMIT), "b") };
    expect(await commands.updateCentre(long, "mina")).toMatchObject({
      ok: false,
      error: { type: "too large", limit: DOCUMENT_LIMIT },
    });
    expect([await store.direct.centres.get(), await store.direct.localActors.all()]).toEqual(before);
    expect(await store.deliveryViews.lines(undefined, 10)).toEqual([]);
  });

  test("set-up keeps refusing where there is a centre", async () => {
    await setUp();
    await commands.updateCentre(change, "mina");
    const again = await commands.setUp({ ...first, handle: trusted.handle("other") }, []);
    expect(again).toEqual({ ok: false, error: { type: "set up already" } });
    expect((await store.direct.centres.get())?.name).toEqual(change.name);
  });
});

async function publish(handle: string): Promise<ActorId> {
  const published = await commands.publishCampaign(
    {
      ...change,
      handle: trusted.handle(handle),
      targets: [{ name: "A Brand", role: "brand" }],
      demands: [texts("Pay", "ادفعوا")],
      translators: {},
    },
    "mina",
  );
  return published.ok ? trusted.actor(published.value.id) : expect.fail(published.error.type);
}
