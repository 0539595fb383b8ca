import { DAY, MINUTE, trusted } from "@commonhall/domain";
import { fakeClock } from "@commonhall/testkit";
import { expect, test } from "vitest";
import { argon2id } from "../centres/passphrase.ts";
import { openBehindStore } from "../database/behind-store.fixture.ts";

const CALL = trusted.object("https://ally.example/calls/1");
const SPANISH = "es";
const ADDRESS = "ana.desk@mail.example";

async function opened() {
  const clock = fakeClock();
  const passphrases = argon2id({ kibibytes: 64, passes: 1 });
  const behind = await openBehindStore({ clock, passphrases, pepper: async () => Buffer.alloc(32, 7) });
  const { store } = behind;
  const made = await store.staffDesk.invite({ roles: ["editor"], note: "" }, "first");
  const joined = await store.staffDesk.join(made.ok ? made.value.code : "", {
    name: "ana",
    passphrase: "seven green umbrellas",
  });
  const staff = joined.ok ? joined.value.id : expect.fail();
  return { ...behind, clock, staff };
}

test("an address is read back by the node, and stands in no file of it", async () => {
  await using it = await opened();
  const own = { staff: it.staff, address: ADDRESS, language: SPANISH, onDuty: true };
  await it.store.noticeAddresses.set(own);
  expect(await it.store.noticeAddresses.of(it.staff)).toEqual(own);
  expect(await it.store.noticeAddresses.all()).toEqual([own]);
  expect((await it.bytes()).includes("ana.desk")).toBe(false);
});

test("an address that was moved to somebody else does not open", async () => {
  await using it = await opened();
  await it.store.noticeAddresses.set({ staff: it.staff, address: ADDRESS, language: SPANISH, onDuty: true });
  const made = await it.store.staffDesk.invite({ roles: ["administrator"], note: "" }, "first");
  await it.store.staffDesk.join(made.ok ? made.value.code : "", { name: "bo", passphrase: "nine yellow buckets" });
  const [other] = (await it.store.staffDesk.list()).filter(({ name }) => name === "bo");
  await it.behind("update notice_address set staff = ?", other?.id);
  await expect(it.store.noticeAddresses.all()).rejects.toThrow();
});

test("an address goes with whom it belongs to", async () => {
  await using it = await opened();
  await it.store.noticeAddresses.set({ staff: it.staff, address: ADDRESS, language: SPANISH, onDuty: false });
  const made = await it.store.staffDesk.invite({ roles: ["administrator"], note: "" }, "first");
  await it.store.staffDesk.join(made.ok ? made.value.code : "", { name: "bo", passphrase: "nine yellow buckets" });
  expect(await it.store.staffDesk.remove(it.staff)).toMatchObject({ ok: true });
  expect(await it.store.noticeAddresses.all()).toEqual([]);
});

test("what is urgent waits until somebody has seen it, it is withdrawn, or its time is over", async () => {
  await using it = await opened();
  const { notices } = it.store.direct;
  const now = it.clock();
  const notice = { object: CALL, since: now, until: now + DAY };
  expect(await notices.add(notice)).toBe(true);
  expect(await notices.add(notice)).toBe(false);
  expect(await notices.isWaiting(now)).toBe(true);
  expect(await it.store.noticeViews.waiting()).toEqual([notice]);
  expect(await notices.see(CALL, "ana", now + MINUTE)).toBe(true);
  expect(await notices.see(CALL, "bo", now + 2 * MINUTE)).toBe(false);
  expect(await notices.isWaiting(now)).toBe(false);
  expect(await it.store.noticeViews.seen(CALL)).toBe(now + MINUTE);
  expect(await notices.add(notice)).toBe(false);
  await notices.drop(CALL);
  expect(await notices.add(notice)).toBe(true);
  it.clock.advance(2 * DAY);
  expect(await it.store.noticeViews.waiting()).toEqual([]);
  expect(await notices.isWaiting(it.clock())).toBe(false);
  await it.store.sweep();
  expect(await notices.see(CALL, "ana", it.clock())).toBe(false);
});
