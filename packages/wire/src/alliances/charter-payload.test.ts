import { createHash } from "node:crypto";
import { firstCharter } from "@commonhall/domain";
import { someTerms } from "@commonhall/domain/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../json.ts";
import { anyCharter, bare, HOME, KEYED } from "../testing/charters.ts";
import { charterPayload, PAYLOAD_LIMIT, readCharter, versionFromCharter } from "./charter-payload.ts";
import { leavePayload, readLeave } from "./leave-payload.ts";

const first = firstCharter(someTerms(KEYED.map(bare)), HOME);
const payload = charterPayload(first);
const changed = (change: (json: Record<string, unknown>) => void): string => {
  const json = JSON.parse(payload) as Record<string, unknown>;
  change(json);
  return JSON.stringify(json);
};
const fault = (text: string) => {
  const read = readCharter(text);
  return read.ok ? "none" : read.error;
};

describe("what is signed of a charter", () => {
  test("is read back as it was, with the language first that it was written in", () => {
    fc.assert(
      fc.property(anyCharter, (charter) => {
        const text = charterPayload(charter);
        const read = readCharter(text);
        expect(read).toEqual({ ok: true, value: versionFromCharter(charter) });
        if (!read.ok) return;
        expect(Object.keys(read.value.charter.name)[0]).toBe(charter.language);
        expect(read.value.hash).toBe(createHash("sha256").update(text).digest("hex"));
      }),
    );
  });

  test("has keys in order and no space: the same bytes whoever writes them (RFC 8785)", () => {
    fc.assert(
      fc.property(anyCharter, (charter) => {
        const text = charterPayload(charter);
        const sorted = (value: unknown): unknown =>
          Array.isArray(value)
            ? value.map(sorted)
            : typeof value === "object" && value !== null
              ? Object.fromEntries(
                  Object.entries(value)
                    .sort(([a], [b]) => (a < b ? -1 : 1))
                    .map(([key, one]) => [key, sorted(one)]),
                )
              : value;
        expect(JSON.stringify(sorted(JSON.parse(text)))).toBe(text);
      }),
    );
  });

  test("gives the alliance its name, which nobody else can give to another", () => {
    const { hash, alliance } = versionFromCharter(first);
    expect(alliance).toBe(`${HOME}/alliances/${hash}`);
    expect(versionFromCharter({ ...first, public: true }).alliance).not.toBe(alliance);
  });
});

describe("a charter is not taken", () => {
  test.each<[string, (json: Record<string, unknown>) => void]>([
    ["with a field that is not known", (json) => (json["approved"] = true)],
    ["without members", (json) => delete json["members"]],
    ["with a member without key", (json) => (json["members"] = [{ id: KEYED[0]?.id }])],
    ["with a key that is none", (json) => (json["members"] = [{ id: KEYED[0]?.id, key: "z6MkNo" }])],
    ["with a day that is none", (json) => (json["until"] = "2027-02-30")],
    ["with a version that is no number", (json) => (json["version"] = "1")],
    ["with version nought", (json) => (json["version"] = 0)],
    ["of another kind", (json) => (json["kind"] = "leave")],
    ["that is a first version and names one before", (json) => (json["before"] = "0".repeat(64))],
    ["that is a later version and names an origin", (json) => (json["version"] = 2)],
    ["whose origin has a path", (json) => (json["home"] = `${HOME}/x`)],
  ])("%s", (_, change) => {
    expect(fault(changed(change))).toMatchObject({ type: "malformed" });
  });

  test.each<[string, string]>([
    ["with a space", payload.replace(",", ", ")],
    [
      "with keys in another order",
      JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(payload) as JsonObject).toReversed())),
    ],
    [
      "with members in another order",
      changed((json) => (json["members"] = (json["members"] as unknown[]).toReversed())),
    ],
    ["with a text that has space around it", payload.replace('"en":"', '"en":" ')],
  ])("%s", (_, text) => {
    expect(text).not.toBe(payload);
    expect(fault(text)).toEqual({ type: "not canonical" });
  });

  test("that no charter may be, or that is too large", () => {
    expect(fault(charterPayload({ ...first, members: [] }))).toEqual({ type: "unfit", why: "no members" });
    expect(fault(payload.replace('"en":"', '"en":"\\ud800'))).toEqual({ type: "unfit", why: "no text" });
    expect(fault(" ".repeat(PAYLOAD_LIMIT + 1))).toMatchObject({ type: "too large" });
  });

  test("whatever comes, reading throws nothing", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect([readCharter(text).ok, readLeave(text).ok]).toEqual([false, false]);
      }),
    );
  });
});

test("a leave is read back as it was, and in one form only", () => {
  const { alliance, hash } = versionFromCharter(first);
  const leave = { alliance, member: KEYED[1]?.id ?? first.members[0]?.id, at: hash } as Parameters<
    typeof leavePayload
  >[0];
  expect(readLeave(leavePayload(leave))).toEqual({ ok: true, value: leave });
  expect(readLeave(`${leavePayload(leave)} `)).toMatchObject({ ok: false });
  expect(readLeave(leavePayload(leave).replace("leave", "charter"))).toMatchObject({ ok: false });
});
