import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { filledHall } from "../hall/filled-hall.ts";
import { plants } from "../planted/plants.ts";
import { seized } from "./seizure.ts";

test("what one line of a log shows is found, and a machine that keeps everything sealed shows nothing", async () => {
  const planted = plants();
  await using hall = await filledHall((field) => planted.plant(field));
  const [story = ""] = [...planted.all.keys()];
  const careless = await seized(hall, planted, (root) => appendFile(join(root, "said"), encodeURIComponent(story)));
  // The one that was planted for it, and no other.
  expect(careless.found).toEqual([expect.stringContaining("said: ")]);
  expect(careless.answers).toBeGreaterThan(30);
});
