import fc from "fast-check";
import { describe, expect, test } from "vitest";
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
import { allianceReaders } from "./alliance-readers.ts";
import type { AllianceMember, CharterVersion, KnownCharters } from "./charter.ts";
import { maySign } from "./may-sign.ts";

/** What decision 0034 says of each attack: what holds, and what does not and to what it is limited. */

const seven = membersUpTo(7);
const first = founded(someTerms(seven));
const begun = signed(first, seven);
const readers = (known: KnownCharters, us: AllianceMember) =>
  allianceReaders(standing(known), { us, kind: "calls", now: 0, shows: () => true });
const [lo, hi] = [seven.slice(0, 4), seven.slice(4)];
/** Two who are thrown out by the other five. */
const thrownOut = seven.slice(5);
const staying = seven.slice(0, 5);
const removal = successor(begun, { members: staying });

/** A successor of an old version, as somebody writes it later. */
function rival(of: CharterVersion, members: readonly AllianceMember[], purpose = "Another past"): CharterVersion {
  const { home: _, ...charter } = of.charter;
  const place = {
    version: charter.version + 1,
    alliance: of.alliance,
    before: of.hash,
    purpose: { [ENGLISH]: purpose },
  };
  return versionOf({ ...charter, ...place, members });
}

describe("members who sign two successors", () => {
  test("overturn a version only where there are more of them than its signers are more than the others, twice", () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 7 }), fc.nat(7), (signers, traitors) => {
        const real = successor(begun, { name: { [ENGLISH]: "Real" } });
        const loyal = seven.slice(0, signers);
        const others = [...seven.slice(signers), ...loyal.slice(0, traitors)];
        const fake = rival(first, seven);
        const { current } = standing(everything(begun, signed(real, loyal), signed(fake, others)));
        const margin = 2 * signers - seven.length;
        if (traitors < margin) expect(current).toEqual(real);
        if (others.length > signers) expect(current).toEqual(fake);
      }),
    );
  });

  test("win no tie by changing a comma until the hash is small", () => {
    const traitor = lo.slice(3);
    const [real, late] = [successor(begun, { members: lo }), [...traitor, ...hi]];
    const winners = Array.from({ length: 40 }, (_, n) => {
      const fake = rival(first, late, `Purpose ${n}`);
      return standing(everything(begun, signed(real, lo), signed(fake, late))).current.hash === real.hash;
    });
    expect(new Set(winners).size).toBe(1);
  });

  test("get nothing that is sent: whoever knows both sends to those alone who are named in both", () => {
    const traitors = staying.slice(0, 4);
    const fake = rival(first, [...traitors, ...thrownOut]);
    const known = everything(begun, signed(removal, staying), signed(fake, [...traitors, ...thrownOut]));
    for (const us of staying) {
      for (const { id } of thrownOut) expect(readers(known, us)).not.toContain(id);
    }
  });
});

describe("a branch that was kept back", () => {
  test("does not turn what many have built on since", () => {
    const kept = rival(first, seven.slice(2));
    const held = signed(kept, seven.slice(2, 6));
    const chain = everything(begun, signed(removal, staying.slice(0, 4)));
    const later = everything(chain, signed(successor(chain, { public: true }), staying));
    const { current, forks } = standing(everything(later, held));
    expect(current.charter.version).toBe(3);
    expect(forks).toMatchObject([{ support: { kept: 5, other: 4 } }]);
  });

  test("is not signed by any honest node: what it builds on does not hold any more", () => {
    const known = everything(begun, signed(removal, staying), signed(rival(first, seven), thrownOut));
    const fake = rival(first, seven);
    for (const us of seven) {
      expect(maySign(known, standing(known), fake.hash, { us, now: 0 })).toEqual({
        ok: false,
        error: { type: "overtaken" },
      });
    }
  });
});

describe("whoever was a majority once and is not any more", () => {
  const chain = everything(begun, signed(removal, staying.slice(0, 4)));

  test("can bring another past into force, and by that stop what is sent, but not get any of it", () => {
    const former = [...thrownOut, ...staying.slice(3)];
    const fake = rival(first, [...former, memberAt(20)]);
    const known = everything(chain, signed(fake, [...former, memberAt(20)]));
    const us = staying[0] ?? memberAt(0);
    expect(readers(known, us)).toEqual([]);
    expect(readers(chain, us)).toHaveLength(4);
    // The lot may even fall to them: still nobody who signed the other branch sends to theirs before signing it.
    for (const one of staying.slice(0, 3)) expect(readers(known, one)).not.toContain(memberAt(20).id);
  });

  test("does not count by keys that its own branch gives to others", () => {
    const stolen = staying.map((member, at) => ({ id: member.id, key: memberAt(30 + at).key }));
    const fake = rival(first, [...stolen, ...thrownOut]);
    const signatures = [...stolen, ...thrownOut, ...staying.slice(3)].map((one) => signatureOf(fake, one));
    const firm = everything(chain, signed(removal, staying));
    const known = everything(firm, said({ versions: [fake], signatures }));
    const further = rival(fake, stolen, "further");
    const { current } = standing(everything(known, signed(further, stolen)));
    expect(current).toEqual(removal);
  });
});

describe("old statements that come again", () => {
  test("change nothing", () => {
    const chain = everything(begun, signed(removal, staying));
    const left = everything(chain, said({ leaves: [leaveOf(removal, staying[4] ?? memberAt(4))] }));
    expect(standing(everything(left, begun, begun, signed(first, thrownOut)))).toEqual(standing(left));
  });
});

describe("strangers who are to be members", () => {
  test("are none before more than half of the members and they themselves have signed", () => {
    const crowd = Array.from({ length: 50 }, (_, n) => memberAt(100 + n));
    const flood = rival(first, [...seven, ...crowd]);
    expect(standing(everything(begun, signed(flood, [...crowd, ...seven.slice(0, 3)]))).current).toEqual(first);
    expect(standing(everything(begun, signed(flood, [...crowd, ...seven.slice(0, 4)]))).current).toEqual(flood);
    expect(standing(everything(begun, signed(flood, seven))).current).toEqual(first);
  });
});
