import { MINUTE } from "@commonhall/domain";
import { expect, test } from "vitest";
import { openHall, type Hall } from "../hall.ts";
import { answerTo, codeOn, questionOn, toTheLastScreen } from "../tell.ts";
import { formOn, readable, Visitor, type View } from "../visitor.ts";
import { plants } from "./planted/plants.ts";
import { searchFolder, seeker } from "./planted/seek.ts";

/* A flood that goes on and on, and people who have something to tell meanwhile. */

const STAFF = { ana: ["caseworker"] } as const;
/** All of 127/8 is this machine, so each of these is another network. */
const FLOODERS = "127.83.41.207";
const PERSONS = "127.91.7.5";

const from = (hall: Hall, localAddress: string, headers: Readonly<Record<string, string>> = {}): Visitor =>
  new Visitor(hall.origin, { localAddress, headers });

/** As many first pages as are wanted, and the time that a person takes to come from there to the last one. */
async function tokens(hall: Hall, count: number): Promise<readonly string[]> {
  const visitor = from(hall, FLOODERS);
  const pages: View[] = [];
  while (pages.length < count) pages.push(await visitor.open("/page"));
  hall.clock.advance(MINUTE);
  return pages.map((page) => formOn(page).entries.find(([name]) => name === "t")?.[1] ?? "");
}

/** Sends the last screen without having seen it, and again whatever comes back, until it is taken. */
async function pushesThrough(visitor: Visitor, t: string, story: string, answer: (page: View) => string) {
  const typed = new URLSearchParams({ step: "check", l: "en", t, story, go: "send-without" });
  let view = await visitor.post("/page", typed);
  for (let left = 5; view.status === 422 && left > 0; left -= 1) {
    view = await visitor.send(view, { go: "send-without", fill: { q: answer(view) } });
  }
  return view;
}

async function flood(hall: Hall, count: number, answer: (page: View) => string, visitor = from(hall, FLOODERS)) {
  const taken: View[] = [];
  for (const token of await tokens(hall, count)) {
    taken.push(await pushesThrough(visitor, token, "A flood", answer));
  }
  expect(taken.filter(({ status }) => status !== 200)).toEqual([]);
}

const wrong = (): string => "0";

function idsOf(hall: Hall, status: "unverified" | "quarantined"): readonly string[] {
  const file = hall.dataFile();
  try {
    return file.prepare("select id from sealed_case where status = ?").pluck().all(status) as string[];
  } finally {
    file.close();
  }
}

const counts = (hall: Hall) => [idsOf(hall, "unverified").length, idsOf(hall, "quarantined").length];

/** What a caseworker reads in the cases that were not there before. */
async function readIn(hall: Hall, before: readonly string[], status: "unverified" | "quarantined"): Promise<string> {
  const ana = await hall.desk("ana");
  const fresh = idsOf(hall, status).filter((id) => !before.includes(id));
  const pages = await Promise.all(fresh.map((id) => ana.open(`/desk/cases/${id}`)));
  return pages.map(({ html }) => readable(html)).join("\n");
}

test("under attack a question lets people through to the new reports, the flood is kept aside, and it ends by itself", async () => {
  await using hall = await openHall(STAFF);
  const calm = await toTheLastScreen(from(hall, PERSONS), { story: "Opened before it began" });
  expect(questionOn(calm)).toBeUndefined();
  await flood(hall, 200, wrong);
  expect(counts(hall)).toEqual([20, 180]);

  const person = from(hall, PERSONS);
  const before = idsOf(hall, "unverified");
  const last = await toTheLastScreen(person, { story: "They keep my passport", where: "Beirut" });
  expect(questionOn(last)).toBeDefined();
  hall.clock.advance(MINUTE);
  const again = await person.send(last, { go: "send", fill: { q: "12345" } });
  expect([again.status, readable(again.html).includes("They keep my passport")]).toEqual([422, true]);
  expect(questionOn(again)).toBeDefined();
  codeOn(await person.send(again, { go: "send", fill: { q: answerTo(again) } }));
  const asked = await person.send(calm, { go: "send" });
  codeOn(await person.send(asked, { go: "send", fill: { q: answerTo(asked) } }));
  expect(counts(hall)).toEqual([22, 180]);
  const told = await readIn(hall, before, "unverified");
  for (const text of ["They keep my passport", "Beirut", "Opened before it began"]) expect(told).toContain(text);

  const aside = idsOf(hall, "quarantined");
  const cannot = await toTheLastScreen(person, { story: "I cannot answer this" });
  hall.clock.advance(MINUTE);
  const once = await person.send(cannot, { go: "send", fill: { q: "" } });
  codeOn(await person.send(once, { go: "send", fill: { q: "" } }));
  expect(counts(hall)).toEqual([22, 181]);
  expect(await readIn(hall, aside, "quarantined")).toContain("I cannot answer this");

  hall.clock.advance(20 * MINUTE);
  const after = await toTheLastScreen(person, { story: "When it was over" });
  expect(questionOn(after)).toBeUndefined();
  hall.clock.advance(MINUTE);
  codeOn(await person.send(after, { go: "send" }));
  expect(counts(hall)).toEqual([23, 181]);
});

test("a script that can answer gets its network's share and no more, whatever its headers claim, and keeps nobody out", async () => {
  await using hall = await openHall(STAFF);
  await flood(hall, 100, wrong);
  const [known] = counts(hall);
  expect(known).toBe(20);
  const script = from(hall, FLOODERS, { "x-forwarded-for": "192.0.2.1", forwarded: "for=192.0.2.1" });
  await flood(hall, 20, answerTo, script);
  for (const [count, token] of (await tokens(hall, 20)).entries()) {
    const claims = from(hall, FLOODERS, { "x-forwarded-for": `198.51.${count}.1` });
    await pushesThrough(claims, token, "A flood", answerTo);
  }
  expect(counts(hall)).toEqual([25, 115]);
  const person = from(hall, PERSONS);
  const last = await toTheLastScreen(person, { story: "From elsewhere" });
  hall.clock.advance(MINUTE);
  codeOn(await person.send(last, { go: "send", fill: { q: answerTo(last) } }));
  expect(counts(hall)).toEqual([26, 115]);
});

test("nothing of where a flood or a person came from is written or logged", async () => {
  const { all, note } = plants();
  for (const address of [FLOODERS, PERSONS]) {
    note(`the address ${address}`, address);
    note(`the network of ${address}`, address.replace(/\.\d+$/, "."));
  }
  const seek = seeker(all);
  await using hall = await openHall(STAFF);
  await flood(hall, 70, wrong);
  await flood(hall, 10, answerTo);
  const person = from(hall, PERSONS);
  const last = await toTheLastScreen(person, { story: "They keep my passport" });
  hall.clock.advance(MINUTE);
  codeOn(await person.send(last, { go: "send", fill: { q: answerTo(last) } }));
  hall.clock.advance(25 * MINUTE);
  await toTheLastScreen(person, { story: "Not sent" });
  const searched = await searchFolder(hall.folder, seek);
  expect(searched.hits).toEqual([]);
  expect(searched.bytes).toBeGreaterThan(100_000);
  expect([...seek(Buffer.from(hall.log.join("\n")))]).toEqual([]);
});
