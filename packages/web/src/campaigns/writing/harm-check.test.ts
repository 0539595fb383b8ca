import { HARMS } from "@commonhall/domain";
import { expect, test } from "vitest";
import { createWeb } from "../../create-web.ts";
import { Browser, type Opened } from "../../testing/browser.ts";
import { member } from "../../testing/memory-staff-desk.ts";
import { atTheDesk, CAMPAIGN, formPath } from "../../testing/writing.ts";

const NAMING = { ...CAMPAIGN, "target.0.role": "employer" };
const ALL = (answer: string) => Object.fromEntries(HARMS.map((harm) => [harm, answer]));

/** Mina has written a campaign that names an employer and looks at it. `lina` may publish, too. */
async function scene(people: "two" | "one") {
  const { browser, world, ports } = await atTheDesk();
  if (people === "two") world.staff.push(member("lina", "editor"));
  const form = await browser.open("/desk/write/campaign");
  const path = formPath(form);
  const preview = await browser.submit(form, path, { ...NAMING, do: "preview" });
  const other = new Browser(createWeb(ports));
  const answers = (by: Browser, page: Opened, answer: string) => by.submit(page, `${path}/harm`, ALL(answer));
  return { browser, world, path, preview, other, answers };
}

const hasButton = (page: Opened): boolean => page.html.includes("/publish");

test("a campaign that names an employer is published when two people have answered what that can do", async () => {
  const { browser, world, path, preview, other, answers } = await scene("two");
  expect(hasButton(preview)).toBe(false);
  const waits = await answers(browser, preview, "no");
  expect(waits.html).toContain("It waits for somebody else here");
  expect(hasButton(waits)).toBe(false);
  await other.signIn("lina");
  const cleared = await answers(other, await other.open(`${path}/preview`), "accepted");
  expect(hasButton(cleared)).toBe(true);
  await other.submit(cleared, `${path}/publish`);
  expect(world.done).toEqual(["publish https://hall.example/campaigns/passports-back by lina"]);
});

test("who publishes past the questions is refused", async () => {
  const { browser, world, path } = await scene("two");
  const [work] = world.works.values();
  const [session] = world.sessions.values();
  const page = await browser.send(`${path}/publish`, [
    ["csrf", session?.csrf ?? ""],
    ["saved", String(work?.saved)],
  ]);
  expect(page.status).toBe(422);
  expect(page.html).toContain("the questions about harm are not answered by enough people yet");
  expect(world.done).toEqual([]);
});

test("whoever changes the text afterwards is asked anew", async () => {
  const { browser, world, path, preview, other, answers } = await scene("two");
  await answers(browser, preview, "no");
  await other.signIn("lina");
  await answers(other, await other.open(`${path}/preview`), "no");
  const again = await browser.submit(await browser.open(path), path, { ...NAMING, do: "preview" });
  expect(hasButton(again)).toBe(false);
  expect([...world.works.values()].flatMap(({ checks }) => checks)).toEqual([]);
});

test("nobody who was not asked is put at risk", async () => {
  const { browser, path, preview, other, answers } = await scene("two");
  const waits = await answers(browser, preview, "unasked");
  expect(waits.html).toContain("have to be asked first");
  await other.signIn("lina");
  expect(hasButton(await answers(other, await other.open(`${path}/preview`), "no"))).toBe(false);
});

test("where one person alone may publish they are told so, and answer alone", async () => {
  const { browser, preview, answers } = await scene("one");
  expect(preview.html).toContain("You are the only one here who may publish");
  expect(hasButton(await answers(browser, preview, "no"))).toBe(true);
});

test("every question is answered", async () => {
  const { browser, path, preview } = await scene("one");
  const page = await browser.submit(preview, `${path}/harm`, { closure: "no" });
  expect(page.status).toBe(422);
  expect(page.html).toContain("Choose one of the answers");
  expect(hasButton(page)).toBe(false);
});
