import { hundredths, trusted, type Audience, type Call, type ReceivedCallLine } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { allyLine, arrest, NOW, secretArrest, texts } from "../testing/fixtures.ts";
import { atTheDesk, uuid } from "../testing/writing.ts";

const desk = (id: string): string => `/desk/calls/${uuid(id)}`;
const peer = (name: string) => trusted.actor(`https://${name}.example/centres/${name}`);
const THEIRS = trusted.object("https://ana.example/calls/1");
const received: ReceivedCallLine = {
  call: {
    id: THEIRS,
    from: peer("ana"),
    urgency: "immediate",
    severity: "unknown",
    certainty: "unknown",
    exercise: false,
    status: "open",
    expires: NOW + 5000,
    published: NOW - 1000,
    needs: [
      {
        id: trusted.object(`${THEIRS}/needs/1`),
        intent: trusted.object(`${THEIRS}/needs/1#primary`),
        name: texts({ en: "Lawyers" }),
        type: "legal",
        quantity: hundredths(300),
        unit: "people",
        available: hundredths(200),
        until: NOW + 5000,
      },
    ],
  },
  item: {
    object: {
      id: THEIRS,
      kind: "call",
      type: "Note",
      attributedTo: peer("ana"),
      published: NOW - 1000,
      language: "en",
      text: "Urgent: Solidarity call · Our driver is held at the border",
      document: JSON.stringify({ id: THEIRS, type: "Note", content: "<p>Our driver is held at the border</p>" }),
      reach: "limited",
      local: false,
    },
    from: peer("ana"),
    fromName: "Hall of Ana",
    fromHandle: "@ana@ana.example",
    reason: "followed",
    received: NOW - 1000,
  },
};

async function scene(calls: readonly Call[] = [arrest, secretArrest]) {
  const made = await atTheDesk();
  made.world.calls = [...calls];
  made.world.allies = ["ana", "bo", "cy"].map((name) => allyLine(name));
  made.world.receivedCalls = [received];
  return made;
}

describe("the room of calls", () => {
  test("has ours, and what others ask for with what is still missing", async () => {
    const { browser } = await scene();
    const { html } = await browser.open("/desk/calls?lang=en");
    expect(html).toContain("Twelve organisers were arrested");
    expect(html).toContain("two workers hide in a church");
    expect(html).toContain("Our driver is held at the border");
    expect(html).toMatch(/<bdi>2<\/bdi> of <bdi>3<\/bdi> still missing/);
    expect(html).toContain("Hall of Ana");
  });

  test("teaches where there is nothing", async () => {
    const { browser, world } = await scene([]);
    world.receivedCalls = [];
    const { html } = await browser.open("/desk/calls?lang=en");
    expect(html).toContain("Nobody calls for help now");
    expect(html).toContain("You have called for nothing yet");
  });

  test("shows one of somebody else by itself", async () => {
    const { browser } = await scene();
    const page = await browser.open(`/desk/calls/received?id=${encodeURIComponent(THEIRS)}&lang=en`);
    expect(page.html).toContain("Lawyers");
    expect(page.html).toContain("ana.example");
    expect((await browser.open("/desk/calls/received?id=https://x.example/1")).status).toBe(404);
  });
});

describe("one of ours", () => {
  test("says who may read it, has short texts in each language with what they cost, and what happened to it", async () => {
    const { browser } = await scene();
    const open = await browser.open(`${desk(arrest.id)}?lang=en`);
    expect(open.html).toContain("For: everybody");
    expect(open.html.match(/<textarea[^>]*readonly/g)).toHaveLength(6);
    expect(open.html).toMatch(/As a short message: one part, GSM-7/);
    expect(open.html).toMatch(/As a short message: \d parts, UCS-2/);
    expect(open.html).toContain("secret-editor");
    const limited = await browser.open(`${desk(secretArrest.id)}?lang=en`);
    expect(limited.html).toContain("For: all allies");
    expect(limited.html).toContain("Hall of ana, Hall of bo, Hall of cy");
    expect(limited.html).not.toContain("See it in public");
  });

  test("is closed with a report back, and not without", async () => {
    const { browser, world } = await scene();
    const path = `${desk(arrest.id)}/close`;
    const page = await browser.open(`${path}?lang=en`);
    const refused = await browser.submit(page, path, { outcome: "met" });
    expect(refused.html).toContain("Say in English what came of it.");
    expect(world.done).toEqual([]);
    await browser.submit(page, path, {
      outcome: "met",
      "report.en": "All are free.",
      "report.es": "Libres.",
    });
    expect(world.done).toEqual([`close ${arrest.id} by mina`]);
    expect(world.calls.find(({ id }) => id === arrest.id)).toMatchObject({
      status: "met",
      closing: { text: { en: "All are free.", es: "Libres." } },
    });
  });

  test("is withdrawn after a question that says that copies remain", async () => {
    const { browser, world } = await scene();
    const path = `${desk(secretArrest.id)}/safe`;
    const page = await browser.open(`${path}?lang=en`);
    expect(page.html).toContain("Copies may remain");
    expect(world.done).toEqual([]);
    const after = await browser.submit(page, path);
    expect(world.done).toEqual([`withdraw ${secretArrest.id} by mina`]);
    expect(after.html).toContain("It says nothing any more");
    expect(after.html).not.toContain("safe?");
  });

  test("goes to fewer, and to nobody else", async () => {
    const { browser, world } = await scene();
    const path = `${desk(secretArrest.id)}/narrow`;
    const page = await browser.open(`${path}?lang=en`);
    expect((await browser.submit(page, path)).html).toContain("Choose at least one ally.");
    await browser.submit(page, path, { audience: peer("bo") });
    const audience: Audience = { type: "named", actors: [peer("bo")] };
    expect(world.calls.find(({ id }) => id === secretArrest.id)?.audience).toEqual(audience);
    const again = await browser.open(`${path}?lang=en`);
    expect(again.html).toContain("Hall of bo");
    expect(again.html).not.toContain("Hall of ana");
    const forged = await browser.submit(again, path, { audience: peer("ana") });
    expect(forged.html).toContain("not said to more");
    expect(world.calls.find(({ id }) => id === secretArrest.id)?.audience).toEqual(audience);
  });

  test("what was public stays so", async () => {
    const { browser } = await scene();
    const page = await browser.open(`${desk(arrest.id)}/narrow?lang=en`);
    expect(page.html).toContain("cannot be made a secret again");
    expect(page.html).not.toContain("Only these from now on");
  });

  test("asks for the report that is missing when the calendar has ended it", async () => {
    const { browser } = await scene([{ ...arrest, status: "ended" }]);
    const page = await browser.open(`${desk(arrest.id)}?lang=en`);
    expect(page.html).toContain("nobody has said what came of it");
  });

  test("is deleted after a question", async () => {
    const { browser, world } = await scene();
    const path = `${desk(arrest.id)}/delete`;
    const page = await browser.open(`${path}?lang=en`);
    expect(page.html).toContain("Delete this call?");
    const after = await browser.submit(page, path);
    expect(world.done).toEqual([`delete ${arrest.id} by mina`]);
    expect(after.path).toContain("/desk/calls");
  });

  test("is shown to whoever reads what arrived, and changed by editors alone", async () => {
    const { browser, world } = await scene([{ ...arrest, text: texts({ en: "Held" }) }]);
    await browser.signIn("hala");
    const page = await browser.open(`${desk(arrest.id)}?lang=en`);
    expect(page.html).toContain("Held");
    expect(page.html).not.toContain(`${desk(arrest.id)}/safe`);
    expect(world.calls[0]?.needs[0]?.available).toBe(hundredths(100));
  });
});

describe("a campaign's page at the desk", () => {
  test("has short texts of it, and its calls", async () => {
    const { browser } = await scene();
    const { html } = await browser.open("/desk/campaigns/payup2026?lang=en");
    expect(html).toContain("Twelve organisers were arrested");
    expect(html.match(/<textarea[^>]*readonly/g)?.length).toBeGreaterThan(3);
    expect(html).toContain("https://hall.example/campaigns/payup2026");
  });
});
