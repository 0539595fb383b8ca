import { expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { publicWeb } from "../public-web.ts";
import { send } from "../testing/ask.ts";
import { Browser } from "../testing/browser.ts";
import { deskPorts } from "../testing/desk-ports.ts";
import { intakePorts } from "../testing/intake-ports.ts";
import { memoryPorts, SET_UP_CODE } from "../testing/memory-ports.ts";

async function atTheDesk() {
  const { intake, world } = intakePorts(() => 0);
  const browser = new Browser(createWeb(deskPorts({ intake }).ports));
  await browser.signIn("first");
  return { browser, world, page: await browser.open("/desk/door") };
}

test("the centre chooses the address and the title, and both hold at once", async () => {
  const { browser, world, page } = await atTheDesk();
  expect(page.html).toContain("https://hall.example/page");
  const after = await browser.submit(page, "/desk/door", { path: "Notes-2", title: "Notes" });
  expect(after.html).toContain("https://hall.example/notes-2");
  expect(world.door).toEqual({ path: "notes-2", title: "Notes" });
  expect((await browser.open("/notes-2")).html).toContain("<title>Notes</title>");
  await browser.submit(after, "/desk/door", { title: "" });
  expect(world.door).toEqual({ path: "notes-2" });
});

test("the onion address stands beside it, where there is one", async () => {
  const { page } = await atTheDesk();
  expect(page.html).not.toContain("Tor");
  const { intake } = intakePorts(() => 0);
  const browser = new Browser(createWeb(deskPorts({ intake: { ...intake, onionOrigin: "http://abc.onion" } }).ports));
  await browser.signIn("first");
  expect((await browser.open("/desk/door")).html).toContain("http://abc.onion/page");
});

test.each([
  [{ path: "campaigns" }, "f-path"],
  [{ path: "report-abuse" }, "f-path"],
  [{ title: "x".repeat(41) }, "f-title"],
])("%j is refused at its box, and stays in it", async (typed, id) => {
  const { browser, world, page } = await atTheDesk();
  const after = await browser.submit(page, "/desk/door", typed);
  expect(after.status).toBe(422);
  expect(after.html).toContain(`href="#${id}"`);
  expect(after.html).toContain(`value="${Object.values(typed)[0]}"`);
  expect(world.door).toEqual({ path: "page" });
});

test("the page says when nobody could read what is told", async () => {
  const { browser, world } = await atTheDesk();
  world.isOpen = false;
  expect((await browser.open("/desk/door")).html).toContain("there is nobody who could open what is told");
});

test("a node without a vault has no such page, and no way to it", async () => {
  const { intake: _intake, ...ports } = deskPorts().ports;
  const browser = new Browser(createWeb(ports));
  await browser.signIn("first");
  expect((await browser.open("/desk/door")).status).toBe(404);
  expect((await browser.open("/desk/centre")).html).not.toContain("/desk/door");
});

test("set-up asks for it already, refuses what tells, and keeps what was chosen", async () => {
  const { intake, world } = intakePorts(() => 0);
  const web = publicWeb(memoryPorts({ campaigns: [], posts: [], actions: [] }, { intake }).ports);
  const passphrase = "a long passphrase of six words";
  const told = (door: string): [string, string][] => [
    ...Object.entries({ step: "staff", go: "next", code: SET_UP_CODE, handle: "dar", language: "en", door }),
    ...Object.entries({ "region.0": "Lebanon", sectors: "isic4:T", "name.en": "Hall", "summary.en": "A hall" }),
    ...Object.entries({ "staff.0.name": "first", "staff.0.roles": "administrator" }),
    ...Object.entries({ "staff.0.passphrase": passphrase, "staff.0.again": passphrase }),
  ];
  const refused = await send(web, "/setup", told("report"));
  expect(refused.status).toBe(422);
  expect(refused.html).toContain('href="#f-door"');
  expect(world.door.path).toBe("page");
  const done = await send(web, "/setup", told("diary"));
  expect([done.status, world.door]).toEqual([200, { path: "diary" }]);
});
