import { DAY, trusted, type Call } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { allyLine, arrest, NOW } from "../../testing/fixtures.ts";
import { atTheDesk, boxes, formPath, uuid } from "../../testing/writing.ts";
import { INTERFACE_LANGUAGES } from "../../words/words.ts";
import { TEMPLATES } from "./templates.ts";

const peer = (name: string) => trusted.actor(`https://${name}.example/centres/${name}`);

async function scene() {
  const made = await atTheDesk();
  made.world.calls = [];
  made.world.allies = ["ana", "bo"].map((name) => allyLine(name, { name }));
  return made;
}

/** As much as a call needs besides what a template fills in. */
const CALL = {
  "text.en": "Twelve organisers were arrested.",
  "need.3.quantity": "4000.50",
  "need.3.currency": "usd",
  audience: "allies",
  recognisable: "yes",
  asked: "2026-11-24",
  "asked-language": "id",
  "asked-how": "in person",
};

async function begin(fill: Record<string, string> = {}, template = "arrest") {
  const made = await scene();
  const form = await made.browser.open(`/desk/write/call?template=${template}&lang=en`);
  const next = await made.browser.submit(form, formPath(form), { ...CALL, ...fill, do: "preview" });
  return { ...made, form, next };
}

describe("what one begins with", () => {
  test("is chosen from what mostly happens", async () => {
    const { browser } = await scene();
    const { html } = await browser.open("/desk/calls/new?campaign=payup2026&lang=en");
    for (const template of [...TEMPLATES, "blank"]) {
      expect(html).toContain(`/desk/write/call?template=${template}&amp;campaign=payup2026`);
    }
  });

  test.each(TEMPLATES.flatMap((template) => INTERFACE_LANGUAGES.map((language) => [template, language] as const)))(
    "%s has its needs in the reader's language (%s)",
    async (template, language) => {
      const { browser } = await scene();
      const form = await browser.open(`/desk/write/call?template=${template}&lang=${language}`);
      const typed = boxes(form);
      expect(typed["language"]).toBe(language);
      const rows = Number(typed["need.rows"]);
      expect(rows).toBeGreaterThanOrEqual(3);
      for (let row = 0; row < rows; row += 1) expect(typed[`need.${row}.name.${language}`]).toMatch(/\S{3}/);
      expect(typed["expires.date"]).toMatch(/^2026-1[12]-\d\d$/);
    },
  );

  test("is nothing but an hour where none of it fits", async () => {
    const { browser } = await scene();
    const form = await browser.open("/desk/write/call?template=blank&lang=en");
    expect(boxes(form)).toMatchObject({ "need.rows": "1", urgency: "immediate", exercise: "no" });
  });
});

describe("before a call goes out", () => {
  test("the page says to whom, and that copies cannot be called back", async () => {
    const { next, world } = await begin();
    expect(next.path).toMatch(/\/preview/);
    expect(next.html).toContain("Send to 2 allies");
    expect(next.html).toMatch(/It is sent to 2 allies, and nobody else can read it: <bdi>ana, bo<\/bdi>/);
    expect(next.html).toContain("Copies cannot be called back");
    expect(next.html).not.toContain("For readers on Mastodon");
    expect(next.html).not.toContain("in person");
    expect(world.done).toEqual([]);
  });

  test("it is sent by that one button, with exact quantities and the consent kept here", async () => {
    const { next, browser, world, form } = await begin();
    const sent = await browser.submit(next, `${formPath(form)}/publish`);
    const [call] = world.calls;
    expect(sent.path).toContain(`/desk/calls/${uuid(call?.id ?? "")}`);
    expect(call).toMatchObject({
      urgency: "immediate",
      audience: { type: "allies" },
      recognisable: true,
      consent: { asked: "2026-11-24", language: "id", how: "in person", audience: { type: "allies" } },
      needs: [
        { type: "legal", quantity: 200, unit: "people" },
        { type: "interpreter" },
        { type: "observer" },
        { type: "money", quantity: 400_050, unit: "USD", available: 400_050 },
      ],
    });
    expect(call?.expires).toBeGreaterThan(NOW + DAY);
  });

  test("one for everybody says so, and shows what Mastodon shows", async () => {
    const { next } = await begin({ audience: "public" });
    expect(next.html).toContain("everyone on the web");
    expect(next.html).toContain("For readers on Mastodon");
  });

  test("some allies are named", async () => {
    const { next } = await begin({ audience: "named", "audience.named": peer("bo") });
    expect(next.html).toContain("Send to one ally");
  });
});

describe("it is not looked at, and nothing that was typed is lost,", () => {
  test.each<[string, Record<string, string>, string]>([
    [
      "without a word on those who can be recognised",
      { recognisable: "" },
      "Say whether any worker can be recognised.",
    ],
    ["where they can be and nobody was asked", { asked: "" }, "say when they were asked"],
    ["where they said yes to fewer", { audience: "public", "asked-for": "allies" }, "They said yes to fewer people"],
    ["where a drill would be public", { exercise: "yes", audience: "public" }, "A drill is never public"],
    ["without an audience", { audience: "" }, "Say who may read it."],
    ["where nobody is named", { audience: "named" }, "Choose at least one ally."],
    ["without an end", { "expires.date": "", "expires.time": "" }, "Say until when"],
    ["with an end that has gone by", { "expires.date": "2026-11-01" }, "This has gone by."],
    ["with an end in a year", { "expires.date": "2027-11-01" }, "lasts for three months at most"],
    ["without a text", { "text.en": "" }, "The text is needed in English"],
    ["with a quantity that is none", { "need.0.quantity": "-3" }, "Write how much of need 1"],
    ["with half a lawyer", { "need.0.quantity": "2.5" }, "Need 1: money needs its currency"],
    ["with money in no currency", { "need.3.currency": "" }, "Need 4: money needs its currency"],
    ["with beds in dollars", { "need.0.unit": "money" }, "Need 1: money needs its currency"],
    ["with a need without a name", { "need.1.name.en": "" }, "Say in English what need 2 is."],
  ])("%s", async (_, fill, sentence) => {
    const { next, world } = await begin(fill);
    expect(next.html).toContain(sentence);
    expect(boxes(next)["text.en"]).toBe(fill["text.en"] ?? CALL["text.en"]);
    expect(world.done).toEqual([]);
    expect([...world.works.values()]).toMatchObject([{ kind: "call" }]);
  });
});

describe("quantities", () => {
  test("may be typed in digits of any script", async () => {
    const { next, browser, world, form } = await begin({ "need.0.quantity": "٣", "need.3.quantity": "٤٠٠٠٫٥" });
    await browser.submit(next, `${formPath(form)}/publish`);
    expect(world.calls[0]?.needs.map(({ quantity }) => quantity)).toEqual([300, 100, 200, 400_050]);
  });
});

describe("a change", () => {
  const limited: Call = { ...arrest, audience: { type: "allies" } };

  async function changing() {
    const made = await scene();
    made.world.calls = [limited];
    const form = await made.browser.open(`/desk/write/call?of=${uuid(arrest.id)}&lang=en`);
    return { ...made, form };
  }

  test("begins with what stands there, and closes a need instead of taking it out", async () => {
    const { form, browser, world } = await changing();
    const typed = boxes(form);
    expect(typed).toMatchObject({
      "need.1.quantity": "4000",
      "need.1.currency": "USD",
      audience: "allies",
      recognisable: "yes",
      asked: "2026-11-24",
      "asked-for": "public",
    });
    expect(form.html).not.toContain("remove-need-0");
    const preview = await browser.submit(form, formPath(form), { "need.0.closed": "yes", do: "preview" });
    expect(preview.html).toContain("Send the change to 2 allies");
    await browser.submit(preview, `${formPath(form)}/publish`);
    expect(world.done).toEqual([`update ${arrest.id} by mina`]);
    expect(world.calls[0]?.needs[0]?.closed).toBe(NOW);
    expect(world.calls[0]?.needs[1]).toMatchObject({ available: 160_000 });
    expect(world.calls[0]?.needs[1]).not.toHaveProperty("closed");
  });

  test("that would tell more people, or ask for less than is accepted, is refused before it goes out", async () => {
    const { form, browser } = await changing();
    const wider = await browser.submit(form, formPath(form), { audience: "public", do: "preview" });
    expect(wider.html).toContain("not said to more");
    const less = await browser.submit(form, formPath(form), { "need.1.quantity": "100", do: "preview" });
    expect(less.html).toContain("2400 are accepted already");
  });

  test("of one that is over cannot be begun", async () => {
    const { browser, world } = await changing();
    world.calls = [{ ...limited, status: "met" }];
    expect((await browser.open(`/desk/write/call?of=${uuid(arrest.id)}`)).status).toBe(404);
  });
});
