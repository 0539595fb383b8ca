import nodeCrypto from "node:crypto";
import { DAY, MINUTE } from "@commonhall/domain";
import { replaceBuiltin } from "@commonhall/testkit";
import Sqlite from "better-sqlite3";
import { afterAll, expect, test, vi } from "vitest";
import type { Vault } from "../open-vault.ts";
import { allCases, deskOf, foundWith, reported } from "../testing/light-desk.ts";
import { ENGLISH, lightVault } from "../testing/light-vault.ts";
import { newReceiptCode, type ReceiptCode } from "./receipt-code.ts";

const derived = vi.fn();

const { argon2 } = nodeCrypto;
const counted = replaceBuiltin(nodeCrypto, {
  argon2: (algorithm, settings, answer) => {
    const { memory, passes, tagLength } = settings;
    derived({ memory, passes, tagLength });
    argon2(algorithm, settings, answer);
  },
});
afterAll(() => counted[Symbol.dispose]());

const messageOf = (text: string) => ({ language: ENGLISH, text, files: [] });

function countOf(folder: string, table: string): unknown {
  const file = new Sqlite(`${folder}/data.db`, { readonly: true });
  try {
    return file.prepare(`select count(*) from ${table}`).pluck().get();
  } finally {
    file.close();
  }
}

const PRIMITIVES = ["encrypt", "decrypt", "deriveBits", "generateKey", "importKey", "exportKey"] as const;

/** Every derivation, every statement and every primitive that opening a code leads to, and what comes back, as bytes. */
async function traceOf(vault: Vault, code: ReceiptCode) {
  derived.mockClear();
  const prepare = vi.spyOn(Sqlite.prototype, "prepare");
  const primitives = PRIMITIVES.map((name) => vi.spyOn(crypto.subtle, name));
  const answer = JSON.stringify(await vault.returnChannel.open(code));
  const statements = prepare.mock.calls.map(([sql]) => sql);
  const computed = primitives.map((spy, at) => [PRIMITIVES[at], spy.mock.calls.length]);
  for (const spy of [prepare, ...primitives]) spy.mockRestore();
  return { answer, statements, computed, derivations: derived.mock.calls };
}

test("a wrong code, an expired one and an empty box: equal bytes after the same calls", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault);
  const ana = await deskOf(vault, "ana");
  const { id, code: expired } = await reported(vault, ana);
  const { code: empty } = await reported(vault, ana);
  await ana.cases.reply(id, "Come on Sunday.");
  const { id: other, code: notSwept } = await reported(vault, ana);
  await ana.cases.reply(other, "Come on Sunday.");
  await vault.returnChannel.open(expired);
  await hall.passes(7 * DAY);
  await vault.returnChannel.open(notSwept);
  await hall.passes(8 * DAY);
  expect(countOf(hall.folder, "reply")).toBe(1);
  const { code: erased, id: gone } = await reported(vault, await deskOf(vault, "ana"));
  await (await deskOf(vault, "ana")).cases.erase(gone);
  const wrong = await traceOf(vault, newReceiptCode());
  expect(wrong.answer).toBe('{"replies":[]}');
  expect(wrong.derivations).toHaveLength(1);
  expect(wrong.statements.length).toBeGreaterThan(0);
  expect(wrong.computed).toContainEqual(["decrypt", expect.any(Number)]);
  const codes = [notSwept, notSwept, expired, empty, erased, newReceiptCode()];
  for (const code of codes) expect(await traceOf(vault, code)).toEqual(wrong);
});

test("an answer whose time is over is not shown, before it is erased, after it, or when the program ended between", async () => {
  await using hall = await lightVault();
  const { clock } = hall;
  await foundWith(hall.vault);
  const ana = await deskOf(hall.vault, "ana");
  const { id, code } = await reported(hall.vault, ana);
  await ana.cases.verify(id);
  await ana.cases.reply(id, "Come on Sunday.");
  expect(await hall.vault.returnChannel.open(code)).toMatchObject({ replies: [{ text: "Come on Sunday." }] });
  clock.advance(7 * DAY);
  const nothing = { replies: [] };
  expect(await hall.vault.returnChannel.open(code)).toEqual(nothing);
  expect(countOf(hall.folder, "reply")).toBe(1);
  const again = await hall.reopen();
  expect(await again.returnChannel.open(code)).toEqual(nothing);
  expect(await again.returnChannel.open(code)).toEqual(nothing);
  await again.sweep();
  expect(countOf(hall.folder, "reply")).toBe(0);
  expect(await again.returnChannel.open(code)).toEqual(nothing);
});

test("a reply is there for seven days after it was read first, to the minute, and for sixty unread", async () => {
  await using hall = await lightVault();
  const { vault, clock } = hall;
  await foundWith(vault);
  const ana = await deskOf(vault, "ana");
  const one = await reported(vault, ana);
  const other = await reported(vault, ana);
  for (const { id } of [one, other]) {
    await ana.cases.verify(id);
    await ana.cases.reply(id, "Come on Sunday.");
  }
  const there = async (code: ReceiptCode) => {
    await vault.sweep();
    const answer = await vault.returnChannel.open(code);
    return answer !== "busy" && answer.replies.length === 1;
  };
  clock.advance(3 * DAY);
  expect(await there(one.code)).toBe(true);
  clock.advance(7 * DAY - 1);
  expect(await there(one.code)).toBe(true);
  clock.advance(1);
  expect(await there(one.code)).toBe(false);
  clock.advance(43 * DAY);
  expect(await there(other.code)).toBe(true);
  const third = await reported(vault, await deskOf(vault, "ana"));
  await (await deskOf(vault, "ana")).cases.reply(third.id, "Come on Sunday.");
  await (await deskOf(vault, "ana")).cases.verify(third.id);
  clock.advance(60 * DAY);
  expect(await there(third.code)).toBe(false);
});

test("what was read is gone from the file, too, without the code, two weeks later at the latest", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault);
  const ana = await deskOf(vault, "ana");
  const { id, code } = await reported(vault, ana);
  await ana.cases.verify(id);
  await ana.cases.reply(id, "Come on Sunday.");
  await vault.returnChannel.open(code);
  const first = await (await deskOf(vault, "ana")).cases.open(id);
  expect(first.ok && first.value.replies[0]).toMatchObject({ text: "Come on Sunday.", firstRead: "2026-W45" });
  await hall.passes(14 * DAY);
  const file = new Sqlite(`${hall.folder}/data.db`, { readonly: true });
  expect(file.prepare("select count(*) from reply").pluck().get()).toBe(0);
  file.close();
});

test.each(["read", "erased with its case"])(
  "attack: an old copy of a reply that was %s since opens with no code, put back or in a backup",
  async (how) => {
    await using hall = await lightVault();
    const { vault } = hall;
    await foundWith(vault);
    const ana = await deskOf(vault, "ana");
    const { id, code } = await reported(vault, ana);
    await ana.cases.verify(id);
    await ana.cases.reply(id, "Come on Sunday.");
    const file = new Sqlite(`${hall.folder}/data.db`);
    const copy = file.prepare("select * from reply").get();
    expect(await vault.returnChannel.open(code)).toMatchObject({ replies: [{ text: "Come on Sunday." }] });
    if (how === "read") {
      await hall.passes(14 * DAY);
    } else expect((await ana.cases.erase(id)).ok).toBe(true);
    expect(file.prepare("select count(*) from reply").pluck().get()).toBe(0);
    file.prepare("insert into reply values (@lookup, @id, @case_id, @week, @first_read, @sealed)").run(copy);
    file.close();
    expect(await vault.returnChannel.open(code)).toEqual({ replies: [] });
  },
);

test("what the worker adds reaches the case, and nothing of the case comes back by the code", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault);
  const ana = await deskOf(vault, "ana");
  const { id, code } = await reported(vault, ana);
  await ana.cases.open(id);
  expect(await vault.returnChannel.add(code, messageOf("They moved me."))).toBe("kept");
  expect(await vault.returnChannel.open(code)).toEqual({ replies: [] });
  expect((await allCases(ana)).map(({ added }) => added)).toEqual([true]);
  const opened = await ana.cases.open(id);
  expect(opened.ok && opened.value.told.map(({ texts }) => texts)).toEqual([
    { story: "They kept my passport." },
    { added: "They moved me." },
  ]);
  expect((await allCases(ana)).map(({ added }) => added)).toEqual([false]);
});

test("under an unknown code it becomes a new report, which can be answered under that code", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault);
  const ana = await deskOf(vault, "ana");
  const code = newReceiptCode();
  expect(await vault.returnChannel.add(code, messageOf("Is anybody there?"))).toBe("kept");
  expect(await vault.returnChannel.add(code, messageOf("Please answer."))).toBe("kept");
  const [line, ...others] = await allCases(ana);
  expect(others).toEqual([]);
  expect(line?.status).toBe("unverified");
  await ana.cases.reply(line!.id, "Yes.");
  expect(await vault.returnChannel.open(code)).toMatchObject({ replies: [{ text: "Yes." }] });
});

test("what is to be kept aside is so where it becomes a new report, and reaches a case that is there as ever", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault);
  const ana = await deskOf(vault, "ana");
  const { id, code } = await reported(vault, ana);
  for (const each of [code, newReceiptCode()]) {
    expect(await vault.returnChannel.add(each, { ...messageOf("In a flood."), quarantined: true })).toBe("kept");
  }
  expect((await allCases(ana)).map((line) => [line.id === id, line.status]).toSorted()).toEqual([
    [false, "quarantined"],
    [true, "unverified"],
  ]);
  const opened = await ana.cases.open(id);
  expect(opened.ok && opened.value.told.at(-1)?.texts).toEqual({ added: "In a flood." });
});

test("both ways of adding take one derivation, and seal as much", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault);
  const { code } = await reported(vault, await deskOf(vault, "ana"));
  for (const each of [code, newReceiptCode()]) {
    derived.mockClear();
    await vault.returnChannel.add(each, messageOf("One more thing."));
    expect(derived).toHaveBeenCalledTimes(1);
  }
});

test("attack: a worker's messages turned to a key of somebody else are kept as a new report, loudly", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault);
  const ana = await deskOf(vault, "ana");
  const one = await reported(vault, ana);
  const other = await reported(vault, ana);
  const file = new Sqlite(`${hall.folder}/data.db`);
  const key = file.prepare("select public_key from sealed_case where id = ?").pluck();
  file.prepare("update sealed_case set public_key = ? where id = ?").run(key.get(other.id), one.id);
  expect(await vault.returnChannel.add(one.code, messageOf("They moved me."))).toBe("kept");
  expect(hall.alarms).toContain("row changed");
  expect(await allCases(ana)).toHaveLength(3);
  const third = await reported(vault, ana);
  file.prepare("update receipt set case_id = ? where case_id = ?").run(third.id, other.id);
  await vault.returnChannel.add(other.code, messageOf("Me too."));
  expect(await allCases(ana)).toHaveLength(5);
  expect(await ana.cases.open(third.id)).toMatchObject({ ok: true, value: { told: [{}] } });
  file.close();
});

test("too many codes at once are asked to wait, and none is looked up for it", async () => {
  await using hall = await lightVault({ codesPerMinute: 30 });
  const { vault, clock } = hall;
  await foundWith(vault);
  const answers = await Promise.all(Array.from({ length: 60 }, () => vault.returnChannel.open(newReceiptCode())));
  const busy = answers.filter((answer) => answer === "busy").length;
  expect(busy).toBeGreaterThanOrEqual(30);
  for (let turn = 0; turn < 40; turn++) await vault.returnChannel.open(newReceiptCode());
  expect(await vault.returnChannel.open(newReceiptCode())).toBe("busy");
  clock.advance(MINUTE);
  expect(await vault.returnChannel.open(newReceiptCode())).toEqual({ replies: [] });
  // The clock was wrong by a day, and is set right.
  clock.advance(-DAY);
  expect(await vault.returnChannel.open(newReceiptCode())).toEqual({ replies: [] });
});
