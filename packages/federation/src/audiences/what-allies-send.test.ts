import {
  DAY,
  trusted,
  type AllyCell,
  type AllyState,
  type ArrivalReason,
  type Rooms,
  type SharedKind,
} from "@commonhall/domain";
import { ally } from "@commonhall/testkit";
import { PUBLIC } from "@commonhall/wire";
import { describe, expect, test, vi } from "vitest";
import { hall, type Hall } from "../testing/hall.fixture.ts";
import { somebody } from "../testing/somebody.fixture.ts";

const KINDS = { CampaignPost: "campaigns", SolidarityCall: "calls" } as const;
type KindOnTheWire = keyof typeof KINDS;

async function scene() {
  const here = await hall();
  const peer = somebody("https://ally.example/centres/ally", here.clock);
  await here.knows(peer.known);
  const is = (state: AllyState, changed: Partial<Record<SharedKind, Partial<AllyCell>>> = {}) => {
    const row = ally(peer.id, { state });
    const cell = (kind: SharedKind) => ({ ...row.policy[kind], ...changed[kind] });
    const policy = { campaigns: cell("campaigns"), calls: cell("calls"), bulletins: cell("bulletins") };
    return here.store.direct.allies.put({ ...row, policy });
  };
  const allies = `${peer.id}/allies`;
  const sends = async (text: string, kind?: KindOnTheWire, to: readonly string[] = [allies]) => {
    const endTime = new Date(here.clock() + DAY).toISOString();
    const note = peer.note(text, { ...(kind === undefined ? {} : { kind, endTime }), to: [...to] });
    await here.takesIn(peer.creates(note, to));
    await here.reads();
    return note;
  };
  const arrived = async () =>
    (await here.store.objectViews.timeline({ limit: 50 })).items.map(({ object, reason }) => [
      object.text,
      reason,
      object.reach,
    ]);
  return { here, peer, is, sends, arrived, [Symbol.asyncDispose]: here[Symbol.asyncDispose] };
}

describe.each(Object.entries(KINDS) as [KindOnTheWire, SharedKind][])(
  "what an ally sends of kind %s",
  (kind, shared) => {
    test("is kept as from an ally, where the terms take it in", async () => {
      await using it = await scene();
      await it.is("accepted");
      await it.sends("Heads-up", kind);
      expect(await it.arrived()).toEqual([["Heads-up", "ally", "limited"]]);
    });

    test("is ignored where they do not, whoever else follows the ally or is named", async () => {
      await using it = await scene();
      await it.is("accepted", { [shared]: { accept: false } });
      await it.here.follows(it.peer.id);
      await it.sends("Heads-up", kind);
      await it.sends("To you", kind, [it.here.centre]);
      expect(await it.arrived()).toEqual([]);
    });

    test("is kept in public as from one who is followed, whatever the terms say", async () => {
      await using it = await scene();
      await it.is("accepted", { [shared]: { accept: false } });
      await it.here.follows(it.peer.id);
      await it.sends("To all", kind, [PUBLIC]);
      expect(await it.arrived()).toEqual([["To all", "followed", "public"]]);
    });

    test.each<[AllyState, boolean, readonly (readonly [string, ArrivalReason])[]]>([
      ["accepted", false, [["To all", "ally"]]],
      ["accepted", true, [["To all", "followed"]]],
      ["ended", false, []],
      ["ended", true, [["To all", "followed"]]],
    ])("in public, while the alliance is %s and followed is %s", async (state, isFollowed, expected) => {
      await using it = await scene();
      await it.is(state);
      if (isFollowed) await it.here.follows(it.peer.id);
      await it.sends("To all", kind, [PUBLIC]);
      expect((await it.arrived()).map(([text, reason]) => [text, reason])).toEqual(expected);
    });

    test.each<AllyState>(["offered", "received", "declined", "ended"])(
      "and is limited comes to nothing while the alliance is %s, though the ally is followed",
      async (state) => {
        await using it = await scene();
        await it.is(state);
        await it.here.follows(it.peer.id);
        await it.sends("Heads-up", kind);
        expect(await it.arrived()).toEqual([]);
      },
    );
  },
);

describe("a member of an alliance of ours", () => {
  test.each<AllyState | "nothing">(["nothing", "ended", "accepted"])(
    "is heard when they speak to it, though between the two of us there is %s",
    async (state) => {
      await using it = await scene();
      const alliance = trusted.object("https://far.example/alliances/1");
      if (state !== "nothing") await it.is(state, { campaigns: { accept: false } });
      await it.sends("Before", "CampaignPost", [alliance]);
      const accepts = async (id: string, from: string, kind: SharedKind) =>
        id === alliance && from === it.peer.id && kind === "campaigns";
      inCommits(it.here, (rooms) => ({ ...rooms, alliances: { ...rooms.alliances, accepts } }));
      await it.sends("To the alliance", "CampaignPost", [alliance]);
      expect(await it.arrived()).toEqual([["To the alliance", "ally", "limited"]]);
    },
  );
});

/** Every commit from now on has these rooms. */
const inCommits = ({ store: { work } }: Hall, changed: (rooms: Rooms) => Rooms) => {
  const run = work.run.bind(work);
  return vi.spyOn(work, "run").mockImplementation((doing) => run((rooms) => doing(changed(rooms))));
};

describe("somebody who has never been an ally", () => {
  test("is kept out with what is limited, unless they are followed or name us", async () => {
    await using it = await scene();
    await it.sends("Heads-up", "CampaignPost");
    expect(await it.arrived()).toEqual([]);
    await it.sends("To you", undefined, [it.here.centre]);
    await it.here.follows(it.peer.id);
    await it.sends("To my followers", undefined, [`${it.peer.id}/followers`]);
    expect((await it.arrived()).map(([, reason]) => reason)).toEqual(["followed", "addressed"]);
  });
});

test("a person may still be written to, when the alliance is over or lets nothing in", async () => {
  await using it = await scene();
  await it.is("ended");
  await it.sends("Are you there?", undefined, [it.here.centre]);
  await it.is("accepted", { campaigns: { accept: false } });
  await it.sends("Hello?", undefined, [it.here.centre]);
  expect((await it.arrived()).map(([text, reason]) => [text, reason])).toEqual([
    ["Hello?", "addressed"],
    ["Are you there?", "addressed"],
  ]);
});

describe("what was kept from an ally", () => {
  test("changes while the terms let it in, and no longer", async () => {
    await using it = await scene();
    await it.is("accepted");
    const note = await it.sends("Before", "CampaignPost");
    const change = async (content: string) => {
      it.here.clock.advance(5000);
      await it.here.takesIn(it.peer.updates(note, { content }));
      await it.here.reads();
    };
    await change("After");
    expect((await it.arrived()).map(([text]) => text)).toEqual(["After"]);
    await it.is("ended");
    await change("Too late");
    expect((await it.arrived()).map(([text]) => text)).toEqual(["After"]);
  });

  test("goes when they delete it, even when that comes first", async () => {
    await using it = await scene();
    await it.is("accepted");
    const note = await it.sends("Before", "CampaignPost");
    await it.here.takesIn(it.peer.deletes(note));
    const later = it.peer.note("Never seen", { kind: "CampaignPost", to: [`${it.peer.id}/allies`] });
    await it.here.takesIn(it.peer.deletes(later));
    await it.here.takesIn(it.peer.creates(later, [`${it.peer.id}/allies`]));
    await it.here.reads();
    expect(await it.arrived()).toEqual([]);
    expect(await it.here.store.objectViews.tombstone(trusted.object(later.id))).toBeDefined();
  });

  test("named by its id alone is fetched", async () => {
    await using it = await scene();
    await it.is("accepted");
    const note = it.peer.note("By id", { to: [`${it.peer.id}/allies`] });
    await it.here.takesIn({ ...it.peer.creates(note, [`${it.peer.id}/allies`]), object: note.id });
    await it.here.reads();
    expect(await it.here.tasks()).toContainEqual({ type: "fetch object", object: note.id, via: it.peer.id });
  });
});

test("of a hundred activities of strangers in one commit, allies are asked for once, and of those we follow never", async () => {
  await using it = await scene();
  const stranger = somebody("https://stranger.example/users/a", it.here.clock);
  const followed = somebody("https://followed.example/users/b", it.here.clock);
  await it.here.knows(followed.known);
  await it.here.follows(followed.id);
  let asked = 0;
  const commits = inCommits(it.here, (rooms) => ({
    ...rooms,
    allies: { ...rooms.allies, accepted: () => ((asked += 1), rooms.allies.accepted()) },
  }));
  for (let count = 0; count < 30; count += 1) await it.here.takesIn(followed.creates(followed.note(`f${count}`)));
  await it.here.reads();
  expect([asked, commits.mock.calls.length]).toEqual([0, 1]);
  for (let count = 0; count < 30; count += 1) await it.here.takesIn(stranger.creates(stranger.note(`s${count}`)));
  await it.here.reads();
  expect([asked, commits.mock.calls.length]).toEqual([1, 2]);
});
