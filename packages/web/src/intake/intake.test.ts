import { DAY, HOUR, MINUTE, SECOND } from "@commonhall/domain";
import { LARGEST_FILE, LONGEST_TEXT, MOST_FILES } from "@commonhall/vault";
import { describe, expect, test } from "vitest";
import { publicWeb } from "../public-web.ts";
import { everything } from "../testing/fixtures.ts";
import { intakePorts } from "../testing/intake-ports.ts";
import { memoryPorts } from "../testing/memory-ports.ts";
import { formOn, readable, Worker, type WorkersView } from "../testing/worker.ts";

function node() {
  const time = { now: Date.UTC(2026, 10, 24) };
  const { intake, world } = intakePorts(() => time.now);
  const { ports } = memoryPorts(everything, { intake, clock: () => time.now });
  return { world, time, worker: new Worker(publicWeb(ports)) };
}

type Node = ReturnType<typeof node>;

/** As far as the last screen, at the pace of a person. */
async function toCheck({ worker, time }: Node, story = "They keep my passport"): Promise<WorkersView> {
  let page = await worker.send(await worker.open("/page"), { fill: { l: "en" } });
  time.now += MINUTE;
  page = await worker.send(page, { go: "next" });
  page = await worker.send(page, { go: "next", fill: { happened: ["documents", "wages"] } });
  page = await worker.send(page, { go: "next", fill: { story } });
  page = await worker.send(page, { go: "next", fill: { where: "Beirut", work: "In a house" } });
  page = await worker.send(page, { go: "next", fill: { how: "phone", details: "+961 1", times: "Sunday" } });
  return worker.send(page, { go: "next", fill: { consents: ["C2"] } });
}

describe("a report", () => {
  test("arrives as it was told, and is answered with a code that is there once", async () => {
    const at = node();
    const page = await at.worker.send(await toCheck(at), {
      go: "send",
      files: [new File(["abc"], "a.txt", { type: "text/plain" })],
    });
    const { intake, how, code = "" } = at.world.kept[0] ?? {};
    expect(intake).toEqual({
      language: "en",
      happened: ["wages", "documents"],
      story: "They keep my passport",
      where: "Beirut",
      work: "In a house",
      contact: { how: "phone", details: "+961 1", safeTimes: "Sunday" },
      consents: ["C2"],
      files: [{ name: "a.txt", type: "text/plain", bytes: Buffer.from("abc") }],
    });
    expect(how).toEqual({ code: "wanted", channel: "web", quarantined: false });
    expect(page.html).toContain(`dir="ltr">${code.match(/\d{4}/g)?.join(" ")}</p>`);
  });

  test("nothing is allowed that was not ticked, and nothing is ticked before", async () => {
    const at = node();
    let page = await at.worker.send(await at.worker.open("/page"), { fill: { l: "en" } });
    at.time.now += MINUTE;
    page = await at.worker.send(page, { go: "next" });
    page = await at.worker.send(page, { go: "next", fill: { happened: "wages" } });
    for (let left = 0; left < 3; left += 1) page = await at.worker.send(page, { go: "next" });
    expect(page.html).toContain("once the group is published we cannot take one person out".replace("once", "Once"));
    expect(page.html).not.toContain(" checked");
    page = await at.worker.send(page, { go: "next" });
    await at.worker.send(page, { go: "send-without" });
    expect(at.world.kept[0]?.intake.consents).toEqual([]);
  });

  test("whoever wants no code gets none", async () => {
    const at = node();
    const page = await at.worker.send(await toCheck(at), { go: "send-without" });
    expect(at.world.kept[0]).toMatchObject({ how: { code: "none" } });
    expect(page.html).not.toMatch(/\d{4} \d{4}/);
    expect(readable(page.html)).toContain("We have it");
  });

  test("who says nothing is asked once more, and a file alone is something", async () => {
    const at = node();
    const empty = await at.worker.send(await at.worker.open("/page"), { fill: { step: "check", l: "en" }, go: "send" });
    expect([empty.status, at.world.kept.length]).toEqual([422, 0]);
    at.time.now += MINUTE;
    await at.worker.send(empty, { go: "send", files: [new File(["x"], "a.jpg")] });
    expect(at.world.kept).toHaveLength(1);
  });
});

describe("the code page", () => {
  test("goes on only over “I have kept it”, shows the code larger and smaller, and reads it aloud", async () => {
    const at = node();
    const page = await at.worker.send(await toCheck(at), { go: "send" });
    const shown = /\d{4} \d{4} \d{4} \d{4} \d{4}/.exec(page.html)?.[0] ?? "";
    const large = await at.worker.send(page, { go: "large" });
    expect(large.html).toContain(`class="receipt large" dir="ltr">${shown}<`);
    expect(large.html.match(/<li><bdi>\d, \d, \d, \d<\/bdi><\/li>/g)).toHaveLength(5);
    expect([...large.html.matchAll(/<a /g)]).toHaveLength(1);
    expect((await at.worker.send(large, { go: "small" })).html).toContain(`class="receipt" dir="ltr">${shown}<`);
    const done = await at.worker.send(large, { go: "kept" });
    expect(done.html).not.toContain(shown.slice(0, 4));
    expect(at.world.kept).toHaveLength(1);
  });

  test("what is no code leads to the beginning", async () => {
    const { worker } = node();
    const page = await worker.send(await worker.open("/page"), { fill: { step: "code", code: "12", l: "en" } });
    expect(readable(page.html)).toContain("Choose your language");
  });
});

describe("flooding and haste", () => {
  test("after twenty at once reports are kept aside, and none is refused", async () => {
    const at = node();
    const first = await toCheck(at);
    const views: WorkersView[] = [];
    for (let count = 0; count < 25; count += 1) {
      const token = formOn(await at.worker.open("/page")).entries.find(([name]) => name === "t")?.[1] ?? "";
      at.time.now += 11 * SECOND;
      views.push(await at.worker.send(first, { go: "send", fill: { t: token } }));
    }
    const aside = at.world.kept.map(({ how }) => how.quarantined);
    expect(aside.filter(Boolean).length).toBe(1);
    expect(views.map(({ status }) => status).every((status) => status === 200)).toBe(true);
    expect(readable(views.at(-1)?.html ?? "")).toContain("it will take longer");
    expect(readable(views[0]?.html ?? "")).not.toContain("it will take longer");
  });

  test("what is sent within ten seconds of the first page is kept aside, and nobody is told", async () => {
    const at = node();
    const page = await at.worker.open("/page");
    at.time.now += 9 * SECOND;
    const fill = { step: "check", l: "en", story: "Buy now" };
    const answer = await at.worker.send(page, { fill, go: "send" });
    expect(at.world.kept[0]?.how.quarantined).toBe(true);
    expect(readable(answer.html)).not.toContain("longer");
  });

  test("the same page sent twice makes one report, and loses nothing", async () => {
    const at = node();
    const check = await toCheck(at);
    await at.worker.send(check, { go: "send" });
    const again = await at.worker.send(check, { go: "send" });
    expect(at.world.kept).toHaveLength(1);
    expect(again.status).toBe(422);
    expect(again.html).toContain("They keep my passport");
    at.time.now += MINUTE;
    await at.worker.send(again, { go: "send" });
    expect(at.world.kept).toHaveLength(2);
  });

  test.each(["", "made.up.token"])("a page without a token of ours is asked for once more: %j", async (t) => {
    const at = node();
    const answer = await at.worker.send(await toCheck(at), { go: "send", fill: { t } });
    expect([answer.status, at.world.kept.length]).toEqual([422, 0]);
    expect(answer.html).toContain("They keep my passport");
  });
});

describe("whatever fails, what was typed comes back", () => {
  test("a draft of three days ago: what stands on the page", async () => {
    const at = node();
    let page = await at.worker.send(await at.worker.open("/page"), { fill: { l: "en", step: "happened" } });
    page = await at.worker.send(page, { go: "next", fill: { story: "Told before" } });
    at.time.now += 3 * DAY;
    page = await at.worker.send(page, { go: "next", fill: { where: "Typed now" } });
    expect(page.status).toBe(422);
    expect(page.html).toContain('value="Typed now"');
    expect(readable(page.html)).toContain("could not read what you told on the pages before");
    expect((await at.worker.send(page, { go: "next" })).status).toBe(200);
  });

  test("a draft of yesterday is read, as is one under the key before", async () => {
    const at = node();
    let page = await at.worker.send(await at.worker.open("/page"), { fill: { l: "en", step: "happened" } });
    page = await at.worker.send(page, { go: "next", fill: { story: "Told before" } });
    at.time.now += 25 * HOUR;
    page = await at.worker.send(page, { go: "next", fill: { where: "Typed now" } });
    expect(page.status).toBe(200);
  });

  test("on the last page nothing hangs on a draft key: a new start of the node takes nothing away", async () => {
    const at = node();
    const check = await toCheck(at);
    at.world.forgetDrafts();
    await at.worker.send(check, { go: "send" });
    expect(at.world.kept[0]?.intake).toMatchObject({ story: "They keep my passport", consents: ["C2"] });
  });

  test.each([
    ["a file that is too large", [new File([new Uint8Array(LARGEST_FILE + 1)], "../../evidence.jpg")], "evidence.jpg"],
    ["too many files", Array.from({ length: MOST_FILES + 1 }, () => new File(["x"], "a.jpg")), "more than 5 files"],
  ])("%s", async (_, files, sentence) => {
    const at = node();
    const answer = await at.worker.send(await toCheck(at), { go: "send", files });
    expect([answer.status, at.world.kept.length]).toEqual([422, 0]);
    expect(readable(answer.html)).toContain(sentence);
    expect(readable(answer.html)).not.toContain("../");
    await at.worker.send(answer, { go: "send" });
    expect(at.world.kept[0]?.intake.story).toBe("They keep my passport");
  });

  test("a text that is too long, on its page and on the last one", async () => {
    const at = node();
    const long = "x".repeat(LONGEST_TEXT + 1);
    const page = await at.worker.send(await at.worker.open("/page"), {
      fill: { l: "en", step: "story", story: long },
      go: "next",
    });
    expect([page.status, page.html.includes(`\n${long}</textarea>`)]).toEqual([422, true]);
    const check = await at.worker.send(await toCheck(at), { go: "send", fill: { story: long } });
    expect([check.status, check.html.includes(long), at.world.kept.length]).toEqual([422, true, 0]);
  });

  test("steps that lie or are left out lead on from what they say", async () => {
    const at = node();
    const page = await at.worker.send(await at.worker.open("/page"), {
      fill: { l: "en", step: "consent", consents: ["C1", "C9"], happened: "wages" },
      go: "next",
    });
    expect(readable(page.html)).toContain("Check and send");
    expect(readable(page.html)).toContain("Count me in numbers");
    expect(readable(page.html)).not.toContain("Wages");
  });
});

test("what is told cannot become markup, and no line of it hides another", async () => {
  const at = node();
  const evil = '</p><script>alert(1)</script>"\u202E';
  const check = await toCheck(at, evil);
  expect(check.html).not.toContain("<script");
  expect(check.html).toContain("&lt;script&gt;");
  const change = await at.worker.send(check, { go: "to-story" });
  expect((await at.worker.send(change, { go: "next" })).html).not.toContain("<script");
});

test("the form that is sent has the same length whatever is told, in steps of 4 KiB", async () => {
  const lengthOf = async (story: string) => {
    const { entries } = formOn(await toCheck(node(), story));
    return entries.reduce((sum, [, value]) => sum + Buffer.byteLength(value.replaceAll("\n", "\r\n")), 0);
  };
  const lengths = await Promise.all(["a", "a".repeat(500), "क".repeat(1000), "a\nb".repeat(400)].map(lengthOf));
  const [first = 0] = lengths;
  for (const length of lengths) expect(Math.abs(length - first)).toBeLessThan(20);
});
