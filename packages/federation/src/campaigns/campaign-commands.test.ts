import { createPublicKey, randomUUID } from "node:crypto";
import {
  asActor,
  DAY,
  HOUR,
  languageTag,
  MINUTE,
  trusted,
  type ActionDraft,
  type ActorId,
  type CampaignDraft,
  type InboxUrl,
  type LanguageTag,
  type Published,
  type PublishRefused,
  type RemoteActor,
  type Result,
  type Texts,
} from "@commonhall/domain";
import { openStore, type Store } from "@commonhall/store";
import { parseActivity, verifyProof, type JsonObject } from "@commonhall/wire";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCommands, type Commands } from "../commands.ts";
import { localKeys } from "../keys/local-keys.ts";
import { closeOver } from "./close-over.ts";
import type { PublishingPorts } from "./publishing.ts";

const site = { origin: "https://hall.example", handleHost: "hall.example" };
const START = Date.parse("2026-11-22T09:00:00Z");
const tag = (text: string): LanguageTag => languageTag(text) ?? (text as LanguageTag);
const texts = (en: string, id = `${en} (id)`): Texts => ({ [tag("en")]: en, [tag("id")]: id });

const draft: CampaignDraft = {
  handle: trusted.handle("payup2026"),
  name: texts("Pay what you owe", "Bayar hak kami"),
  summary: texts("2,000 garment workers are owed severance since the factory closed."),
  regions: [],
  sectors: [],
  targets: [{ name: "A Brand", role: "brand" }],
  demands: [texts("Pay the severance that the law sets")],
  translators: {},
};

let now = START;
let store: Store;
let commands: Commands;
let ports: PublishingPorts;
let keys: ReturnType<typeof localKeys>;
let centre: ActorId;

beforeEach(async () => {
  now = START;
  const clock = () => now;
  store = await openStore({ file: ":memory:", clock });
  const all = {
    site,
    software: { name: "commonhall", version: "0.1.0" },
    testNetwork: false,
    clock,
    random: () => 0.5,
    newId: () => randomUUID(),
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
  ports = all;
  keys = localKeys(all);
  commands = createCommands(all, keys);
  const languages: readonly [LanguageTag, ...LanguageTag[]] = [tag("en")];
  const made = await commands.setUp(
    {
      handle: trusted.handle("centro"),
      name: texts("A Hall"),
      summary: texts("For all."),
      languages,
      regions: [],
      sectors: [],
    },
    [{ name: "first", roles: ["administrator", "editor"], passphrase: "six words that nobody else would say" }],
  );
  if (!made.ok) throw new Error(made.error.type);
  centre = made.value.id;
});

afterEach(() => store.close());

describe("a campaign", () => {
  it("is an actor, an object and an opening post, and is announced by itself", async () => {
    const published = value(await commands.publishCampaign(draft, "first"));
    expect(published).toMatchObject({ id: "https://hall.example/campaigns/payup2026", kind: "campaign" });
    const campaign = await store.campaignViews.get(asActor(published.id));
    expect(campaign).toMatchObject({ status: "running", starts: "2026-11-22", ends: "2027-02-22" });
    const create = await document(published.activity);
    expect(create).toMatchObject({
      type: "Create",
      actor: centre,
      object: { id: campaign?.openingPost, type: "Note" },
    });
    const announced = await store.objectViews.outbox(asActor(published.id), 10);
    expect(announced.items.map(({ activity }) => [activity.type, activity.object])).toEqual([
      ["Announce", campaign?.openingPost],
    ]);
  });

  it("is refused whole where its handle is taken, and nothing is left of it", async () => {
    value(await commands.publishCampaign(draft, "first"));
    const before = await store.objectViews.outboxSize(centre);
    const again = await commands.publishCampaign(draft, "first");
    expect(again).toEqual({ ok: false, error: { type: "handle taken", handle: "payup2026" } });
    expect(await store.objectViews.outboxSize(centre)).toBe(before);
  });

  it("keeps its handle for ever, also when it has been deleted", async () => {
    const { id } = value(await commands.publishCampaign(draft, "first"));
    value(await commands.deletePublication(id, "first"));
    expect(await store.campaignViews.get(asActor(id))).toBeUndefined();
    expect(await commands.publishCampaign(draft, "first")).toMatchObject({ error: { type: "handle taken" } });
  });

  it("leaves nothing of its posts and actions when it is deleted", async () => {
    const { id } = value(await commands.publishCampaign(draft, "first"));
    const post = value(await commands.publishPost(postIn(asActor(id)), "first"));
    const action = value(await commands.publishAction(rally(asActor(id)), "first"));
    await follow("https://far.example/users/a", asActor(id));
    value(await commands.deletePublication(id, "first"));
    for (const gone of [id, post.id, action.id]) {
      expect(await store.objectViews.tombstone(gone)).toBeDefined();
      expect(await store.objectViews.get(gone)).toBeUndefined();
    }
    const sent = await deliveriesTo("https://far.example/inbox");
    expect(sent.filter(({ activityType }) => activityType === "Delete").length).toBeGreaterThanOrEqual(4);
  });

  it("closes by the calendar with an unknown outcome, and not a minute before the day is over everywhere", async () => {
    const { id } = value(await commands.publishCampaign(draft, "first"));
    now = Date.parse("2027-02-23T00:00:00Z") + 12 * HOUR - MINUTE;
    expect(await closeOver(ports, keys)).toBe(0);
    now += MINUTE;
    expect(await closeOver(ports, keys)).toBe(1);
    expect(await store.campaignViews.get(asActor(id))).toMatchObject({
      status: "closed",
      closing: { outcome: "unknown" },
    });
    expect(await closeOver(ports, keys)).toBe(0);
  });

  it("does not close where it was renewed", async () => {
    const { id } = value(await commands.publishCampaign(draft, "first"));
    value(await commands.renewCampaign(asActor(id), "second"));
    now += 100 * DAY;
    expect(await closeOver(ports, keys)).toBe(0);
    expect((await store.campaignViews.get(asActor(id)))?.log.at(-1)).toMatchObject({ what: "renewed", by: "second" });
  });

  it("takes nothing more once it is closed", async () => {
    const { id } = value(await commands.publishCampaign(draft, "first"));
    value(
      await commands.closeCampaign(
        asActor(id),
        { outcome: "won", changed: "All were paid.", workersTold: true },
        "first",
      ),
    );
    expect(await commands.publishPost(postIn(asActor(id)), "first")).toMatchObject({
      error: { type: "campaign closed" },
    });
    expect(await commands.updateCampaign(asActor(id), draft, "first")).toMatchObject({
      error: { type: "closed already" },
    });
  });
});

describe("who gets what", () => {
  it("sends a post to the centre's followers, and its announcement to the campaign's", async () => {
    const { id } = value(await commands.publishCampaign(draft, "first"));
    await follow("https://a.example/users/a", centre);
    await follow("https://b.example/users/b", asActor(id));
    value(await commands.publishPost(postIn(asActor(id)), "first"));
    expect(await typesTo("https://a.example/inbox")).toEqual(["Create"]);
    expect(await typesTo("https://b.example/inbox")).toEqual(["Announce"]);
  });

  it("gives each server one copy, however many of its people follow", async () => {
    for (const person of ["a", "b", "c"]) await follow(`https://a.example/users/${person}`, centre);
    value(await commands.publishPost(post, "first"));
    expect(await typesTo("https://a.example/inbox")).toEqual(["Create"]);
  });

  it("sends an Update and a Delete to everybody who ever got the post, also when they follow no more", async () => {
    await follow("https://a.example/users/a", centre);
    const { id } = value(await commands.publishPost(post, "first"));
    const left = await store.direct.follows.between(trusted.actor("https://a.example/users/a"), centre);
    if (left === undefined) throw new Error("nobody follows");
    await store.direct.follows.put({ ...left, state: "ended" });
    value(await commands.updatePost(id, { ...post, text: texts("Fourteen of 43.") }, "first"));
    value(await commands.deletePublication(id, "first"));
    expect(await typesTo("https://a.example/inbox")).toEqual(["Create", "Update", "Delete"]);
  });

  it("sends a gathering as an Event to both kinds of followers, and announces only the Note that tells of it", async () => {
    const { id } = value(await commands.publishCampaign(draft, "first"));
    await follow("https://b.example/users/b", asActor(id));
    const action = value(await commands.publishAction(rally(asActor(id)), "first"));
    const sent = await deliveriesTo("https://b.example/inbox");
    expect(sent.map(({ activityType }) => activityType)).toEqual(["Create", "Announce"]);
    const [create, announce] = await Promise.all(sent.map(({ activity }) => document(activity)));
    expect(create).toMatchObject({ object: { id: action.id, type: "Event" } });
    expect(announce?.["object"]).not.toBe(action.id);
  });

  it("tells of a cancelled action by Updates with a higher sequence", async () => {
    const { id } = value(await commands.publishCampaign(draft, "first"));
    const action = value(await commands.publishAction(rally(asActor(id)), "first"));
    now += MINUTE;
    value(await commands.cancelAction(action.id, "first"));
    expect(await store.campaignViews.action(action.id)).toMatchObject({ cancelled: true, sequence: 1 });
    const stored = await store.objectViews.get(action.id);
    expect(JSON.parse(stored?.document ?? "{}")).toMatchObject({ eventStatus: "EventCancelled" });
  });

  it("does not send the opening post again where its words have not changed", async () => {
    const { id } = value(await commands.publishCampaign(draft, "first"));
    await follow("https://a.example/users/a", centre);
    now += MINUTE;
    value(
      await commands.updateCampaign(
        asActor(id),
        { ...draft, targets: [{ name: "A Brand", role: "brand", url: "https://brand.example/" }] },
        "first",
      ),
    );
    const sent = await deliveriesTo("https://a.example/inbox");
    const objects = await Promise.all(sent.map(async ({ activity }) => (await document(activity))["object"]));
    expect(objects).toMatchObject([{ id, type: "Group" }]);
  });
});

describe("what leaves", () => {
  it("is signed over its exact bytes, object and activity, and can be read by ourselves", async () => {
    const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 80 }).filter((text) => text.trim() !== "");
    await fc.assert(
      fc.asyncProperty(word, word, async (en, id) => {
        const published = value(await commands.publishPost({ ...post, text: texts(en, id) }, "first"));
        const text = (await store.objectViews.activity(published.activity))?.document ?? "";
        const activity = JSON.parse(text) as JsonObject;
        const actor = await store.direct.localActors.get(centre);
        const publicKey = createPublicKey(actor?.keys.ed25519Public ?? "");
        expect(verifyProof(activity, publicKey)).toBe(true);
        expect(verifyProof(activity["object"] as JsonObject, publicKey)).toBe(true);
        expect(parseActivity(text)).toMatchObject({ ok: true, value: { type: "Create", actor: centre } });
        expect((await store.objectViews.get(published.id))?.document).toBe(JSON.stringify(activity["object"]));
      }),
      { numRuns: 25 },
    );
  });

  it("is never larger than a phone can take", async () => {
    const refused = await commands.publishPost({ ...post, text: texts("long ".repeat(30_000)) }, "first");
    expect(refused).toMatchObject({ ok: false, error: { type: "too large", limit: 100_000 } });
    expect(await store.objectViews.outboxSize(centre)).toBe(0);
  });
});

const post = { text: texts("Twelve of 43 have been paid."), tags: ["severance"], regions: [], sectors: [] };
const postIn = (campaign: ActorId) => ({ ...post, campaign });
const rally = (campaign: ActorId): ActionDraft => ({
  campaign,
  type: "rally",
  name: texts("Rally at the shop"),
  text: texts("Bring signs."),
  starts: START + 6 * DAY,
  ends: START + 6 * DAY + 2 * HOUR,
  timezone: "Asia/Jakarta",
  place: { name: "Jalan Thamrin" },
});

/** Somebody elsewhere follows, at a server with a shared inbox. */
async function follow(id: string, followed: ActorId): Promise<void> {
  const { host, origin } = new URL(id);
  const actor: RemoteActor = {
    id: trusted.actor(id),
    type: "Person",
    handle: `@somebody@${host}`,
    host: trusted.host(host),
    name: "Somebody",
    inbox: trusted.inbox(`${id}/inbox`),
    sharedInbox: trusted.inbox(`${origin}/inbox`),
    document: "{}",
    fetched: now,
  };
  await store.direct.remoteActors.put(actor);
  await store.direct.follows.put({
    id: trusted.activity(`${id}#follows/${randomUUID()}`),
    follower: actor.id,
    followed,
    state: "accepted",
    since: now,
  });
}

async function deliveriesTo(inbox: string) {
  const lines = await store.deliveryViews.lines(undefined, 1000);
  return lines.filter((line) => line.inbox === (inbox as InboxUrl)).toSorted((a, b) => a.id - b.id);
}

const typesTo = async (inbox: string) => (await deliveriesTo(inbox)).map(({ activityType }) => activityType);

async function document(activity: string): Promise<JsonObject> {
  const found = await store.objectViews.activity(trusted.activity(activity));
  return JSON.parse(found?.document ?? "{}") as JsonObject;
}

function value(result: Result<Published, PublishRefused>): Published {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
