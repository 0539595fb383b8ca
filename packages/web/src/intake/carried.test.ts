import { LONGEST_TEXT } from "@commonhall/vault";
import fc from "fast-check";
import { expect, test } from "vitest";
import { html } from "../layout/html.ts";
import { publicWeb } from "../public-web.ts";
import { everything } from "../testing/fixtures.ts";
import { intakePorts } from "../testing/intake-ports.ts";
import { memoryPorts } from "../testing/memory-ports.ts";
import { Worker } from "../testing/worker.ts";
import { carried, escapedLength, MOST_CARRIED } from "./carried.ts";

const MIB = 1024 * 1024;
const FIELDS = ["story", "where", "when", "work", "employer", "details", "times", "text"];

test("what a text becomes in a page is measured as the page writes it", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."&<>\"'aé क😀\n") }), (text) => {
      expect(escapedLength(text)).toBe(Buffer.byteLength(html`${text}`.toString()));
    }),
  );
});

test("texts as long as they may be are carried whole, whatever they are made of and whatever stands beside them", () => {
  const letters = fc.constantFrom('"', "&", "क", "😀", "a");
  const length = fc.integer({ min: LONGEST_TEXT - 5, max: LONGEST_TEXT });
  const text = fc.tuple(letters, length).map(([letter, long]) => letter.repeat(Math.floor(long / letter.length)));
  fc.assert(
    fc.property(fc.tuple(...FIELDS.map(() => text)), fc.integer({ min: 0, max: 8 }), (texts, at) => {
      const typed = FIELDS.map((name, index): [string, string] => [name, texts[index] ?? ""]);
      expect(carried(typed)).toEqual({ entries: typed, isCut: false });
      const huge: [string, string] = ["more", '"'.repeat(2 * MIB)];
      const { entries, isCut } = carried([...typed.slice(0, at), huge, ...typed.slice(at)]);
      expect(entries.filter(([name]) => name !== "more")).toEqual(typed);
      expect(isCut).toBe(true);
      expect(entries.reduce((sum, [, value]) => sum + escapedLength(value), 0)).toBeLessThanOrEqual(MOST_CARRIED);
    }),
    { numRuns: 20 },
  );
});

test("one that is much too long comes back whole as long as there is room, and is cut between two letters", () => {
  const long: [string, string] = ["story", "ल".repeat(300_000)];
  expect(carried([long, ["d", "x".repeat(2 * MIB)]]).isCut).toBe(false);
  const begun = carried([["story", "😀".repeat(400_000)]]).entries[0]?.[1] ?? "";
  expect([begun.length % 2, begun.isWellFormed(), begun.length]).toEqual([0, true, MOST_CARRIED / 2]);
});

function atDoor() {
  const { intake } = intakePorts(() => 0);
  return new Worker(publicWeb(memoryPorts(everything, { intake }).ports));
}

test.each([
  ["a screen", "/page", "story", { step: "story", l: "en", go: "next" }],
  ["the last screen", "/page", "story", { step: "check", l: "en", go: "send" }],
  [
    "what is written under a code",
    "/page/code",
    "text",
    { step: "add", l: "en", go: "add", code: "05473936489880182861" },
  ],
  ["a code that is none", "/page/code", "code", { step: "open", l: "en", go: "open" }],
] as const)("attack: two mebibytes of quotes make no page of twenty-four: %s", async (_what, path, name, fields) => {
  const body = new FormData();
  for (const [field, value] of Object.entries(fields)) body.append(field, value);
  body.append("where", "Beirut");
  body.set(name, '"'.repeat(2 * MIB - 3000));
  const { status, html: page } = await atDoor().open(path, { method: "POST", body });
  expect(status).toBe(422);
  expect(Buffer.byteLength(page)).toBeLessThan(2.5 * MIB);
  expect(page).toContain("This was more than one page can send");
  expect(page).toContain("The end of what you sent is not on this page");
  expect(page).not.toContain("Nothing that you typed is lost");
});

test("a text that is too long, and that a page can carry, loses nothing", async () => {
  const body = new FormData();
  for (const [field, value] of Object.entries({ step: "story", l: "en", go: "next" })) body.append(field, value);
  const story = 'He said "no". '.repeat(2000);
  body.append("story", story);
  const { status, html: page } = await atDoor().open("/page", { method: "POST", body });
  expect(status).toBe(422);
  expect(page).toContain("Nothing that you typed is lost");
  expect(page).toContain(html`${story.trim()}`.toString());
});
