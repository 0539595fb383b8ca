import { DAY, MINUTE } from "@commonhall/domain";
import { newReceiptCode } from "@commonhall/vault";
import { expect, test } from "vitest";
import { casesOf, does } from "../at-desk.ts";
import { openHall } from "../hall.ts";
import { addMore, comeBack, tell } from "../tell.ts";
import { readable, type View, type Visitor } from "../visitor.ts";

/* Somebody has a code, or makes one up, and learns nothing by it. */

const STAFF = { ana: ["caseworker"] } as const;
const REPLY = "Come on Sunday at ten.";

/** All that came back, with the one thing taken out that whoever asked has typed, and the time of day. */
function seen({ status, headers, bytes }: View, code: string): string {
  const typed = code.replaceAll(" ", "");
  const pairs = headers.map((text, at) => (headers[at - 1]?.toLowerCase() === "date" ? "⟨date⟩" : text));
  return JSON.stringify([status, pairs, bytes.toString("latin1").replaceAll(typed, "⟨what was typed⟩")]);
}

/** A report, and the case that it became. */
async function reported(worker: Visitor, ana: Visitor): Promise<{ readonly code: string; readonly at: string }> {
  const before = new Set(await casesOf(ana));
  const code = await tell(worker, { story: "They keep my passport" });
  const [id = ""] = (await casesOf(ana)).filter((one) => !before.has(one));
  await does(ana, `/desk/cases/${id}`, `/desk/cases/${id}/accept`);
  return { code, at: `/desk/cases/${id}` };
}

test("a wrong code, an expired one, an erased one and an empty box answer with the same bytes", async () => {
  await using hall = await openHall(STAFF);
  const { worker, clock } = hall;
  const ana = await hall.desk("ana");
  const [expired, swept, erased] = [
    await reported(worker(), ana),
    await reported(worker(), ana),
    await reported(worker(), ana),
  ];
  for (const { at, code } of [expired, swept]) {
    await does(ana, at, `${at}/verify`);
    await does(ana, at, `${at}/reply`, { reply: REPLY });
    expect(readable((await comeBack(worker(), code)).html)).toContain(REPLY);
  }
  clock.advance(8 * DAY);
  const again = await hall.desk("ana");
  await does(again, `${erased.at}/end`, `${erased.at}/erase`, { sure: "yes" });
  const notSwept = seen(await comeBack(worker(), expired.code), expired.code);
  clock.advance(7 * DAY);
  await hall.node().vault.sweep();
  const empty = await reported(worker(), await hall.desk("ana"));
  const wrong = [newReceiptCode(), newReceiptCode()].map(String);
  const answers = new Set([notSwept]);
  for (const code of [...wrong, expired.code, swept.code, erased.code, empty.code]) {
    answers.add(seen(await comeBack(worker(), code), code));
  }
  expect(answers.size).toBe(1);
  expect([...answers][0]).toContain("⟨what was typed⟩");
});

test("what is written under a code that is none, is thanked for as any other, and is kept", async () => {
  await using hall = await openHall(STAFF);
  const ana = await hall.desk("ana");
  const known = await reported(hall.worker(), ana);
  const [code, other] = [String(newReceiptCode()), String(newReceiptCode())];
  const send = async (code: string) => addMore(hall.worker(), await comeBack(hall.worker(), code), "They moved me");
  const takeBack = async (code: string) => {
    const page = await comeBack(hall.worker(), code);
    return hall.worker().send(page, { fill: { step: "withdraw" }, go: "withdraw" });
  };
  for (const act of [send, takeBack]) {
    const answers = [
      seen(await act(known.code), known.code),
      seen(await act(code), code),
      seen(await act(other), other),
    ];
    expect(new Set(answers).size).toBe(1);
  }
  expect(await casesOf(ana)).toHaveLength(3);
});

test("guessing is slowed for everybody alike, shuts out nobody's code, and stops no report", async () => {
  await using hall = await openHall(STAFF);
  const ana = await hall.desk("ana");
  const { code, at } = await reported(hall.worker(), ana);
  await does(ana, at, `${at}/verify`);
  await does(ana, at, `${at}/reply`, { reply: REPLY });
  const form = await hall.worker().open("/page/code?lang=en");
  const guesses = Array.from({ length: 60 }, () => String(newReceiptCode()));
  const flood = Promise.all(guesses.map((guess) => hall.worker().send(form, { go: "open", fill: { code: guess } })));
  const story = "Told while somebody guesses";
  const told = await tell(hall.worker(), { story });
  const answers = await flood;
  const busy = answers.filter(({ status }) => status === 429);
  expect(answers.every(({ status }) => status === 200 || status === 429)).toBe(true);
  expect(busy.length).toBeGreaterThanOrEqual(30);
  for (const [index, answer] of answers.entries()) {
    if (answer.status !== 429) continue;
    expect(answer.html).toContain(`value="${guesses[index] ?? ""}"`);
    expect(answer.headers[answer.headers.indexOf("retry-after") + 1]).toBe("60");
  }
  expect(await casesOf(ana)).toHaveLength(2);
  // The right one waits as all do, with what was written to it.
  while ((await comeBack(hall.worker(), String(newReceiptCode()))).status !== 429);
  const page = await hall.worker().send(form, { go: "open", fill: { code } });
  expect([page.status, page.html.includes(code.replaceAll(" ", ""))]).toEqual([429, true]);
  hall.clock.advance(MINUTE);
  expect(readable((await comeBack(hall.worker(), code)).html)).toContain(REPLY);
  expect((await comeBack(hall.worker(), told)).status).toBe(200);
});

test("what cannot be a code costs nobody a turn", async () => {
  await using hall = await openHall(STAFF);
  const page = await hall.worker().open("/page/code?lang=en");
  for (let count = 0; count < 80; count += 1) {
    const typed = "9".repeat(20);
    const refused = await hall.worker().send(page, { go: "open", fill: { code: typed } });
    expect([refused.status, refused.html.includes(`value="${typed}"`)]).toEqual([422, true]);
  }
  expect((await comeBack(hall.worker(), String(newReceiptCode()))).status).toBe(200);
});
