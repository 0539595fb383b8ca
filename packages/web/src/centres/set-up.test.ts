import { err } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { publicWeb } from "../public-web.ts";
import { open, send, type Got } from "../testing/ask.ts";
import { everything } from "../testing/fixtures.ts";
import { memoryPorts, SET_UP_CODE } from "../testing/memory-ports.ts";
import { INTERFACE_LANGUAGES, wordsFor } from "../words/words.ts";

const updateCentre = () => Promise.reject(new Error("Set-up changes nothing that is there"));

const EMPTY = { campaigns: [], posts: [], actions: [] };
const PASSPHRASE = "a long passphrase of six words ";

type Fields = [name: string, value: string][];

const CENTRE: Fields = [
  ["code", SET_UP_CODE],
  ["handle", "dar"],
  ["language", "ar"],
  ["languages", "en"],
  ["languages", "ar"],
  ["languages-more", "mnw, tl"],
  ["region.0", "Lebanon"],
  ["region.1", "us-ca"],
  ["sectors", "isic4:T"],
  ["sectors-more", "c14"],
];
const TEXTS: Fields = [
  ["name.ar", "دار العمّال"],
  ["name.en", "Workers’ Hall"],
  ["summary.ar", "لكل العمّال."],
];
const STAFF: Fields = [
  ["staff.0.name", "first"],
  ["staff.0.roles", "administrator"],
  ["staff.0.roles", "editor"],
  ["staff.0.passphrase", PASSPHRASE],
  ["staff.0.again", PASSPHRASE],
  ["staff.2.name", "third"],
  ["staff.2.roles", "caseworker"],
  ["staff.2.passphrase", PASSPHRASE],
  ["staff.2.again", PASSPHRASE],
];

const at = (step: string, ...fields: readonly Fields[]): Fields => [["step", step], ["go", "next"], ...fields.flat()];

/** With one of the fields answered otherwise. */
const but = (fields: Fields, name: string, value: string): Fields =>
  fields.map(([key, old]) => [key, key === name ? value : old]);

const shownStep = ({ tags }: Got): string | undefined =>
  tags.find(({ attributes }) => attributes["name"] === "step")?.attributes["value"];

/** What the form holds, hidden and shown; of a box for longer text only that it is there. */
const held = ({ tags }: Got): Fields =>
  tags
    .filter(
      ({ name, attributes }) =>
        name === "input" &&
        (attributes["checked"] !== undefined || !["checkbox", "radio"].includes(attributes["type"] ?? "")),
    )
    .map(({ attributes }) => [attributes["name"] ?? "", attributes["value"] ?? ""]);

describe("set-up", () => {
  test("asks for the code, and takes it from the address that the first start prints", async () => {
    const { ports } = memoryPorts(EMPTY);
    const got = await open(publicWeb(ports), `/setup?code=${SET_UP_CODE}`);
    expect([got.status, shownStep(got)]).toEqual([200, "code"]);
    expect(held(got)).toContainEqual(["code", SET_UP_CODE]);
    expect(got.headers.get("cache-control")).toBe("no-store");
  });

  test("leads through its steps to a centre with its staff, just as they were told", async () => {
    const { ports, seen } = memoryPorts(EMPTY);
    const web = publicWeb(ports);
    const first = await send(web, "/setup", at("code", [["code", SET_UP_CODE]]));
    expect(shownStep(first)).toBe("centre");
    const second = await send(web, "/setup", at("centre", CENTRE));
    expect(shownStep(second)).toBe("texts");
    // The next page carries what was told, so sending it on with the new answers is enough.
    const carried = (got: Got): Fields => held(got).filter(([name]) => name !== "step");
    const third = await send(web, "/setup", at("texts", carried(second), TEXTS));
    expect(shownStep(third)).toBe("staff");
    const fourth = await send(
      web,
      "/setup?lang=en",
      at(
        "staff",
        carried(third).filter(([name]) => !name.startsWith("staff.")),
        STAFF,
      ),
    );
    expect(fourth.status).toBe(200);
    expect(fourth.text).toContain("@dar@hall.example");
    expect(seen.setUps).toEqual([
      {
        draft: {
          handle: "dar",
          name: { ar: "دار العمّال", en: "Workers’ Hall" },
          summary: { ar: "لكل العمّال." },
          languages: ["ar", "en", "mnw", "fil"],
          regions: ["LB", "US-CA"],
          sectors: ["isic4:T", "isic4:C14"],
        },
        staff: [
          { name: "first", roles: ["administrator", "editor"], passphrase: PASSPHRASE },
          { name: "third", roles: ["caseworker"], passphrase: PASSPHRASE },
        ],
      },
    ]);
  });

  test("without the right code nothing goes on, whatever else is right", async () => {
    const { ports, seen } = memoryPorts(EMPTY);
    const got = await send(publicWeb(ports), "/setup?lang=en", at("staff", but(CENTRE, "code", "wrong"), TEXTS, STAFF));
    expect([got.status, shownStep(got)]).toEqual([422, "code"]);
    expect(got.text).toContain("This is not the code");
    expect(seen.setUps).toEqual([]);
  });

  test("guessing is slowed down", async () => {
    const { ports, seen } = memoryPorts(EMPTY);
    const web = publicWeb(ports);
    const statuses = [];
    for (let guess = 0; guess < 25; guess++)
      statuses.push((await send(web, "/setup", at("code", [["code", `guess ${guess}`]]))).status);
    expect(statuses.filter((status) => status === 422).length).toBe(20);
    expect((await send(web, "/setup", at("code", [["code", SET_UP_CODE]]))).status).toBe(429);
    seen.now += 60_000;
    expect((await send(web, "/setup", at("code", [["code", SET_UP_CODE]]))).status).toBe(200);
  });

  test("a page of somebody else cannot send it", async () => {
    const { ports, seen } = memoryPorts(EMPTY);
    const got = await send(publicWeb(ports), "/setup", at("staff", CENTRE, TEXTS, STAFF), {
      "sec-fetch-site": "cross-site",
    });
    expect(got.status).toBe(403);
    expect(seen.setUps).toEqual([]);
  });

  test("what is not a form is refused and not a fault of ours", async () => {
    const { ports, seen } = memoryPorts(EMPTY);
    const answer = await publicWeb(ports).request("/setup", {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json" },
    });
    expect(answer.status).toBe(400);
    expect(seen.errors).toEqual([]);
  });

  test("afterwards there is nothing to set up", async () => {
    const { ports, seen } = memoryPorts(everything);
    const web = publicWeb(ports);
    expect((await open(web, "/setup")).status).toBe(410);
    expect((await send(web, "/setup", at("staff", CENTRE, TEXTS, STAFF))).status).toBe(410);
    expect(seen.setUps).toEqual([]);
  });
});

describe.each(INTERFACE_LANGUAGES)("what is wrong in %s", (language) => {
  const words = wordsFor(language);

  test.each([
    ["centre", but(CENTRE, "handle", "Bad Handle"), "handle", words("setup.handle.wrong")],
    ["centre", but(CENTRE, "language", ""), "language", words("setup.language.wrong")],
    [
      "centre",
      but(CENTRE, "languages-more", "mnw 123"),
      "languages-more",
      words("setup.languages-more.wrong", { tag: "123" }),
    ],
    ["centre", but(CENTRE, "region.1", "Atlantis"), "region.1", words("codes.region.wrong", { text: "Atlantis" })],
    ["centre", but(CENTRE, "sectors-more", "T41"), "sectors-more", words("codes.sector.wrong", { text: "T41" })],
    [
      "texts",
      [...CENTRE, ...but(TEXTS, "name.ar", " ")],
      "name.ar",
      words("setup.name.missing", { language: "العربية" }),
    ],
    [
      "texts",
      [...CENTRE, ...but(TEXTS, "summary.ar", "")],
      "summary.ar",
      words("setup.summary.missing", { language: "العربية" }),
    ],
    [
      "staff",
      [...CENTRE, ...TEXTS, ...but(STAFF, "staff.0.name", "x")],
      "staff.0.name",
      words("setup.staff.name.wrong"),
    ],
    [
      "staff",
      [...CENTRE, ...TEXTS, ...but(STAFF, "staff.2.name", "first")],
      "staff.0.name",
      words("setup.staff.name.twice", { name: "first" }),
    ],
    [
      "staff",
      [...CENTRE, ...TEXTS, ...but(but(STAFF, "staff.2.passphrase", "short"), "staff.2.again", "short")],
      "staff.2.passphrase",
      words("setup.passphrase.short"),
    ],
    [
      "staff",
      [...CENTRE, ...TEXTS, ...but(STAFF, "staff.0.again", "other")],
      "staff.0.again",
      words("setup.passphrase.differs"),
    ],
    [
      "staff",
      [...CENTRE, ...TEXTS, ...but(STAFF, "staff.2.roles", "king")],
      "staff.2.roles",
      words("setup.roles.none"),
    ],
    [
      "staff",
      [...CENTRE, ...TEXTS, ...STAFF, ["staff.0.roles", "approver"]],
      "staff.0.roles",
      words("setup.roles.casework"),
    ],
    [
      "staff",
      [...CENTRE, ...TEXTS, ...but(STAFF, "staff.0.roles", "editor")],
      "staff.0.roles",
      words("setup.roles.no-administrator"),
    ],
  ] as [string, Fields, string, string][])("%s: %s", async (step, fields, field, message) => {
    const { ports, seen } = memoryPorts(EMPTY);
    const got = await send(publicWeb(ports), `/setup?lang=${language}`, at(step, fields));
    expect([got.status, shownStep(got)]).toEqual([422, step]);
    expect(got.text.replaceAll(/[\u2068\u2069]/g, "")).toContain(message);
    const id = `f-${field.replaceAll(".", "-")}`;
    expect(got.tags.some(({ attributes }) => attributes["href"] === `#${id}`)).toBe(true);
    expect(got.tags.some(({ attributes }) => attributes["id"] === id)).toBe(true);
    expect(seen.setUps).toEqual([]);
    // Nothing that was typed is lost, and no passphrase comes back.
    expect(got.html).not.toContain(PASSPHRASE.trim());
    const typed = fields.filter(
      ([name, value]) => value !== "" && !/passphrase|again|summary/.test(name) && value !== "king",
    );
    for (const [name, value] of typed) {
      const kept = held(got).some(([key, shown]) => key === name && shown.trim() === value.trim());
      const chosen = got.tags.some(
        ({ name: tag, attributes }) =>
          tag === "option" && attributes["value"] === value && attributes["selected"] !== undefined,
      );
      expect([name, value, kept || chosen]).toEqual([name, value, true]);
    }
    if (step === "staff") expect(got.text).toContain(words("setup.passphrase.not-kept"));
  });
});

describe("on the way", () => {
  test("going back and asking for another language keep what was typed, wrong or not", async () => {
    const { ports } = memoryPorts(EMPTY);
    const web = publicWeb(ports);
    const typed = but(CENTRE, "handle", "Bad Handle");
    for (const [go, step] of [
      ["back", "code"],
      ["stay", "centre"],
    ] as const) {
      const got = await send(web, "/setup?lang=ar", [["step", "centre"], ["go", go], ...typed]);
      expect([go, got.status, shownStep(got)]).toEqual([go, 200, step]);
      expect(got.tags[0]?.attributes["lang"]).toBe("ar");
      expect(held(got)).toContainEqual(["handle", "Bad Handle"]);
      expect(held(got)).toContainEqual(["region.0", "Lebanon"]);
    }
  });

  test("going back from the passphrases does not carry them along", async () => {
    const { ports } = memoryPorts(EMPTY);
    for (const go of ["back", "stay"]) {
      const got = await send(publicWeb(ports), "/setup", [
        ["step", "staff"],
        ["go", go],
        ...CENTRE,
        ...TEXTS,
        ...STAFF,
      ]);
      expect(got.html).not.toContain(PASSPHRASE.trim());
      expect(held(got)).toContainEqual(["staff.0.name", "first"]);
    }
  });

  test("a handle that was taken meanwhile is told where it was chosen", async () => {
    const { ports } = memoryPorts(EMPTY, {
      centreCommands: { updateCentre, setUp: () => Promise.resolve(err({ type: "handle taken" })) },
    });
    const got = await send(publicWeb(ports), "/setup?lang=en", at("staff", CENTRE, TEXTS, STAFF));
    expect(shownStep(got)).toBe("centre");
    expect(got.text).toContain("in use already");
  });

  test("of two who set it up at once the second is told", async () => {
    const { ports } = memoryPorts(EMPTY, {
      centreCommands: { updateCentre, setUp: () => Promise.resolve(err({ type: "set up already" })) },
    });
    expect((await send(publicWeb(ports), "/setup", at("staff", CENTRE, TEXTS, STAFF))).status).toBe(410);
  });

  test("texts that a step carries along cannot break out of it", async () => {
    const { ports } = memoryPorts({ ...EMPTY });
    const got = await send(
      publicWeb(ports),
      "/setup",
      at("texts", CENTRE, but(TEXTS, "name.en", '"><script>alert(1)</script>')),
    );
    expect(got.tags.some(({ name }) => name === "script")).toBe(false);
    expect(held(got)).toContainEqual(["name.en", '"><script>alert(1)</script>']);
  });
});
