import { MINUTE, SECOND } from "@commonhall/domain";
import { fakeClock } from "@commonhall/testkit";
import { Secret, TOTP } from "otpauth";
import { expect, test } from "vitest";
import { openBehindStore } from "../database/behind-store.fixture.ts";
import { argon2id } from "./passphrase.ts";

const PASSPHRASE = "seven green umbrellas";
const STEP = 30 * SECOND;
const refused = (type: string) => ({ ok: false, error: expect.objectContaining({ type }) });
/** RFC 6238, appendix B. */
const RFC_SECRET = Secret.fromLatin1("12345678901234567890").base32;

async function switchedOn() {
  const clock = fakeClock();
  const passphrases = argon2id({ kibibytes: 64, passes: 1 });
  const behind = await openBehindStore({ clock, passphrases, pepper: async () => Buffer.alloc(32, 7) });
  const desk = behind.store.staffDesk;
  const made = await desk.invite({ roles: ["administrator"], note: "" }, "first");
  const joined = await desk.join(made.ok ? made.value.code : "", { name: "ana", passphrase: PASSPHRASE });
  const { id } = joined.ok ? joined.value : expect.fail();
  const codeAt = (at: number, secret = RFC_SECRET) =>
    TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: at });
  const on = await desk.switchOn(id, { passphrase: PASSPHRASE, secret: RFC_SECRET, code: codeAt(clock()) });
  const { recoveryCodes } = on.ok ? on.value : expect.fail(on.error.type);
  const halfway = async () => {
    const signedIn = await desk.signIn("ana", PASSPHRASE);
    return signedIn.ok && "halfway" in signedIn.value ? signedIn.value.halfway : expect.fail();
  };
  return { ...behind, desk, clock, id, codeAt, recoveryCodes, halfway };
}

test("codes are those of RFC 6238", async () => {
  const codes = [59, 1111111109, 20000000000].map((at) =>
    TOTP.generate({ secret: Secret.fromBase32(RFC_SECRET), digits: 8, timestamp: at * SECOND }),
  );
  expect(codes).toEqual(["94287082", "07081804", "65353130"]);
});

test("a passphrase leads halfway, and a code one step around now the rest of the way, each once", async () => {
  await using hall = await switchedOn();
  expect(await hall.desk.finishSignIn(await hall.halfway(), hall.codeAt(hall.clock()))).toEqual(refused("wrong"));
  hall.clock.advance(10 * STEP);
  for (const [off, right] of [
    [-2, false],
    [-1, true],
    [-1, false],
    [0, true],
    [1, true],
    [0, false],
    [2, false],
  ] as const) {
    const finished = await hall.desk.finishSignIn(await hall.halfway(), hall.codeAt(hall.clock() + off * STEP));
    expect([off, finished.ok]).toEqual([off, right]);
    if (finished.ok) expect((await hall.desk.session(finished.value.token))?.staff.name).toBe("ana");
  }
});

test("halfway is no session, is used once and ends after five minutes", async () => {
  await using hall = await switchedOn();
  const halfway = await hall.halfway();
  expect(await hall.desk.session(halfway)).toBeUndefined();
  hall.clock.advance(5 * MINUTE);
  expect(await hall.desk.finishSignIn(halfway, hall.codeAt(hall.clock()))).toEqual(refused("too late"));
  const again = await hall.halfway();
  expect((await hall.desk.finishSignIn(again, hall.codeAt(hall.clock()))).ok).toBe(true);
  expect(await hall.desk.finishSignIn(again, hall.codeAt(hall.clock() + STEP))).toEqual(refused("too late"));
  const ended = await hall.halfway();
  await hall.desk.signOutEverywhere(hall.id);
  expect(await hall.desk.finishSignIn(ended, hall.codeAt(hall.clock() + STEP))).toEqual(refused("too late"));
});

test("wrong codes count as wrong passphrases do, and typing the passphrase anew forgives none", async () => {
  await using hall = await switchedOn();
  let tried = 0;
  for (; tried < 20; tried++) {
    const signedIn = await hall.desk.signIn("ana", PASSPHRASE);
    if (!signedIn.ok) break;
    if ("halfway" in signedIn.value) await hall.desk.finishSignIn(signedIn.value.halfway, "000000");
  }
  expect(tried).toBeLessThanOrEqual(3);
  expect(await hall.desk.signIn("ana", PASSPHRASE)).toEqual(refused("too many"));
});

test("codes are no quicker to try than passphrases: the right one has to wait as well, and then it is right", async () => {
  await using hall = await switchedOn();
  hall.clock.advance(10 * STEP);
  const halfway = await hall.halfway();
  const tries = [];
  for (let tried = 0; tried < 20; tried++) tries.push(await hall.desk.finishSignIn(halfway, "000000"));
  expect(tries.filter((one) => !one.ok && one.error.type === "wrong").length).toBeLessThan(8);
  expect(await hall.desk.finishSignIn(halfway, hall.codeAt(hall.clock()))).toEqual(refused("too many"));
  hall.clock.advance(MINUTE);
  expect((await hall.desk.finishSignIn(halfway, hall.codeAt(hall.clock()))).ok).toBe(true);
});

test("what signs one person in signs nobody else in", async () => {
  await using hall = await switchedOn();
  const made = await hall.desk.invite({ roles: ["editor"], note: "" }, "ana");
  const bo = await hall.desk.join(made.ok ? made.value.code : "", { name: "bo", passphrase: PASSPHRASE });
  const secret = hall.desk.newSecret();
  const on = await hall.desk.switchOn(bo.ok ? bo.value.id : "", {
    passphrase: PASSPHRASE,
    secret,
    code: hall.codeAt(hall.clock(), secret),
  });
  const [recovery = ""] = on.ok ? on.value.recoveryCodes : [];
  hall.clock.advance(10 * STEP);
  const signedIn = await hall.desk.signIn("bo", PASSPHRASE);
  const halfway = signedIn.ok && "halfway" in signedIn.value ? signedIn.value.halfway : expect.fail();
  for (const code of [hall.codeAt(hall.clock()), hall.recoveryCodes[0] ?? ""]) {
    expect(await hall.desk.finishSignIn(halfway, code)).toEqual(refused("wrong"));
  }
  expect(await hall.desk.finishSignIn(await hall.halfway(), recovery)).toEqual(refused("wrong"));
  expect((await hall.desk.finishSignIn(halfway, recovery)).ok).toBe(true);
});

test("each of ten recovery codes signs in once, however it is typed", async () => {
  await using hall = await switchedOn();
  expect(new Set(hall.recoveryCodes).size).toBe(10);
  const [code = ""] = hall.recoveryCodes;
  const typed = code.toLowerCase().replaceAll(" ", "-");
  expect((await hall.desk.finishSignIn(await hall.halfway(), typed)).ok).toBe(true);
  expect(await hall.desk.finishSignIn(await hall.halfway(), code)).toEqual(refused("wrong"));
  expect(await hall.desk.secondFactor(hall.id)).toMatchObject({ recoveryCodes: 9 });
});

test("it is switched on by a right code only, and on and off by whoever knows the passphrase", async () => {
  await using hall = await switchedOn();
  const secret = hall.desk.newSecret();
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  const wrong = { passphrase: PASSPHRASE, secret, code: hall.codeAt(hall.clock(), hall.desk.newSecret()) };
  expect(await hall.desk.switchOn(hall.id, wrong)).toEqual(refused("wrong code"));
  expect(await hall.desk.switchOn(hall.id, { ...wrong, secret: "" })).toEqual(refused("wrong code"));
  const code = hall.codeAt(hall.clock(), secret);
  expect(await hall.desk.switchOn(hall.id, { secret, code, passphrase: "wrong" })).toEqual(refused("wrong"));
  expect(await hall.desk.switchOff(hall.id, "wrong")).toEqual(refused("wrong"));
  expect((await hall.desk.switchOff(hall.id, PASSPHRASE)).ok).toBe(true);
  expect(await hall.desk.secondFactor(hall.id)).toBeUndefined();
  expect(await hall.desk.signIn("ana", PASSPHRASE)).toMatchObject({ ok: true, value: { token: expect.any(String) } });
});

test("attack: the database has neither the secret nor a code, and a secret moved to somebody else opens nothing", async () => {
  await using hall = await switchedOn();
  const dump = JSON.stringify([
    await hall.behind("select * from second_factor"),
    await hall.behind("select * from recovery_code"),
  ]);
  for (const secret of [RFC_SECRET, ...hall.recoveryCodes]) {
    expect(dump).not.toContain(secret);
    expect(dump).not.toContain(secret.replaceAll(" ", ""));
  }
  const [factor] = await hall.behind("select sealed from second_factor");
  expect(Buffer.from(String(factor?.["sealed"]), "base64url").includes("12345678901234567890")).toBe(false);
  const made = await hall.desk.invite({ roles: ["editor"], note: "" }, "ana");
  const bo = await hall.desk.join(made.ok ? made.value.code : "", { name: "bo", passphrase: PASSPHRASE });
  const id = bo.ok ? bo.value.id : "";
  await hall.behind("insert into second_factor select ?, sealed, 0, since from second_factor", id);
  const signedIn = await hall.desk.signIn("bo", PASSPHRASE);
  const halfway = signedIn.ok && "halfway" in signedIn.value ? signedIn.value.halfway : expect.fail();
  await expect(hall.desk.finishSignIn(halfway, hall.codeAt(hall.clock()))).rejects.toThrow();
});
