import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fieldName, parseYamlFile } from "./yaml-file.ts";

const wrong = (text: string): readonly string[] => {
  const read = parseYamlFile("x.yaml", text);
  return read.ok ? [] : read.error;
};

describe("a YAML file", () => {
  test("is YAML 1.2: dates, times and the language `no` are text", () => {
    const read = parseYamlFile("x.yaml", "starts: 2026-11-22\nat: 2026-11-22 08:00\nno: nei\n");
    expect(read).toMatchObject({
      ok: true,
      value: { value: { starts: "2026-11-22", at: "2026-11-22 08:00", no: "nei" } },
    });
  });

  test.each([
    ["a: 1\na: 2\n", "x.yaml, line 2: "],
    ["a: [1,\n", "x.yaml, line 2: "],
    ["a: &x 1\nb: *x\n", "x.yaml, line 1: anchors"],
    ["a: 1\n---\nb: 2\n", "x.yaml, line 2: a file holds one document"],
    ["a: !!set { x }\n", "x.yaml, line 1: types"],
    ["? [a]\n: 1\n", "x.yaml, line 1: the name of a field"],
    ["", "x.yaml: the file is empty"],
    ["[".repeat(100_000), "x.yaml: lists or maps stand in each other too deeply"],
    [`a: ${"x".repeat(1_000_001)}`, "x.yaml: the file is larger than 1 MB"],
  ])("%j is refused with its line", (text, beginning) => {
    expect(wrong(text.slice(0, 2_000_000))[0]).toMatch(new RegExp(`^${beginning}`));
  });

  test("an alias is refused even where it would explode", () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `l${level}: &l${level} [${level === 0 ? "x" : `*l${level - 1},*l${level - 1},*l${level - 1}`}]`,
    );
    expect(wrong(levels.join("\n")).length).toBeGreaterThan(9);
  });

  test("a sentence names the line of the field, or of what should have it", () => {
    const read = parseYamlFile(
      "c.yaml",
      "kind: campaign\ntargets:\n  - { name: A, role: brand }\n  - name: B\n    role: seller\n",
    );
    if (!read.ok) throw new Error("not read");
    expect(read.value.sentence(["targets", 1, "role"], "no")).toBe("c.yaml, line 5, targets[1].role: no");
    expect(read.value.sentence(["targets", 1, "url"], "no")).toBe("c.yaml, line 4, targets[1].url: no");
    expect(read.value.sentence(["handle"], "no")).toBe("c.yaml, line 1, handle: no");
    expect(fieldName(["demands", 0, "en"])).toBe("demands[0].en");
  });

  test("anything at all is read or refused, never thrown", () => {
    const piece = fc.constantFrom(
      "a",
      ":",
      " ",
      "\n",
      "- ",
      "? ",
      "[",
      "{",
      "]",
      "}",
      "&x ",
      "*x",
      "!!map ",
      "'",
      '"',
      "|",
      "\t",
      "#",
      "%",
      "---",
      "\u0000",
      "é",
      "<<",
      "  ",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(piece, { maxLength: 60 }).map((all) => all.join("")),
        ),
        (text) => {
          const read = parseYamlFile("x.yaml", text);
          if (!read.ok) for (const sentence of read.error) expect(sentence).toMatch(/^x\.yaml/);
          else expect(read.value.lineOf(["a", 0, "b"])).toBeGreaterThan(0);
        },
      ),
    );
  });
});
