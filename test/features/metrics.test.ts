import { DAY } from "@commonhall/domain";
import { metricsText, type Health } from "@commonhall/node";
import { expect, test } from "vitest";
import { openHall } from "../hall.ts";
import { tell } from "../tell.ts";

/** Others write to this disk, too. */
const steady = (health: Health): Health => ({ ...health, facts: { ...health.facts, disk: { free: 2, total: 4 } } });

test("figures are the same, byte by byte, whether nobody came, two reported, one with a file, or somebody tried a code", async () => {
  await using hall = await openHall({ case: ["caseworker"] });
  const figures = async () => (await metricsText(steady(await hall.node().watch.health()))).text;
  const before = await figures();
  const story = "They keep our passports.";
  const code = await tell(hall.worker(), { happened: ["documents"], story });
  await tell(hall.worker(), { story, files: [new File(["A photograph"], "a.txt", { type: "text/plain" })] });
  const worker = hall.worker();
  const page = await worker.open("/page/code");
  await worker.send(page, { fill: { code } });
  expect(await figures()).toBe(before);
  hall.clock.advance(DAY);
  expect((await figures()).replaceAll(/_days .*|_seconds .*/g, "")).toBe(
    before.replaceAll(/_days .*|_seconds .*/g, ""),
  );
});
