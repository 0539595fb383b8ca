import { MINUTE } from "@commonhall/domain";
import { newReceiptCode } from "@commonhall/vault";
import { describe, expect, test } from "vitest";
import { publicWeb } from "../public-web.ts";
import { everything } from "../testing/fixtures.ts";
import { intakePorts } from "../testing/intake-ports.ts";
import { memoryPorts } from "../testing/memory-ports.ts";
import { readHtml } from "../testing/read-html.ts";
import { formOn, readable, Worker, type WorkersView } from "../testing/worker.ts";
import { questionFrom } from "./question.ts";
import { intakeStyle } from "./style.ts";
import { INTAKE_LANGUAGES, sayIn, type IntakeLanguage } from "./words/say.ts";

/* What somebody sees who tells something while machines flood the door. */

const KIB = 1024;
const STORY = "They keep my passport";

function node() {
  const time = { now: Date.UTC(2026, 10, 24) };
  const { intake, world } = intakePorts(() => time.now);
  const { ports } = memoryPorts(everything, { intake, clock: () => time.now });
  const worker = new Worker(publicWeb(ports));
  const tokenOn = (page: WorkersView) => formOn(page).entries.find(([name]) => name === "t")?.[1] ?? "";
  return {
    intake,
    world,
    time,
    worker,
    tokenOn,
    answerTo: (page: WorkersView) => questionFrom(intake.tokens.lot(tokenOn(page)), sayIn("en")).answer,
    placed: () => world.kept.map(({ intake: { story }, how }) => [story, how.quarantined]),
  };
}

type Node = ReturnType<typeof node>;

/** Until the door asks a question: twenty that are new, forty kept aside. */
async function flood({ intake, world, worker, time }: Node): Promise<void> {
  const page = await worker.open("/page");
  const tokens = Array.from({ length: 70 }, () => intake.tokens.issue());
  time.now += MINUTE;
  const sent: number[] = [];
  for (const t of tokens) {
    const fill = { t, step: "check", l: "en", story: "Flood" };
    sent.push((await worker.send(page, { fill, go: "send-without" })).status);
  }
  expect(sent.filter((status) => status === 422)).toHaveLength(10);
  world.kept.length = 0;
}

/** The walk as far as the last screen, in the fewest steps. */
async function toCheck({ worker, time }: Node, language: IntakeLanguage = "en"): Promise<WorkersView> {
  let page = await worker.send(await worker.open("/page"), { fill: { l: language } });
  time.now += MINUTE / 2;
  page = await worker.send(page, { go: "next" });
  page = await worker.send(page, { go: "next", fill: { happened: "wages" } });
  page = await worker.send(page, { go: "next", fill: { story: STORY } });
  page = await worker.send(page, { go: "next", fill: { where: "Doha" } });
  page = await worker.send(page, { go: "next" });
  return worker.send(page, { go: "next", fill: { consents: "C1" } });
}

async function attacked() {
  const at = node();
  await flood(at);
  return at;
}

const tagsOn = ({ html }: WorkersView) => readHtml(html.replace(/<!--[A-Za-z0-9+/=]*-->/, "")).tags;
const boxOn = (page: WorkersView) => tagsOn(page).find(({ attributes }) => attributes["name"] === "q");

describe("the question", () => {
  test("stands on the last screen while the door is flooded, and on no other, and before and after on none", async () => {
    const at = node();
    expect(boxOn(await toCheck(at))).toBeUndefined();
    await flood(at);
    const from = at.worker.seen.length;
    const check = await toCheck(at);
    const walked = at.worker.seen.slice(from);
    expect(walked.filter((page) => boxOn(page) !== undefined)).toEqual([check]);
    at.time.now += 20 * MINUTE;
    expect(boxOn(await toCheck(at))).toBeUndefined();
    const sent = await at.worker.send(check, { go: "send" });
    expect([sent.status, at.placed()]).toEqual([200, [[STORY, false]]]);
  });

  test.each(INTAKE_LANGUAGES)(
    "is a text with a box that belongs to it, and nothing to look at: %s",
    async (language) => {
      const at = await attacked();
      const check = await toCheck(at, language);
      const tags = tagsOn(check);
      const box = boxOn(check)?.attributes ?? {};
      expect(box).toMatchObject({ type: "text", autocomplete: "off", inputmode: "numeric", value: "" });
      const label = new RegExp(`<label for="${box["id"] ?? ""}">([^<]+)</label>`).exec(check.html)?.[1] ?? "";
      expect(label.length).toBeGreaterThan(20);
      expect(box["aria-describedby"]).toBe(`${box["id"] ?? ""}-hint`);
      expect(readable(check.html)).toContain(sayIn(language)("question.hint", { example: 123 }));
      expect(tags.filter(({ name }) => ["img", "script", "svg", "audio", "iframe", "object"].includes(name))).toEqual(
        [],
      );
      expect(label).not.toContain(at.answerTo(check));
    },
  );

  test("lets whoever answers it through, in the digits of their own script, with a code as always", async () => {
    const at = await attacked();
    const check = await toCheck(at, "ne");
    const q = at.answerTo(check).replace(/\d/g, (digit) => String.fromCodePoint(0x966 + Number(digit)));
    const sent = await at.worker.send(check, { go: "send", fill: { q } });
    expect(sent.html).toMatch(/\d{4} \d{4} \d{4} \d{4} \d{4}/);
    expect(at.placed()).toEqual([[STORY, false]]);
    expect(readable(sent.html)).not.toContain(sayIn("ne")("slow"));
  });

  test("wrong once: everything comes back, with another question and word of it at the box", async () => {
    const at = await attacked();
    const check = await toCheck(at);
    const again = await at.worker.send(check, {
      go: "send",
      fill: { q: "0" },
      files: [new File(["x"], "a.jpg")],
    });
    expect([again.status, at.placed()]).toEqual([422, []]);
    for (const text of [STORY, "Doha", "Here is another question", "choose your files again"]) {
      expect(readable(again.html)).toContain(text);
    }
    expect(again.html).toContain('<a href="#f-q">');
    expect(boxOn(again)?.attributes).toMatchObject({ "aria-invalid": "true", value: "" });
    expect(at.tokenOn(again)).not.toBe(at.tokenOn(check));
    const sent = await at.worker.send(again, { go: "send", fill: { q: at.answerTo(again) } });
    expect([sent.status, at.placed()]).toEqual([200, [[STORY, false]]]);
  });

  test("wrong twice, or left empty: it is taken and kept aside, with a code and word that it takes longer", async () => {
    const at = await attacked();
    for (const q of ["0", "", "I cannot"]) {
      const again = await at.worker.send(await toCheck(at), { go: "send", fill: { q } });
      const sent = await at.worker.send(again, { go: "send", fill: { q } });
      expect(sent.html).toMatch(/\d{4} \d{4} \d{4} \d{4} \d{4}/);
      expect(readable(sent.html)).toContain(sayIn("en")("slow"));
    }
    expect(at.placed()).toEqual([1, 2, 3].map(() => [STORY, true]));
    expect(at.world.kept[0]?.intake).toMatchObject({ where: "Doha", consents: ["C1"], happened: ["wages"] });
  });

  test("is asked of whoever had the page open before it began, and does not count as a wrong answer", async () => {
    const at = node();
    const check = await toCheck(at);
    await flood(at);
    const asked = await at.worker.send(check, { go: "send" });
    expect([asked.status, at.placed()]).toEqual([422, []]);
    expect(readable(asked.html)).toContain(sayIn("en")("question.asked"));
    expect(readable(asked.html)).toContain(STORY);
    const wrong = await at.worker.send(asked, { go: "send", fill: { q: "0" } });
    expect(wrong.status).toBe(422);
    const sent = await at.worker.send(wrong, { go: "send", fill: { q: at.answerTo(wrong) } });
    expect([sent.status, at.placed()]).toEqual([200, [[STORY, false]]]);
  });

  test("stays the same while something else is changed, and what was typed under it stands there", async () => {
    const at = await attacked();
    const check = await toCheck(at);
    const story = await at.worker.send(check, { go: "to-story", fill: { q: "12" } });
    const back = await at.worker.send(story, { go: "next", fill: { story: "Since May" } });
    expect(at.answerTo(back)).toBe(at.answerTo(check));
    const many = Array.from({ length: 6 }, () => new File(["x"], "a.jpg"));
    const q = at.answerTo(back);
    const refused = await at.worker.send(back, { go: "send", fill: { q }, files: many });
    expect([refused.status, boxOn(refused)?.attributes["value"]]).toEqual([422, q]);
    at.world.isOpen = false;
    const closed = await at.worker.send(refused, { go: "send" });
    expect([closed.status, boxOn(closed)?.attributes["value"]]).toEqual([422, q]);
    at.world.isOpen = true;
    await at.worker.send(closed, { go: "send" });
    expect(at.placed()).toEqual([["Since May", false]]);
  });

  test("keeps the walk as light and as alike from outside as it is", async () => {
    const at = await attacked();
    const from = at.worker.seen.length;
    for (const language of INTAKE_LANGUAGES) {
      at.worker.seen.length = from;
      const sheet = await at.worker.open(intakeStyle.path);
      const check = await toCheck(at, language);
      const code = await at.worker.send(check, { go: "send", fill: { q: at.answerTo(check) } });
      await at.worker.send(code, { go: "kept" });
      const pages = at.worker.seen.slice(from).filter((page) => page !== sheet);
      expect(pages.length).toBeLessThan(12);
      expect(pages.every(({ html }) => Buffer.byteLength(html) % (8 * KIB) === 0)).toBe(true);
      expect(pages.reduce((sum, { bytes }) => sum + bytes, sheet.bytes)).toBeLessThanOrEqual(120 * KIB);
    }
  });
});

test("what is written under a code looks the same as ever, and makes no new report while the door is flooded", async () => {
  const at = node();
  const add = async () => {
    const code = newReceiptCode();
    const page = await at.worker.send(await at.worker.open("/page/code?lang=en"), { go: "open", fill: { code } });
    const { html, status } = await at.worker.send(page, { go: "add", fill: { text: STORY } });
    return [status, html.replaceAll(code, "⟨code⟩")];
  };
  const before = await add();
  await flood(at);
  expect(await add()).toEqual(before);
  expect(at.world.added.map(({ quarantined }) => quarantined)).toEqual([false, true]);
});

describe("attack: a script", () => {
  test("cannot use one answer twice, nor try several on one question", async () => {
    const at = await attacked();
    const check = await toCheck(at);
    const q = at.answerTo(check);
    await at.worker.send(check, { go: "send-without", fill: { q } });
    expect((await at.worker.send(check, { go: "send-without", fill: { q } })).status).toBe(422);
    expect(at.placed()).toHaveLength(1);
    const other = await toCheck(at);
    await at.worker.send(other, { go: "send-without", fill: { q: "0" } });
    const right = await at.worker.send(other, { go: "send-without", fill: { q: at.answerTo(other) } });
    expect([right.status, at.placed()]).toEqual([422, [[STORY, false]]]);
  });

  test("gains nothing by leaving the box out", async () => {
    const at = await attacked();
    let page = await toCheck(at);
    for (let count = 0; count < 10; count += 1) {
      const entries = formOn(page).entries.filter(([name]) => name !== "q" && name !== "files");
      const body = new FormData();
      for (const [name, value] of [...entries, ["go", "send-without"] as const]) body.append(name, value);
      page = await at.worker.open("/page", { method: "POST", body });
      expect([page.status, boxOn(page) === undefined]).toEqual([422, false]);
    }
    expect(at.placed()).toEqual([]);
  });
});
