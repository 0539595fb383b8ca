import * as fc from "fast-check";
import { DAY, languagesOf, region, trusted, type FollowLine } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { createWeb } from "../../create-web.ts";
import { Browser, formOf, type Opened } from "../../testing/browser.ts";
import { deskPorts, PASSPHRASE } from "../../testing/desk-ports.ts";
import { centre, met, payUp, rally } from "../../testing/fixtures.ts";
import { readHtml } from "../../testing/read-html.ts";

async function atTheDesk() {
  const made = deskPorts();
  const browser = new Browser(createWeb(made.ports));
  await browser.signIn("mina");
  return { ...made, browser };
}

const uuid = (id: string): string => id.split("/").at(-1) ?? "";
/** The form for writing stands at the address that it is sent to. */
const formPath = (page: Opened): string => page.path.split("?")[0] ?? "";
const boxes = (page: Opened): Record<string, string> => Object.fromEntries(formOf(page, formPath(page)).entries);

const CAMPAIGN = {
  "name.en": "Passports back",
  handle: "passports-back",
  "summary.en": "An employer who keeps a passport keeps a person.\n\nIt is against the law.",
  "demand.0.en": "Give the passports back by 1 March",
  "target.0.name": 'Agency <One> & "Sons"',
  "target.0.role": "recruiter",
};

describe("writing a campaign", () => {
  test("from the empty form over the preview to the public", async () => {
    const { browser, world } = await atTheDesk();
    world.followers = [...[1, 2, 2, 3].map(follower), { ...follower(4), state: "ended" }];
    const form = await browser.open("/desk/write/campaign");
    const preview = await browser.submit(form, formPath(form), { ...CAMPAIGN, do: "preview" });
    expect(preview.path).toMatch(/\/preview$/);
    expect(preview.html).toContain("It is sent to your 3 followers, and everyone on the web can see it.");
    expect(preview.html).toContain("Copies cannot be called back.");
    expect(preview.html).toContain("Publish to 3 followers and the web");
    expect(preview.html).toContain("Agency &lt;One&gt; &amp; &quot;Sons&quot;");
    expect(preview.html).toContain("For readers on Mastodon");
    const published = await browser.submit(preview, `${formPath(form)}/publish`);
    expect(published.path).toBe("/desk/campaigns/passports-back?said=published-campaign");
    expect(world.done).toEqual(["publish https://hall.example/campaigns/passports-back by mina"]);
    expect(world.works.size).toBe(0);
    expect(world.campaigns.at(-1)).toMatchObject({
      name: { en: "Passports back" },
      demands: [{ en: "Give the passports back by 1 March" }],
      targets: [{ name: 'Agency <One> & "Sons"', role: "recruiter" }],
      starts: "2026-11-24",
      ends: "2027-02-24",
    });
  });

  test("says everything that is wrong at once, at its boxes, and keeps what was typed", async () => {
    const { browser, world } = await atTheDesk();
    const form = await browser.open("/desk/write/campaign");
    const wrong = {
      handle: "No Spaces!",
      ends: "31.31.2027",
      "target.0.url": "not an address",
      "region.0": "Atlantis",
      "sectors-more": "Z99",
    };
    const page = await browser.submit(form, formPath(form), { ...wrong, do: "preview" });
    expect(page.status).toBe(422);
    expect(boxes(page)).toMatchObject(wrong);
    const { tags } = readHtml(page.html);
    const links = tags
      .filter(({ name, attributes }) => name === "a" && attributes["href"]?.startsWith("#f-"))
      .map(({ attributes }) => attributes["href"]?.slice(1));
    expect(links).toEqual(
      expect.arrayContaining([
        "f-name-en",
        "f-handle",
        "f-summary-en",
        "f-ends",
        "f-target-0-url",
        "f-target-0-name",
        "f-region-0",
        "f-sectors-more",
      ]),
    );
    for (const id of links) {
      const box = tags.find(({ attributes }) => attributes["id"] === id);
      expect(box?.attributes["aria-invalid"]).toBe("true");
      expect(box?.attributes["aria-describedby"]).toContain(`${id}-error`);
    }
    expect([...world.works.values()][0]?.fields).toMatchObject(wrong);
    expect(world.done).toEqual([]);
  });

  test("needs a demand and an addressee", async () => {
    const { browser } = await atTheDesk();
    const form = await browser.open("/desk/write/campaign");
    const noDemand = await browser.submit(form, formPath(form), { ...CAMPAIGN, "demand.0.en": "", do: "preview" });
    expect(noDemand.html).toContain("Say at least one thing that you demand.");
    const noTarget = await browser.submit(form, formPath(form), { ...CAMPAIGN, "target.0.name": "", do: "preview" });
    expect(noTarget.html).toContain("Say of whom you demand it");
  });

  test("names the row in which a demand lacks the language of the campaign", async () => {
    const { browser } = await atTheDesk();
    let page = await browser.open("/desk/write/campaign");
    page = await browser.submit(page, formPath(page), { ...CAMPAIGN, do: "add-demand" });
    page = await browser.submit(page, formPath(page), { do: "add-demand" });
    page = await browser.submit(page, formPath(page), { "demand.2.ar": "أعيدوا الجوازات", do: "preview" });
    expect(page.html).toContain("Demand 3 is missing in English");
    expect(page.html).toContain('href="#f-demand-2-en"');
  });

  test("takes days in digits of other scripts", async () => {
    const { browser, world } = await atTheDesk();
    const form = await browser.open("/desk/write/campaign");
    const preview = await browser.submit(form, formPath(form), {
      ...CAMPAIGN,
      starts: "٢٠٢٦-١٢-٠١",
      ends: "২০২৭/০২/২৮",
      do: "preview",
    });
    await browser.submit(preview, `${formPath(form)}/publish`);
    expect(world.campaigns.at(-1)).toMatchObject({ starts: "2026-12-01", ends: "2027-02-28" });
  });

  test("a language more has its boxes, and what stood in the others stays", async () => {
    const { browser, world } = await atTheDesk();
    let page = await browser.open("/desk/write/campaign");
    page = await browser.submit(page, formPath(page), { ...CAMPAIGN, "add-language": "ne", do: "add-language" });
    expect(boxes(page)).toMatchObject({ ...CAMPAIGN, "name.ne": "", "demand.0.ne": "" });
    page = await browser.submit(page, formPath(page), { "add-language-tag": "ku-arab", do: "add-language" });
    page = await browser.submit(page, formPath(page), {
      "name.ku-Arab": "پاسپۆرت",
      "translator.ku-Arab": "Rojin",
      do: "preview",
    });
    expect(page.html).toContain("Rojin");
    await browser.submit(page, page.path.replace("/preview", "/publish"));
    expect(world.campaigns.at(-1)).toMatchObject({
      name: { en: "Passports back", "ku-Arab": "پاسپۆرت" },
      translators: { "ku-Arab": "Rojin" },
    });
  });

  test("what is no language is refused, and comes back", async () => {
    const { browser } = await atTheDesk();
    const form = await browser.open("/desk/write/campaign");
    const page = await browser.submit(form, formPath(form), {
      "name.en": "x",
      "add-language-tag": "not a tag!",
      do: "add-language",
    });
    expect(page.status).toBe(422);
    expect(boxes(page)).toMatchObject({ "name.en": "x", "add-language-tag": "not a tag!" });
  });

  test("the language that it is written in comes first", async () => {
    const { browser, world } = await atTheDesk();
    const form = await browser.open("/desk/write/campaign");
    const both = { "name.ar": "الجوازات", "summary.ar": "نريدها", "demand.0.ar": "أعيدوها" };
    const preview = await browser.submit(form, formPath(form), { ...CAMPAIGN, ...both, language: "ar", do: "preview" });
    await browser.submit(preview, `${formPath(form)}/publish`);
    const campaign = world.campaigns.at(-1);
    expect(
      [campaign?.name, campaign?.summary, campaign?.demands[0]].map((texts) => languagesOf(texts ?? {})[0]),
    ).toEqual(["ar", "ar", "ar"]);
  });
});

const follower = (number: number): FollowLine => ({
  id: trusted.actor(`https://s${number}.example/a`),
  handle: `@a@s${number}.example`,
  name: "A",
  state: "accepted",
  since: 0,
  ours: centre.id,
});

describe("rows", () => {
  test("are added and taken away with everything that stands in the others", async () => {
    const { browser } = await atTheDesk();
    let page = await browser.open("/desk/write/campaign");
    page = await browser.submit(page, formPath(page), { ...CAMPAIGN, do: "add-demand" });
    page = await browser.submit(page, formPath(page), { "demand.1.en": "second", do: "add-demand" });
    page = await browser.submit(page, formPath(page), { "demand.2.en": "third", do: "add-target" });
    page = await browser.submit(page, formPath(page), { "target.1.name": "B", do: "remove-demand-1" });
    expect(boxes(page)).toMatchObject({
      ...CAMPAIGN,
      "demand.1.en": "third",
      "target.1.name": "B",
      "demand.rows": "2",
    });
    expect(boxes(page)).not.toHaveProperty(["demand.2.en"]);
    page = await browser.submit(page, formPath(page), { do: "remove-target-0" });
    expect(boxes(page)).toMatchObject({ "target.0.name": "B", "target.rows": "1" });
  });
});

describe("work in progress", () => {
  test("is kept at every sending, and goes on from where it was", async () => {
    const { browser, world } = await atTheDesk();
    const form = await browser.open("/desk/write/campaign");
    const kept = await browser.submit(form, formPath(form), { ...CAMPAIGN, do: "save" });
    expect(kept.html).toContain("Kept. Nothing has been sent.");
    const list = await browser.open("/desk/campaigns");
    expect(list.html).toContain("Passports back");
    expect(boxes(await browser.open(formPath(form)))).toMatchObject(CAMPAIGN);
    expect([...world.works.values()]).toMatchObject([{ kind: "campaign", by: "mina" }]);
    expect(world.done).toEqual([]);
  });

  test("comes back after the session has ended while it was written", async () => {
    const { browser, world } = await atTheDesk();
    const form = await browser.open("/desk/write/campaign");
    world.sessions.clear();
    const asked = await browser.submit(form, formPath(form), { ...CAMPAIGN, do: "preview" });
    const back = await browser.submit(asked, "/desk/sign-in", { name: "mina", passphrase: PASSPHRASE });
    expect(Object.fromEntries(formOf(back, formPath(form)).entries)).toMatchObject(CAMPAIGN);
    const preview = await browser.submit(back, formPath(form), { do: "preview" });
    expect(preview.path).toMatch(/\/preview$/);
  });

  test("of one kind cannot be opened, kept or published as another", async () => {
    const { browser, world } = await atTheDesk();
    const form = await browser.open("/desk/write/campaign");
    await browser.submit(form, formPath(form), { ...CAMPAIGN, do: "save" });
    const other = formPath(form).replace("campaign", "post");
    const csrf = [...world.sessions.values()][0]?.csrf ?? "";
    expect((await browser.open(other)).status).toBe(404);
    expect((await browser.open(`${other}/preview`)).status).toBe(404);
    expect(
      (
        await browser.send(other, [
          ["csrf", csrf],
          ["do", "save"],
        ])
      ).status,
    ).toBe(404);
    expect((await browser.send(`${other}/publish`, [["csrf", csrf]])).status).toBe(404);
    expect([...world.works.values()]).toMatchObject([{ kind: "campaign", fields: CAMPAIGN }]);
  });

  test("is thrown away only after a question", async () => {
    const { browser, world } = await atTheDesk();
    const form = await browser.open("/desk/write/post");
    await browser.submit(form, formPath(form), { "text.en": "Half a thought", do: "save" });
    const question = await browser.open(`${formPath(form)}/throw-away`);
    expect(question.html).toContain("Half a thought");
    expect(world.works.size).toBe(1);
    await browser.submit(question, `${formPath(form)}/throw-away`);
    expect(world.works.size).toBe(0);
  });
});

describe("publishing", () => {
  async function looked() {
    const made = await atTheDesk();
    const form = await made.browser.open("/desk/write/post?campaign=payup2026");
    const preview = await made.browser.submit(form, formPath(form), {
      "text.en": "We won.",
      tags: "#PayUp #تعويض",
      do: "preview",
    });
    return { ...made, preview, path: formPath(form) };
  }

  test("two presses of the button publish once", async () => {
    const { browser, world, preview, path } = await looked();
    const both = await Promise.all([1, 2, 3].map(() => browser.submit(preview, `${path}/publish`)));
    expect(world.done).toHaveLength(1);
    expect(new Set(both.map((page) => page.path)).size).toBe(1);
    expect(world.posts[0]).toMatchObject({ text: { en: "We won." }, tags: ["PayUp", "تعويض"], campaign: payUp.id });
  });

  test("a button that comes too late leads to the list and publishes nothing", async () => {
    const { browser, world, preview, path } = await looked();
    await browser.submit(preview, `${path}/publish`);
    const late = await browser.submit(preview, `${path}/publish`);
    expect(late.path).toBe("/desk/campaigns");
    expect(world.done).toHaveLength(1);
  });

  test("what somebody else has changed since it was looked at has to be looked at again", async () => {
    const { browser, world, seen, preview, path } = await looked();
    seen.now += 1000;
    await browser.submit(await browser.open(path), path, { "text.en": "We lost.", do: "save" });
    const page = await browser.submit(preview, `${path}/publish`);
    expect(page.status).toBe(422);
    expect(page.html).toContain("Somebody has changed it since you looked at it.");
    expect(page.html).toContain("We lost.");
    expect(world.done).toEqual([]);
  });

  test("what has become wrong since it was looked at is refused, and stays", async () => {
    const { browser, world, seen } = await atTheDesk();
    const form = await browser.open("/desk/write/campaign");
    const preview = await browser.submit(form, formPath(form), { ...CAMPAIGN, ends: "2026-12-24", do: "preview" });
    seen.now += 60 * DAY;
    const page = await browser.submit(preview, `${formPath(form)}/publish`);
    expect(page.status).toBe(422);
    expect(page.html).toContain("Its last day has gone by already.");
    expect(boxes({ ...page, path: formPath(form) })).toMatchObject(CAMPAIGN);
    expect(world.done).toEqual([]);
  });

  test("what is refused at the last moment stays as it was, with the reason at its box", async () => {
    const { browser, world, preview, path } = await looked();
    world.publishRefused = { type: "campaign closed", name: "payup2026" };
    const page = await browser.submit(preview, `${path}/publish`);
    expect(page.status).toBe(422);
    expect(page.html).toContain('href="#f-campaign"');
    expect(page.html).toContain("We won.");
    expect(world.works.size).toBe(1);
  });
});

describe("changing what is out", () => {
  test.each([
    ["campaign", "payup2026", payUp.id, { "name.en": "Pay us" }],
    ["post", uuid(met.id), met.id, { "text.en": "Thirteen of 43" }],
    ["action", uuid(rally.id), rally.id, { "name.en": "At the other shop" }],
  ])("a published %s keeps everything that is not touched", async (kind, name, id, fill) => {
    const { browser, world } = await atTheDesk();
    const before = [...world.campaigns, ...world.posts, ...world.actions].find((one) => one.id === id);
    const form = await browser.open(`/desk/write/${kind}?of=${name}`);
    const preview = await browser.submit(form, formPath(form), { do: "preview", ...fill });
    expect(preview.html).toContain("everybody who ever got the old one");
    const after = await browser.submit(preview, `${formPath(form)}/publish`);
    expect(after.path).toContain("said=changed");
    expect(world.done).toEqual([`update ${id} by mina`]);
    const now = [...world.campaigns, ...world.posts, ...world.actions].find((one) => one.id === id);
    const [box = "", value] = Object.entries(fill)[0] ?? [];
    const field = box.split(".")[0] ?? "";
    const changed = { ...before, [field]: { ...(before as unknown as Record<string, object>)[field], en: value } };
    expect({ ...now, updated: 0, log: [], sequence: 0 }).toEqual({ ...changed, updated: 0, log: [], sequence: 0 });
  });

  test("a campaign in more places than the form first offers keeps them all", async () => {
    const { browser, world } = await atTheDesk();
    const empty = await browser.open("/desk/write/campaign");
    expect(Object.keys(boxes(empty)).filter((name) => name.startsWith("region."))).toHaveLength(3);
    const regions = ["ID", "LB", "LB-BA", "HK", "ES"].flatMap((code) => region(code) ?? []);
    world.campaigns = world.campaigns.map((one) => (one.id === payUp.id ? { ...one, regions } : one));
    const form = await browser.open("/desk/write/campaign?of=payup2026");
    const preview = await browser.submit(form, formPath(form), { do: "preview" });
    await browser.submit(preview, `${formPath(form)}/publish`);
    expect(world.campaigns.find(({ id }) => id === payUp.id)?.regions).toEqual(regions);
  });

  test("what is not there cannot be changed", async () => {
    const { browser } = await atTheDesk();
    for (const kind of ["campaign", "post", "action"]) {
      expect((await browser.open(`/desk/write/${kind}?of=nothing`)).status).toBe(404);
    }
  });
});

describe("an action", () => {
  const RALLY = {
    campaign: "payup2026",
    type: "rally",
    "name.en": "At the gate",
    "text.en": "Bring signs.",
    "starts.date": "2026-11-28",
    "starts.time": "8:00",
    "ends.date": "٢٠٢٦-١١-٢٨",
    "ends.time": "١١:٣٠",
    timezone: "America/Los_Angeles",
    "place.name": "Gate 3",
    url: "sign.example/here",
  };

  test("happens on the clocks of its place", async () => {
    const { browser, world } = await atTheDesk();
    const form = await browser.open("/desk/write/action");
    const preview = await browser.submit(form, formPath(form), { ...RALLY, do: "preview" });
    expect(preview.html).toContain("Gate 3");
    await browser.submit(preview, `${formPath(form)}/publish`);
    expect(world.actions.at(-1)).toMatchObject({
      starts: Date.parse("2026-11-28T16:00:00Z"),
      ends: Date.parse("2026-11-28T19:30:00Z"),
      place: { name: "Gate 3" },
      url: "https://sign.example/here",
    });
  });

  test.each([
    [{ "starts.date": "" }, "f-starts-date"],
    [{ "starts.time": "26:00" }, "f-starts-time"],
    [{ "starts.date": "", "starts.time": "" }, "f-starts-date"],
    [{ "ends.time": "07:00" }, "f-ends-date"],
    [{ "place.name": "" }, "f-place-name"],
    [{ url: "two words" }, "f-url"],
    [{ campaign: "sundays" }, "f-campaign"],
    [{ campaign: "nothing" }, "f-campaign"],
    [{ timezone: "Mars/Olympus" }, "f-timezone"],
  ])("%j is refused at %s", async (change, id) => {
    const { browser } = await atTheDesk();
    const form = await browser.open("/desk/write/action");
    const page = await browser.submit(form, formPath(form), { ...RALLY, ...change, do: "preview" });
    expect(page.status).toBe(422);
    expect(page.html).toContain(`href="#${id}"`);
    expect(page.html).toContain(`id="${id}"`);
  });
});

describe("whatever is typed", () => {
  const typed = fc.string({
    unit: fc.oneof(fc.constantFrom("<", ">", "&", '"', "'", "`", "\n", "{", "م", "​"), fc.constantFrom(..."abc ٣")),
    maxLength: 40,
  });

  test.each(["campaign", "post", "action"])(
    "into the form for writing a %s comes back as it was, refused or kept",
    async (kind) => {
      const { browser } = await atTheDesk();
      const form = await browser.open(`/desk/write/${kind}`);
      const names = Object.keys(boxes(form)).filter(
        (name) => !/^(?:csrf|do|of|languages?|add-language|campaign|type|timezone|.*\.(?:rows|role))$/.test(name),
      );
      expect(names.length).toBeGreaterThan(5);
      await fc.assert(
        fc.asyncProperty(
          fc.array(typed, { minLength: names.length, maxLength: names.length }),
          fc.constantFrom("preview", "save"),
          async (values, doing) => {
            const fill = Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""]));
            const page = await browser.submit(form, formPath(form), { ...fill, do: doing });
            if (page.path.endsWith("/preview")) return;
            expect(boxes(page)).toMatchObject(fill);
            expect(() => readHtml(page.html)).not.toThrow();
            expect(boxes(await browser.open(formPath(form)))).toMatchObject(fill);
          },
        ),
        { numRuns: 25 },
      );
    },
  );
});
