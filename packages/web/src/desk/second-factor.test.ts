import { expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { Browser, formOf } from "../testing/browser.ts";
import { deskPorts } from "../testing/desk-ports.ts";
import { PASSPHRASE } from "../testing/memory-staff-desk.ts";
import { readHtml } from "../testing/read-html.ts";

const PATH = "/desk/account/second-factor";
const SECRET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function node() {
  const made = deskPorts();
  return { ...made, browser: new Browser(createWeb(made.ports)) };
}

test("it is shown as a picture without script and as letters, and on after a first right code", async () => {
  const { browser, world } = node();
  await browser.signIn("mina");
  const page = await browser.open(PATH);
  const { tags } = readHtml(page.html);
  expect(tags.filter(({ name }) => name === "svg" || name === "script").map(({ name }) => name)).toEqual(["svg"]);
  expect(page.html).toContain("ABCD EFGH IJKL MNOP QRST UVWX YZ23 4567");
  const wrong = await browser.submit(page, PATH, { code: "654321", passphrase: PASSPHRASE });
  expect([wrong.status, wrong.html.includes('href="#f-code"')]).toEqual([422, true]);
  expect(formOf(wrong, PATH).entries).toContainEqual(["secret", SECRET]);
  const other = await browser.submit(wrong, PATH, { code: "123456", passphrase: "wrong" });
  expect(other.html).toContain('href="#f-passphrase"');
  for (const typed of ["654321", PASSPHRASE]) expect(wrong.html).not.toContain(typed);
  const on = await browser.submit(other, PATH, { code: "١٢٣٤٥٦", passphrase: PASSPHRASE });
  expect(on.html).toContain("AAAA BBBB CCCC DDDD");
  expect(world.done).toEqual(["switch on id-mina"]);
  const after = await browser.open(PATH);
  expect(after.html).toContain("7 recovery codes are left.");
  expect(after.html).not.toContain("ABCD");
  await browser.submit(after, `${PATH}/off`, { passphrase: PASSPHRASE });
  expect(world.secondFactors.size).toBe(0);
});

test("signing in says nothing of a code until the passphrase is right, then asks for it on a page of its own", async () => {
  const { browser, world } = node();
  world.secondFactors.add("id-mina");
  const open = await browser.open("/desk/sign-in?next=%2Fdesk%2Fcampaigns");
  const wrong = await browser.submit(open, "/desk/sign-in", { name: "mina", passphrase: "wrong" });
  expect(wrong.html).not.toContain('name="code"');
  const half = await browser.submit(open, "/desk/sign-in", { name: "mina", passphrase: PASSPHRASE });
  expect(half.html).toContain('name="code"');
  expect([browser.cookies.size, world.sessions.size]).toEqual([0, 0]);
  const mistaken = await browser.submit(half, "/desk/sign-in/code", { code: "000000" });
  expect([mistaken.status, mistaken.html.includes("This code does not fit")]).toEqual([403, true]);
  const inside = await browser.submit(mistaken, "/desk/sign-in/code", { code: "123456" });
  expect(inside.path).toBe("/desk/campaigns");
  const late = await browser.submit(half, "/desk/sign-in/code", { code: "123456", halfway: "of long ago" });
  expect(late.html).toContain("More than five minutes have passed.");
});

test("a form that was sent without a session is kept through both pages", async () => {
  const { browser, world } = node();
  world.secondFactors.add("id-mina");
  const asked = await browser.send("/desk/following", [["address", "@ally@ally.example"]]);
  const half = await browser.submit(asked, "/desk/sign-in", { name: "mina", passphrase: PASSPHRASE });
  const back = await browser.submit(half, "/desk/sign-in/code", { code: "123456" });
  expect(formOf(back, "/desk/following").entries).toContainEqual(["address", "@ally@ally.example"]);
  expect(world.done).toEqual([]);
});
