import { languageTag, ROLES, type LanguageTag, type Role } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { Browser, formOf, type Opened } from "../testing/browser.ts";
import { deskPorts } from "../testing/desk-ports.ts";
import { centre } from "../testing/fixtures.ts";
import { readHtml } from "../testing/read-html.ts";
import { INTERFACE_LANGUAGES, wordsFor } from "../words/words.ts";

const PATH = "/desk/centre";
const tag = (text: string): LanguageTag => languageTag(text) ?? (text as LanguageTag);

async function atTheDesk(name = "mina") {
  const made = deskPorts();
  const browser = new Browser(createWeb(made.ports));
  await browser.signIn(name);
  return { ...made, browser };
}

const boxes = (page: Opened): Record<string, string> => Object.fromEntries(formOf(page, PATH).entries);
const CHANGE = { do: "change" };

describe("who may change the centre", () => {
  const holders: Readonly<Record<Role, string>> = {
    administrator: "first",
    editor: "mina",
    helper: "hala",
    caseworker: "case",
    proposer: "prop",
    approver: "appr",
    auditor: "audit",
  };
  const MAY: readonly Role[] = ["administrator", "editor"];

  test.each(ROLES)("%s", async (role) => {
    const { browser, world } = await atTheDesk(holders[role]);
    const page = await browser.open(PATH);
    const csrf = [...world.sessions.values()][0]?.csrf ?? "";
    const fields: [string, string][] = [
      ["csrf", csrf],
      ["do", "change"],
      ["language", "en"],
    ];
    const sent = await browser.send(PATH, [...fields, ["name.en", "Another name"], ["summary.en", "For all."]]);
    if (MAY.includes(role)) {
      expect([page.status, sent.status]).toEqual([200, 200]);
      expect(world.centre.name).toEqual({ en: "Another name" });
      expect(world.done).toEqual([`change the centre by ${holders[role]}`]);
    } else {
      expect([page.status, sent.status]).toEqual([403, 403]);
      expect(world.centre).toEqual(centre);
      expect(world.done).toEqual([]);
    }
    // The way to it stands only where one may go.
    const home = await browser.open("/desk");
    expect(home.html.includes(`href="${PATH}"`)).toBe(MAY.includes(role));
  });
});

describe("changing the centre", () => {
  test("begins with all that is there: sent as it is, it changes nothing", async () => {
    const { browser, world, seen } = await atTheDesk();
    world.centre = {
      ...centre,
      name: { ...centre.name, [tag("mnw")]: "မန်" },
      languages: [tag("ksw"), ...centre.languages],
      summary: { ...centre.summary, [tag("ksw")]: "One\n\nTwo <b>" },
    };
    world.centre = { ...world.centre, name: { ...world.centre.name, [tag("ksw")]: "ကညီ" } };
    const before = world.centre;
    const page = await browser.open(PATH);
    expect(page.html).toContain(`@${centre.handle}@hall.example`);
    await browser.submit(page, PATH, CHANGE);
    const { changed, ...after } = world.centre;
    expect(changed).toEqual({ at: seen.now, by: "mina" });
    expect(after).toEqual(before);
  });

  test("says that it is done and on its way, and who changed it last", async () => {
    const { browser, world } = await atTheDesk();
    const page = await browser.open(PATH);
    expect(page.html).not.toContain("Changed last by");
    const done = await browser.submit(page, PATH, { ...CHANGE, "name.en": "The Hall" });
    expect(done.path).toBe(`${PATH}?said=centre-changed`);
    expect(done.html).toContain("Changed. Everybody who follows you is being told.");
    expect(done.html).toMatch(/Changed last by <bdi>mina<\/bdi>/);
    expect(world.centre.name[tag("en")]).toBe("The Hall");
    expect(world.centre.handle).toBe(centre.handle);
  });

  test("a handle that somebody puts into the form changes nothing", async () => {
    const { browser, world } = await atTheDesk();
    await browser.submit(await browser.open(PATH), PATH, { ...CHANGE, handle: "other" });
    expect(world.done).toEqual(["change the centre by mina"]);
    expect(world.centre.handle).toBe(centre.handle);
  });

  test("another language gets its boxes before anything is sent, and nothing that was typed is lost", async () => {
    const { browser, world } = await atTheDesk();
    const page = await browser.open(PATH);
    expect(boxes(page)).not.toHaveProperty("name.mnw");
    const more = await browser.submit(page, PATH, { do: "boxes", "languages-more": "mnw", "name.en": "Typed" });
    expect(more.status).toBe(200);
    expect(boxes(more)).toMatchObject({ "name.mnw": "", "name.en": "Typed" });
    expect(world.done).toEqual([]);
    await browser.submit(more, PATH, { ...CHANGE, "name.mnw": "မန်" });
    expect(world.centre.name).toMatchObject({ en: "Typed", mnw: "မန်" });
    expect(world.centre.languages).toContain("mnw");
  });

  test("a text stays until its box is emptied, also where its language is not chosen any more", async () => {
    const { browser, world } = await atTheDesk();
    world.centre = {
      ...centre,
      languages: [tag("en")],
      name: { [tag("en")]: "Hall", [tag("ar")]: "دار" },
      summary: { [tag("en")]: "For all." },
    };
    const kept = await browser.submit(await browser.open(PATH), PATH, CHANGE);
    expect(world.centre.name).toEqual({ en: "Hall", ar: "دار" });
    await browser.submit(kept, PATH, { ...CHANGE, "name.ar": "" });
    expect(world.centre.name).toEqual({ en: "Hall" });
  });

  test("texts that are markup come back as they are", async () => {
    const { browser, world } = await atTheDesk();
    const hostile = '</textarea><script>alert(1)</script>"&amp;';
    const done = await browser.submit(await browser.open(PATH), PATH, {
      ...CHANGE,
      "name.en": hostile,
      "summary.en": hostile,
    });
    expect(() => readHtml(done.html)).not.toThrow();
    expect(readHtml(done.html).tags.some(({ name }) => name === "script")).toBe(false);
    expect(boxes(done)).toMatchObject({ "name.en": hostile, "summary.en": hostile });
    expect(world.centre.name[tag("en")]).toBe(hostile);
  });
});

describe.each(INTERFACE_LANGUAGES)("what is wrong in %s", (language) => {
  const words = wordsFor(language);
  const address = `${PATH}?lang=${language}`;

  test.each([
    ["name.en", " ", "name.en", words("setup.name.missing", { language: "English" })],
    ["summary.en", "", "summary.en", words("setup.summary.missing", { language: "English" })],
    ["languages-more", "mnw 123", "languages-more", words("setup.languages-more.wrong", { tag: "123" })],
    ["region.1", "Atlantis", "region.1", words("codes.region.wrong", { text: "Atlantis" })],
    ["sectors-more", "T41", "sectors-more", words("codes.sector.wrong", { text: "T41" })],
    ["language", "hi", "name.hi", words("setup.name.missing", { language: "हिन्दी" })],
  ])("%s: %j", async (name, typed, field, message) => {
    const { browser, world } = await atTheDesk();
    const page = await browser.submit(await browser.open(address), PATH, {
      ...CHANGE,
      [name]: typed,
      "region.0": "ES",
    });
    expect(page.status).toBe(422);
    const { text, tags } = readHtml(page.html);
    expect(text.replaceAll(/[\u2068\u2069]/g, "")).toContain(message);
    const id = `f-${field.replaceAll(".", "-")}`;
    expect(tags.some(({ attributes }) => attributes["href"] === `#${id}`)).toBe(true);
    expect(tags.some(({ attributes }) => attributes["id"] === id)).toBe(true);
    expect(boxes(page)).toMatchObject({ [name]: typed, "region.0": "ES" });
    expect(world.done).toEqual([]);
    expect(world.centre).toEqual(centre);
  });

  test("too long to be sent", async () => {
    const { browser, world } = await atTheDesk();
    world.centreRefused = { type: "too large", bytes: 120_400, limit: 100_000 };
    const page = await browser.submit(await browser.open(address), PATH, CHANGE);
    expect(page.status).toBe(422);
    expect(readHtml(page.html).text).toContain(words("desk.refused.too-large", { kilobytes: 121, limit: 100 }));
  });
});
