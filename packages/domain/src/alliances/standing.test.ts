import { describe, expect, test } from "vitest";
import type { PlainDate } from "../time.ts";
import { startOfDay } from "../time.ts";
import {
  ENGLISH,
  everything,
  founded,
  leaveOf,
  memberAt,
  membersUpTo,
  said,
  signatureOf,
  signed,
  someTerms,
  standing,
  successor,
  versionOf,
} from "../testing/charter-scene.ts";
import { endOf, type AllianceMember, type KnownCharters } from "./charter.ts";
import { allianceReaders } from "./alliance-readers.ts";
import { lotOf } from "./choose-successor.ts";
import { standingOf } from "./standing.ts";

const five = membersUpTo(5);
const [a, b, c, d, e] = five as [AllianceMember, AllianceMember, AllianceMember, AllianceMember, AllianceMember];
const first = founded(someTerms(five));
const begun = signed(first, five);
const without = (...gone: readonly AllianceMember[]) => five.filter((member) => !gone.includes(member));
const NOW = startOfDay("2026-11-22" as PlainDate);

const readers = (known: KnownCharters, us: AllianceMember, now = NOW) =>
  allianceReaders(standing(known), { us, kind: "calls", now, shows: () => true });
const ids = (members: readonly AllianceMember[]) => members.map(({ id }) => id);

describe("founding", () => {
  test("takes every founder's signature, and until then nobody may read anything", () => {
    for (const absent of five) {
      const known = signed(first, without(absent));
      expect(standing(known)).toMatchObject({ isFounded: false, proposals: [{ silent: [absent] }] });
      expect(readers(known, a)).toEqual([]);
    }
    expect(standing(begun)).toMatchObject({ isFounded: true, current: first, proposals: [] });
    expect(readers(begun, a)).toEqual(ids([b, c, d, e]));
  });

  test("is not known without its first version", () => {
    expect(standingOf(said({ signatures: begun.signatures }))).toBeUndefined();
  });
});

describe("a later version", () => {
  const renamed = successor(begun, { name: { [ENGLISH]: "Another name" } });

  test("is in force with more than half of the members of the version before, not with half", () => {
    const four = signed(founded(someTerms(five.slice(0, 4))), five.slice(0, 4));
    const next = successor(four, { public: true });
    expect(standing(everything(four, signed(next, [a, b]))).current.charter.version).toBe(1);
    expect(standing(everything(four, signed(next, [a, b, c]))).current).toEqual(next);
    expect(standing(everything(begun, signed(renamed, [c, d, e]))).current).toEqual(renamed);
  });

  test("counts nobody's word who was no member, whoever has its key now", () => {
    const stranger = memberAt(9);
    const swapped = { id: a.id, key: memberAt(8).key };
    const known = everything(begun, signed(renamed, [b, c, stranger, swapped]));
    expect(standing(known).current).toEqual(first);
    expect(standing(known).proposals[0]).toMatchObject({ approvals: 2, needed: 3, signers: [b.key, c.key] });
  });

  test("counts a signature once, however often it comes", () => {
    const known = everything(begun, signed(renamed, [a, a, b]), signed(renamed, [a, b]));
    expect(standing(known).current).toEqual(first);
  });

  test("counts no signature that was made after the version before had run out", () => {
    const late = endOf(first.charter);
    const again = successor(begun, { until: "2029-01-01" as PlainDate });
    const signatures = [a, b, c].map((one) => signatureOf(again, one, late));
    expect(standing(everything(begun, said({ versions: [again], signatures }))).current).toEqual(first);
    const inTime = [a, b, c].map((one) => signatureOf(again, one, late - 1));
    expect(standing(everything(begun, said({ versions: [again], signatures: inTime }))).current).toEqual(again);
  });

  test("that skips a number, is of another alliance, or gives somebody's key to somebody else has no place", () => {
    const odd = [
      { ...renamed.charter, version: 3 },
      { ...renamed.charter, alliance: founded(someTerms(membersUpTo(2))).alliance },
      { ...renamed.charter, members: [{ id: memberAt(7).id, key: a.key }, b, c, d, e] },
    ].map(versionOf);
    for (const version of odd) {
      expect(standing(everything(begun, signed(version, five))), version.hash).toMatchObject({
        current: first,
        proposals: [],
      });
    }
  });
});

describe("admitting", () => {
  const f = memberAt(5);
  const bigger = successor(begun, { members: [...five, f] });

  test("takes the newcomer's own signature beside that of more than half", () => {
    expect(standing(everything(begun, signed(bigger, five))).members).toEqual(five);
    expect(standing(everything(begun, signed(bigger, [a, b, f]))).members).toEqual(five);
    expect(standing(everything(begun, signed(bigger, [a, b, c, f]))).members).toEqual([...five, f]);
  });

  test("with another key is admitting, too: nobody is given a key behind their back", () => {
    const newKey = { id: a.id, key: memberAt(6).key };
    const rekeyed = successor(begun, { members: [newKey, b, c, d, e] });
    expect(standing(everything(begun, signed(rekeyed, [a, b, c, d, e]))).current).toEqual(first);
    expect(standing(everything(begun, signed(rekeyed, [newKey, b, c, d]))).current).toEqual(rekeyed);
  });
});

describe("leaving", () => {
  const left = everything(begun, said({ leaves: [leaveOf(first, e)] }));

  test("asks nobody, and at once nobody sends anything to whoever has left, nor they to anybody", () => {
    expect(readers(left, a)).toEqual(ids([b, c, d]));
    expect(readers(left, e)).toEqual([]);
  });

  test("holds for every version that takes no note of it", () => {
    const renamed = signed(successor(begun, { public: true }), [a, b, c]);
    expect(standing(everything(left, renamed)).members).toEqual([a, b, c, d]);
  });

  test("is noted by the next version, in which it needs more than half of those who stay", () => {
    const gone = everything(begun, said({ leaves: [leaveOf(first, e), leaveOf(first, d)] }));
    const noted = successor(gone, {});
    expect(noted.charter).toMatchObject({ members: [a, b, c], leaves: [{}, {}] });
    expect(standing(everything(gone, signed(noted, [a]))).current).toEqual(first);
    expect(standing(everything(gone, signed(noted, [a, b]))).current).toEqual(noted);
  });

  test("cannot be made up: a version that notes a leave which nobody has seen is not in force", () => {
    const noted = successor(left, {});
    expect(standing(everything(begun, signed(noted, [a, b, c]))).current).toEqual(first);
    expect(standing(everything(left, signed(noted, [a, b, c]))).current).toEqual(noted);
  });

  test("ends when a version notes it and takes the member back, which signs that", () => {
    const back = successor(left, { members: five });
    expect(standing(everything(left, signed(back, [a, b, c]))).current).toEqual(first);
    const known = everything(left, signed(back, [a, b, c, e]));
    expect(standing(known).members).toEqual(five);
    const replayed = successor(known, {});
    const again = versionOf({ ...replayed.charter, leaves: back.charter.leaves });
    expect(standing(everything(known, signed(again, five))).current, "the old leave").toEqual(back);
  });
});

describe("two successors at once", () => {
  const one = successor(begun, { members: without(e) });
  const other = successor(begun, { members: without(a) });

  test("the one that more stand by holds, and content goes to those named in both until a version settles it", () => {
    const forked = everything(begun, signed(one, [a, b, c, d]), signed(other, [c, d, e]));
    expect(standing(forked)).toMatchObject({
      current: one,
      forks: [{ isSettled: false, support: { kept: 4, other: 3 } }],
    });
    expect(readers(forked, b)).toEqual(ids([c, d]));
    expect(readers(forked, a)).toEqual([]);
    const settled = successor(forked, {});
    expect(settled.charter.settles).toEqual([other.hash]);
    const after = everything(forked, signed(settled, [a, b, d]));
    expect(standing(after)).toMatchObject({ current: settled, forks: [{ isSettled: true }] });
    expect(readers(after, b)).toEqual(ids([a, c, d]));
  });

  test("one that is settled still binds whoever has signed it and nothing of the one that holds", () => {
    const seven = membersUpTo(7);
    const ground = founded(someTerms(seven));
    const [held, lost] = [seven.slice(0, 5), seven.slice(3)];
    const all = signed(ground, seven);
    const holds = successor(all, { name: { [ENGLISH]: "Another name" } });
    const rival = successor(all, { members: seven.slice(1) });
    const forked = everything(all, signed(holds, held), signed(rival, lost));
    const settled = everything(forked, signed(successor(forked, {}), seven.slice(0, 4)));
    expect(standing(settled)).toMatchObject({ members: seven, forks: [{ isSettled: true }] });
    const named = (n: number) => readers(settled, memberAt(n)).includes(memberAt(0).id);
    expect([1, 4, 5, 6].map(named), "1 one only, 4 both, 5 and 6 the other only").toEqual([true, true, false, false]);
    const agreed = everything(settled, signed(standing(settled).current, [memberAt(5)]));
    expect(readers(agreed, memberAt(5))).toContain(memberAt(0).id);
  });

  test("each goes on, and who is thrown out where one of them leads gets nothing either", () => {
    const forked = everything(begun, signed(one, [a, b, c, d]), signed(other, [c, d, e]));
    const alone = everything(begun, signed(other, [c, d, e]));
    const further = everything(alone, signed(successor(alone, { members: [b, d, e] }), [c, d, e]));
    expect(readers(everything(forked, further), b)).toEqual(ids([d]));
  });

  test("of equals the lot decides, which follows from the version before and not from what is fought over", () => {
    for (const text of ["one", "two", "three", "four", "five", "six"]) {
      const ground = successor(begun, { members: without(a), purpose: { [ENGLISH]: text } });
      const known = everything(begun, signed(one, [a, b, c]), signed(ground, [c, d, e]));
      const [chosen] = lotOf(first.hash, five).filter((member) => member !== c);
      const expected = [a, b].includes(chosen ?? c) ? one : ground;
      expect(standing(known).current.hash).toBe(expected.hash);
    }
  });

  test("of two with the same supporters the smaller hash decides", () => {
    const known = everything(begun, signed(one, [a, b, c]), signed(other, [a, b, c]));
    expect(standing(known).current.hash).toBe([one.hash, other.hash].sort()[0]);
  });

  test("whoever signs what builds on one stands by it", () => {
    const tied = everything(begun, signed(one, [a, b, c]), signed(other, [c, d, e]));
    const loser = standing(tied).current.hash === one.hash ? other : one;
    const left = everything(begun, signed(loser, loser === one ? [a, b, c] : [c, d, e]));
    const builds = successor(left, { public: true });
    const helper = loser === one ? d : b;
    const known = everything(tied, left, signed(builds, [helper]));
    expect(standing(known).current.hash).toBe(loser.hash);
  });
});

describe("who may read", () => {
  test("nobody after the last day, nobody by terms that do not share this kind, nor from whoever may not send it", () => {
    expect(readers(begun, a, endOf(first.charter) - 1)).not.toEqual([]);
    expect(readers(begun, a, endOf(first.charter))).toEqual([]);
    const question = { us: a, now: NOW, shows: () => true } as const;
    expect(allianceReaders(standing(begun), { ...question, kind: "bulletins" })).toEqual([]);
    const oneWay = founded(someTerms(five, { terms: { kinds: { calls: { from: [b.id], passOn: false } } } }));
    expect(readers(signed(oneWay, five), a)).toEqual([]);
    expect(readers(signed(oneWay, five), b)).toEqual(ids([a, c, d, e]));
  });

  test("not a member whose actor shows another key than the charter names", () => {
    const question = { us: a, kind: "calls", now: NOW, shows: (member: AllianceMember) => member !== c } as const;
    expect(allianceReaders(standing(begun), question)).toEqual(ids([b, d, e]));
  });
});
