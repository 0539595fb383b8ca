import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Ally, AllyGrid } from "../allies/ally.ts";
import { KINDS } from "../objects/object.ts";
import { trusted } from "../ids.ts";
import { reachOf, SHARED_KINDS, sharedKindOf, type Audience } from "./audience.ts";
import { checkAudience, checkNarrowing, isSameAudience } from "./check-audience.ts";
import { cellOf, readersOf, type ReadersRooms } from "./readers.ts";

const actor = (name: string) => trusted.actor(`https://${name}.example/centres/${name}`);
const PEERS = ["ana", "bo", "cy", "di"].map(actor);
const ALLIANCE = trusted.object("https://ana.example/alliances/1");

const anyCell = fc.record({ send: fc.boolean(), accept: fc.boolean(), passOn: fc.boolean() });
const anyGrid: fc.Arbitrary<AllyGrid> = fc.record({ campaigns: anyCell, calls: anyCell, bulletins: anyCell });
const anyAllies: fc.Arbitrary<readonly Pick<Ally, "peer" | "terms" | "policy">[]> = fc
  .tuple(fc.subarray(PEERS), fc.array(fc.tuple(anyGrid, anyGrid), { minLength: 4, maxLength: 4 }))
  .map(([peers, grids]) =>
    peers.map((peer, at) => {
      const [grid, policy] = grids[at] ?? expect.fail();
      return { peer, terms: { grid }, policy };
    }),
  );
const anyRooms: fc.Arbitrary<ReadersRooms> = fc
  .record({ all: anyAllies, members: fc.subarray(PEERS) })
  .map(({ all, members }) => ({
    allies: { accepted: async () => all.map((one) => ({ ...ROW, ...one })) },
    alliances: { readers: async (alliance) => (alliance === ALLIANCE ? members : []) },
  }));
const ROW: Omit<Ally, "peer" | "terms" | "policy"> = {
  offer: trusted.activity("https://ana.example/offers/1"),
  relationship: trusted.object("https://ana.example/alliances/2"),
  offeredBy: "us",
  offered: 0,
  state: "accepted",
  since: 0,
  apart: false,
};

const anyAudience: fc.Arbitrary<Audience> = fc.oneof(
  fc.constantFrom<Audience>({ type: "public" }, { type: "allies" }, { type: "alliance", alliance: ALLIANCE }),
  fc.subarray(PEERS).map((actors): Audience => ({ type: "named", actors })),
);
const anyKind = fc.constantFrom(...SHARED_KINDS);

test("a cell lets through what terms and desk both let through, never more than either", () => {
  fc.assert(
    fc.property(anyGrid, anyGrid, anyKind, (grid, policy, kind) => {
      const cell = cellOf({ terms: { grid }, policy }, kind);
      for (const way of ["send", "accept", "passOn"] as const) {
        expect(cell[way]).toBe(grid[kind][way] && policy[kind][way]);
      }
    }),
  );
});

test("everybody reads what is public; what is limited only allies whose terms let this kind be sent, or members", async () => {
  await fc.assert(
    fc.asyncProperty(anyRooms, anyAudience, anyKind, async (rooms, audience, kind) => {
      const readers = await readersOf(rooms, audience, kind);
      expect(readers === "everybody").toBe(reachOf(audience) === "public");
      if (readers === "everybody") return;
      const allies = (await rooms.allies.accepted()).filter((ally) => cellOf(ally, kind).send).map(({ peer }) => peer);
      const members = await rooms.alliances.readers(ALLIANCE, kind);
      const allowed = audience.type === "alliance" ? members : allies;
      expect(readers.every((reader) => allowed.includes(reader))).toBe(true);
      if (audience.type === "named") expect(readers.every((reader) => audience.actors.includes(reader))).toBe(true);
      else expect(readers).toEqual(allowed);
    }),
  );
});

describe("an audience", () => {
  test("passes where somebody reads it, and everybody who is named may", async () => {
    await fc.assert(
      fc.asyncProperty(anyRooms, anyAudience, anyKind, async (rooms, audience, kind) => {
        const checked = await checkAudience(rooms, audience, kind);
        const readers = await readersOf(rooms, audience, kind);
        if (!checked.ok && checked.error.type === "not for this ally") {
          expect(readers).not.toContain(checked.error.actor);
          return;
        }
        expect(checked.ok).toBe(readers === "everybody" || readers.length > 0);
        if (audience.type === "named" && checked.ok) expect(readers).toHaveLength(audience.actors.length);
      }),
    );
  });

  test("is never widened: whoever reads afterwards could have read before", async () => {
    await fc.assert(
      fc.asyncProperty(anyRooms, anyAudience, anyAudience, anyKind, async (rooms, before, after, kind) => {
        const narrowed = await checkNarrowing(rooms, { before, after, kind });
        if (!narrowed.ok) return;
        const [then, now] = [await readersOf(rooms, before, kind), await readersOf(rooms, after, kind)];
        if (then === "everybody" || now === "everybody") expect(now).toEqual(then);
        else expect(then).toEqual(expect.arrayContaining([...now]));
      }),
    );
  });

  test("can stay, and become some of those who read it", async () => {
    const grid = { send: true, accept: true, passOn: true };
    const all: AllyGrid = { campaigns: grid, calls: grid, bulletins: grid };
    const rooms: ReadersRooms = {
      allies: { accepted: async () => PEERS.map((peer) => ({ ...ROW, peer, terms: { grid: all }, policy: all })) },
      alliances: { readers: async () => PEERS.slice(0, 2) },
    };
    const two: Audience = { type: "named", actors: PEERS.slice(0, 2) };
    const one: Audience = { type: "named", actors: PEERS.slice(1, 2) };
    const other: Audience = { type: "named", actors: PEERS.slice(2, 3) };
    const alliance: Audience = { type: "alliance", alliance: ALLIANCE };
    const may = async (before: Audience, after: Audience) =>
      (await checkNarrowing(rooms, { before, after, kind: "calls" })).ok;
    expect(await may({ type: "allies" }, two)).toBe(true);
    expect(await may(alliance, two)).toBe(true);
    expect(await may(two, one)).toBe(true);
    expect(await may({ type: "allies" }, { type: "allies" })).toBe(true);
    expect(await may(one, two)).toBe(false);
    expect(await may(alliance, other)).toBe(false);
    expect(await may(two, { type: "allies" })).toBe(false);
    expect(await may({ type: "allies" }, alliance)).toBe(false);
    expect(await may({ type: "public" }, two)).toBe(false);
    expect(await may({ type: "allies" }, { type: "public" })).toBe(false);
  });

  test("is the same as another one where the same people read it", () => {
    fc.assert(
      fc.property(anyAudience, anyAudience, (a, b) => {
        expect(isSameAudience(a, a)).toBe(true);
        expect(isSameAudience(a, b)).toBe(isSameAudience(b, a));
        if (a.type !== b.type) expect(isSameAudience(a, b)).toBe(false);
      }),
    );
    const [ana = expect.fail(), bo = expect.fail()] = PEERS;
    const named = (...actors: typeof PEERS): Audience => ({ type: "named", actors });
    expect(isSameAudience(named(ana, bo), named(bo, ana))).toBe(true);
    expect(isSameAudience(named(ana), named(ana, bo))).toBe(false);
  });
});

test("every kind of object falls under one kind of terms", () => {
  expect(KINDS.map((kind) => [kind, sharedKindOf(kind)])).toEqual([
    ["campaign", "campaigns"],
    ["post", "campaigns"],
    ["action", "campaigns"],
    ["call", "calls"],
    ["bulletin", "bulletins"],
    ["statistics", "bulletins"],
    ["note", "campaigns"],
  ]);
});
