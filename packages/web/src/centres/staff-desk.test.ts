import { err, type StaffRefused } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { Browser, formOf } from "../testing/browser.ts";
import { deskPorts } from "../testing/desk-ports.ts";

const LONG = "sixteen characters and more";

async function atTheDesk(refused?: StaffRefused) {
  const made = deskPorts();
  const ports =
    refused === undefined
      ? made.ports
      : { ...made.ports, staffDesk: { ...made.ports.staffDesk, add: () => Promise.resolve(err(refused)) } };
  const browser = new Browser(createWeb(ports));
  await browser.signIn("first");
  return { ...made, browser, page: await browser.open("/desk/staff") };
}

const PERSON = { "staff.1.name": "noor", "staff.1.roles": "editor", "staff.1.passphrase": LONG, "staff.1.again": LONG };

describe("the staff of a centre", () => {
  test("is listed with what each may do", async () => {
    const { page } = await atTheDesk();
    expect(page.html).toContain("7 people work at this desk.");
    expect(page.html).toContain("<bdi>audit</bdi>");
  });

  test("gets one more by an administrator", async () => {
    const { browser, page, world } = await atTheDesk();
    const after = await browser.submit(page, "/desk/staff", PERSON);
    expect(after.html).toContain("Hand over the passphrase in person");
    expect(world.staff.at(-1)).toMatchObject({ name: "noor", roles: ["editor"] });
  });

  test.each<[StaffRefused, string]>([
    [{ type: "name", name: "noor" }, "f-staff-1-name"],
    [{ type: "same name twice", name: "noor" }, "f-staff-1-name"],
    [{ type: "passphrase too short", name: "noor" }, "f-staff-1-passphrase"],
    [{ type: "passphrase has the name", name: "noor" }, "f-staff-1-passphrase"],
    [{ type: "no role", name: "noor" }, "f-staff-1-roles"],
    [{ type: "administrator with casework", name: "noor", role: "caseworker" }, "f-staff-1-roles"],
  ])("%j is said at its box, and only the passphrase has to be typed again", async (refused, id) => {
    const { browser, page } = await atTheDesk(refused);
    const after = await browser.submit(page, "/desk/staff", PERSON);
    expect(after.status).toBe(422);
    expect(after.html).toContain(`href="#${id}"`);
    expect(after.html).toContain(`id="${id}"`);
    const typed = formOf(after, "/desk/staff").entries;
    expect(typed).toContainEqual(["staff.1.name", "noor"]);
    expect(typed).toContainEqual(["staff.1.roles", "editor"]);
    expect(after.html).not.toContain(LONG);
  });

  test("nobody gets a passphrase that was typed in two ways", async () => {
    const { browser, page, world } = await atTheDesk();
    const after = await browser.submit(page, "/desk/staff", { ...PERSON, "staff.1.again": `${LONG}!` });
    expect(after.status).toBe(422);
    expect(world.staff).toHaveLength(7);
  });
});
