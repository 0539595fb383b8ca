import { isWeek } from "@commonhall/vault";
import { expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { Browser } from "../testing/browser.ts";
import { deskPorts } from "../testing/desk-ports.ts";

const week = (text: string) => {
  if (!isWeek(text)) throw new Error("no week");
  return text;
};

test("a clock that jumped is shown to caseworkers, who say that the week they were shown is right", async () => {
  const { ports, sealed, world } = deskPorts();
  const browser = new Browser(createWeb(ports));
  await browser.signIn("case");
  await browser.submit(await browser.open("/desk/unlock"), "/desk/unlock", { passphrase: "right words" });
  expect((await browser.open("/desk/cases")).html).not.toContain("/desk/clock");
  const state = sealed.state;
  sealed.state = { ...state, clockAhead: { known: week("2026-W45"), now: week("2027-W49") } };
  const page = await browser.open("/desk/cases");
  expect(page.html).toContain("Nothing is erased for its time");
  expect(page.html).toContain("6 December 2027");
  sealed.state = { ...state, clockAhead: { known: week("2026-W45"), now: week("2027-W50") } };
  const refused = await browser.submit(page, "/desk/clock");
  expect([refused.status, refused.html.includes("The clock has moved")]).toEqual([422, true]);
  expect(world.done).toEqual([]);
  await browser.submit(refused, "/desk/clock");
  expect(world.done).toEqual(["clock 2027-W50"]);
});
