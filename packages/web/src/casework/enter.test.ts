import { drafts } from "@commonhall/vault";
import { describe, expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { sayIn as sayIntake } from "../intake/words/say.ts";
import { Browser, formOf, OWN } from "../testing/browser.ts";
import { deskPorts } from "../testing/desk-ports.ts";
import { member, PASSPHRASE } from "../testing/memory-staff-desk.ts";

function node() {
  const made = deskPorts();
  return { ...made, browser: new Browser(createWeb(made.ports)) };
}

describe("a helper", () => {
  test("types a report in, hands the code over, and sees nothing of it again", async () => {
    const { browser, sealed } = node();
    await browser.signIn("hala");
    const page = await browser.open("/desk/enter");
    // The advice to read out, in every language that workers are asked in.
    expect(page.html).toContain(sayIntake("ne")("advice.alone"));
    expect((await browser.submit(page, "/desk/enter")).html).toContain("Write down what happened");
    const sent = await browser.submit(page, "/desk/enter", {
      story: "No pay since May",
      language: "fil",
      contact: "never",
      code: "wanted",
    });
    expect(sent.html).toMatch(/\d{4} \d{4} \d{4} \d{4} \d{4}/);
    expect(sent.html).toContain(sayIntake("fil")("code.aloud"));
    expect(sent.html).not.toContain("No pay since May");
    expect(sealed.kept).toMatchObject([
      {
        intake: { story: "No pay since May", language: "fil", contact: { how: "never" }, consents: [] },
        how: { channel: "helper", code: "wanted", quarantined: false },
      },
    ]);
    const none = await browser.submit(page, "/desk/enter", { story: "No code wanted", code: "none" });
    expect(none.html).not.toMatch(/\d{4} \d{4} \d{4}/);
    expect((await browser.open("/desk/cases")).status).toBe(403);
  });

  test("hands in what the worker brought: five files of ten MB at most, and nothing typed is lost over them", async () => {
    const { browser, sealed } = node();
    await browser.signIn("hala");
    const page = await browser.open("/desk/enter");
    const send = async (...sizes: readonly number[]) => {
      const body = new FormData();
      for (const [name, value] of formOf(page, "/desk/enter").entries) if (name !== "files") body.append(name, value);
      body.set("story", "Typed with care");
      body.set("code", "none");
      for (const [index, size] of sizes.entries())
        body.append("files", new File([new Uint8Array(size)], `../${index}.jpg`));
      return browser.open("/desk/enter", { method: "POST", body, headers: OWN });
    };
    expect((await send(3, 2_000_000)).html).toContain("The report is sealed");
    expect(sealed.kept[0]?.intake.files.map(({ name, bytes }) => [name, bytes.length])).toEqual([
      ["0.jpg", 3],
      ["1.jpg", 2_000_000],
    ]);
    for (const [sizes, sentence] of [
      [[11 * 1024 * 1024, 1], "is larger than 10 MB."],
      [[1, 1, 1, 1, 1, 1], "There are more than five files."],
    ] as const) {
      const refused = await send(...sizes);
      expect(refused.status).toBe(422);
      expect(refused.html).toContain(sentence);
      expect(refused.html).toContain("Typed with care");
    }
    expect(sealed.kept).toHaveLength(1);
  });

  test("puts a report aside: nothing of it stands on the page, and only they take it up again", async () => {
    const { browser, sealed, ports, world } = node();
    await browser.signIn("hala");
    const page = await browser.open("/desk/enter");
    const typed = { story: "No pay since May", language: "ne", "contact-times": "after ten", go: "aside" };
    const aside = await browser.submit(page, "/desk/enter", typed);
    expect([aside.status, aside.headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect(aside.html).not.toMatch(/No pay since May|after ten/);
    expect(sealed.kept).toEqual([]);
    const again = await browser.submit(aside, "/desk/enter/take-up");
    const { entries } = formOf(again, "/desk/enter");
    expect(entries).toContainEqual(["story", "No pay since May"]);
    expect(entries).toContainEqual(["contact-times", "after ten"]);
    expect(entries).toContainEqual(["language", "ne"]);
    await browser.submit(again, "/desk/enter", { code: "none" });
    expect(sealed.kept).toMatchObject([{ intake: { story: "No pay since May", language: "ne" } }]);
    world.staff.push(member("huda", "helper"));
    const other = new Browser(createWeb(ports));
    await other.signIn("huda");
    const [csrf] = formOf(await other.open("/desk/enter"), "/desk/enter").entries.filter(([name]) => name === "csrf");
    const d = formOf(aside, "/desk/enter/take-up").entries.filter(([name]) => name === "d");
    const taken = await other.send("/desk/enter/take-up", [...(csrf === undefined ? [] : [csrf]), ...d]);
    expect(taken.html).toContain("What was put aside is no longer there");
    expect(taken.html).not.toContain("No pay since May");
  });

  test("takes nothing up once the keys of it are gone, and is told so", async () => {
    const { browser, sealed } = node();
    await browser.signIn("hala");
    const typed = { story: "No pay since May", go: "aside" };
    const aside = await browser.submit(await browser.open("/desk/enter"), "/desk/enter", typed);
    sealed.drafts = drafts(() => 0);
    const again = await browser.submit(aside, "/desk/enter/take-up");
    expect(again.html).toContain("What was put aside is no longer there");
    expect(again.html).not.toContain("No pay since May");
  });

  test("keeps what was put aside over a session that ended", async () => {
    const { browser, world } = node();
    await browser.signIn("hala");
    const typed = { story: "No pay since May", go: "aside" };
    const aside = await browser.submit(await browser.open("/desk/enter"), "/desk/enter", typed);
    world.sessions.clear();
    const asked = await browser.submit(aside, "/desk/enter/take-up");
    expect(asked.html).not.toContain("No pay since May");
    const signedIn = await browser.submit(asked, "/desk/sign-in", { name: "hala", passphrase: PASSPHRASE });
    const again = await browser.submit(signedIn, "/desk/enter/take-up");
    expect(formOf(again, "/desk/enter").entries).toContainEqual(["story", "No pay since May"]);
  });

  test("is told where nobody could open a report", async () => {
    const { browser, sealed } = node();
    sealed.state = { ...sealed.state, founded: false };
    await browser.signIn("hala");
    const { html } = await browser.open("/desk/enter");
    expect(html).toContain("There is no caseworker yet");
    expect(html).not.toContain('name="story"');
  });
});
