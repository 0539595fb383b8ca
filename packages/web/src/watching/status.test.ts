import { DAY, judge, MATTERS, MINUTE, type NodeFacts } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { Browser } from "../testing/browser.ts";
import { ALL_WELL, deskPorts } from "../testing/desk-ports.ts";
import { NOW } from "../testing/fixtures.ts";
import { readHtml } from "../testing/read-html.ts";
import { INTERFACE_LANGUAGES } from "../words/words.ts";
import { watchLetter } from "./watch-letter.ts";

async function open(changed: Partial<NodeFacts> = {}, path = "/desk/status"): Promise<string> {
  const { ports, world } = deskPorts();
  world.node = { ...ALL_WELL, ...changed };
  const browser = new Browser(createWeb(ports));
  await browser.signIn("first");
  return readHtml((await browser.open(path)).html).text.replaceAll(/[\s\u2068\u2069]+/g, " ");
}

/** One trouble for every why that there is, and what the page must say to do. */
const TROUBLES: readonly (readonly [Partial<NodeFacts>, RegExp])[] = [
  [{ disk: { free: 300 * 1024 ** 2, total: 20 * 1024 ** 3 } }, /Only 300 MB of 20 GB are free.*larger disk/],
  [{ backup: { due: true, possible: true } }, /There is none.*Run hall backup/],
  [{ backup: { last: NOW - 40 * DAY, due: true, possible: true } }, /of the week of .*Run hall backup/],
  [{ backup: { due: false, possible: false } }, /before there is a recovery key/],
  [{ queue: { waiting: 4, oldest: NOW - 2 * DAY, silent: [] } }, /has waited since .*Look under Deliveries/],
  [
    { queue: { waiting: 4, silent: [{ host: "gone.example", since: NOW - 3 * DAY, waiting: 4 }] } },
    /more than a day.*gone\.example: silent since/,
  ],
  [{ allies: [{ name: "Far Hall", since: 0, last: NOW - 50 * DAY }] }, /thirty days.*Far Hall: last contact/],
  [{ keys: { founded: false, lockedDown: false, rosterChanged: false } }, /Invite the first caseworker under Staff/],
  [{ keys: { founded: true, lockedDown: false, rosterChanged: false } }, /no recovery key/],
  [{ keys: { ...ALL_WELL.keys, lockedDown: true } }, /panic lock was used.*hall restore/],
  [{ keys: { ...ALL_WELL.keys, rosterChanged: true } }, /not by this program/],
  [{ clock: { ahead: 5 * MINUTE, jumped: false } }, /5 minutes ahead.*time service/],
  [{ clock: { ahead: -3 * MINUTE, jumped: false } }, /3 minutes behind.*time service/],
  [{ clock: { jumped: true } }, /jumped by weeks/],
  [{ certificate: { needed: true, seen: { until: NOW + 3 * DAY } } }, /valid only until .*renew/],
  [{ certificate: { needed: true, seen: { until: NOW - DAY } } }, /It expired on .*renew/],
  [
    { certificate: { needed: true, seen: { until: NOW + 60 * DAY, fault: "wrong name" } } },
    /of another name.*HALL_ORIGIN/,
  ],
  [
    { certificate: { needed: true, seen: { until: NOW + 60 * DAY, fault: "not trusted" } } },
    /nobody whom this machine trusts/,
  ],
  [{ certificate: { needed: true, seen: { until: NOW + 60 * DAY, fault: "not yet valid" } } }, /clock/],
  [{ mail: { set: false, readers: 0 } }, /None is set.*HALL_SMTP/],
  [{ mail: { set: true, works: false, readers: 2 } }, /does not answer.*HALL_SMTP/],
  [{ mail: { set: true, works: true, readers: 0 } }, /nobody who administers gave an address/],
  [{ memory: { used: 95, limit: 100 } }, /Give it more memory/],
];

describe("the status page", () => {
  test("says that all is well, of every matter, and which version runs", async () => {
    const text = await open();
    expect(text).toContain("All is well.");
    expect(text).toContain("40 GB of 60 GB are free.");
    expect(text).toContain("version 1.2.3");
    expect(text).toContain("It agrees with other nodes");
  });

  test.each(TROUBLES)("%j: says what to do", async (changed, said) => {
    const text = await open(changed);
    expect(text).toMatch(said);
    expect(text).not.toContain("All is well.");
  });

  test("what needs somebody stands before what is well", async () => {
    const text = await open({ memory: { used: 95, limit: 100 } });
    expect(text).toContain("One thing needs somebody.");
    expect(text.indexOf("Give it more memory")).toBeLessThan(text.indexOf("are free"));
  });

  test("the first page says so too, and leads there", async () => {
    expect(await open({}, "/desk")).not.toContain("The node needs somebody");
    expect(await open({ clock: { ahead: 5 * MINUTE, jumped: false } }, "/desk")).toMatch(
      /The node needs somebody Clock See what and why/,
    );
  });

  test.each(["es", "ar"])("speaks %s, with every trouble in it", async (language) => {
    const { ports, world } = deskPorts();
    const browser = new Browser(createWeb(ports));
    await browser.signIn("first");
    for (const [changed] of TROUBLES) {
      world.node = { ...ALL_WELL, ...changed };
      const { html } = await browser.open(`/desk/status?lang=${language}`);
      expect(html).not.toMatch(/undefined|\{\w+\}|needs somebody/);
    }
  });
});

describe("the mail", () => {
  const NAMED: NodeFacts = {
    ...ALL_WELL,
    queue: { waiting: 7341, oldest: 0, silent: [{ host: "secret.example", since: 0, waiting: 7341 }] },
    allies: [{ name: "Secret Hall", since: 0 }],
  };

  test.each(INTERFACE_LANGUAGES)("in %s names matters and where to look, and no host, figure or name", (language) => {
    const health = judge(NAMED, NOW);
    expect(health.lines.find(({ matter }) => matter === "queue")?.standing).toBe("act");
    const { subject, text } = watchLetter(language, "https://hall.example/desk/status", {
      act: MATTERS,
      wellAgain: MATTERS,
    });
    expect(text).toContain("https://hall.example/desk/status");
    expect(`${subject}${text}`).not.toMatch(/secret|\d/i);
    expect(text.match(/^- \S/gm)).toHaveLength(2 * MATTERS.length);
  });

  test("says at once whether it is good news", () => {
    const subject = (act: boolean) =>
      watchLetter("en", "x", { act: act ? ["disk"] : [], wellAgain: ["clock"] }).subject;
    expect(subject(true)).toBe("Your node needs somebody");
    expect(subject(false)).toBe("Your node is well again");
  });
});
