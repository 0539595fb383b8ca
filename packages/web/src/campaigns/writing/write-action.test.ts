import { describe, expect, test } from "vitest";
import { atTheDesk, formPath } from "../../testing/writing.ts";

describe("an action", () => {
  const RALLY = {
    campaign: "payup2026",
    type: "rally",
    "name.en": "At the gate",
    "text.en": "Bring signs.",
    "starts.date": "2026-11-28",
    "starts.time": "8:00",
    "ends.date": "٢٠٢٦-١١-٢٨",
    "ends.time": "١١:٣٠",
    timezone: "America/Los_Angeles",
    "place.name": "Gate 3",
    url: "sign.example/here",
  };

  test("happens on the clocks of its place", async () => {
    const { browser, world } = await atTheDesk();
    const form = await browser.open("/desk/write/action");
    const preview = await browser.submit(form, formPath(form), { ...RALLY, do: "preview" });
    expect(preview.html).toContain("Gate 3");
    await browser.submit(preview, `${formPath(form)}/publish`);
    expect(world.actions.at(-1)).toMatchObject({
      starts: Date.parse("2026-11-28T16:00:00Z"),
      ends: Date.parse("2026-11-28T19:30:00Z"),
      place: { name: "Gate 3" },
      url: "https://sign.example/here",
    });
  });

  test.each([
    [{ "starts.date": "" }, "f-starts-date"],
    [{ "starts.time": "26:00" }, "f-starts-time"],
    [{ "starts.date": "", "starts.time": "" }, "f-starts-date"],
    [{ "ends.time": "07:00" }, "f-ends-date"],
    [{ "place.name": "" }, "f-place-name"],
    [{ url: "two words" }, "f-url"],
    [{ campaign: "sundays" }, "f-campaign"],
    [{ campaign: "nothing" }, "f-campaign"],
    [{ timezone: "Mars/Olympus" }, "f-timezone"],
  ])("%j is refused at %s", async (change, id) => {
    const { browser } = await atTheDesk();
    const form = await browser.open("/desk/write/action");
    const page = await browser.submit(form, formPath(form), { ...RALLY, ...change, do: "preview" });
    expect(page.status).toBe(422);
    expect(page.html).toContain(`href="#${id}"`);
    expect(page.html).toContain(`id="${id}"`);
  });
});
