import { languagesOf } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { readHtml } from "../../testing/read-html.ts";
import { atTheDesk, boxes, CAMPAIGN, follower, formPath } from "../../testing/writing.ts";

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
