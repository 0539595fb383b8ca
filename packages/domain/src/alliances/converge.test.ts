import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parley, type Change, type Parley } from "../testing/charter-parley.ts";
import { standing } from "../testing/charter-scene.ts";
import type { CharterHash } from "../ids.ts";
import type { KnownCharters } from "./charter.ts";
import { growTree, namedAnew, pathTo, type Grown } from "./charter-tree.ts";

type Deed = (scene: Parley) => void;
/** How members propose and sign: as their nodes let them, or more carefully. */
interface Manners {
  readonly proposes: (scene: Parley, n: number, change: Change) => unknown;
  readonly signs: (scene: Parley, n: number, which: number) => unknown;
}

const someone = fc.nat(14);
const something = fc.nat(1000);
const change = fc.constantFrom<Change>("name", "name", "remove", "admit", "admit", "nothing", "take back");
const guests = fc.array(someone, { minLength: 3, maxLength: 14 });
const fate = fc.constantFrom("arrives", "arrives", "arrives", "is lost", "comes twice");
const deed = <T extends readonly unknown[]>(
  weight: number,
  what: fc.Arbitrary<T>,
  does: (scene: Parley, ...what: T) => void,
) => ({
  weight,
  arbitrary: what.map(
    (given): Deed =>
      (scene) =>
        does(scene, ...given),
  ),
});

/** The network comes apart: for a while only those on one side hear each other. */
const apart = ({ signs }: Manners) =>
  deed(
    1,
    fc.tuple(fc.integer({ min: 1, max: 13 }), fc.array(fc.tuple(someone, something), { maxLength: 20 })),
    (scene, border, pairs) => {
      for (const [n, m] of pairs) {
        const [one, other] = [n % scene.size, m % scene.size];
        if (one < border !== other < border) continue;
        signs(scene, one, m);
        scene.compares(one, other);
      }
    },
  );

/** They meet, one proposes, and some of them sign it. */
const meeting = ({ signs, proposes }: Manners) =>
  deed(3, fc.tuple(someone, change, guests), (scene, n, what, invited) => {
    const [host, signers] = [n % scene.size, invited.map((m) => m % scene.size)];
    for (const m of [...signers, ...signers]) scene.compares(m, host);
    proposes(scene, host, what);
    for (const m of signers) {
      scene.compares(m, host);
      for (const which of [0, 1, 2]) signs(scene, m, which);
      scene.compares(m, host);
    }
  });

const honest = (manners: Manners): fc.Arbitrary<Deed> =>
  fc.oneof(
    deed(3, fc.tuple(someone, change), (scene, n, what) => void manners.proposes(scene, n % scene.size, what)),
    deed(8, fc.tuple(someone, something), (scene, n, which) => manners.signs(scene, n % scene.size, which)),
    deed(8, fc.tuple(something, fate), (scene, which, how) => scene.carries(which, how)),
    deed(3, fc.tuple(someone, someone), (scene, n, m) => scene.compares(n % scene.size, m % scene.size)),
    apart(manners),
    meeting(manners),
  );

const asNodesLet: Manners = {
  proposes: (scene, n, what) => scene.proposes(n, what),
  signs: (scene, n, which) => scene.signs(n, which),
};

const dishonest: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 16, arbitrary: honest(asNodesLet) },
  deed(1, fc.tuple(someone), (scene, n) => scene.leaves(n % scene.size)),
  deed(2, fc.tuple(someone, something), (scene, n, which) => scene.signsAnything(n % scene.size, which)),
  deed(3, fc.tuple(someone, something, change, guests), (scene, n, which, what, helpers) =>
    scene.rewrites(
      n % scene.size,
      which,
      what,
      helpers.map((m) => m % scene.size),
    ),
  ),
);

/** Signs nothing where one has signed a successor of the version in force already. */
const withOneTongue: Manners = {
  proposes: (scene, n, what) => isFree(scene, n) && scene.proposes(n, what),
  signs: (scene, n, which) => isFree(scene, n) && scene.signs(n, which),
};
const isFree = (scene: Parley, n: number): boolean =>
  !standing(scene.known(n)).proposals.some(({ signers }) => signers.includes(scene.member(n).key));

const stories = (deeds: fc.Arbitrary<Deed>) =>
  fc.record({
    size: fc.integer({ min: 3, max: 12 }),
    deeds: fc.array(deeds, { minLength: 10, maxLength: 60 }),
    order: fc.array(something, { minLength: 20, maxLength: 20 }),
  });

const nodesOf = (known: KnownCharters): readonly Grown[] => {
  const root = growTree(known);
  const all: Grown[] = root === undefined ? [] : [root];
  for (let at = 0; at < all.length; at += 1) all.push(...(all[at]?.children ?? []));
  return all;
};
const inForce = (known: KnownCharters): ReadonlySet<CharterHash> =>
  new Set(nodesOf(known).flatMap(({ tally, version }) => (tally.inForce ? [version.hash] : [])));

/** Everybody hears everything in the end, whatever has been lost on the way. */
function reconcile(scene: Parley, order: readonly number[]): void {
  for (const which of order) scene.carries(which, "arrives");
  for (let n = 1; n < scene.size; n += 1) scene.compares(n, 0);
  for (let n = 1; n < scene.size; n += 1) scene.compares(n, 0);
}

/** In another order, and some of it twice. */
const shuffled = <T>(list: readonly T[], order: readonly number[]): readonly T[] =>
  [...list, ...list.slice(0, 3)]
    .map((one, at) => ({ one, rank: order[at % order.length] ?? 0 }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ one }) => one);

/** What the stories have come to, so that a test which sees nothing fails. */
const seen = { changes: 0, forks: 0, settled: 0, admitted: 0, removed: 0, left: 0 };

function endsAlike(scene: Parley, order: readonly number[]): void {
  const [one, ...others] = Array.from({ length: scene.size }, (_, n) => standing(scene.known(n)));
  for (const other of others) expect(other).toEqual(one);
  const { versions, signatures, leaves } = scene.known(0);
  const again = standing({
    versions: shuffled(versions, order),
    signatures: shuffled(signatures, order),
    leaves: shuffled(leaves, order),
  });
  expect(again, "in another order, and some of it twice").toEqual(one);
  if (one === undefined) return;
  seen.changes += Number(one.current.charter.version > 1);
  seen.forks += Number(one.forks.length > 0);
  seen.left += Number(one.leaves.length > 0);
}

/** However things have gone, the members who are left can settle it. */
function goesOn(scene: Parley): void {
  const everybody = Array.from({ length: scene.size }, (_, n) => n);
  const { members } = standing(scene.known(0));
  const host = everybody.find((n) => members.includes(scene.member(n)));
  const next = host === undefined ? undefined : scene.proposes(host, "nothing");
  if (next === undefined) return;
  reconcile(scene, []);
  for (const n of everybody) scene.signs(n, next);
  reconcile(scene, []);
  for (const n of everybody) {
    const { chain, forks } = standing(scene.known(n));
    expect(chain).toContain(next);
    expect(forks.every(({ isSettled }) => isSettled)).toBe(true);
    seen.settled += Number(forks.length > 0);
  }
}

/** Whoever is a member has said so, at the version that names them anew. */
function isMemberByOwnWord(known: KnownCharters): void {
  const { current } = standing(known);
  const node = nodesOf(known).find(({ version }) => version.hash === current.hash);
  const path = node === undefined ? [] : pathTo(node);
  for (const member of current.charter.members) {
    const stint = path.findLast(({ version, parent }) =>
      namedAnew(version.charter, parent?.version.charter).some(({ id, key }) => id === member.id && key === member.key),
    );
    expect(stint?.signers.has(member.key)).toBe(true);
    seen.admitted += Number((stint?.version.charter.version ?? 1) > 1);
  }
  const sizes = path.map(({ version }) => version.charter.members.length);
  seen.removed += Number(sizes.some((size, at) => size > (sizes[at + 1] ?? size)));
}

describe("an alliance of three to twelve", () => {
  test("ends with the same charter everywhere, whatever is lost, doubled, late or said with two tongues", () => {
    fc.assert(
      fc.property(stories(dishonest), ({ size, deeds, order }) => {
        const scene = parley(size);
        const everybody = Array.from({ length: scene.size }, (_, n) => n);
        let before = everybody.map((n) => inForce(scene.known(n)));
        for (const does of deeds) {
          does(scene);
          const after = everybody.map((n) => inForce(scene.known(n)));
          const lost = everybody.flatMap((n) => [...(before[n] ?? [])].filter((hash) => after[n]?.has(hash) === false));
          expect(lost, "what is in force stays so").toEqual([]);
          before = after;
        }
        for (const n of everybody) isMemberByOwnWord(scene.known(n));
        reconcile(scene, order);
        endsAlike(scene, order);
        goesOn(scene);
      }),
      { numRuns: 60 },
    );
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(0);
  });

  test("never has two successors of one version while nobody signs two", () => {
    let changes = 0;
    fc.assert(
      fc.property(stories(honest(withOneTongue)), ({ size, deeds, order }) => {
        const scene = parley(size);
        for (const does of deeds) does(scene);
        reconcile(scene, order);
        const { forks, current } = standing(scene.known(0));
        expect(forks).toEqual([]);
        changes += current.charter.version - 1;
      }),
      { numRuns: 60 },
    );
    expect(changes).toBeGreaterThan(30);
  });
});
