import { expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { Browser } from "../testing/browser.ts";
import { atTheDesk } from "../testing/writing.ts";
import { decisionsPath } from "./decisions-desk.page.ts";

const ANSWERS = {
  body: "assembly",
  date: "2026-11-03",
  result: "We ask for what is owed",
  for: "٤١",
  against: "2",
  abstained: "0",
};

async function scene() {
  const { browser, world, ports } = await atTheDesk();
  const [campaign] = world.campaigns;
  const about = campaign?.id ?? expect.fail();
  const page = await browser.open(decisionsPath(about));
  const publicPage = () => new Browser(createWeb(ports)).open(new URL(about).pathname);
  return { browser, page, publicPage, ports, about };
}

test("what an assembly decided is noted, and shown where that is wished, without anybody's name", async () => {
  const { browser, page, publicPage, ports, about } = await scene();
  const noted = await browser.submit(page, "/desk/decisions", { ...ANSWERS, shown: "no" });
  expect(noted.html).toContain("We ask for what is owed");
  expect((await publicPage()).html).not.toContain("We ask for what is owed");
  await browser.submit(noted, "/desk/decisions", { ...ANSWERS, result: "And we go on", shown: "yes" });
  const seen = await publicPage();
  expect(seen.html).toContain("And we go on");
  expect(seen.html).not.toContain("mina");
  const [decision] = (await ports.decisions.about(about as never)).filter(({ shown }) => shown);
  expect(decision).toMatchObject({ votes: { for: 41, against: 2, abstained: 0 }, by: "mina" });
});

test("what is taken away again is gone", async () => {
  const { browser, page } = await scene();
  const noted = await browser.submit(page, "/desk/decisions", ANSWERS);
  const gone = await browser.submit(noted, "/desk/decisions/remove");
  expect(gone.html).not.toContain("We ask for what is owed");
});

test.each([
  ["body", { body: "king" }, "Choose who decided"],
  ["date", { date: "2026-13-01" }, "no date"],
  ["result", { result: "" }, "Say what was decided"],
  ["votes", { for: "many" }, "three whole numbers"],
])("a wrong %s comes back with what was typed", async (_, wrong, sentence) => {
  const { browser, page, ports, about } = await scene();
  const back = await browser.submit(page, "/desk/decisions", { ...ANSWERS, ...wrong });
  expect(back.status).toBe(422);
  expect(back.html).toContain(sentence);
  expect(back.html).toContain('value="2"');
  expect(await ports.decisions.about(about as never)).toEqual([]);
});
