import { describe, expect, test } from "vitest";
import {
  ENGLISH,
  everything,
  founded,
  leaveOf,
  memberAt,
  membersUpTo,
  signatureOf,
  signed,
  someTerms,
  successor,
  versionOf,
} from "../testing/charter-scene.ts";
import { admitLeave, admitVersion, MOST_OPEN, partiesOf } from "./admit-statement.ts";
import { endOf, MOST_VERSIONS, type AllianceMember, type CharterVersion, type KnownCharters } from "./charter.ts";

const three = membersUpTo(3);
const [a, b, c] = three as [AllianceMember, AllianceMember, AllianceMember];
const first = founded(someTerms(three));
const begun = signed(first, three);
const named = (text: string): CharterVersion => successor(begun, { name: { [ENGLISH]: text } });

const admitted = (known: KnownCharters, version: CharterVersion, by: readonly AllianceMember[], at = 0) => {
  const answer = admitVersion(
    known,
    version,
    by.map((one) => signatureOf(version, one, at)),
  );
  return answer.ok ? "yes" : answer.error.type;
};

describe("a version that arrives", () => {
  test("is kept where it follows from one that is known, as often as it comes", () => {
    expect(admitted({ versions: [], signatures: [], leaves: [] }, first, [a])).toBe("yes");
    expect(admitted(begun, named("next"), [b])).toBe("yes");
    expect(admitted(everything(begun, signed(named("next"), [b])), named("next"), [c])).toBe("yes");
  });

  test("is asked for again where the one before is not known, and refused where it cannot follow from it", () => {
    const next = named("next");
    const later = successor(everything(begun, signed(next, three)), {});
    expect(admitted(begun, later, three)).toBe("version before unknown");
    expect(admitted(begun, versionOf({ ...next.charter, version: 7 }), three)).toBe("no place");
  });

  test("with a signature by whoever is in neither version, or after the last day of either, is refused", () => {
    const bigger = successor(begun, { members: [a, b, memberAt(3)] });
    expect(admitted(begun, bigger, [a, memberAt(3)])).toBe("yes");
    expect(admitted(begun, bigger, [a, c])).toBe("yes");
    expect(admitted(begun, bigger, [a, memberAt(4)])).toBe("foreign signature");
    expect(admitted(begun, bigger, [{ id: a.id, key: memberAt(5).key }])).toBe("foreign signature");
    expect(admitted(begun, bigger, [a], endOf(first.charter) - 1)).toBe("yes");
    expect(admitted(begun, bigger, [a], endOf(first.charter))).toBe("expired signature");
  });

  test("is one too many where each of its signers has so many open, and never where it is in force", () => {
    const many = Array.from({ length: MOST_OPEN }, (_, n) => signed(named(`${n}`), [a]));
    const known = everything(begun, ...many);
    expect(admitted(known, named("more"), [a])).toBe("too many");
    expect(admitted(known, named("more"), [b])).toBe("yes");
    expect(
      admitted(
        everything(known, ...Array.from({ length: MOST_OPEN }, (_, n) => signed(named(`${n}`), [b]))),
        named("more"),
        [a, b],
      ),
    ).toBe("yes");
    const most = { ...known, versions: Array.from({ length: MOST_VERSIONS }, () => first) };
    expect(admitted(most, named("more"), three)).toBe("too many");
  });
});

test("a leave that arrives is kept where a member of the version that it names has signed it", () => {
  const leave = leaveOf(first, c);
  expect(admitLeave(begun, leave)).toMatchObject({ ok: true });
  expect(admitLeave(begun, { ...leave, key: a.key })).toMatchObject({ error: { type: "foreign signature" } });
  expect(admitLeave(begun, { ...leave, member: memberAt(9).id })).toMatchObject({
    error: { type: "foreign signature" },
  });
  expect(admitLeave(begun, leaveOf(named("unknown"), c))).toMatchObject({ error: { type: "version before unknown" } });
});

test("whoever was ever named has a say", () => {
  const bigger = signed(successor(begun, { members: [a, b, memberAt(3)] }), [a]);
  expect(partiesOf(everything(begun, bigger))).toEqual([a, b, c, memberAt(3)].map(({ id }) => id));
});
