import { DAY, HOUR, MINUTE, SECOND, type StaffDraft } from "@commonhall/domain";
import { fakeClock } from "@commonhall/testkit";
import { expect, test } from "vitest";
import { openTestStore } from "../database/open-test-store.fixture.ts";
import type { Store } from "../store.ts";
import { argon2id, type Passphrases } from "./passphrase.ts";

const PASSPHRASE = "seven green umbrellas";
const LIGHT = argon2id({ kibibytes: 64, passes: 1 });
const ANA: StaffDraft = { name: "Ana", roles: ["administrator"], passphrase: PASSPHRASE };
const BO: StaffDraft = { name: "bo", roles: ["editor"], passphrase: "eleven brown umbrellas" };

async function openDesk(staff: readonly StaffDraft[] = [ANA]) {
  const clock = fakeClock();
  const store = await openTestStore({ clock, passphrases: LIGHT });
  expect(await add(store, staff)).toEqual({ ok: true, value: undefined });
  return { clock, store, desk: store.staffDesk, [Symbol.asyncDispose]: store.close };
}

async function add({ staffDesk, direct }: Store, staff: readonly StaffDraft[]) {
  const prepared = await staffDesk.prepare(staff);
  return prepared.ok ? direct.staff.add(prepared.value) : prepared;
}

async function signedIn({ desk }: Awaited<ReturnType<typeof openDesk>>, { name, passphrase }: StaffDraft = ANA) {
  const answer = await desk.signIn(name, passphrase);
  if (!answer.ok) throw new Error(answer.error.type);
  return "token" in answer.value ? answer.value.token : expect.fail();
}

test("whoever has the passphrase is signed in, under the name in capitals or small letters", async () => {
  await using desk = await openDesk();
  for (const name of ["Ana", "ANA", "ana"]) {
    const token = await signedIn(desk, { ...ANA, name });
    const session = await desk.desk.session(token);
    expect(session?.staff).toMatchObject({ name: "Ana", roles: ["administrator"] });
  }
});

test("a wrong passphrase and an unknown name are answered alike", async () => {
  await using desk = await openDesk();
  const wrong = { ok: false, error: { type: "wrong" } };
  expect(await desk.desk.signIn("Ana", "seven green umbrella")).toEqual(wrong);
  expect(await desk.desk.signIn("nobody", PASSPHRASE)).toEqual(wrong);
});

test("names are used once, however they are written, and those who were refused are not there", async () => {
  await using desk = await openDesk();
  for (const staff of [[{ ...BO, name: "ANA" }], [BO, { ...BO, name: "Bo" }], [BO, ANA]]) {
    expect(await add(desk.store, staff)).toMatchObject({ ok: false, error: { type: "same name twice" } });
  }
  expect(await add(desk.store, [{ ...BO, passphrase: "short" }])).toMatchObject({ ok: false });
  expect((await desk.desk.list()).map(({ name }) => name)).toEqual(["Ana"]);
});

test("staff are part of the commit that they were prepared for", async () => {
  await using desk = await openDesk();
  const prepared = await desk.desk.prepare([BO]);
  if (!prepared.ok) throw new Error(prepared.error.type);
  const failing = desk.store.work.run(async (rooms) => {
    await rooms.staff.add(prepared.value);
    throw new Error("not after all");
  });
  await expect(failing).rejects.toThrow("not after all");
  expect(await desk.desk.list()).toHaveLength(1);
  await desk.store.work.run((rooms) => rooms.staff.add(prepared.value));
  await signedIn(desk, BO);
});

test("a session ends when nobody used it for twelve hours, and after thirty days in any case", async () => {
  await using desk = await openDesk();
  const token = await signedIn(desk);
  for (let hours = 0; hours < 30 * 24; hours += 11) {
    expect(await desk.desk.session(token)).toBeDefined();
    desk.clock.advance(11 * HOUR);
  }
  expect(await desk.desk.session(token)).toBeUndefined();
  const idle = await signedIn(desk);
  desk.clock.advance(12 * HOUR);
  expect(await desk.desk.session(idle)).toBeUndefined();
});

test("sessions end one by one, all at once, and are forgotten when they are over", async () => {
  await using desk = await openDesk([ANA, BO]);
  const [first, second, third, other] = [
    await signedIn(desk),
    await signedIn(desk),
    await signedIn(desk),
    await signedIn(desk, BO),
  ];
  const session = await desk.desk.session(first);
  const staff = session?.staff.id ?? "";
  expect(await desk.desk.sessions(staff)).toHaveLength(3);

  await desk.desk.endSession("somebody else", session?.label ?? "");
  expect(await desk.desk.session(first)).toBeDefined();
  await desk.desk.endSession(staff, session?.label ?? "");
  expect(await desk.desk.session(first)).toBeUndefined();

  await desk.desk.signOut(second);
  expect(await desk.desk.session(second)).toBeUndefined();
  expect(await desk.desk.session(third)).toBeDefined();

  await desk.desk.signOutEverywhere(staff);
  expect(await desk.desk.session(third)).toBeUndefined();
  expect(await desk.desk.session(other)).toBeDefined();
});

test("each session has a word for its forms, which a list of sessions does not tell", async () => {
  await using desk = await openDesk();
  const [first, second] = [await signedIn(desk), await signedIn(desk)];
  const [a, b] = [await desk.desk.session(first), await desk.desk.session(second)];
  expect(a?.csrf).toMatch(/^[\w-]{43}$/);
  expect(a?.csrf).not.toBe(b?.csrf);
  const listed = await desk.desk.sessions(a?.staff.id ?? "");
  expect(listed.map(({ csrf }) => csrf)).toEqual(["", ""]);
});

test("a token that was never given is no session", async () => {
  await using desk = await openDesk();
  expect(await desk.desk.session("")).toBeUndefined();
  expect(await desk.desk.session("x".repeat(43))).toBeUndefined();
});

const FREE_FOR_ACCOUNT = 6;

test("after some failures an account has to wait, longer each time, and the right passphrase as well", async () => {
  await using desk = await openDesk();
  for (let failure = 0; failure < FREE_FOR_ACCOUNT; failure++) await desk.desk.signIn("Ana", "wrong");
  const waits: number[] = [];
  for (let round = 0; round < 4; round++) {
    const refused = await desk.desk.signIn("Ana", PASSPHRASE);
    if (refused.ok || refused.error.type !== "too many") throw new Error("It has to wait");
    waits.push(refused.error.wait);
    desk.clock.advance(refused.error.wait);
    expect(await desk.desk.signIn("Ana", "wrong")).toMatchObject({ error: { type: "wrong" } });
  }
  expect(waits).toEqual([SECOND, 2 * SECOND, 4 * SECOND, 8 * SECOND]);
  desk.clock.advance(5 * MINUTE);
  await signedIn(desk);
  await signedIn(desk);
});

test("whether somebody has the name cannot be told from the waits", async () => {
  await using desk = await openDesk();
  const answers = async (name: string) => {
    const seen: unknown[] = [];
    for (let failure = 0; failure < FREE_FOR_ACCOUNT + 2; failure++) seen.push(await desk.desk.signIn(name, "wrong"));
    return seen;
  };
  expect(await answers("nobody")).toEqual(await answers("Ana"));
});

test("many names tried one after the other make the whole node wait, for seconds only", async () => {
  await using desk = await openDesk();
  let tried = 0;
  for (; tried < 100; tried++) {
    const answer = await desk.desk.signIn(`name${tried}`, "wrong");
    if (!answer.ok && answer.error.type === "too many") break;
  }
  expect(tried).toBeLessThan(30);
  expect(await desk.desk.signIn("Ana", PASSPHRASE)).toMatchObject({ error: { type: "too many" } });
  desk.clock.advance(15 * SECOND);
  await signedIn(desk);
});

test("attempts at the same moment gain nothing", async () => {
  await using desk = await openDesk();
  const answers = await Promise.all(Array.from({ length: 40 }, () => desk.desk.signIn("Ana", "wrong")));
  const looked = answers.filter((answer) => !answer.ok && answer.error.type === "wrong");
  expect(looked).toHaveLength(FREE_FOR_ACCOUNT);
});

test("waits outlive a restart, and are forgotten in time", async () => {
  await using desk = await openDesk();
  for (let failure = 0; failure < FREE_FOR_ACCOUNT; failure++) await desk.desk.signIn("Ana", "wrong");
  expect(await desk.desk.signIn("Ana", PASSPHRASE)).toMatchObject({ error: { type: "too many" } });
  desk.clock.advance(7 * DAY);
  for (let failure = 0; failure < FREE_FOR_ACCOUNT - 1; failure++) await desk.desk.signIn("Ana", "wrong");
  await signedIn(desk);
});

test("an unknown name is looked at as long as a known one", async () => {
  const checked: (string | undefined)[] = [];
  const passphrases: Passphrases = {
    hash: LIGHT.hash,
    check: (passphrase, secret) => {
      checked.push(secret);
      return LIGHT.check(passphrase, secret);
    },
  };
  await using store = await openTestStore({ clock: fakeClock(), passphrases });
  await add(store, [ANA]);
  await store.staffDesk.signIn("Ana", "wrong");
  await store.staffDesk.signIn("nobody", "wrong");
  expect(checked).toEqual([expect.any(String), undefined]);
});
