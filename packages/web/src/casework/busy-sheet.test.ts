import { expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { Browser, formOf } from "../testing/browser.ts";
import { CASE_ID } from "../testing/casework-ports.ts";
import { deskPorts } from "../testing/desk-ports.ts";

const CASE = `/desk/cases/${CASE_ID}`;

async function caseworker() {
  const made = deskPorts();
  const browser = new Browser(createWeb(made.ports));
  await browser.signIn("case");
  await browser.submit(await browser.open("/desk/unlock"), "/desk/unlock", { passphrase: "right words" });
  return { ...made, browser };
}

test("what cannot be written, because another program holds the files, comes back whole with the button to send it again", async () => {
  const { browser, sealed, world } = await caseworker();
  const page = await browser.open(CASE);
  sealed.isBusy = true;
  const note = 'A "long" note\n\nabout Sunday';
  const busy = await browser.submit(page, `${CASE}/note`, { note });
  expect([busy.status, busy.html.includes("nothing has been done yet")]).toEqual([503, true]);
  expect(formOf(busy, `${CASE}/note`).entries).toContainEqual(["note", note]);
  const still = await browser.submit(busy, `${CASE}/note`);
  expect(still.status).toBe(503);
  sealed.isBusy = false;
  expect((await browser.submit(still, `${CASE}/note`)).path).toContain(CASE);
  expect(world.done).toEqual([`note ${note}`]);
});

test("a page that has to be written down asks to be opened again", async () => {
  const { browser, sealed } = await caseworker();
  sealed.isBusy = true;
  const busy = await browser.open(CASE);
  expect([busy.status, busy.html.includes(`href="${CASE}"`)]).toEqual([503, true]);
});

test("a helper keeps every word of a report that could not be kept, and nothing of it goes into a log", async () => {
  const { ports, sealed, seen } = deskPorts();
  const browser = new Browser(createWeb(ports));
  await browser.signIn("hala");
  sealed.isBusy = true;
  const page = await browser.open("/desk/enter");
  const busy = await browser.submit(page, "/desk/enter", { story: "No pay since May", code: "none" });
  expect([busy.status, busy.html.includes("It could not be kept just now")]).toEqual([503, true]);
  expect(JSON.stringify(seen)).not.toContain("No pay");
  sealed.isBusy = false;
  await browser.submit(busy, "/desk/enter", { code: "none" });
  expect(sealed.kept).toMatchObject([{ intake: { story: "No pay since May" } }]);
});
