import { DAY, judge, MATTERS, MINUTE, type NodeFacts } from "@commonhall/domain";
import { fakeClock } from "@commonhall/testkit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { metricsText, STATES } from "./metrics.ts";
import { serveMetrics } from "./serve-metrics.ts";

const NOW = Date.UTC(2026, 10, 22);
const SECRET = "secret";
const FACTS: NodeFacts = {
  disk: { free: 40e9, total: 100e9 },
  backup: { last: NOW - 9 * DAY, due: false, possible: true },
  queue: {
    waiting: 3,
    oldest: NOW - 5 * MINUTE,
    silent: [{ host: `${SECRET}.example`, since: NOW - 3 * DAY, waiting: 2 }],
  },
  allies: [{ name: `The ${SECRET} hall`, since: 0, last: NOW - 40 * DAY }],
  keys: { founded: true, lockedDown: false, rosterChanged: false, recovery: { shares: 3, needed: 2 } },
  clock: { ahead: -2400, jumped: false },
  certificate: { needed: false },
  mail: { set: true, works: true, readers: 2 },
  memory: { used: 300e6, limit: 800e6 },
  version: "1.2.3",
};
const textOf = async (facts: NodeFacts, at = NOW) => (await metricsText(judge(facts, at))).text;

/** `name{a="b"} 1` of each line that is no comment. */
const samples = (text: string) =>
  text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? expect.fail(line))
    .map(([, name = "", labels = "", value = ""]) => ({
      name,
      labels: [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", said = ""]) => [key, said] as const),
      value: Number(value),
    }));

/** All that there may be. Another one is a decision (0049): does it move when somebody tells something? */
const NAMES = [
  "commonhall_allies",
  "commonhall_allies_quiet",
  "commonhall_backup_age_days",
  "commonhall_clock_ahead_seconds",
  "commonhall_deliveries_waiting",
  "commonhall_delivery_oldest_seconds",
  "commonhall_disk_free_ratio",
  "commonhall_hosts_silent",
  "commonhall_info",
  "commonhall_mail_works",
  "commonhall_matter",
];
const VALUES: Readonly<Record<string, readonly string[]>> = { matter: MATTERS, state: STATES, version: ["1.2.3"] };

describe("figures for Prometheus", () => {
  test("tell how the node is", async () => {
    const all = Object.fromEntries(
      samples(await textOf(FACTS)).map(({ name, labels, value }) => [
        [name, ...labels.map(([, said]) => said)].join(" "),
        value,
      ]),
    );
    expect(all).toMatchObject({
      "commonhall_info 1.2.3": 1,
      "commonhall_matter queue look": 1,
      "commonhall_matter queue act": 0,
      commonhall_disk_free_ratio: 0.4,
      commonhall_backup_age_days: 9,
      commonhall_deliveries_waiting: 3,
      commonhall_delivery_oldest_seconds: 300,
      commonhall_hosts_silent: 1,
      commonhall_allies: 1,
      commonhall_allies_quiet: 1,
      commonhall_clock_ahead_seconds: -2,
      commonhall_mail_works: 1,
    });
  });

  test("are those that are written down here, with labels of fixed words: none can name a host, a person or a page", async () => {
    const text = await textOf(FACTS);
    expect([...new Set(samples(text).map(({ name }) => name))].toSorted()).toEqual(NAMES);
    for (const { labels } of samples(text)) {
      for (const [key, said] of labels) expect(VALUES[key] ?? []).toContain(said);
    }
    expect(text).not.toContain(SECRET);
  });

  test("do not move with memory, and tell of the disk in twentieths, of which a report with all its files is a small part", async () => {
    expect(await textOf({ ...FACTS, memory: { used: 400e6, limit: 800e6 } })).toBe(await textOf(FACTS));
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 1, noNaN: true }), async (part) => {
        const total = 8 * 1024 ** 3;
        const ratio = async (free: number) =>
          samples(await textOf({ ...FACTS, disk: { free, total } })).find(
            ({ name }) => name === "commonhall_disk_free_ratio",
          )?.value ?? 1;
        const steps = (await ratio(part * total)) * 20;
        expect(Math.abs(steps - Math.round(steps))).toBeLessThan(1e-9);
      }),
      { numRuns: 50 },
    );
  });
});

test("they are given out at one address, and stay the same for ten minutes however often somebody asks", async () => {
  const clock = fakeClock(NOW);
  let facts = FACTS;
  const watch = { health: async () => judge(facts, clock()) };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const served = await serveMetrics({ watch, clock, log }, { type: "tcp", host: "127.0.0.1", port: 0 });
  const { port, close } = served.ok ? served.value : expect.fail();
  const ask = async (path = "/metrics", method = "GET") => fetch(`http://127.0.0.1:${port}${path}`, { method });
  const first = await ask();
  expect([first.status, first.headers.get("content-type")]).toEqual([200, expect.stringContaining("version=0.0.4")]);
  const text = await first.text();
  facts = { ...FACTS, queue: { waiting: 9, silent: [] } };
  clock.advance(9 * MINUTE);
  expect(await (await ask()).text()).toBe(text);
  clock.advance(MINUTE);
  expect(await (await ask()).text()).toContain("commonhall_deliveries_waiting 9");
  for (const path of ["/", "/desk", "/metrics/x", "/metrics?x=1"]) expect((await ask(path)).status).toBe(404);
  expect((await ask("/metrics", "POST")).status).toBe(404);
  await close();
});
