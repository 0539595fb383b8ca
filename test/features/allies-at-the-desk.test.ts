import { network, PASSPHRASE, type TestNode } from "@commonhall/testkit/network";
import { expect, test } from "vitest";
import { atDesk, does } from "../at-desk.ts";
import { openHall } from "../hall.ts";
import { formOn, readable, Visitor } from "../visitor.ts";

const desk = ({ origin }: TestNode): Promise<Visitor> => atDesk(new Visitor(origin), "first", PASSPHRASE);

/** The digits on a page, in the order in which they stand there. */
const digitsOn = (html: string): readonly string[] =>
  [...html.matchAll(/class="code">(\d{5}(?: \d{5}){7})</g)].map(([, digits = ""]) => digits);

test("two centres become allies at their desks, see the same digits, and one of them ends it", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  const [ours, theirs] = [await desk(beirut), await desk(hongKong)];
  const form = await ours.open("/desk/allies");
  const wrong = await ours.send(form, {
    form: "/desk/allies",
    fill: { address: "nobody", purpose: "For early warning." },
  });
  expect(wrong.status).toBe(422);
  expect(readable(wrong.html)).toContain("is not an address");
  const asked = await ours.send(wrong, { form: "/desk/allies", fill: { address: hongKong.handle } });
  expect(readable(asked.html)).toMatch(/Offered\.[\s\S]*You have asked[\s\S]*hongKong/);
  await net.settle();

  const stranger = await theirs.open("/desk/allies");
  expect(readable(stranger.html)).toContain("A stranger offers to be allies.");
  expect(stranger.html).not.toContain("early warning");
  await does(theirs, "/desk/apart", "/desk/apart");
  const offered = await theirs.open("/desk/allies");
  expect(readable(offered.html)).toMatch(/They ask to be allies[\s\S]*beirut[\s\S]*For early warning\./);
  const home = await theirs.open("/desk");
  expect(readable(home.html)).toContain("A centre asks to be allies");
  await does(theirs, "/desk/allies", "/desk/allies/accept");
  await net.settle();
  expect([await beirut.allies(), await hongKong.allies()]).toEqual([{ hongKong: "accepted" }, { beirut: "accepted" }]);

  const [here, there] = [await ours.open("/desk/allies"), await theirs.open("/desk/allies")];
  expect(digitsOn(here.html)).toHaveLength(2);
  expect(digitsOn(there.html)).toEqual(digitsOn(here.html).toReversed());

  await hongKong.tells("From Hong Kong, for allies.");
  await net.settle();
  expect(await beirut.reads()).toHaveLength(1);
  const fill = { "accept.campaigns": [], "accept.calls": [] };
  expect((await ours.send(here, { form: "/desk/allies/allow", fill })).status).toBe(200);
  await hongKong.tells("What they take no more.");
  await net.settle();
  expect(await beirut.reads()).toEqual([expect.stringMatching(/^From Hong Kong/)]);

  await does(ours, `/desk/allies/end?ally=${encodeURIComponent(hongKong.id)}`, "/desk/allies/end", { purge: "yes" });
  await net.settle();
  expect([await beirut.allies(), await hongKong.allies()]).toEqual([{ hongKong: "ended" }, { beirut: "ended" }]);
  expect(await beirut.reads()).toEqual([]);
});

test("whoever may not manage allies is refused, and a form that was not drawn for this session is not obeyed", async () => {
  await using net = await network(["beirut"]);
  const { beirut } = net;
  await using hall = await openHall({ help: ["helper"], carer: ["caseworker"] });
  const [first, helper] = [await hall.signedIn("first"), await hall.signedIn("help")];
  expect((await helper.open("/desk/allies")).status).toBe(403);
  const form = formOn(await first.open("/desk/allies"), "/desk/allies");
  const body = (csrf: (own: string) => string) =>
    new URLSearchParams(
      [...form.entries, ["address", beirut.handle] as const].map(([name, value]) => [
        name,
        name === "csrf" ? csrf(value) : value,
      ]),
    );
  const allies = () => hall.node().store.allyViews.list();
  expect(
    (
      await helper.post(
        "/desk/allies",
        body((own) => own),
      )
    ).status,
  ).toBe(403);
  expect(
    (
      await first.post(
        "/desk/allies",
        body(() => "of-another"),
      )
    ).status,
  ).toBe(403);
  expect(await allies()).toEqual([]);
  expect(
    (
      await first.post(
        "/desk/allies",
        body((own) => own),
      )
    ).status,
  ).toBe(200);
  expect(await allies()).toMatchObject([{ state: "offered", peer: beirut.id }]);
});

test("an alliance of many is founded and signed at the desk, and everybody sees side by side what its members publish", async () => {
  await using net = await network(["beirut", "hongKong"]);
  const { beirut, hongKong } = net;
  const [ours, theirs] = [await desk(beirut), await desk(hongKong)];
  const fill = {
    "name.en": "Harbour cities",
    "purpose.en": "To answer each other's calls.",
    members: hongKong.handle,
    "kind.campaigns": "all",
    "kind.calls": "all",
    until: "2027-11-22",
    public: "yes",
  };
  const founded = await does(ours, "/desk/alliances/found", "/desk/alliances/found", fill);
  const [, first = ""] = /\/desk\/alliances\/([0-9a-f]{64})/.exec(founded.path) ?? [];
  expect((await ours.open(`/alliances/${first}`)).status).toBe(404);
  await net.settle();
  const [, sign = ""] = /href="(\/desk\/alliances\/[0-9a-f]+\/sign\/[0-9a-f]+)/.exec(
    (await theirs.open(`/desk/alliances/${first}`)).html,
  ) ?? ["", ""];
  await does(theirs, sign, sign);
  await net.settle();
  const readers = { type: "alliance", alliance: (await beirut.running.store.allianceViews.list())[0]?.id } as const;
  expect((await ours.open("/desk/write/call")).html).toContain(`alliance:${readers.alliance}`);

  await beirut.follows(hongKong);
  await net.settle();
  await beirut.publishes({ handle: "payup", name: "Pay up in Beirut" });
  await hongKong.publishes({ handle: "sundays", name: "Sundays are ours" });
  await hongKong.posts("A word to everybody.");
  if (readers.alliance === undefined) throw new Error("No alliance");
  await hongKong.tells("A word to members alone.", { type: "alliance", alliance: readers.alliance });
  await net.settle();
  expect(await beirut.reads()).toContainEqual(expect.stringContaining("members alone"));
  const stranger = new Visitor(beirut.origin);
  for (const ending of ["", ".atom", ".rss", ".json"]) {
    const page = await stranger.open(`/alliances/${first}${ending}`);
    expect(page.status, ending).toBe(200);
    for (const text of ["Pay up in Beirut", "Sundays are ours", "A word to everybody."]) {
      expect(page.html, ending).toContain(text);
    }
    expect(page.html, ending).not.toContain("members alone");
  }
  await does(theirs, `/desk/alliances/${first}/leave`, `/desk/alliances/${first}/leave`);
  await net.settle();
  expect((await new Visitor(hongKong.origin).open(`/alliances/${first}`)).status).toBe(404);
});
