import { seededRandom } from "@commonhall/testkit";
import { expect, test } from "vitest";
import { link, linkage, linkageOfRows, type Claim } from "./linkage.ts";
import { aBulletin, aCase, cases } from "./made-by-hand.ts";
import { passes } from "./outcome.ts";
import { rowsOf } from "./rows.ts";

const anybody = () => true;

test("of twelve who are alike, each is behind each part as likely as any other", () => {
  const alike = cases(12);
  const rows: readonly Claim[] = alike.map((one) => ({ fits: anybody, members: [one] }));
  const { chances } = link(rows, alike, seededRandom(1));
  expect(Math.max(...chances)).toBeLessThan(0.2);
});

test("what fits one person alone is theirs, and what is left to the other follows", () => {
  const [first, other] = [aCase({ abuse: ["debt"] }), aCase()];
  const rows: readonly Claim[] = [
    { fits: ({ abuse }) => abuse.includes("debt"), members: [first] },
    { fits: anybody, members: [other] },
  ];
  expect(link(rows, [first, other], seededRandom(2)).chances).toEqual([1, 1]);
});

test("a share that nearly all have is laid on those of whom it is known", () => {
  const withDebt = cases(10, { abuse: ["debt"] });
  const all = [...withDebt, ...cases(10)];
  const claim: Claim = { fits: anybody, shares: new Map([["debt", "nearly_all"]]), members: withDebt };
  const { worst } = link([claim], all, seededRandom(3));
  const silent = link([{ fits: anybody, members: withDebt }], all, seededRandom(3)).worst;
  expect(worst).toBeGreaterThan(silent + 0.005);
  expect(worst).toBeLessThanOrEqual(0.1);
});

test("a bulletin of eleven holds, one of five is found out whatever it says of its size", () => {
  const release = (count: number) => {
    const told = cases(count);
    const bulletin = aBulletin();
    const audit = [{ bulletin: bulletin.id, members: told.map(({ id }) => id) }];
    return linkage([{ cases: told, bulletins: [bulletin], tables: [], audit }], seededRandom(4));
  };
  expect(release(11).measured).toBeCloseTo(1 / 11);
  expect(passes(release(11))).toBe(true);
  expect(release(5).measured).toBeCloseTo(1 / 5);
  expect(passes(release(5))).toBe(false);
});

test("somebody who is in a bulletin twice is one person", () => {
  const told = cases(6).flatMap((one) => [one, { ...one, id: `${one.id}-again` }]);
  const bulletin = aBulletin();
  const audit = [{ bulletin: bulletin.id, members: told.map(({ id }) => id) }];
  const outcome = linkage([{ cases: told, bulletins: [bulletin], tables: [], audit }], seededRandom(5));
  expect(passes(outcome)).toBe(false);
});

test("rows that are k-anonymous are pinned by who knows the abuse", () => {
  const told = [...cases(11), aCase({ abuse: ["debt", "documents"] })];
  expect(rowsOf(told)).toHaveLength(12);
  const outcome = linkageOfRows([{ cases: told, bulletins: [], tables: [], audit: [] }], seededRandom(6));
  expect(outcome.measured).toBe(1);
});
