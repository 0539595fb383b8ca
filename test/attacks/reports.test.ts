import { deflateSync, gzipSync } from "node:zlib";
import { HOUR, MINUTE } from "@commonhall/domain";
import { expect, test } from "vitest";
import { casesOf, unlock } from "../at-desk.ts";
import { openHall, type Hall } from "../hall.ts";
import { codeOn, tell, toTheLastScreen } from "../tell.ts";
import { formOn, readable, Visitor, type View } from "../visitor.ts";
import { chunk, PNG_SIGNATURE } from "./planted/planted-files.ts";
import { PASSPHRASE } from "@commonhall/testkit/network";

/* Forms and files that no page of ours would send, and rows that this program did not write. */

const STAFF = { ana: ["caseworker"], bo: ["caseworker"], dina: ["auditor"] } as const;
const STORY = "They keep my passport, and I have had no pay since May";

const pageOf = async (ana: Visitor, id: string): Promise<string> =>
  readable((await ana.open(`/desk/cases/${id}`)).html);

test("a page that is sent twice makes one report, and says so with all that was typed", async () => {
  await using hall = await openHall(STAFF);
  const last = await toTheLastScreen(hall.worker(), { story: STORY });
  const [one, other] = await Promise.all([1, 2].map(() => hall.worker().send(last, { go: "send" })));
  expect([one?.status, other?.status].sort()).toEqual([200, 422]);
  const refused = [one, other].find((view) => view?.status === 422);
  expect(refused?.html).toContain(STORY);
  expect(await casesOf(await hall.desk("ana"))).toHaveLength(1);
  hall.clock.advance(25 * HOUR);
  const late = await hall.worker().send(last, { go: "send", fill: { story: "of yesterday" } });
  expect([late.status, late.html.includes("of yesterday")]).toEqual([422, true]);
  expect(codeOn(await hall.worker().send(late, { go: "send" }))).toBeTruthy();
});

test("steps that are left out, altered or come after a new start of the node lose nothing that stands on the page", async () => {
  await using hall = await openHall(STAFF);
  const worker = hall.worker();
  const token = formOn(await worker.open("/page")).entries.find(([name]) => name === "t")?.[1] ?? "";
  const only = (fields: Record<string, string>) =>
    worker.post("/page", new URLSearchParams({ l: "en", t: token, ...fields }));
  for (const step of ["language", "consent", "check", "code", "no such step", ""]) {
    for (const go of ["next", "back", "to-consent", "no such button", ""]) {
      const answer = await only({ step, go, happened: "no such thing", consents: "C9", how: "shouting", d: "x.y.z" });
      expect([step, go, [200, 422].includes(answer.status)]).toEqual([step, go, true]);
    }
  }
  let page = await worker.send(await worker.open("/page"), { fill: { l: "en" } });
  page = await worker.send(page, { go: "next" });
  page = await worker.send(page, { go: "next", fill: { happened: "wages" } });
  const draft = formOn(page).entries.find(([name]) => name === "d")?.[1] ?? "";
  const altered = `${draft.slice(0, -9)}${draft.at(-9) === "A" ? "B" : "A"}${draft.slice(-8)}`;
  const without = await worker.send(page, { go: "next", fill: { story: STORY, d: altered } });
  expect([without.status, without.html.includes(STORY)]).toEqual([422, true]);
  const last = await toTheLastScreen(worker, { story: STORY });
  await hall.startAnew();
  const lost = await worker.send(page, { go: "next", fill: { story: STORY } });
  expect([lost.status, lost.html.includes(STORY)]).toEqual([422, true]);
  const asked = await worker.send(last, { go: "send" });
  expect([asked.status, asked.html.includes(STORY)]).toEqual([422, true]);
  codeOn(await worker.send(asked, { go: "send" }));
  const ana = await hall.desk("ana");
  const cases = await casesOf(ana);
  expect(cases).toHaveLength(1);
  expect(await pageOf(ana, cases[0] ?? "")).toContain(STORY);
});

test("a flood of reports is kept aside and refused to nobody, and goes on to let others in", async () => {
  await using hall = await openHall(STAFF);
  const { clock } = hall;
  const worker = hall.worker();
  const pages: View[] = [];
  for (let count = 0; count < 32; count += 1) pages.push(await toTheLastScreen(worker, { story: `Report ${count}` }));
  clock.advance(MINUTE);
  const sent: View[] = [];
  for (const page of pages) sent.push(await worker.send(page, { go: "send-without" }));
  expect(sent.map(({ status }) => status)).toEqual(pages.map(() => 200));
  const ana = await hall.desk("ana");
  expect([(await casesOf(ana, "unverified")).length, (await casesOf(ana, "quarantined")).length]).toEqual([20, 12]);
  const slow = sent.filter((view, index) => index >= 20 && view.html !== sent[0]?.html);
  expect(slow).toHaveLength(12);
  const next = await toTheLastScreen(worker, { story: "A minute later" });
  clock.advance(MINUTE);
  await worker.send(next, { go: "send-without" });
  expect(await casesOf(ana, "unverified")).toHaveLength(21);
});

const KIB = 1024;
const png = (bits: number, side: number, packed: Buffer) => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = bits;
  const parts = [chunk("IHDR", header), chunk("IDAT", packed), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([PNG_SIGNATURE, ...parts]);
};
const SVG = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><image href="file:///etc/passwd"/>&b;</svg>`;

const HOSTILE: readonly (readonly [name: string, type: string, bytes: Buffer<ArrayBuffer>])[] = [
  ["../../../etc/passwd", "image/jpeg", Buffer.from("#!/bin/sh\nrm -rf /\n")],
  ["C:\\Users\\me\\photo.jpg", "image/jpeg", Buffer.from(SVG)],
  ["bomb.png", "image/png", png(1, 30_000, deflateSync(Buffer.alloc(30_000 * 3751)))],
  ["bomb.zip", "application/zip", gzipSync(Buffer.alloc(64 * KIB * KIB))],
  ["drawing\u202Egnp.svg", "image/svg+xml", Buffer.from(SVG)],
  ["huge.png", "image/png", png(8, 0x7fffffff, Buffer.alloc(9))],
  ["<b>page</b>.html", "text/html", Buffer.from("<script>alert(1)</script>")],
];

test("files that lie about what they are, or would fill the memory, are kept as they came and never drawn", async () => {
  await using hall = await openHall(STAFF);
  const ana = await hall.desk("ana");
  for (const some of [HOSTILE.slice(0, 5), HOSTILE.slice(5)]) {
    const known = new Set(await casesOf(ana));
    await tell(hall.worker(), {
      story: STORY,
      files: some.map(([name, type, bytes]) => new File([bytes], name, { type })),
    });
    const [id = ""] = (await casesOf(ana)).filter((one) => !known.has(one));
    const page = await ana.open(`/desk/cases/${id}`);
    const links = [...page.html.matchAll(/href="([^"]*\/files\/[^"]*)" download><bdi>([^<]*)<\/bdi>/g)];
    expect(links).toHaveLength(some.length);
    const names = links.map(([, , name = ""]) => name);
    for (const name of names) expect(name).not.toMatch(/[\\/<>\u202E]|\.\./);
    expect(readable(page.html)).not.toContain("Clean copy");
    const came: Buffer[] = [];
    for (const [, link = ""] of links) {
      const file = await ana.open(link);
      const head = file.headers.map((text) => text.toLowerCase());
      expect(head[head.indexOf("content-disposition") + 1]).toMatch(/^attachment/);
      expect(head[head.indexOf("x-content-type-options") + 1]).toBe("nosniff");
      expect(head[head.indexOf("content-type") + 1]).toBe("application/octet-stream");
      came.push(file.bytes);
    }
    for (const [name, , bytes] of some)
      expect(
        came.some((file) => file.equals(bytes)),
        name,
      ).toBe(true);
  }
});

test("a file of eleven mebibytes is not taken, and everything that was typed comes back", async () => {
  await using hall = await openHall(STAFF);
  const worker = hall.worker();
  const last = await toTheLastScreen(worker, { story: STORY, where: "Beirut" });
  const large = new File([Buffer.alloc(11 * KIB * KIB, 7)], "voice.ogg", { type: "audio/ogg" });
  const small = new File(["x"], "a.txt");
  const refused = await worker.send(last, { go: "send", files: [small, large] });
  expect(refused.status).toBe(422);
  for (const text of [STORY, "Beirut", "voice.ogg"]) expect(readable(refused.html)).toContain(text);
  const many = await worker.send(refused, { go: "send", files: Array.from({ length: 6 }, () => small) });
  expect([many.status, readable(many.html).includes(STORY)]).toEqual([422, true]);
  codeOn(await worker.send(many, { go: "send", files: [small] }));
  expect(await casesOf(await hall.desk("ana"))).toHaveLength(1);
});

test("a roster that was changed behind the program's back: nothing is sealed or opened, and it is said aloud", async () => {
  await using hall = await openHall(STAFF);
  await tell(hall.worker(), { story: STORY });
  const last = await toTheLastScreen(hall.worker(), { story: "While the roster is another" });
  const ana = await hall.desk("ana");
  const [id = ""] = await casesOf(ana);
  using file = disposable(hall);
  const before = String(file.db.prepare("select document from roster").pluck().get());
  const { payload, ...rest } = JSON.parse(before) as { payload: string };
  const roster = JSON.parse(Buffer.from(payload, "base64url").toString()) as { members: { roles: string[] }[] };
  const [member] = roster.members;
  roster.members.push({ ...member, roles: ["caseworker"] });
  const changed = { ...rest, payload: Buffer.from(JSON.stringify(roster)).toString("base64url") };
  file.db.prepare("update roster set document = ?").run(JSON.stringify(changed));

  expect((await hall.worker().open("/page")).status).toBe(404);
  const refused = await hall.worker().send(last, { go: "send" });
  expect([refused.status, refused.html.includes("While the roster is another")]).toEqual([422, true]);
  expect(await pageOf(ana, id)).not.toContain(STORY);
  const bo = await hall.signedIn("bo");
  expect(readable((await unlock(bo, PASSPHRASE)).html)).toContain(
    "Somebody changed the list of those who may open reports",
  );
  expect(hall.log.some((line) => line.startsWith("vault: roster changed"))).toBe(true);

  file.db.prepare("update roster set document = ?").run(before);
  expect(codeOn(await hall.worker().send(refused, { go: "send" }))).toBeTruthy();
  const audit = readable((await (await hall.desk("dina")).open("/desk/audit")).html);
  expect(audit).toContain("refused a changed list of members");
});

test("what was moved from one case to another in the file does not open there, and the page says that somebody was at it", async () => {
  await using hall = await openHall(STAFF);
  await tell(hall.worker(), { story: "The first story" });
  await tell(hall.worker(), { story: "The second story" });
  const ana = await hall.desk("ana");
  const ids = await casesOf(ana);
  const [one = "", other = ""] = ids;
  const story = async (id: string) => ((await pageOf(ana, id)).includes("The first story") ? "first" : "second");
  const before = await story(one);
  using file = disposable(hall);
  const swap = (table: string, column: string, key: string) => {
    const get = file.db.prepare(`select ${column} from ${table} where ${key} = ?`).pluck();
    const put = file.db.prepare(`update ${table} set ${column} = ? where ${key} = ?`);
    const [first, second] = [get.get(one), get.get(other)];
    put.run(second, one);
    put.run(first, other);
  };
  swap("entry", "sealed", "case_id");
  for (const id of ids) {
    const page = await pageOf(ana, id);
    expect(page).not.toMatch(/The (first|second) story/);
    expect(page).toContain("somebody changed the file");
  }
  swap("entry", "sealed", "case_id");
  expect(await story(one)).toBe(before);
  swap("sealed_case", "wrap", "id");
  for (const id of ids) {
    const page = await pageOf(ana, id);
    expect(page).not.toMatch(/The (first|second) story/);
    expect(page).toContain("This case does not open: somebody changed the file");
  }
  expect(readable((await ana.open("/desk/cases")).html)).toContain("2 more cases of this page do not open");
  swap("sealed_case", "wrap", "id");
  // The keyring knows which key is whose.
  swap("sealed_case", "erase_key", "id");
  for (const id of ids) expect(await pageOf(ana, id)).toContain("It was put right");
  expect(await story(one)).toBe(before);
  swap("sealed_case", "card", "id");
  hall.log.length = 0;
  expect([...(await casesOf(ana))].sort()).toEqual([...ids].sort());
  expect(hall.log).toContain("vault: row changed {}");
  expect(await story(one)).toBe(before);
});

/** Open until the test ends, also where it fails. */
function disposable(hall: Hall) {
  const db = hall.dataFile();
  return { db, [Symbol.dispose]: () => void db.close() };
}
