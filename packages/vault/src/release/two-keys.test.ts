import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DAY } from "@commonhall/domain";
import { expect, test } from "vitest";
import {
  coreOf,
  DAY_OF_RELEASE,
  made,
  officerIn,
  OFFICERS,
  POLICY,
  type ReleaseHall,
  releaseHall,
} from "../testing/release-hall.ts";
import { acceptItem } from "./decide.ts";
import { changeItem } from "./drop-item.ts";
import { readItems } from "./release-items.ts";
import { releaseMembers } from "./release-members.ts";
import { addSignature } from "./release-payload.ts";
import { readRosters } from "../keys/roster-shelf.ts";

const DONE = { ok: true, value: undefined };
const refused = (type: string) => ({ ok: false, error: expect.objectContaining({ type }) });

const idsIn = async (hall: ReleaseHall, id = "pia") =>
  ((await (await hall.room(id)).day())?.candidates ?? []).map((candidate) => candidate.id);

/** What leaves, and would be let out. */
async function outOf(hall: ReleaseHall): Promise<number> {
  hall.clock.set(DAY_OF_RELEASE);
  const offered = await hall.vault.outlet.offered();
  for (const one of offered) expect(await hall.vault.approvals.areTwo(one)).toBe(true);
  return offered.length;
}

test.each(Object.keys(OFFICERS))("%s alone, doing whatever the room lets them do, releases nothing", async (id) => {
  await using hall = await releaseHall();
  await hall.records(30);
  await hall.until(6 * DAY);
  if (!(OFFICERS[id] ?? []).includes("proposer")) await made(hall);
  const room = await hall.room(id);
  await room.setPolicy(POLICY);
  await room.make();
  const ids = [...(await idsIn(hall, id)), ...(await idsIn(hall))];
  for (let turn = 0; turn < 3; turn++) {
    for (const one of ids) {
      await room.accept(one);
      await room.withdraw(one, "at once");
      await hall.vault.outlet.confirm(one);
      await hall.vault.outlet.confirmWithdrawal(one);
    }
    await hall.vault.sweep();
  }
  expect(await outOf(hall)).toBe(0);
  expect(await room.released()).toEqual([]);
  expect(await hall.vault.outlet.withdrawals()).toEqual([]);
});

test("whoever is no officer sees nothing and does nothing", async () => {
  await using hall = await releaseHall();
  await hall.records(30);
  const pia = await made(hall);
  const [id = ""] = await idsIn(hall);
  for (const other of ["ana", "dina"]) {
    const room = await hall.room(other);
    expect(await room.day()).toBeUndefined();
    expect(await room.released()).toEqual([]);
    for (const done of [
      room.make(),
      room.accept(id),
      room.drop(id),
      room.withdraw(id, "at once"),
      room.setPolicy(POLICY),
    ])
      expect(await done).toEqual(refused("no right"));
  }
  expect(await (await hall.room("ari")).setPolicy(POLICY)).toEqual(refused("no right"));
  expect((await pia.day())?.candidates.every(({ may }) => may === "propose")).toBe(true);
});

test("nobody signs in both parts on one release day, and nobody signs second under what they signed first", async () => {
  await using hall = await releaseHall();
  await hall.records(30);
  const pia = await made(hall);
  const [one = "", other = ""] = await idsIn(hall);
  const two = await hall.room("two");
  expect(await two.accept(one)).toEqual(DONE);
  expect(await two.accept(one)).toEqual(refused("signed before"));
  expect(await pia.accept(other)).toEqual(DONE);
  // Another day they might; today they have proposed.
  expect(await two.accept(other)).toEqual(refused("signed before"));
  expect((await two.day())?.candidates.find(({ id }) => id === other)?.may).toBeUndefined();
  expect(await (await hall.room("ari")).accept(other)).toEqual(DONE);
  expect(await outOf(hall)).toBe(1);
});

test("a key that is taken off the list between the two signatures has signed nothing", async () => {
  await using hall = await releaseHall();
  await hall.records(30);
  const pia = await made(hall);
  const [id = "", other = ""] = await idsIn(hall);
  expect(await pia.accept(id)).toEqual(DONE);
  expect(await pia.accept(other)).toEqual(DONE);
  await leave(hall, "pia");
  const ari = await hall.room("ari");
  expect((await ari.day())?.candidates.find((one) => one.id === id)).not.toHaveProperty("proposedBy");
  expect(await ari.accept(id)).toEqual(refused("no right"));
  // Somebody else proposes it anew, and then it may be approved.
  expect(await (await hall.room("two")).accept(id)).toEqual(DONE);
  expect(await ari.accept(id)).toEqual(DONE);
  expect(await outOf(hall)).toBe(1);
});

test("nor has one that is taken off after both, and what it let out before the day does not leave", async () => {
  await using hall = await releaseHall();
  await hall.records(30);
  const pia = await made(hall);
  const ari = await hall.room("ari");
  for (const id of await idsIn(hall)) {
    expect(await pia.accept(id)).toEqual(DONE);
    expect(await ari.accept(id)).toEqual(DONE);
  }
  await leave(hall, "ari");
  expect(await outOf(hall)).toBe(0);
});

async function leave(hall: ReleaseHall, id: string): Promise<void> {
  await (await hall.desk("ana")).keys.proposeLeave(id);
  const { keys } = await hall.desk("ana2");
  for (const { fingerprint, leaves } of await keys.candidates()) if (leaves.includes(id)) await keys.sign(fingerprint);
  expect((await hall.desk("two")).keys.members.map((member) => member.id)).not.toContain(id);
}

/** Everything that a file of this room gives to others; what can put a signature or an item somewhere is tried below. */
const EXPORTED = {
  "after-restore": ["RESTORED", "rememberRestored"],
  "counted-still": ["areCountedStill"],
  decide: ["acceptItem", "dropByHand", "partNow"],
  "drop-item": ["changeItem", "dropItem", "rewriteItem", "waitingOf"],
  "make-candidates": ["makeCandidates", "readReasons"],
  outlet: ["outlet"],
  ports: ["DROPPED_FOR"],
  "release-items": ["forgetKeyOf", "readItems", "removeItem", "sealItem", "writeItem"],
  "release-ledger": ["anchorLedger", "dayIn", "readLedger", "withDay", "writeLedger"],
  "release-members": ["releaseMembers"],
  "release-papers": ["burnPaper", "readPaper", "resealPapers", "writePaper"],
  "release-payload": ["addSignature", "approvals", "isPair", "releasePayload", "signaturesUnder", "withdrawalPayload"],
  "release-policy": ["checkPolicy"],
  "release-room": ["releaseRoom"],
  "run-engine": ["openRecords", "runEngine"],
  "settle-releases": ["opensAt", "paperOf", "publishedOf", "settleReleases", "signByOf", "whyNot"],
  "withdraw-bulletin": ["withdrawItem"],
} as const;

test("every function that the room has is written down here", () => {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  const found = files.map((name): [string, readonly string[]] => {
    const text = readFileSync(join(import.meta.dirname, name), "utf8");
    const names = [...text.matchAll(/^export (?:async )?(?:function|const|class) (\w+)/gm)];
    return [name.slice(0, -3), names.map(([, given = ""]) => given).toSorted()];
  });
  expect(Object.fromEntries(found)).toEqual(EXPORTED);
});

test.each(["pia", "ari", "two"])(
  "%s with a stolen copy of every function, the files and the pepper, and one key, releases nothing",
  async (id) => {
    await using hall = await releaseHall();
    await hall.records(30);
    await made(hall);
    await using core = await coreOf(hall.folder, hall.clock);
    const actor = await officerIn(core, id);
    const rosters = await readRosters(core);
    const by = { roster: actor.roster.roster, signer: actor.signer };
    for (const item of await readItems(core)) {
      await acceptItem(core, actor, item.id);
      const alone = await addSignature(item.payload, null, actor.signer);
      const twice = await addSignature(item.payload, alone, actor.signer);
      const inOtherName = await addSignature(item.payload, alone, {
        ...actor.signer,
        id: id === "pia" ? "ari" : "pia",
      });
      for (const approval of [alone, twice, inOtherName]) {
        const [now] = (await readItems(core)).filter((one) => one.id === item.id);
        if (now === undefined) continue;
        // Put where only the program puts something, in the state of what two have signed.
        await changeItem(core, now, { ...now, approval, state: "leaving" }, { by, what: "released" });
        if (rosters.ok) await releaseMembers(core, rosters.value, now);
      }
    }
    expect(await outOf(hall)).toBe(0);
  },
);
