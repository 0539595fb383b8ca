import { describe, expect, test } from "vitest";
import { policyOf } from "./engine.fixture.ts";
import { DEFAULT_POLICY, policyFrom, policyHash, type PolicyDraft } from "./policy.ts";
import { at } from "./small-caseloads.fixture.ts";

describe("a policy", () => {
  test.each<[PolicyDraft, keyof PolicyDraft]>([
    [{ k: 10 }, "k"],
    [{ k: 0 }, "k"],
    [{ k: Number.NaN }, "k"],
    [{ k: Number.POSITIVE_INFINITY }, "k"],
    [{ k: 11.5 }, "k"],
    [{ kPublic: 19 }, "kPublic"],
    [{ k: 25, kPublic: 24 }, "kPublic"],
    [{ cap: 6 }, "cap"],
    [{ cap: 0 }, "cap"],
    [{ reserve: 0.249 }, "reserve"],
    [{ reserve: 1.1 }, "reserve"],
    [{ tables: 3 }, "tables"],
    [{ tables: -1 }, "tables"],
    [{ catchment: 0 }, "catchment"],
    [{ populations: { QA: -5 } }, "populations"],
    [{ estimates: [{ place: at("QA"), sector: null, people: 0.5 }] }, "estimates"],
  ])("%j is refused", (draft, field) => {
    const policy = policyFrom(draft);
    expect(policy.ok ? undefined : policy.error.map((problem) => problem.field)[0]).toBe(field);
  });

  test.each<PolicyDraft>([
    {},
    { k: 12 },
    { k: 30, kPublic: 30 },
    { cap: 1 },
    { reserve: 1 },
    { tables: 0 },
    { audience: "public" },
    { catchment: 5 },
  ])("%j is accepted", (draft) => expect(policyFrom(draft).ok).toBe(true));

  test("is the same for the same values, in whatever order they stand", () => {
    const one = { place: at("QA"), sector: null, people: 5000 };
    const other = { place: at("QA-DA"), sector: "household" as const, people: 400 };
    const hash = (draft: PolicyDraft) => policyHash(policyOf(draft));
    expect(hash({ estimates: [one, other], populations: { QA: 9, "QA-DA": 8 }, cap: 4, k: 12 })).toBe(
      hash({ k: 12, cap: 4, populations: { "QA-DA": 8, QA: 9 }, estimates: [other, one] }),
    );
    expect(hash({ k: 11 })).toBe(policyHash(DEFAULT_POLICY));
    const all = [{}, { k: 12 }, { cap: 4 }, { estimates: [one] }, { populations: { QA: 9 } }, { catchment: 9 }];
    expect(new Set(all.map(hash)).size).toBe(all.length);
    expect(policyHash(DEFAULT_POLICY)).toMatch(/^sha256-[\w-]{43}$/);
  });
});
