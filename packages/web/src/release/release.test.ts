import type { BulletinViews } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { Browser } from "../testing/browser.ts";
import { deskPorts } from "../testing/desk-ports.ts";
import { GONE_ID, GROUP_ID, OUT_ID, TABLE_ID } from "../testing/release-world.ts";

function node() {
  const made = deskPorts();
  const browser = new Browser(createWeb(made.ports));
  const unlock = async (name: string) => {
    await browser.signIn(name);
    return browser.submit(await browser.open("/desk/unlock"), "/desk/unlock", { passphrase: "right words" });
  };
  return { ...made, browser, unlock, room: made.sealed.release };
}

const text = (html: string): string =>
  html
    .replace(/^[\s\S]*<main/, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");

test.each(["prop", "appr"])("nobody sees a group before %s has unlocked", async (name) => {
  const { browser } = node();
  await browser.signIn(name);
  for (const path of ["/desk/releases", "/desk/releases/out"]) {
    const page = await browser.open(path);
    expect(page.html).toContain('name="passphrase"');
    expect(page.html).not.toContain("Withheld");
    expect(page.html).not.toContain("11–19");
  }
});

describe("a release day", () => {
  test("shows what allies will see, why it may be said, who has signed, and what was dropped", async () => {
    const { browser, unlock } = node();
    await unlock("prop");
    const page = await browser.open("/desk/releases");
    const words = text(page.html);
    for (const said of [
      "2 February 2027 at 09:00 UTC",
      "31 January 2027 at 09:00 UTC",
      "Goes to allies only",
      "11–19",
      "Needed this time 12",
      "Sign as the first of two",
      "Sign as the second of two",
      "fewer than 11",
      "somebody in it took a consent back",
      "cannot be called back",
    ])
      expect(words).toContain(said);
    expect(page.html).not.toContain(`value="${GONE_ID}"`);
  });

  test.each(["es", "ar"])("in %s, too", async (language) => {
    const { browser, unlock } = node();
    await unlock("prop");
    const english = text((await browser.open("/desk/releases")).html);
    const other = text((await browser.open(`/desk/releases?lang=${language}`)).html);
    expect(other).not.toEqual(english);
    for (const word of ["What allies", "Sign as", "Needed", "took a consent"]) expect(other).not.toContain(word);
  });

  test("is accepted or dropped, and nothing of it can be edited", async () => {
    const { browser, unlock, world } = node();
    await unlock("prop");
    const page = await browser.open("/desk/releases");
    expect(page.html.replace(/^[\s\S]*<main/, "")).not.toMatch(/<input [^>]*type="(?!hidden)|<textarea|<select/);
    const signed = await browser.submit(page, "/desk/releases/accept", { candidate: GROUP_ID });
    expect(signed.html).toContain("You have signed it.");
    const dropped = await browser.submit(signed, "/desk/releases/drop", { candidate: TABLE_ID });
    expect(dropped.html).toContain("it does not come back");
    expect(world.done).toEqual([`accept ${GROUP_ID}`, `drop ${TABLE_ID}`]);
  });

  test("that was not made yet offers to open the records, once", async () => {
    const { browser, unlock, room, world } = node();
    await unlock("appr");
    room.view = { ...room.view!, made: false, candidates: [] };
    const page = await browser.open("/desk/releases");
    await browser.submit(page, "/desk/releases/make");
    expect(world.done).toEqual(["make"]);
    room.view = { ...room.view, made: true };
    expect((await browser.open("/desk/releases")).html).toContain("Nothing can be said this time");
  });

  test.each([
    [{ type: "not the time", opens: 0, signBy: 86_400_000 }, "from 1 January 1970 at 00:00 UTC"],
    [{ type: "no policy" }, "has to set the figures"],
    [{ type: "clock" }, "clock of this machine has jumped"],
    [{ type: "changed" }, "Somebody changed the sealed file"],
    [{ type: "no right" }, "This is not your part"],
    [{ type: "not found" }, "It waits no longer"],
    [{ type: "signed before" }, "Nobody signs twice on one release day"],
    [{ type: "dropped" }, "It was dropped just now"],
  ] as const)("%j is said in words", async (refused, sentence) => {
    const { browser, unlock, room, world } = node();
    await unlock("appr");
    room.refused = refused;
    const page = await browser.submit(await browser.open("/desk/releases"), "/desk/releases/accept", {
      candidate: GROUP_ID,
    });
    expect([page.status, page.html.includes(sentence)]).toEqual([422, true]);
    expect(world.done).toEqual([]);
  });

  test("whoever has the part at the desk and not in the roster is told so", async () => {
    const { browser, unlock, room } = node();
    await unlock("prop");
    room.view = undefined;
    for (const path of ["/desk/releases", "/desk/releases/figures", "/desk/releases/out"]) {
      expect((await browser.open(path)).html).toContain("colleagues have signed in");
    }
  });
});

test("a room without figures asks for them, and offers nothing else", async () => {
  const { browser, unlock, room } = node();
  await unlock("prop");
  const { policy: _, ...rest } = room.view!;
  room.view = { ...rest, made: false, candidates: [] };
  const { html } = await browser.open("/desk/releases");
  expect(text(html)).toContain("First somebody who proposes has to set the figures");
  expect(html).not.toContain("/desk/releases/make");
});

describe("the figures", () => {
  test("are set by whoever proposes, in digits of any script", async () => {
    const { browser, unlock, world } = node();
    await unlock("prop");
    const page = await browser.open("/desk/releases/figures");
    await browser.submit(page, "/desk/releases/figures", {
      catchment: "٢٠٠٠٠٠٠",
      populations: "LB-BA 400000\nlb ٥٠٠٠٠٠٠٠٠٠\n",
      estimates: "lb-ba household 40000\n\nLB ٢٥٠٠٠٠",
    });
    expect(world.done).toEqual([
      'policy LB 2000000 {"LB-BA":400000,"LB":5000000000} [{"place":"LB-BA","sector":"household","people":40000},{"place":"LB","sector":null,"people":250000}]',
    ]);
  });

  test.each([
    [{ catchment: "many" }, "Write a whole number above zero."],
    [{ estimates: "LB-BA cooks 3" }, "This line cannot be read"],
    [{ populations: "LB-BA many" }, "This line cannot be read"],
    [{ populations: "LB-BA 0" }, "This line cannot be read"],
    [{ populations: "LB-BA household 40000" }, "This line cannot be read"],
    [{ populations: "Beirut 400000" }, "This line cannot be read"],
    [{ populations: "LB-BA 400000\nlb-ba 15000" }, "stands here twice."],
    [{ populations: "QA-DA 1700000" }, "is not in this country."],
    [{ country: "" }, "Choose a country."],
  ])("%j are refused, and what was typed stays", async (change, sentence) => {
    const { browser, unlock, world } = node();
    await unlock("prop");
    const page = await browser.submit(await browser.open("/desk/releases/figures"), "/desk/releases/figures", change);
    expect([page.status, page.html.includes(sentence)]).toEqual([422, true]);
    for (const typed of Object.values(change)) expect(page.html).toContain(typed);
    expect(world.done).toEqual([]);
  });

  test("that are set stand on the page, line by line", async () => {
    const { browser, unlock, room } = node();
    await unlock("prop");
    const place = room.view!.policy!.country;
    const populations = { "LB-BA": 400_000, LB: 5_000_000 };
    const estimates = [{ place, sector: "household", people: 250_000 }] as const;
    room.view = { ...room.view!, policy: { ...room.view!.policy!, populations, estimates } };
    const { html } = await browser.open("/desk/releases/figures");
    expect(html).toContain("LB-BA 400000\nLB 5000000</textarea>");
    expect(html).toContain("LB household 250000</textarea>");
  });

  test("are not for whoever approves", async () => {
    const { browser, unlock } = node();
    await unlock("appr");
    expect((await browser.open("/desk/releases/figures")).status).toBe(403);
    expect((await browser.open("/desk/releases")).html).not.toContain("/desk/releases/figures");
  });
});

test("what was released stands there with who has it, and two take it back", async () => {
  const { ports, sealed, world } = deskPorts();
  const object = "https://hall.example/bulletins/8d0f7a52-3b8e-4a57-9d1e-2f1f6f0f3c11" as never;
  const [line] = sealed.release.released;
  const bulletin = line?.release.type === "bulletin" ? line.release.bulletin : undefined;
  const bulletins: BulletinViews = {
    ...ports.bulletins,
    list: async () => [{ object, by: "x" as never, name: "", published: 0, bulletin: bulletin! }],
    told: async () => [
      { inbox: "https://ally.example/inbox", delivered: true },
      { inbox: "https://slow.example/inbox", delivered: false },
    ],
  };
  const browser = new Browser(createWeb({ ...ports, bulletins }));
  await browser.signIn("appr");
  await browser.submit(await browser.open("/desk/unlock"), "/desk/unlock", { passphrase: "right words" });
  const page = await browser.open("/desk/releases/out");
  const words = text(page.html);
  expect(words).toMatch(/ally\.example\s+: delivered/);
  expect(words).toMatch(/slow\.example\s+: on its way/);
  expect(words).toContain("has asked to withdraw it");
  await browser.submit(page, "/desk/releases/withdraw", { release: OUT_ID });
  expect(world.done).toEqual([`withdraw ${OUT_ID} release day`]);
  sealed.release.released = [{ ...line!, withdrawal: { by: "id-prop", second: "id-appr", due: 0 } }];
  expect(text((await browser.open("/desk/releases/out")).html)).toContain("withdraw it on 1 January 1970");
  sealed.release.released = [];
  expect((await browser.open("/desk/releases/out")).html).toContain("Nothing has been released yet");
});
