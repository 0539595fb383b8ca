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
  signed,
  someTerms,
  standing,
  successor,
} from "../testing/charter-scene.ts";
import { allianceState, firmness } from "./alliance-state.ts";
import { endOf, type AllianceMember, type CharterVersion, type KnownCharters } from "./charter.ts";
import { charterChanges } from "./charter-changes.ts";
import { checkCharter } from "./check-charter.ts";
import { maySign } from "./may-sign.ts";
import { nextCharter, termsInForce } from "./next-charter.ts";

const three = membersUpTo(3);
const [a, b, c] = three as [AllianceMember, AllianceMember, AllianceMember];
const first = founded(someTerms(three));
const begun = signed(first, three);
const d = memberAt(3);

const asked = (known: KnownCharters, version: CharterVersion, us: AllianceMember, now = 0) => {
  const answer = maySign(known, standing(known), version.hash, { us, now });
  return answer.ok ? "yes" : answer.error.type;
};

describe("a centre signs", () => {
  const next = successor(begun, { members: [...three, d] });
  const known = everything(begun, signed(next, [a]));

  test("the first version, what would come next, and the one in force again where it has not", () => {
    expect(asked(signed(first, [a]), first, b)).toBe("yes");
    expect(asked(known, next, b)).toBe("yes");
    expect(asked(known, next, d), "who is named anew").toBe("yes");
    expect(asked(everything(known, signed(next, [b, d])), next, c)).toBe("yes");
  });

  test("nothing twice, nothing unknown, nothing in which it has no say", () => {
    expect(asked(known, next, a)).toBe("signed already");
    expect(asked(begun, next, b)).toBe("unknown version");
    expect(asked(known, next, memberAt(9))).toBe("not named");
    expect(asked(known, next, { id: b.id, key: memberAt(9).key })).toBe("not named");
  });

  test("no successor of what does not hold any more", () => {
    const other = successor(begun, { public: true });
    const done = everything(known, signed(next, [b, d]), signed(other, [c]));
    expect(asked(done, other, c)).toBe("overtaken");
    expect(asked(everything(known, signed(other, [c])), other, b), "while neither is in force").toBe("yes");
  });

  test("nothing after the last day of the version before", () => {
    const end = endOf(first.charter);
    const longer = successor(begun, { until: "2030-01-01" as PlainDate });
    const proposed = everything(begun, signed(longer, [a]));
    expect(asked(proposed, longer, b, end - 1)).toBe("yes");
    expect(asked(proposed, longer, b, end)).toBe("ended");
  });

  test("nothing once it has left, but to come back", () => {
    const left = everything(known, said({ leaves: [leaveOf(first, c)] }));
    expect(asked(left, next, c)).toBe("left");
    const back = successor(left, { members: three });
    expect(asked(everything(left, signed(back, [a])), back, c)).toBe("yes");
  });
});

describe("what would come next", () => {
  test("begins with the terms in force, without those who have left and what only they could send", () => {
    const oneWay = founded(
      someTerms(three, {
        terms: { kinds: { calls: { from: [c.id], passOn: false }, campaigns: { from: [b.id, c.id], passOn: true } } },
      }),
    );
    const left = everything(signed(oneWay, three), said({ leaves: [leaveOf(oneWay, c)] }));
    const terms = termsInForce(standing(left));
    expect(terms.members).toEqual([a, b]);
    expect(terms.terms.kinds).toEqual({ campaigns: { from: [b.id], passOn: true } });
    expect(checkCharter(nextCharter(standing(left), terms)).ok).toBe(true);
  });
});

describe("the difference between two versions", () => {
  test("names each thing once", () => {
    const left = everything(begun, said({ leaves: [leaveOf(first, c)] }));
    const after = successor(left, {
      members: [a, d],
      name: { [ENGLISH]: "Another name" },
      until: "2028-01-01" as PlainDate,
      public: true,
      terms: { kinds: { calls: { from: "all", passOn: true } }, retention: 30 },
    });
    expect(
      charterChanges(first.charter, after.charter).map((change) => [
        change.type,
        "member" in change ? change.member : "",
      ]),
    ).toEqual([
      ["admits", d.id],
      ["removes", b.id],
      ["notes leave of", c.id],
      ["name", ""],
      ["until", ""],
      ["retention", ""],
      ["public", ""],
      ["shares", ""],
    ]);
    expect(charterChanges(first.charter, successor(begun, {}).charter)).toEqual([]);
  });
});

describe("how it stands", () => {
  test("for each of them", () => {
    const NOW = startOfDay("2026-11-22" as PlainDate);
    const state = (known: KnownCharters, us = a, now = NOW) => allianceState(standing(known), us.id, now);
    expect(state(signed(first, [a, b]))).toBe("founding");
    expect(state(begun)).toBe("standing");
    expect(state(begun, d)).toBe("outside");
    expect(state(begun, a, endOf(first.charter))).toBe("expired");
    const left = everything(begun, said({ leaves: [leaveOf(first, c)] }));
    expect([state(left), state(left, c)]).toEqual(["standing", "left"]);
    const two = [successor(begun, { public: true }), successor(begun, { members: [a, b] })];
    expect(state(everything(begun, ...two.map((one) => signed(one, [a, b]))))).toBe("forked");
  });

  test("is firmer the more have signed", () => {
    const next = successor(begun, { public: true });
    const firm = (by: readonly AllianceMember[]) => firmness(standing(everything(begun, signed(next, by))), three);
    expect([firm([a, b]), firm(three)]).toEqual([1, 3]);
  });
});

describe("a charter is refused", () => {
  const fit = { ...someTerms(three), language: ENGLISH };
  test.each([
    ["no members", { members: [] }],
    ["too many members", { members: membersUpTo(201) }],
    ["same member twice", { members: [a, { ...b, id: a.id }] }],
    ["same server twice", { members: [a, { ...b, id: `${a.id}-2` as typeof a.id }] }],
    ["same key twice", { members: [a, { ...b, key: a.key }] }],
    ["nothing shared", { terms: { kinds: {} } }],
    ["sender is no member", { terms: { kinds: { calls: { from: [d.id], passOn: false } } } }],
    ["retention", { terms: { ...fit.terms, retention: 0 } }],
    ["retention", { terms: { ...fit.terms, retention: 1.5 } }],
    ["text too long", { name: { [ENGLISH]: "x".repeat(201) } }],
    ["not in its language", { name: { ["es" as typeof ENGLISH]: "Otro" } }],
  ])("with %s", (type, change) => {
    expect(checkCharter({ ...fit, ...change })).toMatchObject({ ok: false, error: { type } });
    expect(checkCharter(fit).ok).toBe(true);
  });
});
