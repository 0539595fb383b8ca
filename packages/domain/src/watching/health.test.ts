import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY, MINUTE, SECOND } from "../time.ts";
import { drift, LEAST_HOSTS } from "./drift.ts";
import { judge, MATTERS, needsPerson, type Matter, type NodeFacts } from "./health.ts";

const NOW = 100 * DAY;
const GIBIBYTE = 1024 ** 3;
const WELL: NodeFacts = {
  disk: { free: 40 * GIBIBYTE, total: 60 * GIBIBYTE },
  backup: { last: NOW - DAY, due: false, possible: true },
  queue: { waiting: 3, oldest: NOW - MINUTE, silent: [] },
  allies: [{ name: "An ally", since: 0, last: NOW - DAY }],
  keys: { founded: true, lockedDown: false, rosterChanged: false, recovery: { shares: 3, needed: 2 } },
  clock: { ahead: -2 * SECOND, jumped: false },
  certificate: { needed: true, seen: { until: NOW + 60 * DAY } },
  mail: { set: true, works: true, readers: 1 },
  memory: { used: GIBIBYTE / 4, limit: GIBIBYTE },
  version: "1.0.0",
};
const lineOf = (changed: Partial<NodeFacts>, matter: Matter) =>
  judge({ ...WELL, ...changed }, NOW).lines.find((line) => line.matter === matter);

test("a node that is well says so of every matter, once each", () => {
  const { lines } = judge(WELL, NOW);
  expect(lines.map(({ matter }) => matter)).toEqual(MATTERS);
  expect(lines.filter(({ standing }) => standing !== "well")).toEqual([]);
});

const silent = (since: number) => [{ host: "gone.example", since, waiting: 1 }];
test.each<[Matter, Partial<NodeFacts>, string, string]>([
  ["disk", { disk: { free: GIBIBYTE / 2, total: 8 * GIBIBYTE } }, "act", "little"],
  ["disk", { disk: { free: 6 * GIBIBYTE, total: 2000 * GIBIBYTE } }, "well", "enough"],
  ["disk", { disk: { free: 4 * GIBIBYTE, total: 2000 * GIBIBYTE } }, "act", "little"],
  ["disk", { disk: { free: 2 * GIBIBYTE, total: 20 * GIBIBYTE } }, "well", "enough"],
  ["backup", { backup: { due: true, possible: true } }, "act", "never"],
  ["backup", { backup: { last: 0, due: true, possible: true } }, "act", "due"],
  ["backup", { backup: { due: false, possible: false } }, "look", "impossible"],
  ["queue", { queue: { waiting: 0, silent: [] } }, "well", "empty"],
  ["queue", { queue: { waiting: 1, oldest: NOW - 25 * 60 * MINUTE, silent: [] } }, "act", "stuck"],
  ["queue", { queue: { waiting: 9, silent: silent(NOW - 2 * DAY) } }, "look", "silent"],
  ["queue", { queue: { waiting: 9, silent: silent(NOW - MINUTE) } }, "well", "moving"],
  ["allies", { allies: [] }, "well", "none"],
  ["allies", { allies: [{ name: "a", since: NOW - 31 * DAY }] }, "look", "quiet"],
  ["allies", { allies: [{ name: "a", since: NOW - DAY }] }, "well", "heard"],
  ["keys", { keys: { founded: false, lockedDown: false, rosterChanged: false } }, "look", "none-yet"],
  ["keys", { keys: { founded: true, lockedDown: false, rosterChanged: false } }, "act", "no-recovery"],
  ["keys", { keys: { ...WELL.keys, lockedDown: true } }, "act", "locked"],
  ["keys", { keys: { ...WELL.keys, rosterChanged: true } }, "act", "roster-changed"],
  ["clock", { clock: { ahead: 61 * SECOND, jumped: false } }, "act", "wrong"],
  ["clock", { clock: { ahead: -61 * SECOND, jumped: false } }, "act", "wrong"],
  ["clock", { clock: { jumped: false } }, "unknown", "unknown"],
  ["clock", { clock: { ahead: 0, jumped: true } }, "act", "jumped"],
  ["certificate", { certificate: { needed: false } }, "well", "not-needed"],
  ["certificate", { certificate: { needed: true } }, "unknown", "unknown"],
  ["certificate", { certificate: { needed: true, seen: { until: NOW + 15 * DAY } } }, "well", "good"],
  ["certificate", { certificate: { needed: true, seen: { until: NOW + 13 * DAY } } }, "act", "ends-soon"],
  ["certificate", { certificate: { needed: true, seen: { until: NOW } } }, "act", "expired"],
  ["certificate", { certificate: { needed: true, seen: { until: NOW - DAY, fault: "expired" } } }, "act", "expired"],
  [
    "certificate",
    { certificate: { needed: true, seen: { until: NOW + 60 * DAY, fault: "not yet valid" } } },
    "act",
    "early",
  ],
  [
    "certificate",
    { certificate: { needed: true, seen: { until: NOW + 60 * DAY, fault: "wrong name" } } },
    "act",
    "name",
  ],
  [
    "certificate",
    { certificate: { needed: true, seen: { until: NOW + 60 * DAY, fault: "not trusted" } } },
    "act",
    "trust",
  ],
  ["mail", { mail: { set: false, readers: 0 } }, "look", "none"],
  ["mail", { mail: { set: true, works: false, readers: 1 } }, "act", "fails"],
  ["mail", { mail: { set: true, works: true, readers: 0 } }, "look", "nobody"],
  ["memory", { memory: { used: 0.9 * GIBIBYTE, limit: GIBIBYTE } }, "act", "little"],
])("%s: %j is %s, %s", (matter, changed, standing, why) => {
  expect(lineOf(changed, matter)).toEqual({ matter, standing, why });
  expect(needsPerson(judge({ ...WELL, ...changed }, NOW))).toEqual(standing === "act" ? [matter] : []);
});

describe("how far our clock is off", () => {
  const honest = fc.integer({ min: -5000, max: 5000 });
  test("is what honest hosts say, whatever fewer than half of all say", () => {
    fc.assert(
      fc.property(
        fc.array(honest, { minLength: LEAST_HOSTS, maxLength: 30 }),
        fc.array(fc.integer(), { maxLength: 29 }),
        (those, lies) => {
          const ahead = drift([...lies.slice(0, those.length - 1), ...those]) ?? Number.NaN;
          expect(ahead).toBeGreaterThanOrEqual(Math.min(...those));
          expect(ahead).toBeLessThanOrEqual(Math.max(...those));
        },
      ),
    );
  });

  test("is not known from one, nor from two that do not agree", () => {
    expect(drift([])).toBeUndefined();
    expect(drift([90_000])).toBeUndefined();
    expect(drift([90_000, 0])).toBeUndefined();
    expect(drift([90_000, -90_000])).toBeUndefined();
    expect(drift([90_000, 90_000, 90_000])).toBe(90_000);
  });

  test("is what two say that agree to within seconds, and of these what is nearer to ours: one alone moves it by seconds at most", () => {
    expect(drift([90_000, 91_000])).toBe(90_000);
    expect(drift([-90_000, -91_000])).toBe(-90_000);
    fc.assert(
      fc.property(honest, fc.integer(), (one, lie) => {
        expect(Math.abs((drift([lie, one]) ?? one) - one)).toBeLessThanOrEqual(5 * SECOND);
      }),
    );
  });
});
