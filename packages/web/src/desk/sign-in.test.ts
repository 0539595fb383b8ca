import * as fc from "fast-check";
import { MINUTE } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { Browser, formOf } from "../testing/browser.ts";
import { deskPorts } from "../testing/desk-ports.ts";
import { PASSPHRASE } from "../testing/memory-staff-desk.ts";
import { readHtml } from "../testing/read-html.ts";
import { ownPath } from "./own-path.ts";
import { sessionCookie } from "./session-cookie.ts";

function node() {
  const made = deskPorts();
  return { ...made, browser: new Browser(createWeb(made.ports)) };
}

describe("signing in", () => {
  test("opens the desk, and the page that was asked for", async () => {
    const { browser } = node();
    const asked = await browser.open("/desk/campaigns/payup2026?lang=es");
    const page = await browser.submit(asked, "/desk/sign-in", { name: "mina", passphrase: PASSPHRASE });
    expect(page.path).toBe("/desk/campaigns/payup2026?lang=es");
    expect(page.html).toContain("Paguen lo que deben");
  });

  test("does not say which part was wrong, and gives the name back but not the passphrase", async () => {
    const { browser } = node();
    const open = await browser.open("/desk/sign-in");
    const wrongName = await browser.submit(open, "/desk/sign-in", { name: "nobody", passphrase: PASSPHRASE });
    const wrongPassphrase = await browser.submit(open, "/desk/sign-in", {
      name: "mina",
      passphrase: "not the passphrase",
    });
    expect(wrongName.status).toBe(403);
    expect(wrongName.html.replace("nobody", "mina")).toBe(wrongPassphrase.html);
    expect(wrongName.html).toContain("Name and passphrase do not fit together.");
    expect(wrongPassphrase.html).toContain('value="mina"');
    expect(wrongPassphrase.html).not.toContain("not the passphrase");
    expect(wrongPassphrase.html).not.toContain(PASSPHRASE);
    expect(browser.cookies.size).toBe(0);
  });

  test("passes the passphrase on as it was typed, spaces too", async () => {
    const typed: string[] = [];
    const { ports } = deskPorts();
    const staffDesk = {
      ...ports.staffDesk,
      signIn: (name: string, passphrase: string) => (typed.push(passphrase), ports.staffDesk.signIn(name, passphrase)),
    };
    const browser = new Browser(createWeb({ ...ports, staffDesk }));
    await browser.submit(await browser.open("/desk/sign-in"), "/desk/sign-in", {
      name: "mina",
      passphrase: "  two spaces  ",
    });
    expect(typed).toEqual(["  two spaces  "]);
  });

  test.each([
    ["en", 90_000, "Try again in 2 minutes."],
    ["es", MINUTE, "Inténtalo de nuevo en un minuto."],
    ["ar", 2 * MINUTE, "حاول مرة أخرى بعد دقيقتين"],
  ])("too often says in %s how long to wait", async (language, wait, sentence) => {
    const { browser, world } = node();
    world.signInRefused = { type: "too many", wait };
    const page = await browser.submit(await browser.open(`/desk/sign-in?lang=${language}`), "/desk/sign-in", {
      name: "mina",
      passphrase: PASSPHRASE,
    });
    expect(page.status).toBe(429);
    expect(page.headers.get("retry-after")).toBe(String(wait / 1000));
    expect(page.html).toContain(sentence);
  });

  test("a form from elsewhere signs nobody in", async () => {
    const { browser } = node();
    const page = await browser.send(
      "/desk/sign-in",
      [
        ["name", "mina"],
        ["passphrase", PASSPHRASE],
      ],
      { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    );
    expect(page.status).toBe(403);
    expect(browser.cookies.size).toBe(0);
  });
});

test("a page of the desk lets its forms say where they come from", async () => {
  const { browser } = node();
  expect((await browser.open("/desk/sign-in")).headers.get("referrer-policy")).toBe("same-origin");
});

describe("the cookie", () => {
  const attributes = (origin: string) => sessionCookie({ origin, handleHost: "hall.example" }).set("token").split("; ");

  test("goes to the desk alone, is out of reach of scripts and other sites, and over https only where there is https", () => {
    expect(attributes("https://hall.example")).toEqual([
      "__Secure-desk=token",
      "Path=/desk",
      "HttpOnly",
      "Secure",
      "SameSite=Strict",
    ]);
    expect(attributes("http://localhost:8420")).toEqual(["desk=token", "Path=/desk", "HttpOnly", "SameSite=Strict"]);
  });

  test("no page outside the desk sets one or asks for it", async () => {
    const { browser, ports } = node();
    await browser.signIn("mina");
    const response = await createWeb(ports).request("https://hall.example/");
    expect(response.headers.getSetCookie()).toEqual([]);
  });
});

describe("signing out", () => {
  test("ends the session and takes the cookie away", async () => {
    const { browser, world } = node();
    const page = await browser.submit(await browser.signIn("mina"), "/desk/sign-out");
    expect(page.html).toContain("You are signed out.");
    expect(world.sessions.size).toBe(0);
    expect(browser.cookies.size).toBe(0);
  });

  test("a form of another session signs nobody out", async () => {
    const { browser, world } = node();
    await browser.signIn("mina");
    await browser.send("/desk/sign-out", [["csrf", "of another"]]);
    expect(world.sessions.size).toBe(1);
  });

  test("one of several sessions is ended, and the others stay", async () => {
    const { browser, ports, world } = node();
    const lost = new Browser(createWeb(ports));
    await lost.signIn("mina");
    await browser.signIn("mina");
    const page = await browser.open("/desk/sessions");
    expect(page.html).toContain("This is the one that you are using now.");
    const after = await browser.submit(page, "/desk/sessions/end");
    expect(after.html).toContain("That session has ended.");
    expect(world.sessions.size).toBe(1);
    expect((await lost.open("/desk")).path).toContain("/desk/sign-in");
  });

  test("everywhere ends this one too, and nobody else's", async () => {
    const { browser, ports, world } = node();
    const other = new Browser(createWeb(ports));
    await other.signIn("first");
    await new Browser(createWeb(ports)).signIn("mina");
    await browser.signIn("mina");
    const page = await browser.submit(await browser.open("/desk/sessions"), "/desk/sessions/end-all");
    expect(page.html).toContain("You are signed out.");
    expect([...world.sessions.values()].map(({ staff }) => staff.name)).toEqual(["first"]);
  });
});

describe("a form that is sent after the session has ended", () => {
  test.each([
    ["/desk/following", { address: "@ally@ally.example" }, "/desk/following"],
    [
      "/desk/campaigns/payup2026/close",
      { outcome: "won", changed: 'Alle <bezahlt> & "gut"\n\nzwei', told: "yes" },
      "/desk/campaigns/payup2026/close",
    ],
    ["/desk/domains", { host: "spam.example", level: "refuse" }, "/desk/domains"],
  ])("%s is kept through signing in, and nothing is done until it is sent again", async (path, fill, action) => {
    const { browser, world } = node();
    await browser.signIn("mina");
    const form = await browser.open(path);
    world.sessions.clear();
    const asked = await browser.submit(form, action, fill);
    expect(asked.status).toBe(403);
    expect(asked.html).toContain("Your session had ended.");
    const wrong = await browser.submit(asked, "/desk/sign-in", { name: "mina", passphrase: "wrong" });
    const back = await browser.submit(wrong, "/desk/sign-in", { name: "mina", passphrase: PASSPHRASE });
    expect(back.html).toContain("nothing has been done yet");
    expect(() => readHtml(back.html)).not.toThrow();
    const shown = Object.fromEntries(formOf(back, action).entries);
    expect(shown).toMatchObject(fill);
    expect(world.done).toEqual([]);
    expect(world.policies.size).toBe(0);
    const sent = await browser.submit(back, action, fill);
    expect(sent.status).toBe(200);
    expect(world.done.length + world.policies.size).toBe(1);
  });

  test("whoever may not do it is told so after signing in", async () => {
    const { browser, world } = node();
    const asked = await browser.send("/desk/following", [["address", "@a@b.example"]]);
    const page = await browser.submit(asked, "/desk/sign-in", { name: "audit", passphrase: PASSPHRASE });
    expect(page.status).toBe(403);
    expect(page.html).toContain("This is not your part of the desk");
    expect(world.done).toEqual([]);
  });

  test("an address that is no form of ours leads to the desk", async () => {
    const { browser } = node();
    const asked = await browser.open("/desk/sign-in");
    const page = await browser.submit(asked, "/desk/sign-in", {
      name: "mina",
      passphrase: PASSPHRASE,
      "kept-path": "/desk/nothing",
    });
    expect(page.path).toBe("/desk");
  });
});

describe("the way back after signing in", () => {
  test.each(["/desk", "/desk/campaigns", "/desk/arrived?kind=post&lang=ar", "/desk?said=saved"])("%s is one", (path) =>
    expect(ownPath(path)).toBe(path),
  );

  test.each([
    "",
    "https://evil.example/desk",
    "//evil.example/desk",
    "/desk/../../campaigns",
    "/desk/../desktop",
    "/desk/..\\..\\about",
    "/desktop",
    "/desk\\evil",
    "/\\evil.example",
    "/",
  ])("%s is none", (path) => expect(ownPath(path)).toBeUndefined());

  test("whatever it is, it stays at the desk", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string(),
          fc.string().map((text) => `/desk${text}`),
        ),
        (text) => {
          const path = ownPath(text);
          return (
            path === undefined || new URL(path, "https://hall.example").href.startsWith("https://hall.example/desk")
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});
