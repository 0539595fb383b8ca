import { expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { keptForm } from "../desk/kept-form.ts";
import { formValues } from "../layout/read-form.ts";
import { Browser, type Opened } from "../testing/browser.ts";
import { deskPorts } from "../testing/desk-ports.ts";
import { PASSPHRASE } from "../testing/memory-staff-desk.ts";

const PAPERS = { "paper.0": "11111 22222 33333", "paper.1": "44444 55555 66666" };

/** Somebody has typed papers into the drill. */
async function atDrill() {
  const made = deskPorts();
  const browser = new Browser(createWeb(made.ports));
  await browser.signIn("case");
  await browser.submit(await browser.open("/desk/unlock"), "/desk/unlock", { passphrase: "right words" });
  made.sealed.state = { ...made.sealed.state, recovery: { shares: 3, needed: 2 } };
  return { ...made, browser, page: await browser.open("/desk/keys/recovery") };
}

const expectNoPaper = ({ html }: Opened): void => {
  for (const paper of Object.values(PAPERS)) expect(html).not.toContain(paper);
};

test("papers that were typed stand in no page again where the keys have closed: they are asked for anew", async () => {
  const { browser, sealed, page } = await atDrill();
  sealed.unlocked.clear();
  const asked = await browser.submit(page, "/desk/keys/drill", PAPERS);
  expect(asked.html).toContain("but for papers and passphrases");
  expectNoPaper(asked);
  const mistaken = await browser.submit(asked, "/desk/unlock", { passphrase: "wrong" });
  expectNoPaper(mistaken);
  const again = await browser.submit(mistaken, "/desk/unlock", { passphrase: "right words" });
  expectNoPaper(again);
  expect((await browser.submit(again, "/desk/keys/drill", PAPERS)).html).toContain("The drill worked");
});

test("nor where somebody was signed out, where a paper is refused, or where the files are held", async () => {
  const { browser, sealed, page, world } = await atDrill();
  const few = await browser.submit(page, "/desk/keys/drill", { "paper.0": PAPERS["paper.0"] });
  expect(few.html).toContain("2 papers are needed.");
  expectNoPaper(few);
  sealed.isBusy = true;
  expectNoPaper(await browser.submit(page, "/desk/keys/drill", PAPERS));
  sealed.isBusy = false;
  world.sessions.clear();
  const asked = await browser.submit(page, "/desk/keys/drill", PAPERS);
  expect(asked.status).toBe(403);
  expectNoPaper(asked);
  expectNoPaper(await browser.submit(asked, "/desk/sign-in", { name: "case", passphrase: PASSPHRASE }));
});

test("a page that carried papers once, and comes now, gives them to nobody", async () => {
  const { browser } = await atDrill();
  const page = await browser.open("/desk/unlock");
  const planted = { passphrase: "right words", "kept-path": "/desk/keys/drill", "kept:paper.0": PAPERS["paper.0"] };
  expectNoPaper(await browser.submit(page, "/desk/unlock", planted));
  expectNoPaper(await browser.submit(page, "/desk/unlock", { ...planted, passphrase: "wrong" }));
});

test("passphrases and what makes codes come back as little", () => {
  const secret = ["passphrase", "again", "old", "keys", "secret", "paper.0", "paper.11", "csrf"];
  const form = formValues([...secret, "name", "papers", "note"].map((name) => [name, "typed"] as const));
  expect(keptForm("/desk", form).entries.map(([name]) => name)).toEqual(["name", "papers", "note"]);
});
