import { expect, test } from "vitest";
import { publicWeb } from "../public-web.ts";
import { everything } from "../testing/fixtures.ts";
import { intakePorts } from "../testing/intake-ports.ts";
import { memoryPorts } from "../testing/memory-ports.ts";
import { Worker } from "../testing/worker.ts";
import { intakeStyle } from "./style.ts";
import { INTAKE_LANGUAGES } from "./words/say.ts";

const KIB = 1024;

/** What somebody tells who tells a good deal, in letters of three bytes. */
const STORY = Array.from({ length: 60 }, (_, day) => `मलाई ${day} दिनदेखि तलब दिएको छैन।`).join(" ");

test.each(INTAKE_LANGUAGES)("the walk is light enough for a borrowed phone: %s", async (language) => {
  const { intake } = intakePorts(() => 0);
  const { ports } = memoryPorts(everything, { intake });
  const worker = new Worker(publicWeb(ports));
  const sheet = await worker.open(intakeStyle.path);
  let page = await worker.open("/page");
  expect(page.bytes + sheet.bytes).toBeLessThanOrEqual(16 * KIB);
  page = await worker.send(page, { fill: { l: language } });
  page = await worker.send(page, { go: "next" });
  page = await worker.send(page, { go: "next", fill: { happened: ["wages", "documents"] } });
  page = await worker.send(page, { go: "next", fill: { story: STORY } });
  page = await worker.send(page, { go: "next", fill: { where: "Doha", when: "मार्चदेखि", work: "घर", employer: "X" } });
  page = await worker.send(page, { go: "next", fill: { how: "message", details: "+974 0000", times: "बिहान" } });
  page = await worker.send(page, { go: "next", fill: { consents: ["C1", "C2"] } });
  page = await worker.send(page, { go: "send" });
  expect(page.html).toMatch(/\d{4} \d{4} \d{4} \d{4} \d{4}/);
  page = await worker.send(page, { go: "kept" });
  expect(page.status).toBe(200);
  const sizes = worker.seen.map(({ bytes }) => bytes);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(120 * KIB);
  for (const { html, headers } of worker.seen.slice(1)) {
    expect(Buffer.byteLength(html) % (8 * KIB)).toBe(0);
    expect(headers.get("set-cookie")).toBeNull();
  }
});
