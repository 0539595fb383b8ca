import { describe, expect, test, vi } from "vitest";
import { createWeb } from "../create-web.ts";
import { deskRoutes } from "../desk/routes.ts";
import { Browser } from "../testing/browser.ts";
import { CASE_ID, FILE_ID } from "../testing/casework-ports.ts";
import { deskPorts } from "../testing/desk-ports.ts";

function node() {
  const made = deskPorts();
  const browser = new Browser(createWeb(made.ports));
  const unlock = async (name: string) => {
    await browser.signIn(name);
    const page = await browser.open("/desk/unlock");
    return browser.submit(page, "/desk/unlock", { passphrase: "right words" });
  };
  return { ...made, browser, unlock };
}

const CASE = `/desk/cases/${CASE_ID}`;
/** What the fixture's worker said. */
const SECRET = "राहदानी";

describe("unlocking", () => {
  test("whoever has not unlocked is asked for the passphrase in place of any sealed page", async () => {
    const { browser } = node();
    await browser.signIn("case");
    for (const path of ["/desk/cases", CASE, `${CASE}/coding`, "/desk/register", "/desk/keys"]) {
      const page = await browser.open(path);
      expect([path, page.html.includes('name="passphrase"'), page.html.includes(SECRET)]).toEqual([path, true, false]);
    }
    const asked = await browser.open(CASE);
    const opened = await browser.submit(asked, "/desk/unlock", { passphrase: "right words" });
    expect(opened.path).toBe(CASE);
    expect(opened.html).toContain(SECRET);
    expect(opened.headers.get("cache-control")).toBe("no-store");
  });

  test("a wrong passphrase opens nothing, and is not shown again", async () => {
    const { browser } = node();
    await browser.signIn("case");
    const page = await browser.submit(await browser.open("/desk/unlock"), "/desk/unlock", { passphrase: "wrong" });
    expect(page.status).toBe(422);
    expect(page.html).toContain("This passphrase opens nothing.");
    expect(page.html).not.toContain('value="wrong"');
    expect(browser.cookies.has("__Secure-keys")).toBe(false);
  });

  test("the cookie of the keys is for the desk alone, hidden from scripts, and ends with locking and with signing out", async () => {
    const { browser, unlock, sealed } = node();
    await unlock("case");
    expect(browser.cookies.get("__Secure-keys")).toBe("token-id-case");
    const cases = await browser.open("/desk/cases");
    const locked = await browser.submit(cases, "/desk/lock");
    expect(locked.html).toContain("Your keys are locked.");
    expect([sealed.unlocked.size, browser.cookies.has("__Secure-keys")]).toEqual([0, false]);
    await unlock("case");
    await browser.submit(await browser.open("/desk"), "/desk/sign-out");
    expect(sealed.unlocked.size).toBe(0);
  });

  test("keys of somebody else open nothing", async () => {
    const { browser, sealed } = node();
    sealed.unlocked.set("id-other", "token-of-another");
    browser.cookies.set("__Secure-keys", "token-of-another");
    await browser.signIn("case");
    expect((await browser.open(CASE)).html).not.toContain(SECRET);
  });

  test("what was typed while the keys closed by themselves stands there again after unlocking", async () => {
    const { browser, unlock, sealed, world } = node();
    await unlock("case");
    const page = await browser.open(CASE);
    sealed.unlocked.clear();
    const asked = await browser.submit(page, `${CASE}/note`, { note: "A long note about Sunday" });
    expect(asked.html).toContain("What you typed is kept");
    expect(world.done).toEqual([]);
    const mistaken = await browser.submit(asked, "/desk/unlock", { passphrase: "wrong" });
    const again = await browser.submit(mistaken, "/desk/unlock", { passphrase: "right words" });
    expect(again.html).toContain("A long note about Sunday");
    await browser.submit(again, `${CASE}/note`);
    expect(world.done).toEqual(["note A long note about Sunday"]);
  });

  test("whoever waits for signatures is shown the digits that they read to a colleague", async () => {
    const { browser, sealed } = node();
    sealed.digits = "11111 22222 33333 44444";
    await browser.signIn("case");
    expect((await browser.open("/desk/unlock")).html).toContain("11111 22222 33333 44444");
  });

  test.each([
    [{ type: "too many", wait: 90_000 }, "Wait 2 minutes."],
    [{ type: "not in the roster" }, "colleagues still have to sign"],
    [{ type: "roster changed" }, "Somebody changed the list"],
    [{ type: "locked down" }, "Everything has been locked"],
  ] as const)("%j is told", async (refused, sentence) => {
    const { browser, sealed } = node();
    sealed.unlockRefused = refused;
    await browser.signIn("case");
    const page = await browser.submit(await browser.open("/desk/unlock"), "/desk/unlock", {
      passphrase: "right words",
    });
    expect(page.html).toContain(sentence);
  });
});

describe("an administrator", () => {
  test("finds no word of any report on any page, even with keys in the cookie", async () => {
    const { browser, sealed } = node();
    sealed.unlocked.set("id-first", "token-first");
    browser.cookies.set("__Secure-keys", "token-first");
    await browser.signIn("first");
    const paths = deskRoutes().map(({ path }) => `/desk${path}`.replace(":case", CASE_ID).replace(":file", FILE_ID));
    for (const path of new Set(paths)) {
      const page = await browser.open(path.replace(/:\w+/g, "x"));
      for (const word of [SECRET, "hill", "Called on Sunday", "Haddad", "bytes"]) {
        expect([path, word, page.html.includes(word)]).toEqual([path, word, false]);
      }
    }
  });
});

describe("a case", () => {
  test("is shown with what was typed as text, how the worker can be reached, and what warns", async () => {
    const { browser, unlock } = node();
    await unlock("case");
    const { html } = await browser.open(CASE);
    expect(html).toContain("&lt;b&gt;खोसियो&lt;/b&gt;");
    expect(html).toContain("+961 00 000 000");
    expect(html).toContain("does not open, or nobody vouches for it");
    expect(html.replace(/^[\s\S]*<main/, "")).not.toMatch(/<script|<img|<iframe/);
  });

  test("that somebody may not know of looks like one that never was", async () => {
    const { browser, unlock, sealed } = node();
    await unlock("case");
    sealed.open = undefined;
    const hidden = await browser.open(CASE);
    const never = await browser.open(`/desk/cases/${"0".repeat(32)}`);
    const nonsense = await browser.open("/desk/cases/me");
    const bare = (html: string) => html.replaceAll(/[0-9a-f]{32}|cases\/me/g, "");
    expect([hidden.status, never.status, nonsense.status]).toEqual([404, 404, 404]);
    expect(bare(hidden.html)).toBe(bare(never.html));
  });

  test("gives its files to be kept, never to be shown", async () => {
    const { browser, unlock } = node();
    await unlock("case");
    const { status, headers } = await browser.open(`${CASE}/files/${FILE_ID}`);
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-type": "application/octet-stream",
      "content-disposition": "attachment; filename*=UTF-8''photo.jpg",
      "content-security-policy": "sandbox; default-src 'none'",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
    expect((await browser.open(`${CASE}/files/${"0".repeat(32)}`)).status).toBe(404);
  });

  test("is coded with the ILO's words, and nothing is judged without a reason", async () => {
    const { browser, unlock, world } = node();
    await unlock("case");
    const page = await browser.open(`${CASE}/coding`);
    expect(page.html).toContain("Retention of identity documents");
    expect(page.html).toContain("Present: 1 of 11.");
    const refused = await browser.submit(page, `${CASE}/coding`, {
      level: "strong",
      reason: " ",
      "fee.0.amount": "١٢٠٠",
      "fee.0.category": "fee.recruit",
      "fee.0.currency": "usd",
    });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain("Give your reason");
    expect(world.done).toEqual([]);
    const saved = await browser.submit(refused, `${CASE}/coding`, {
      level: "strong",
      reason: "Passport taken, no pay",
    });
    expect(saved.html).toContain("The coding is kept.");
    expect(world.done).toEqual(["code fl07 wage.unpaid"]);
  });

  test("is erased only after a tick", async () => {
    const { browser, unlock, world } = node();
    await unlock("case");
    const page = await browser.open(`${CASE}/end`);
    const refused = await browser.submit(page, `${CASE}/erase`);
    expect(refused.html).toContain("Tick the box first.");
    expect(world.done).toEqual([]);
    const erased = await browser.submit(refused, `${CASE}/erase`, { sure: "yes" });
    expect(erased.html).toContain("Erased.");
    expect(world.done).toEqual(["erase"]);
  });

  test("an empty note or reply, a wrong day and a referral to nobody come back as they were typed", async () => {
    const { browser, unlock, world } = node();
    await unlock("case");
    const page = await browser.open(CASE);
    expect((await browser.submit(page, `${CASE}/reply`, { reply: " " })).status).toBe(422);
    const task = await browser.submit(page, `${CASE}/task`, { "task-text": "Hearing", "task-due": "32 December" });
    expect(task.html).toContain('value="32 December"');
    const consent = await browser.submit(await browser.open(`${CASE}/consent`), `${CASE}/consent`, {
      level: "R",
      purpose: "Lawyer",
    });
    expect(consent.html).toContain('value="Lawyer"');
    expect(world.done).toEqual([]);
  });
});

describe("the register", () => {
  test("takes a name that is almost another's only when somebody says that it is another", async () => {
    const { browser, unlock, world } = node();
    await unlock("case");
    const page = await browser.open("/desk/register");
    const asked = await browser.submit(page, "/desk/register", { kind: "employer", name: "Hadad and Sons" });
    expect(asked.html).toContain("Is it the same one, or another?");
    const same = await browser.submit(asked, "/desk/register", { answer: "same" });
    expect(same.html).toContain("Nothing was added");
    expect(world.done).toEqual([]);
    const other = await browser.submit(asked, "/desk/register", { answer: "other" });
    expect(other.html).toContain("Written in.");
    expect(world.done).toEqual(["register"]);
  });
});

test("what the worker ticked or took back is said to be the worker's, and nobody's who has left", async () => {
  const { browser, unlock, sealed } = node();
  await unlock("case");
  const open = sealed.open!;
  const asked = { ...open.consents[0]!, how: "form", teachBack: false, by: "" } as const;
  sealed.open = { ...open, consents: [asked, { ...asked, level: "C0" }] };
  for (const [query, ticked, back] of [
    ["", "The worker ticked it in the form", "took everything back with the code"],
    ["?lang=es", "La persona lo marcó en el formulario", "lo retiró todo con el código"],
    ["?lang=ar", "علّم العامل عليه في النموذج", "سحب العامل كل شيء بالرمز"],
  ] as const) {
    const page = await browser.open(`${CASE}/consent${query}`);
    expect(page.html).toContain(ticked);
    expect(page.html).toContain(back);
    expect(page.html).not.toMatch(/Somebody who has left|Alguien que ya no está|شخص غادر/);
  }
});

test("the audit says how many lines this auditor cannot read", async () => {
  const { browser, unlock } = node();
  await unlock("audit");
  expect((await browser.open("/desk/audit")).html).toContain("3 lines are not shown");
});

describe("the recovery key", () => {
  test("is missed on the list of reports until there is one, and its papers are shown once", async () => {
    const { browser, unlock, sealed, world } = node();
    await unlock("case");
    expect((await browser.open("/desk/cases")).html).toContain("There is no recovery key yet.");
    const page = await browser.open("/desk/keys/recovery");
    const alone = await browser.submit(page, "/desk/keys/recovery", { needed: "1" });
    expect(alone.html).toContain("At least 2 papers");
    const papers = await browser.submit(page, "/desk/keys/recovery", { needed: "٢", shares: "3" });
    expect(papers.html.match(/class="paper"/g)).toHaveLength(3);
    expect(papers.html).toContain("00000 00002");
    expect(papers.headers.get("cache-control")).toBe("no-store");
    expect(world.done).toEqual(["recovery"]);
    const waiting = await browser.open("/desk/keys/recovery");
    expect(waiting.html).not.toContain("00000 00002");
    expect(waiting.html).toContain("as soon as a second person has signed");
    expect(waiting.html).not.toContain("There is no recovery key yet.");
    sealed.state = { ...sealed.state, recovery: { shares: 3, needed: 2 } };
    expect((await browser.open("/desk/cases")).html).not.toContain("There is no recovery key yet.");
    const drill = await browser.open("/desk/keys/recovery");
    expect((await browser.submit(drill, "/desk/keys/drill", { "paper.0": "1" })).html).toContain(
      "2 papers are needed.",
    );
    expect((await browser.submit(drill, "/desk/keys/drill", { "paper.0": "1", "paper.1": "2" })).html).toContain(
      "The drill worked",
    );
  });

  test("is missed, too, while it does not open every case of this caseworker, with the button that lets it in", async () => {
    const { browser, unlock, sealed, world } = node();
    await unlock("case");
    sealed.state = { ...sealed.state, recovery: { shares: 3, needed: 2 } };
    expect((await browser.open("/desk/cases")).html).not.toContain("does not open");
    sealed.withoutRecovery = 2;
    const warned = await browser.open("/desk/cases");
    expect(warned.html).toContain("The recovery key does not open 2 cases of yours yet.");
    expect((await browser.submit(warned, "/desk/keys/renew")).html).toContain("All done");
    expect(world.done).toEqual(["renew"]);
  });
});

describe("long work and the panic lock", () => {
  test("a colleague is given every case, and whoever left is shut out of them", async () => {
    const { browser, unlock, world } = node();
    await unlock("case");
    const page = await browser.open("/desk/keys");
    const shared = await browser.submit(page, "/desk/keys/share-all");
    expect(shared.html).toContain("All done");
    await browser.submit(await browser.open("/desk/keys"), "/desk/keys/renew");
    expect(world.done).toEqual(["share all id-appr", "renew"]);
  });

  test("work that takes longer goes on behind the pages, is begun once, and says so where it stops", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    try {
      const { browser, unlock, sealed, world } = node();
      await unlock("case");
      const { promise, resolve } = Promise.withResolvers<void>();
      sealed.work = promise;
      const keys = await browser.open("/desk/keys");
      const first = browser.submit(keys, "/desk/keys/renew");
      await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1), { interval: 1 });
      vi.advanceTimersByTime(2000);
      const page = await first;
      expect(page.html).toContain("1 of 2 cases");
      resolve();
      expect((await browser.submit(page, "/desk/keys/renew")).html).toContain("All done");
      expect(world.done).toEqual(["renew"]);
      sealed.work = Promise.reject(new Error("Amina"));
      const failed = await browser.submit(keys, "/desk/keys/renew");
      expect(failed.html).toContain("It stopped in between");
      expect(failed.html).not.toContain("Amina");
    } finally {
      vi.useRealTimers();
    }
  });

  test("an administrator locks everything with a tick, and without any key", async () => {
    const { browser, world, sealed } = node();
    await browser.signIn("first");
    expect((await browser.open("/desk/lock-down")).html).toContain("There is no copy of the key file.");
    sealed.state = { ...sealed.state, keyringCopy: sealed.open!.week };
    const page = await browser.open("/desk/lock-down");
    expect(page.html).toMatch(/The last copy of the key file was made in the week of <time[^>]*>16 November 2026/);
    expect((await browser.submit(page, "/desk/lock-down")).html).toContain("Tick the box first.");
    expect(world.done).toEqual([]);
    await browser.submit(page, "/desk/lock-down", { sure: "yes" });
    expect(world.done).toEqual(["lock down id-first"]);
  });
});
