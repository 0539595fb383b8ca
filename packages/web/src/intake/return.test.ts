import { newReceiptCode } from "@commonhall/vault";
import { describe, expect, test } from "vitest";
import { publicWeb } from "../public-web.ts";
import { everything } from "../testing/fixtures.ts";
import { intakePorts } from "../testing/intake-ports.ts";
import { memoryPorts } from "../testing/memory-ports.ts";
import { readable, Worker } from "../testing/worker.ts";

function node() {
  const { intake, world } = intakePorts(() => 0);
  const { ports, seen } = memoryPorts(everything, { intake });
  return { world, seen, worker: new Worker(publicWeb(ports)) };
}

const spaced = (code: string): string => code.match(/\d{4}/g)?.join(" ") ?? "";

async function enter({ worker }: ReturnType<typeof node>, code: string, language = "en") {
  return worker.send(await worker.open(`/page/code?lang=${language}`), { go: "open", fill: { code } });
}

test("a reply is read with its code, typed in groups or in the digits of another script", async () => {
  const at = node();
  const code = newReceiptCode();
  at.world.replies.set(code, [{ text: "Come on Sunday <at ten>", week: "2026-W47" }]);
  const nepali = [...spaced(code)].map((digit) => (digit === " " ? digit : "०१२३४५६७८९"[Number(digit)])).join("");
  for (const typed of [code, spaced(code), `${spaced(code).replaceAll(" ", "-")} `, nepali]) {
    const page = await enter(at, typed);
    expect(page.html).toContain("Come on Sunday &lt;at ten&gt;");
    expect(readable(page.html)).toContain("Week of 16 November 2026");
  }
});

test("a wrong code, an expired one and one without an answer: equal bytes, equal calls", async () => {
  const at = node();
  const codes = [newReceiptCode(), newReceiptCode(), newReceiptCode()];
  at.world.replies.set(codes[1]!, []);
  const pages: string[] = [];
  for (const code of codes) {
    const before = at.world.hashed;
    const { html, headers, status } = await enter(at, code);
    pages.push(JSON.stringify([status, [...headers], html.replaceAll(code, "⟨what was typed⟩")]));
    expect(at.world.hashed - before).toBe(1);
  }
  expect(new Set(pages).size).toBe(1);
});

describe("what is no code", () => {
  test.each(["", "1234", "0000 0000 0000 0000 0000", "١٢٣٤", "9".repeat(21)])(
    "is refused before anything is hashed, and stays in its box: %j",
    async (typed) => {
      const at = node();
      const page = await enter(at, typed);
      expect([page.status, at.world.hashed]).toEqual([422, 0]);
      expect(page.html).toContain(`value="${typed}"`);
    },
  );

  test("a mistyped digit is found", async () => {
    const at = node();
    const code = newReceiptCode();
    const wrong = String((Number(code[3]) + 1) % 10);
    expect((await enter(at, code.slice(0, 3) + wrong + code.slice(4))).status).toBe(422);
    expect(at.world.hashed).toBe(0);
  });
});

describe("from the page of answers", () => {
  test("more can be told, with files", async () => {
    const at = node();
    const code = newReceiptCode();
    const page = await enter(at, code);
    const sent = await at.worker.send(page, {
      go: "add",
      fill: { text: "And this" },
      files: [new File(["x"], "a.jpg")],
    });
    expect(at.world.added).toEqual([{ code, text: "And this", files: 1, quarantined: false }]);
    expect(readable(sent.html)).toContain("Your message is with us");
    expect((await at.worker.send(sent, { go: "open" })).status).toBe(200);
  });

  test("an empty message is asked for once more", async () => {
    const at = node();
    const page = await at.worker.send(await enter(at, newReceiptCode()), { go: "add" });
    expect([page.status, at.world.added.length]).toEqual([422, 0]);
  });

  test("consent is taken back", async () => {
    const at = node();
    const code = newReceiptCode();
    const done = await at.worker.send(await enter(at, code), { go: "withdraw", form: 1 });
    expect(at.world.withdrawn).toEqual([code]);
    expect(readable(done.html)).toContain("nothing that you told us leaves the centre");
  });

  test("a code that was altered on the way takes nothing of what was written with it", async () => {
    const at = node();
    const page = await enter(at, newReceiptCode());
    const answer = await at.worker.send(page, { go: "add", fill: { text: "Every word", code: "12" } });
    expect(answer.status).toBe(422);
    expect(answer.html).toContain("Every word");
    await at.worker.send(answer, { go: "add", fill: { code: newReceiptCode() } });
    expect(at.world.added[0]?.text).toBe("Every word");
  });
});

test.each(["busy", "broken"])("when it is %s, it says so and keeps every word", async (state) => {
  const at = node();
  const page = await enter(at, newReceiptCode());
  if (state === "busy") at.world.isBusy = true;
  else at.world.isBroken = true;
  const answer = await at.worker.send(page, { go: "add", fill: { text: "Every word" }, files: [new File(["x"], "a")] });
  expect(answer.status).toBe(state === "busy" ? 429 : 503);
  expect(answer.headers.get("retry-after")).toBe("60");
  expect(answer.html).toContain("Every word");
  expect(answer.html).toContain("choose your files again");
  [at.world.isBusy, at.world.isBroken] = [false, false];
  await at.worker.send(answer, { go: "add" });
  expect(at.world.added.map(({ text }) => text)).toEqual(["Every word"]);
});

test("a code never stands in an address", async () => {
  const at = node();
  const code = newReceiptCode();
  const pages = [await enter(at, code), await at.worker.send(await enter(at, code), { go: "withdraw", form: 1 })];
  for (const { html } of pages) {
    for (const [, address = ""] of html.matchAll(/(?:href|action)="([^"]*)"/g)) expect(address).not.toMatch(/\d{4}/);
  }
});
