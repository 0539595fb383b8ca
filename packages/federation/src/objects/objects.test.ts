import { DAY, HOUR, MINUTE, trusted } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { hall, START, type Hall } from "../testing/hall.fixture.ts";
import { somebody, type Said, type Somebody } from "../testing/somebody.fixture.ts";

/** A centre, an ally whom it follows, and a stranger whom it does not. */
async function scene(): Promise<{ here: Hall; ally: Somebody; stranger: Somebody } & AsyncDisposable> {
  const here = await hall();
  const ally = somebody("https://ally.example/centres/ally", here.clock);
  const stranger = somebody("https://stranger.example/users/s", here.clock);
  await here.knows(ally.known);
  await here.knows(stranger.known);
  await here.follows(ally.id);
  return { here, ally, stranger, [Symbol.asyncDispose]: () => here[Symbol.asyncDispose]() };
}

const idOf = (object: Said) => trusted.object(object.id);

describe("what is kept", () => {
  test("what somebody says whom we follow, and nothing that a stranger says", async () => {
    await using it = await scene();
    await it.here.takesIn(it.ally.creates(it.ally.note("Met us")));
    const strange = it.stranger.note("Buy this");
    await it.here.takesIn(it.stranger.creates(strange));
    await it.here.reads();
    expect(await it.here.list()).toEqual(["Met us"]);
    expect(await it.here.store.objectViews.get(idOf(strange))).toBeUndefined();
  });

  test("what a stranger says to one of us, or replies to", async () => {
    await using it = await scene();
    const { here, stranger } = it;
    const post = await here.says("posts/1", "Ours");
    await here.takesIn(stranger.creates(stranger.note("To the centre", { to: [here.centre] })));
    await here.takesIn(stranger.creates(stranger.note("To a campaign", { cc: [here.campaign] })));
    await here.takesIn(stranger.creates(stranger.note("A reply", { inReplyTo: post })));
    await here.takesIn(
      stranger.creates(
        stranger.note("To nobody", { to: [`${here.origin}/centres/other`], inReplyTo: `${here.origin}/posts/none` }),
      ),
    );
    await here.reads();
    const { items } = await here.store.objectViews.timeline({ limit: 9 });
    expect(items.map(({ object, reason }) => `${reason}: ${object.text}`).sort()).toEqual([
      "addressed: A reply",
      "addressed: To a campaign",
      "addressed: To the centre",
    ]);
  });

  test("what belongs to a campaign that we follow and lives where it lives", async () => {
    await using it = await scene();
    const { here, stranger } = it;
    await here.follows(trusted.actor("https://stranger.example/campaigns/pay"));
    await here.follows(trusted.actor("https://elsewhere.example/campaigns/pay"));
    const post = (campaign: string) => ({ kind: "CampaignPost", context: campaign });
    await here.takesIn(stranger.creates(stranger.note("In it", post("https://stranger.example/campaigns/pay"))));
    await here.takesIn(stranger.creates(stranger.note("Pretends", post("https://elsewhere.example/campaigns/pay"))));
    await here.reads();
    expect(await here.list()).toEqual(["In it"]);
  });

  test("quietly, where the domain is limited; not at all, where it is refused", async () => {
    await using it = await scene();
    const { here, ally } = it;
    await here.store.direct.domains.set(trusted.host("ally.example"), "limit");
    const quiet = ally.note("Quiet");
    await here.takesIn(ally.creates(quiet));
    await here.reads();
    expect(await here.list()).toEqual([]);
    expect((await here.store.objectViews.get(idOf(quiet)))?.text).toBe("Quiet");
    const late = ally.note("Let in before it was refused");
    await here.takesIn(ally.creates(late));
    await here.store.direct.domains.set(trusted.host("ally.example"), "refuse");
    await here.reads();
    expect(await here.store.objectViews.get(idOf(late))).toBeUndefined();
  });

  test("as of now, where it says that it is from the future", async () => {
    await using it = await scene();
    const { here, ally } = it;
    const note = ally.note("From tomorrow", { published: new Date(START + DAY).toISOString() });
    await here.takesIn(ally.creates(note));
    await here.reads();
    expect((await here.store.objectViews.get(idOf(note)))?.published).toBe(START);
  });

  test("a campaign under the name of its Group, which is fetched", async () => {
    await using it = await scene();
    const { here, ally } = it;
    const campaign = "https://ally.example/campaigns/pay";
    await here.takesIn(ally.creates(ally.note("We open a campaign", { kind: "Campaign", context: campaign })));
    await here.reads();
    expect(await here.list()).toEqual([]);
    expect(await here.tasks()).toEqual([{ type: "fetch campaign", campaign, from: ally.id, backfilled: false }]);
  });

  test("and whoever said it is looked up, when we do not know them or not any more", async () => {
    await using it = await scene();
    const { here, ally } = it;
    const newcomer = somebody("https://new.example/users/n", here.clock);
    await here.takesIn(newcomer.creates(newcomer.note("Hello", { to: [here.centre] })));
    await here.takesIn(ally.creates(ally.note("One")));
    await here.reads();
    expect(await here.tasks()).toEqual([{ type: "refresh actor", actor: newcomer.id }]);
    here.clock.advance(DAY + HOUR);
    await here.takesIn(ally.creates(ally.note("Two")));
    await here.reads();
    expect(await here.tasks()).toEqual([{ type: "refresh actor", actor: ally.id }]);
  });
});

describe("what changes", () => {
  test("is what its author says later, at its old place in time", async () => {
    await using it = await scene();
    const { here, ally } = it;
    const note = ally.note("Twelve were paid");
    await here.takesIn(ally.creates(note));
    here.clock.advance(HOUR);
    await here.takesIn(ally.creates(ally.note("Something else")));
    here.clock.advance(HOUR);
    await here.takesIn(ally.updates(ally.dated(note), { content: "Thirteen were paid" }));
    await here.reads();
    expect(await here.list()).toEqual(["Something else", "Thirteen were paid"]);
  });

  test("is not what comes late, nor what somebody else says, be it from the same server", async () => {
    await using it = await scene();
    const { here, ally } = it;
    const note = ally.note("Twelve were paid");
    await here.takesIn(ally.creates(note));
    const early = ally.updates(note, { content: "Early" });
    here.clock.advance(MINUTE);
    await here.takesIn(ally.updates(note, { content: "Late" }));
    await here.takesIn(early);
    const neighbour = somebody("https://ally.example/users/neighbour", here.clock);
    await here.follows(neighbour.id);
    here.clock.advance(MINUTE);
    await here.takesIn(neighbour.updates({ ...note, attributedTo: neighbour.id }, { content: "Forged" }));
    await here.reads();
    expect(await here.list()).toEqual(["Late"]);
  });

  test("may be heard of before what it changes", async () => {
    await using it = await scene();
    const { here, ally } = it;
    const note = ally.note("Twelve were paid");
    const created = ally.creates(note);
    here.clock.advance(MINUTE);
    await here.takesIn(ally.updates(note, { content: "Thirteen were paid" }));
    await here.takesIn(created);
    await here.reads();
    expect(await here.list()).toEqual(["Thirteen were paid"]);
  });
});

describe("what is deleted", () => {
  test("is gone, and does not come back by what was on its way", async () => {
    await using it = await scene();
    const { here, ally } = it;
    const [known, unknown] = [ally.note("Known"), ally.note("Not known yet")];
    await here.takesIn(ally.creates(known));
    await here.reads();
    await here.takesIn(ally.deletes(known));
    await here.takesIn(ally.deletes(unknown));
    for (const note of [known, unknown]) {
      await here.takesIn(ally.creates(note));
      await here.takesIn(ally.updates(note));
      await here.takesIn(ally.announces(note));
      await here.takesIn(ally.announces(note.id));
    }
    await here.reads();
    expect(await here.list()).toEqual([]);
    expect(await here.tasks()).toEqual([]);
    expect(await here.store.objectViews.get(idOf(known))).toBeUndefined();
  });

  test("is not what somebody else wants to be gone", async () => {
    await using it = await scene();
    const { here, ally } = it;
    const note = ally.note("Stays");
    await here.takesIn(ally.creates(note));
    await here.takesIn(somebody("https://ally.example/users/neighbour", here.clock).deletes(note));
    await here.reads();
    expect(await here.list()).toEqual(["Stays"]);
  });

  test("with its author: all that they said, and every follow", async () => {
    await using it = await scene();
    const { here, ally } = it;
    await here.takesIn(ally.creates(ally.note("One")));
    await here.reads();
    await here.takesIn(ally.leaves());
    await here.reads();
    expect(await here.list()).toEqual([]);
    expect(await here.store.followViews.following()).toEqual([]);
    expect(await here.store.direct.remoteActors.get(ally.id)).toBeUndefined();
  });
});

describe("what is passed on", () => {
  test("stands once in the list, with who passed it on first", async () => {
    await using it = await scene();
    const { here, ally } = it;
    const feed = somebody("https://feed.example/feeds/f", here.clock);
    await here.follows(feed.id);
    const note = ally.note("Picket at eight");
    await here.takesIn(ally.creates(note));
    await here.takesIn(feed.announces(note.id));
    await here.reads();
    expect((await here.store.objectViews.timeline({ limit: 9 })).items).toMatchObject([{ from: ally.id }]);
    const [item] = (await here.store.objectViews.timeline({ limit: 9 })).items;
    expect(item).not.toHaveProperty("via");
  });

  test("is nothing new, if it is ours", async () => {
    await using it = await scene();
    await it.here.says("posts/1", "Ours");
    await it.here.takesIn(it.ally.announces(`${it.here.origin}/posts/1`));
    await it.here.reads();
    expect([await it.here.list(), await it.here.tasks()]).toEqual([[], []]);
  });

  test("by nobody whom we follow is nothing to us", async () => {
    await using it = await scene();
    await it.here.takesIn(it.stranger.announces(it.ally.note("Whatever")));
    await it.here.reads();
    expect([await it.here.list(), await it.here.tasks()]).toEqual([[], []]);
  });

  test("is fetched, if there is no reason to believe the copy", async () => {
    await using it = await scene();
    const { here, ally, stranger } = it;
    const bare = stranger.note("Not shown");
    const forged = stranger.note("Forged");
    const proven = stranger.proves(stranger.note("Proven, by a key that we do not know"));
    const byAnother = ally.proves(stranger.note("Proven by somebody else"));
    await here.store.direct.keys.put(ally.proofKey);
    await here.takesIn(ally.announces(bare.id));
    for (const copy of [forged, proven, byAnother]) await here.takesIn(ally.announces(copy));
    await here.reads();
    expect(await here.list()).toEqual([]);
    const fetched = [bare, forged, proven, byAnother].map(({ id }) => ({
      type: "fetch object",
      object: id,
      via: ally.id,
    }));
    expect(await here.tasks()).toEqual(fetched);
  });

  test("is believed where its own server shows it, and where it proves its author", async () => {
    await using it = await scene();
    const { here, ally, stranger } = it;
    const campaign = somebody("https://ally.example/campaigns/pay", here.clock);
    await here.follows(campaign.id);
    await here.store.direct.keys.put(stranger.proofKey);
    await here.takesIn(campaign.announces(ally.note("Of the same server")));
    await here.takesIn(ally.announces(stranger.proves(stranger.note("With a proof"))));
    const changed = { ...stranger.proves(stranger.note("Proven once")), content: "And changed" };
    await here.takesIn(ally.announces(changed));
    await here.reads();
    expect((await here.list()).toSorted()).toEqual(["Of the same server", "With a proof"]);
    const { items } = await here.store.objectViews.timeline({ limit: 9 });
    expect(items.map(({ from, via }) => [from, via]).toSorted()).toEqual([
      [ally.id, campaign.id],
      [stranger.id, ally.id],
    ]);
  });

  test("is not what somebody of a refused domain says, however well it proves itself", async () => {
    await using it = await scene();
    const { here, ally, stranger } = it;
    await here.store.direct.domains.set(trusted.host("stranger.example"), "refuse");
    await here.store.direct.keys.put(stranger.proofKey);
    const proven = stranger.proves(stranger.note("With a proof"));
    await here.takesIn(ally.announces(proven));
    await here.reads();
    expect(await here.store.objectViews.get(idOf(proven))).toBeUndefined();
  });

  test("is taken out of the list again when they take it back, unless it came by another way too", async () => {
    await using it = await scene();
    const { here, ally, stranger } = it;
    const campaign = somebody("https://ally.example/campaigns/pay", here.clock);
    await here.follows(campaign.id);
    const [once, twice] = [ally.note("Once"), ally.note("Twice")];
    const [first, second] = [campaign.announces(once), campaign.announces(twice)];
    await here.takesIn(first);
    await here.takesIn(second);
    await here.takesIn(ally.announces(twice));
    for (const announce of [first, second])
      await here.takesIn(campaign.undoes({ ...announce, object: Object(announce["object"]).id }));
    await here.takesIn(stranger.undoes(stranger.announces(once)));
    await here.reads();
    expect(await here.list()).toEqual(["Twice"]);
  });
});

describe("an actor that changes", () => {
  test("is known by its new name and keys, and not by the old ones any more", async () => {
    await using it = await scene();
    const { here, ally } = it;
    const rsa = (n: number) => ({ id: `${ally.id}#key-${n}`, owner: ally.id, publicKeyPem: RSA });
    const before = { ...ally.document(), publicKey: [rsa(1), rsa(2)] };
    await here.takesIn({ ...ally.updates(before), object: before });
    await here.reads();
    expect(await here.store.direct.keys.get(`${ally.id}#key-1`)).toBeDefined();
    const after = { ...before, name: "Ally of old", publicKey: rsa(2) };
    await here.takesIn({ ...ally.updates(after), object: after });
    await here.reads();
    expect(await here.store.direct.keys.get(`${ally.id}#key-1`)).toBeUndefined();
    expect(await here.store.direct.keys.get(`${ally.id}#key-2`)).toMatchObject({ owner: ally.id, algorithm: "RSA" });
    expect((await here.store.direct.remoteActors.get(ally.id))?.name).toBe("Ally of old");
  });

  test("cannot be changed by another one of its server", async () => {
    await using it = await scene();
    const { here, ally } = it;
    const neighbour = somebody("https://ally.example/users/neighbour", here.clock);
    const forged = { ...ally.document(), name: "Forged" };
    await here.takesIn({ ...neighbour.updates(forged), object: forged });
    await here.reads();
    expect((await here.store.direct.remoteActors.get(ally.id))?.name).toBe("Somebody");
  });
});

const RSA = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAr4tmm3r20Wd/PbqvP1s2
+QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct+Lh1GH45x28Rw3Ry53mm+
oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHq
gDsznjPFmTOtCEcN2Z1FpWgchwuYLPL+Wokqltd11nqqzi+bJ9cvSKADYdUAAN5W
Utzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4
aOT9v6d+nb4bnNkQVklLQ3fVAvJm+xdDOp9LCNCN48V2pnDOkFV6+U9nV5oyc6XI
2wIDAQAB
-----END PUBLIC KEY-----
`;
