import * as fc from "fast-check";
import { DAY, region } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { formOf } from "../../testing/browser.ts";
import { PASSPHRASE } from "../../testing/memory-staff-desk.ts";
import { met, payUp, rally } from "../../testing/fixtures.ts";
import { readHtml } from "../../testing/read-html.ts";
import { atTheDesk, boxes, CAMPAIGN, formPath, uuid } from "../../testing/writing.ts";

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
