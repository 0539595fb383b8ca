import { MINUTE } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { Browser, formOf } from "../testing/browser.ts";
import { deskPorts } from "../testing/desk-ports.ts";
import { readHtml } from "../testing/read-html.ts";

const LONG = "sixteen characters and more";

async function atTheDesk() {
  const made = deskPorts();
  const web = createWeb(made.ports);
  const browser = new Browser(web);
  await browser.signIn("first");
  return { ...made, web, browser, page: await browser.open("/desk/staff") };
}

/** A browser of nobody, at the address that an invitation shows. */
async function invited(roles = "editor") {
  const { world, web, browser, page } = await atTheDesk();
  const shown = await browser.submit(page, "/desk/staff/invite", { roles, note: "the one from Sunday" });
  const [, path = expect.fail()] = /https:\/\/hall\.example(\/desk\/join\/[\w-]+)/.exec(shown.html) ?? [];
  return { world, administrator: browser, shown, guest: new Browser(web), path };
}

const JOINING = { name: "noor", passphrase: LONG, again: LONG };

describe("the staff of a centre", () => {
  test("is listed with what each may do", async () => {
    const { page } = await atTheDesk();
    expect(page.html).toContain("7 people work at this desk.");
    expect(page.html).toContain("<bdi>audit</bdi>");
  });

  test("no page of whoever administers asks for a passphrase of somebody else", async () => {
    const { page } = await atTheDesk();
    expect(readHtml(page.html).tags.filter(({ attributes }) => attributes["type"] === "password")).toEqual([]);
  });

  test("an invitation is shown once, listed with its note, and can be withdrawn", async () => {
    const { administrator, world, guest, path, shown } = await invited();
    expect(shown.headers.get("cache-control")).toBe("no-store");
    const listed = await administrator.open("/desk/staff");
    expect(listed.html).toContain("the one from Sunday");
    expect(listed.html).not.toContain(path);
    const after = await administrator.submit(listed, "/desk/staff/withdraw");
    expect(after.html).toContain("That invitation works no more.");
    expect(world.invitations.size).toBe(0);
    const late = await guest.open(path);
    expect([late.status, late.html.includes("This invitation does not work")]).toEqual([404, true]);
  });

  test.each([
    [{ roles: "", note: "for noor" }, "f-roles"],
    [{ roles: "editor", note: "x".repeat(201) }, "f-note"],
  ])("an invitation that cannot be is refused at its box, and what was typed stays", async (fill, id) => {
    const { browser, page, world } = await atTheDesk();
    const after = await browser.submit(page, "/desk/staff/invite", fill);
    expect(after.status).toBe(422);
    expect(after.html).toContain(`href="#${id}"`);
    expect(after.html).toContain(`id="${id}"`);
    expect(formOf(after, "/desk/staff/invite").entries).toContainEqual(["note", fill.note]);
    expect(world.invitations.size).toBe(0);
  });

  test("nobody is invited to administer and to open reports", async () => {
    const { browser, world } = await atTheDesk();
    const csrf = [...world.sessions.values()][0]?.csrf ?? "";
    const both = [
      ["csrf", csrf],
      ["roles", "administrator"],
      ["roles", "caseworker"],
    ] as const;
    const after = await browser.send("/desk/staff/invite", both);
    expect(after.status).toBe(422);
    expect(world.invitations.size).toBe(0);
  });
});

describe("joining", () => {
  test("whoever was invited chooses a name and a passphrase, and the address works no more", async () => {
    const { world, guest, path } = await invited("caseworker");
    const page = await guest.open(path);
    expect(page.html).toContain("Your part here: caseworker.");
    expect(page.html).toContain("Colleagues sign you in first");
    expect(page.html).toContain("At least 16 characters");
    expect(page.html).not.toContain("the one from Sunday");
    const after = await guest.submit(page, path, JOINING);
    expect(after.path).toBe("/desk/sign-in?said=joined");
    expect(after.html).toContain("You work at this desk now.");
    expect(world.staff.at(-1)).toMatchObject({ name: "noor", roles: ["caseworker"] });
    expect((await guest.open(path)).status).toBe(404);
    expect((await guest.submit(page, path, { ...JOINING, name: "another" })).status).toBe(404);
  });

  test.each([
    [{ name: "a b" }, "f-name"],
    [{ name: "mina" }, "f-name"],
    [{ passphrase: "too short", again: "too short" }, "f-passphrase"],
    [{ again: `${LONG}!` }, "f-again"],
  ])("%j is said at its box, and only the passphrase has to be typed again", async (fill, id) => {
    const { world, guest, path } = await invited();
    const typed: Record<string, string> = { ...JOINING, ...fill };
    const after = await guest.submit(await guest.open(path), path, typed);
    expect(after.status).toBe(422);
    expect(after.html).toContain(`href="#${id}"`);
    expect(formOf(after, path).entries).toContainEqual(["name", typed["name"]]);
    expect(after.html).not.toContain(`value="${LONG}`);
    expect(() => readHtml(after.html)).not.toThrow();
    expect([world.staff.length, world.invitations.size]).toEqual([7, 1]);
  });

  test.each([
    ["en", "Try again in 2 minutes."],
    ["es", "Inténtalo de nuevo en 2 minutos."],
    ["ar", "حاول مرة أخرى بعد دقيقتين"],
  ])("too many codes have to wait, said in %s", async (language, sentence) => {
    const { world, guest, path } = await invited();
    world.joinRefused = { type: "too many", wait: 2 * MINUTE };
    const page = await guest.open(`${path}?lang=${language}`);
    expect([page.status, page.headers.get("retry-after")]).toEqual([429, "120"]);
    expect(page.html).toContain(sentence);
  });
});

describe("somebody whose part changes", () => {
  const roles = (browser: Browser, world: { sessions: Map<string, { csrf: string }> }, ...wanted: string[]) => {
    const csrf = [...world.sessions.values()][0]?.csrf ?? "";
    const fields = wanted.map((role) => ["roles", role] as const);
    return browser.send("/desk/staff/id-mina/roles", [["csrf", csrf], ...fields]);
  };

  test("is shown with what they do now, and does the other thing from then on", async () => {
    const { browser, world, page } = await atTheDesk();
    expect(page.html).toContain('href="/desk/staff/id-mina/roles"');
    const asked = await browser.open("/desk/staff/id-mina/roles");
    expect(formOf(asked, "/desk/staff/id-mina/roles").entries).toContainEqual(["roles", "editor"]);
    expect(asked.html).not.toContain("stays sealed to them");
    expect((await browser.open("/desk/staff/id-case/roles")).html).toContain("stays sealed to them");
    const after = await roles(browser, world, "helper", "auditor");
    expect(after.path).toBe("/desk/staff?said=roles-changed");
    expect(world.done).toEqual(["mina is helper auditor"]);
    expect((await browser.open("/desk/staff/id-nobody/roles")).status).toBe(404);
  });

  test.each([
    [[], undefined, "Choose"],
    [["administrator", "caseworker"], undefined, "administ"],
    [["administrator"], { type: "has keys" }, "Take the part in casework away first"],
    [["editor"], { type: "last administrator" }, "Nobody else administers this node."],
  ] as const)("%j is refused at its box, and stays ticked", async (wanted, refused, sentence) => {
    const { browser, world } = await atTheDesk();
    if (refused !== undefined) world.rolesRefused = refused;
    const after = await roles(browser, world, ...wanted);
    expect(after.status).toBe(422);
    expect(after.html).toContain('href="#f-roles"');
    expect(after.html).toContain(sentence);
    const ticked = formOf(after, "/desk/staff/id-mina/roles").entries.filter(([name]) => name === "roles");
    expect(ticked.map(([, role]) => role)).toEqual(wanted);
    expect(world.done).toEqual([]);
  });
});

describe("somebody who lost a passphrase", () => {
  test.each([
    ["colleagues", "once two colleagues have signed"],
    ["papers", "custodians have to come together"],
    ["none", "stays closed to the new passphrase for good"],
  ] as const)("whoever administers reads beforehand what comes back with %s", async (way, sentence) => {
    const { browser, sealed } = await atTheDesk();
    sealed.wayBack = way;
    expect((await browser.open("/desk/staff/id-case/passphrase")).html).toContain(sentence);
    expect((await browser.open("/desk/staff/id-mina/passphrase")).html).not.toContain("Reports are sealed");
    expect((await browser.open("/desk/staff/id-nobody/passphrase")).status).toBe(404);
  });

  test("gets an address that is shown once, and chooses a new one under the same name", async () => {
    const { browser, world, web, page } = await atTheDesk();
    expect(page.html).toContain('href="/desk/staff/id-case/passphrase"');
    const asked = await browser.open("/desk/staff/id-case/passphrase");
    const shown = await browser.submit(asked, "/desk/staff/id-case/passphrase");
    expect(shown.headers.get("cache-control")).toBe("no-store");
    const [, path = expect.fail()] = /https:\/\/hall\.example(\/desk\/join\/[\w-]+)/.exec(shown.html) ?? [];
    const listed = await browser.open("/desk/staff");
    expect(listed.html).toContain("A new passphrase for <bdi>case</bdi>");
    expect(listed.html).not.toContain(path);
    const guest = new Browser(web);
    const own = await guest.open(path);
    expect(own.html).toContain("You come back as <bdi>case</bdi>");
    expect(own.html).toContain("once two colleagues have signed");
    expect(own.html).not.toContain('name="name"');
    expect((await guest.submit(own, path, { passphrase: LONG, again: "another" })).status).toBe(422);
    const after = await guest.submit(own, path, { passphrase: LONG, again: LONG });
    expect(after.path).toBe("/desk/sign-in?said=back-again");
    expect(world.done).toEqual(["invite case again by first", "case is back"]);
    expect((await guest.open(path)).status).toBe(404);
  });

  test.each(["en", "es", "ar"])(
    "reads at the door what to do, in %s, and nothing of who works here",
    async (language) => {
      const { web } = await atTheDesk();
      const guest = new Browser(web);
      const door = await guest.open(`/desk/sign-in?lang=${language}`);
      expect(door.html).toContain('href="/desk/lost-passphrase');
      const page = await guest.open(`/desk/lost-passphrase?lang=${language}`);
      expect(page.status).toBe(200);
      expect(page.html).toContain("hall admit");
      expect(page.html).toContain(`<html lang="${language}"`);
      for (const name of ["mina", "hala", "appr"]) expect(page.html).not.toContain(name);
    },
  );
});

describe("somebody who goes", () => {
  test("is asked about once, and whoever has keys is told of the roster", async () => {
    const { browser, world } = await atTheDesk();
    const helper = await browser.open("/desk/staff/id-hala/remove");
    expect(helper.html).not.toContain("under Keys");
    const page = await browser.open("/desk/staff/id-case/remove");
    expect(page.html).toContain("under Keys they let this person leave");
    expect(world.done).toEqual([]);
    const after = await browser.submit(page, "/desk/staff/id-case/remove");
    expect(after.html).toContain("This person no longer works at this desk.");
    expect(world.done).toEqual(["remove case"]);
    expect((await browser.open("/desk/staff/id-case/remove")).status).toBe(404);
  });

  test("is not the last who administers", async () => {
    const { browser } = await atTheDesk();
    const page = await browser.open("/desk/staff/id-first/remove");
    const after = await browser.submit(page, "/desk/staff/id-first/remove");
    expect(after.status).toBe(422);
    expect(after.html).toContain("Nobody else administers this node.");
  });

  test("is signed out everywhere by whoever administers", async () => {
    const { browser, web, world, page } = await atTheDesk();
    const own = new Browser(web);
    await own.signIn("mina");
    await browser.submit(page, "/desk/staff/end-sessions");
    expect([...world.sessions.values()].map(({ staff }) => staff.name)).toEqual(["first"]);
    expect((await own.open("/desk")).path).toContain("/desk/sign-in");
  });
});
