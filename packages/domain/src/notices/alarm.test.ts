import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOUR, MINUTE } from "../time.ts";
import { isDue, MOST_TELLINGS, raised, told, toldNow, type Alarm } from "./alarm.ts";

const all = [
  { name: "ana", onDuty: true },
  { name: "bo", onDuty: false },
];
const namesAt = (tellings: number, people = all) => toldNow({ tellings }, people).map(({ name }) => name);

describe("the alarm", () => {
  test("tells those on duty first, and everybody when nobody has looked", () => {
    expect(namesAt(0)).toEqual(["ana"]);
    expect(namesAt(1)).toEqual(["ana", "bo"]);
    expect(namesAt(0, all.slice(1))).toEqual(["bo"]);
    expect(namesAt(0, [])).toEqual([]);
  });

  test("tells at once, then after each wait, and falls silent", () => {
    let alarm = raised(undefined, 0);
    const times: number[] = [];
    for (let now = 0; now < 10 * HOUR; now += MINUTE) {
      if (alarm === undefined || !isDue(alarm, now)) continue;
      times.push(now);
      alarm = told(alarm, now, 15 * MINUTE);
    }
    expect(times).toEqual([0, 15 * MINUTE, 30 * MINUTE, 45 * MINUTE]);
  });

  test("never tells oftener than once in a wait, and of each call at the latest after an hour, however many come", () => {
    const calls = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(calls, fc.integer({ min: 5, max: 90 }), (minutes, wait) => {
        const tellings: number[] = [];
        let alarm: Alarm | undefined;
        for (let now = 0; now < 600; now++) {
          if (minutes.includes(now)) alarm = raised(alarm, now * MINUTE) ?? alarm;
          if (alarm === undefined || !isDue(alarm, now * MINUTE)) continue;
          tellings.push(now);
          alarm = told(alarm, now * MINUTE, wait * MINUTE);
        }
        const gaps = tellings.slice(1).map((at, index) => at - (tellings[index] ?? 0));
        expect(Math.min(...gaps, wait)).toBe(wait);
        const quiet = Math.max(wait, 60);
        const unheard = minutes.filter((call) => !tellings.some((at) => at >= call && at <= call + quiet));
        expect(unheard.every((call) => tellings.some((at) => at < call && call < at + quiet))).toBe(true);
        expect(MOST_TELLINGS).toBeGreaterThan(1);
      }),
    );
  });
});
