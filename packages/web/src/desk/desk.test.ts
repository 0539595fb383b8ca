import { ROLES, type AllianceMember, type Role } from "@commonhall/domain";
import { founded, memberAt, signed, someTerms } from "@commonhall/domain/testing";
import { describe, expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { Browser, formOf, OWN, type Opened } from "../testing/browser.ts";
import { CASE_ID, FILE_ID } from "../testing/casework-ports.ts";
import { deskPorts } from "../testing/desk-ports.ts";
import { arrest, centre, met, rally } from "../testing/fixtures.ts";
import { readHtml } from "../testing/read-html.ts";
import { admitted, rolesAdmitted } from "./rooms.ts";
import type { DeskRoute } from "./route.ts";
import { deskRoutes } from "./routes.ts";

const uuid = (id: string): string => id.split("/").at(-1) ?? "";

/** An address of the route at which there is something. */
function addressOf({ path }: DeskRoute): string {
  return `/desk${path}`
    .replace(/\/$/, "")
    .replace(":handle", "payup2026")
    .replace("posts/:uuid", `posts/${uuid(met.id)}`)
    .replace("actions/:uuid", `actions/${uuid(rally.id)}`)
    .replace("calls/:uuid", `calls/${uuid(arrest.id)}`)
    .replace(":kind", "post")
    .replace(":work", "begun")
    .replace(":member", "id-hala")
    .replace(":case", CASE_ID)
    .replace(":file", FILE_ID)
    .replace(":first", charter.hash)
    .replace(":version", charter.hash);
}

const us: AllianceMember = { id: centre.id, key: memberAt(9).key };
const members = [us, memberAt(1)].sort((a, b) => (a.id < b.id ? -1 : 1));
const charter = founded(someTerms(members));

function node() {
  const made = deskPorts();
  made.world.us = us;
  made.world.alliances.set(charter.alliance, signed(charter, members));
  made.world.works.set("begun", {
    id: "begun",
    kind: "post",
    by: "mina",
    saved: 5,
    fields: { "text.en": "Hello", language: "en" },
    checks: [],
  });
  const browser = new Browser(createWeb(made.ports));
  /** With unlocked keys, whoever it is: a role that may not come in is kept out even then. */
  const signIn = async (name: string) => {
    made.sealed.unlocked.set(`id-${name}`, `token-${name}`);
    browser.cookies.set("__Secure-keys", `token-${name}`);
    return browser.signIn(name);
  };
  return { ...made, browser, signIn };
}

/** Somebody who may go there. */
function holderOf(route: DeskRoute): string {
  const [role = expect.fail()] = rolesAdmitted(route.admits).toSorted((a) => (a === "editor" ? -1 : 0));
  return holders[role];
}

const holders: Readonly<Record<Role, string>> = {
  administrator: "first",
  editor: "mina",
  helper: "hala",
  caseworker: "case",
  proposer: "prop",
  approver: "appr",
  auditor: "audit",
};

const isPage = ({ headers }: Opened): boolean => headers.get("content-type")?.startsWith("text/html") === true;

const routes = deskRoutes().map((route): [string, DeskRoute] => [`${route.method} ${route.path}`, route]);

describe.each(routes)("%s", (_, route) => {
  test.each(ROLES)("admits %s, or says who is admitted and does nothing", async (role) => {
    const { browser, world, signIn } = node();
    await signIn(holders[role]);
    const session = [...world.sessions.values()][0];
    const page =
      route.method === "GET"
        ? await browser.open(addressOf(route))
        : await browser.send(addressOf(route), [["csrf", session?.csrf ?? ""]]);
    if (admitted([role], route.admits)) {
      expect(page.status).not.toBe(403);
    } else {
      expect(page.status).toBe(403);
      expect(page.html).toContain("This is not your part of the desk");
      expect(world.done).toEqual([]);
    }
    if (isPage(page)) expect(() => readHtml(page.html)).not.toThrow();
  });

  test("asks whoever is not signed in who they are", async () => {
    const { browser, world } = node();
    const page =
      route.method === "GET"
        ? await browser.open(addressOf(route))
        : await browser.send(addressOf(route), [["typed", "kept"]]);
    expect(page.html).toContain("Sign in to the desk");
    expect(page.status).toBe(route.method === "GET" ? 200 : 403);
    expect(world.done).toEqual([]);
    expect(page.headers.get("cache-control")).toBe("no-store");
  });
});

describe("a form that was not drawn for this session", () => {
  const posts = routes.filter(([, route]) => route.method === "POST");

  test.each(posts)("%s is not obeyed, and comes back with a new token", async (_, route) => {
    const { browser, world, signIn } = node();
    await signIn(holderOf(route));
    const works = new Map(world.works);
    for (const csrf of ["", "csrf-of-another"]) {
      const page = await browser.send(addressOf(route), [["csrf", csrf]]);
      expect(page.status).toBe(403);
      expect(page.html).toContain("You were signed out in between");
      expect(() => readHtml(page.html)).not.toThrow();
    }
    expect(world.done).toEqual([]);
    expect(world.works).toEqual(works);
    expect(world.sessions.size).toBe(1);
  });

  test.each([
    ["another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
    ["a neighbour on the same site", { origin: "https://other.hall.example", "sec-fetch-site": "same-site" }],
    ["a page without an origin", { origin: "null" }],
    ["a client that says nothing", {}],
  ])("%s is refused before anything is looked at", async (_, headers) => {
    const { browser, world } = node();
    await browser.signIn("mina");
    const csrf = [...world.sessions.values()][0]?.csrf ?? "";
    const page = await browser.send(
      "/desk/following",
      [
        ["csrf", csrf],
        ["address", "@a@b.example"],
      ],
      headers,
    );
    expect(page.status).toBe(403);
    expect(page.html).toContain("This came from another site");
    expect(world.done).toEqual([]);
  });

  test("a node that is reached by another name takes its own forms", async () => {
    const { browser, world } = node();
    await browser.signIn("mina");
    const csrf = [...world.sessions.values()][0]?.csrf ?? "";
    const headers = { origin: "http://127.0.0.1:8420", host: "127.0.0.1:8420" };
    await browser.send(
      "/desk/following",
      [
        ["csrf", csrf],
        ["address", "@a@b.example"],
      ],
      headers,
    );
    expect(world.done).toEqual(["follow @a@b.example"]);
  });
});

describe("every page of the desk", () => {
  const pages = routes.flatMap(([name, route]) => (route.method === "GET" ? [[name, route] as const] : []));

  test.each(pages)(
    "%s reads well in each language, runs nothing and loads nothing from elsewhere",
    async (_, route) => {
      const { browser, signIn } = node();
      await signIn(holderOf(route));
      for (const language of ["en", "es", "ar"]) {
        const address = addressOf(route);
        const page = await browser.open(`${address}${address.includes("?") ? "&" : "?"}lang=${language}`);
        if (!isPage(page)) return;
        const { tags, text } = readHtml(page.html);
        expect(tags.find(({ name }) => name === "html")?.attributes).toMatchObject({ lang: language });
        expect(tags.filter(({ name }) => name === "h1")).toHaveLength(1);
        expect(text).not.toMatch(/\bundefined\b|\[object|\bNaN\b/);
        expect(tags.some(({ name }) => name === "script" || name === "iframe")).toBe(false);
        expect(
          tags
            .flatMap(({ attributes }) => Object.keys(attributes))
            .filter((name) => name.startsWith("on") || name === "style"),
        ).toEqual([]);
        expect(tags.filter(({ attributes }) => attributes["src"] !== undefined)).toEqual([]);
        expectForms(tags);
      }
    },
  );

  test("says on each of them that this is a test network, where it is one", async () => {
    const { ports } = deskPorts({ testNetwork: true });
    const browser = new Browser(createWeb(ports));
    expect((await browser.open("/desk/sign-in")).html).toContain("Test network.");
    expect((await browser.signIn("mina")).html).toContain("Test network.");
    expect((await browser.open("/desk/nothing-here")).html).toContain("Test network.");
  });

  test("is not there without a centre: the way leads to setting one up", async () => {
    const { ports } = deskPorts({ centres: { get: () => Promise.resolve(undefined) } });
    const response = await createWeb(ports).request("https://hall.example/desk");
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe("/setup");
  });
});

/** Labels, hints, errors and tokens of every form, as somebody needs them who hears the page. */
function expectForms(tags: ReturnType<typeof readHtml>["tags"]): void {
  const ids = tags.flatMap(({ attributes }) => attributes["id"] ?? []);
  expect(ids).toEqual([...new Set(ids)]);
  const labelled = new Set(
    tags.filter(({ name }) => name === "label").flatMap(({ attributes }) => attributes["for"] ?? []),
  );
  for (const { name, attributes, within } of tags) {
    const isBox = ["input", "textarea", "select"].includes(name) && attributes["type"] !== "hidden";
    if (isBox && !within.includes("label")) expect(labelled, attributes["name"]).toContain(attributes["id"]);
    for (const id of (attributes["aria-describedby"] ?? "").split(" ").filter(Boolean)) expect(ids).toContain(id);
  }
  const posts = tags.filter(({ name, attributes }) => name === "form" && attributes["method"] === "post");
  const tokens = tags.filter(({ name, attributes }) => name === "input" && attributes["name"] === "csrf");
  expect(tokens).toHaveLength(posts.length);
}

describe("what a form may hold", () => {
  test("a form that is too large is not read", async () => {
    const { browser } = node();
    await browser.signIn("mina");
    const page = await browser.send("/desk/following", [["address", "a".repeat(2 * 1024 * 1024)]]);
    expect(page.status).toBe(413);
  });

  test("what is no form is refused", async () => {
    const { browser } = node();
    await browser.signIn("mina");
    const page = await browser.open("/desk/following", {
      method: "POST",
      body: "{}",
      headers: { ...OWN, "content-type": "application/json" },
    });
    expect(page.status).toBe(403);
  });

  test("forms of the desk send to the desk", async () => {
    const { browser } = node();
    const page = await browser.signIn("mina");
    expect(formOf(page, "/desk/sign-out").action).toBe("/desk/sign-out");
  });
});
