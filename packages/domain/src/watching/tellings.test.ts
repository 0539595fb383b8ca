import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY, HOUR } from "../time.ts";
import { LOOK_EVERY, MATTERS, type Matter } from "./health.ts";
import { afterLook, TELL_EVERY, type Tellings } from "./tellings.ts";

/** Looks at a node every ten minutes; answers what was told at which look. `isThere` says whether mails leave. */
function told(looks: readonly (readonly Matter[])[], isThere: (look: number) => boolean = () => true): string[] {
  let tellings: Tellings = {};
  const said: string[] = [];
  for (const [at, bad] of looks.entries()) {
    const { tell, seen, told: after } = afterLook(tellings, bad, at * LOOK_EVERY);
    const leaves = isThere(at);
    tellings = leaves ? after : seen;
    if (!leaves) continue;
    said.push(
      ...tell.act.map((matter) => `${at} ${matter}`),
      ...tell.wellAgain.map((matter) => `${at} ${matter} well`),
    );
  }
  return said;
}

const times = (count: number, bad: readonly Matter[]): (readonly Matter[])[] =>
  Array.from({ length: count }, () => bad);
const A_DAY = DAY / LOOK_EVERY;

test("what lasts is told at the second look, then once a day; that it is well again is told once", () => {
  const looks = [...times(2 * A_DAY + 5, ["disk"]), ...times(2 * A_DAY, [])];
  expect(told(looks)).toEqual(["1 disk", `${A_DAY + 1} disk`, `${2 * A_DAY + 1} disk`, `${2 * A_DAY + 6} disk well`]);
});

test("what passes by itself wakes nobody, and what comes back within the day neither", () => {
  expect(told([["clock"], [], [], ["clock"], []])).toEqual([]);
  const flapping = Array.from({ length: 30 }, (_, at): readonly Matter[] => (at % 6 < 3 ? ["queue"] : []));
  expect(told(flapping)).toEqual(["1 queue", "4 queue well"]);
});

test("matters are told of each by itself", () => {
  expect(told([["disk"], ["disk", "mail"], ["disk", "mail"], ["mail"], ["mail"]])).toEqual([
    "1 disk",
    "2 mail",
    "4 disk well",
  ]);
});

test("where no mail leaves, the next look tries again", () => {
  expect(told(times(5, ["backup"]), (look) => look >= 3)).toEqual(["3 backup"]);
});

test("whatever happens, no matter is told of twice within a day, none is well again that was not told of, and all that lasts is told", () => {
  const bads = fc.array(fc.subarray([...MATTERS]), { minLength: 1, maxLength: 400 });
  fc.assert(
    fc.property(bads, (looks) => {
      const said = told(looks);
      for (const matter of MATTERS) {
        const own = said.filter((line) => line.split(" ")[1] === matter);
        const acts = own.filter((line) => !line.endsWith("well")).map((line) => Number(line.split(" ")[0]));
        for (const [index, at] of acts.slice(1).entries()) {
          expect((at - (acts[index] ?? 0)) * LOOK_EVERY).toBeGreaterThanOrEqual(TELL_EVERY);
        }
        const kinds = own.map((line) => line.endsWith("well"));
        expect(kinds.some((isWell, index) => isWell && kinds[index - 1] !== false)).toBe(false);
        const lasts = looks.findIndex((bad, at) => bad.includes(matter) && looks[at + 1]?.includes(matter) === true);
        expect(acts.length > 0).toBe(lasts >= 0);
      }
    }),
    { numRuns: 200 },
  );
  expect(TELL_EVERY).toBeGreaterThan(HOUR);
});
