import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { LOG_EVENTS } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { readTree } from "./architecture/sources.ts";

const ROOT = resolve(import.meta.dirname, "..");
const sources = readTree(ROOT).sources.filter(
  ({ path }) =>
    /^(?:packages|apps)\/[^/]+\/src\//.test(path) &&
    !/\.(?:test|fixture)\.ts$|\/src\/testing\//.test(path) &&
    !path.includes("/testkit/"),
);

/** What stands between the brackets of each call of a log, without the texts. */
function callsIn(text: string): readonly string[] {
  // A template may hold what is somebody's, so it stays.
  const code = text.replaceAll(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[^]*?\*\//g, '""');
  return [...code.matchAll(/\blog\??(?:\.(?:info|warn|error)|\[[^\]]*\])\??\(/gi)].map(({ index, 0: call }) => {
    const begin = index + call.length;
    let depth = 1;
    let at = begin;
    for (; at < code.length && depth > 0; at++) depth += code[at] === "(" ? 1 : code[at] === ")" ? -1 : 0;
    return code.slice(begin, at - 1);
  });
}

/** What anybody sent, or what an error says. Types refuse it too; this sees what a cast would let through. */
const FORBIDDEN =
  /\.(?:message|stack|url|path|headers|body|req|raw|remoteAddress)\b|\brequest\b|\bString\(|\bas (?!const\b)|JSON\.stringify/;

describe("what goes into a log (anonymity.md 2.4)", () => {
  test("no call takes a request, an error's message or anything of somebody's", () => {
    const calls = sources.flatMap(({ path, text }) => callsIn(text).map((call) => ({ path, call })));
    expect(calls.length).toBeGreaterThan(20);
    expect(calls.filter(({ call }) => FORBIDDEN.test(call))).toEqual([]);
    const built = calls.filter(({ call }) => call.includes("${") && !call.startsWith("`vault: ${"));
    expect(built).toEqual([]);
  });

  test.each([
    'log.error("a page broke", { error: error.message as LogWord })',
    'ports.log.warn("a page broke", { error: logWord(request.url) })',
    'log?.info("a page broke", { at: word(String(error)) })',
    'options.log.error("a page broke", { at: logWord(c.req.path) })',
    "log[level](event, facts as never)",
  ])("is found where somebody does it: %s", (text) => {
    expect(callsIn(text).filter((call) => FORBIDDEN.test(call))).toHaveLength(1);
  });

  test("a word of the program is made in one file alone", () => {
    const makers = sources.filter(({ text }) => /\b(?:as|is) LogWord\b/.test(text)).map(({ path }) => path);
    expect(makers).toEqual(["packages/domain/src/log/log.ts"]);
  });

  test("whoever runs a node can look each event up", () => {
    const page = readFileSync(resolve(ROOT, "docs/operators/watching.md"), "utf8");
    expect(LOG_EVENTS.filter((event) => !page.includes(`\`${event}\``))).toEqual([]);
  });
});
