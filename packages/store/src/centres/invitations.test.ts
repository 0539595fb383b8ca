import { DAY, INVITATION_LASTS, SECOND, type Role } from "@commonhall/domain";
import { fakeClock } from "@commonhall/testkit";
import { Secret, TOTP } from "otpauth";
import { describe, expect, test } from "vitest";
import { openTestStore } from "../database/open-test-store.fixture.ts";
import { argon2id } from "./passphrase.ts";

const LIGHT = argon2id({ kibibytes: 64, passes: 1 });
const NOOR = { name: "noor", passphrase: "seven green umbrellas" };
const NONE = { ok: false, error: { type: "no invitation" } };

async function openDesk() {
  const clock = fakeClock();
  const store = await openTestStore({ clock, passphrases: LIGHT });
  const desk = store.staffDesk;
  const invite = async (...roles: Role[]) => {
    const made = await desk.invite({ roles, note: "for the one from Sunday" }, "first");
    return made.ok ? made.value.code : expect.fail(made.error.type);
  };
  return { clock, store, desk, invite, [Symbol.asyncDispose]: store.close };
}

test("whoever was invited chooses a name and a passphrase, and is somebody from then on", async () => {
  await using hall = await openDesk();
  const code = await hall.invite("caseworker", "proposer");
  expect(Buffer.from(code, "base64url")).toHaveLength(16);
  expect(await hall.desk.list()).toEqual([]);
  expect(await hall.desk.invited(code)).toMatchObject({ ok: true, value: { roles: ["caseworker", "proposer"] } });
  const joined = await hall.desk.join(code, NOOR);
  expect(joined).toMatchObject({ ok: true, value: { name: "noor", roles: ["caseworker", "proposer"] } });
  expect(await hall.desk.list()).toEqual([joined.ok && joined.value]);
  expect(await hall.desk.signIn(NOOR.name, NOOR.passphrase)).toMatchObject({ ok: true });
});

test("an invitation is used once, also by two at the same moment", async () => {
  await using hall = await openDesk();
  const code = await hall.invite("editor");
  const both = await Promise.all([hall.desk.join(code, NOOR), hall.desk.join(code, { ...NOOR, name: "other" })]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(both).toContainEqual(NONE);
  expect(await hall.desk.list()).toHaveLength(1);
  expect(await hall.desk.invited(code)).toEqual(NONE);
  expect(await hall.desk.invitations()).toEqual([]);
});

test("a name or passphrase that cannot be leaves the invitation as it was", async () => {
  await using hall = await openDesk();
  const code = await hall.invite("editor");
  await hall.desk.join(await hall.invite("helper"), NOOR);
  for (const [joining, type] of [
    [{ ...NOOR, name: "a b" }, "name"],
    [{ ...NOOR, name: "NOOR" }, "same name twice"],
    [{ ...NOOR, passphrase: "short" }, "passphrase too short"],
    [{ name: "a-name-of-16-chars", passphrase: "a-name-of-16-chars" }, "passphrase has the name"],
  ] as const) {
    expect(await hall.desk.join(code, joining)).toMatchObject({ ok: false, error: { type } });
  }
  expect((await hall.desk.join(code, { ...NOOR, name: "other" })).ok).toBe(true);
});

test("it ends after seven days, and when it is withdrawn", async () => {
  await using hall = await openDesk();
  const [late, withdrawn] = [await hall.invite("editor"), await hall.invite("helper")];
  const listed = await hall.desk.invitations();
  const { id } = listed.find(({ roles }) => roles.includes("helper")) ?? expect.fail();
  await hall.desk.withdraw(id);
  expect(await hall.desk.join(withdrawn, NOOR)).toEqual(NONE);
  hall.clock.advance(INVITATION_LASTS - 1);
  expect((await hall.desk.invited(late)).ok).toBe(true);
  hall.clock.advance(1);
  expect(INVITATION_LASTS).toBe(7 * DAY);
  expect(await hall.desk.join(late, NOOR)).toEqual(NONE);
  expect(await hall.desk.invitations()).toEqual([]);
});

test("the code lies nowhere, and a swept invitation has gone with its note", async () => {
  await using hall = await openDesk();
  const code = await hall.invite("editor");
  const [listed] = await hall.desk.invitations();
  expect(listed).toMatchObject({ note: "for the one from Sunday", by: "first" });
  expect(JSON.stringify(listed)).not.toContain(code);
  expect(await hall.desk.invited(listed?.id ?? "")).toEqual(NONE);
  hall.clock.advance(INVITATION_LASTS);
  await hall.store.sweep();
  hall.clock.advance(-INVITATION_LASTS);
  expect(await hall.desk.invitations()).toEqual([]);
});

test("nobody is invited to what nobody may be", async () => {
  await using hall = await openDesk();
  const refused = (type: string) => ({ ok: false, error: expect.objectContaining({ type }) });
  expect(await hall.desk.invite({ roles: [], note: "" }, "first")).toEqual(refused("no role"));
  expect(await hall.desk.invite({ roles: ["administrator", "caseworker"], note: "" }, "first")).toEqual(
    refused("administrator with casework"),
  );
  expect(await hall.desk.invite({ roles: ["editor"], note: "x".repeat(201) }, "first")).toEqual(
    refused("note too long"),
  );
});

test("codes that are tried make the codes wait, for seconds only, and nobody who signs in", async () => {
  await using hall = await openDesk();
  const [code, own] = [await hall.invite("editor"), await hall.invite("helper")];
  await hall.desk.join(own, NOOR);
  const answers = await Promise.all(Array.from({ length: 60 }, (_, tried) => hall.desk.invited(`code${tried}`)));
  expect(answers.filter((answer) => !answer.ok && answer.error.type === "no invitation").length).toBeLessThan(30);
  expect(await hall.desk.invited(code)).toMatchObject({ ok: false, error: { type: "too many" } });
  expect(await hall.desk.join(code, { ...NOOR, name: "other" })).toMatchObject({ error: { type: "too many" } });
  expect((await hall.desk.signIn(NOOR.name, NOOR.passphrase)).ok).toBe(true);
  hall.clock.advance(15 * SECOND);
  expect((await hall.desk.invited(code)).ok).toBe(true);
});

describe("somebody who lost a passphrase", () => {
  const NEW = "eleven brown umbrellas";
  const back = async () => {
    const hall = await openDesk();
    const joined = await hall.desk.join(await hall.invite("caseworker"), NOOR);
    const { id } = joined.ok ? joined.value : expect.fail(joined.error.type);
    const again = async () => {
      const made = await hall.desk.inviteAgain(id, "first");
      return made.ok ? made.value.code : expect.fail(made.error.type);
    };
    const signsIn = async (passphrase: string) => (await hall.desk.signIn(NOOR.name, passphrase)).ok;
    return { ...hall, id, again, signsIn };
  };

  test("is invited again, keeps name and part, and chooses what nobody else knows", async () => {
    await using hall = await back();
    const code = await hall.again();
    expect(await hall.desk.invited(code)).toMatchObject({
      ok: true,
      value: { roles: ["caseworker"], member: { id: hall.id, name: "noor" } },
    });
    const signedIn = await hall.desk.signIn(NOOR.name, NOOR.passphrase);
    const token = signedIn.ok && "token" in signedIn.value ? signedIn.value.token : expect.fail();
    expect(await hall.desk.session(token)).toBeDefined();
    const joined = await hall.desk.join(code, { name: "somebody else", passphrase: NEW });
    expect(joined).toMatchObject({ ok: true, value: { id: hall.id, name: "noor", roles: ["caseworker"] } });
    expect(await hall.desk.list()).toHaveLength(1);
    expect(await hall.desk.session(token)).toBeUndefined();
    expect([await hall.signsIn(NOOR.passphrase), await hall.signsIn(NEW)]).toEqual([false, true]);
  });

  test("uses the address once, the newest one, within seven days, and not after going", async () => {
    await using hall = await back();
    const [older, code] = [await hall.again(), await hall.again()];
    const choose = (one: string) => hall.desk.join(one, { name: "", passphrase: NEW });
    expect(await choose(older)).toEqual(NONE);
    const both = await Promise.all([choose(code), choose(code)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await choose(code)).toEqual(NONE);
    const late = await hall.again();
    hall.clock.advance(INVITATION_LASTS);
    expect(await choose(late)).toEqual(NONE);
    const gone = await hall.again();
    await hall.desk.join(await hall.invite("administrator"), { ...NOOR, name: "first" });
    expect(await hall.desk.remove(hall.id)).toMatchObject({ ok: true });
    expect(await choose(gone)).toEqual(NONE);
    expect(await hall.desk.invitations()).toEqual([]);
    expect(await hall.desk.inviteAgain(hall.id, "first")).toEqual({ ok: false, error: { type: "no such member" } });
  });

  test("has the part that is theirs when they come, and the old passphrase until then", async () => {
    await using hall = await back();
    const code = await hall.again();
    await hall.desk.join(await hall.invite("administrator"), { ...NOOR, name: "first" });
    await hall.desk.changeRoles(hall.id, ["helper"]);
    for (const passphrase of ["short", "noor"]) {
      expect(await hall.desk.join(code, { name: "", passphrase })).toMatchObject({ ok: false });
    }
    expect(await hall.signsIn(NOOR.passphrase)).toBe(true);
    expect(await hall.desk.join(code, { name: "", passphrase: NEW })).toMatchObject({ value: { roles: ["helper"] } });
  });

  test("still needs the second factor: whoever invites has none of it", async () => {
    const clock = fakeClock();
    const pepper = async () => new Uint8Array(32).fill(7);
    await using store = await openTestStore({ clock, passphrases: LIGHT, pepper });
    const desk = store.staffDesk;
    const made = await desk.invite({ roles: ["editor"], note: "" }, "first");
    const joined = await desk.join(made.ok ? made.value.code : "", NOOR);
    const { id } = joined.ok ? joined.value : expect.fail();
    const secret = desk.newSecret();
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock() });
    expect(await desk.switchOn(id, { passphrase: NOOR.passphrase, secret, code })).toMatchObject({ ok: true });
    const again = await desk.inviteAgain(id, "first");
    await desk.join(again.ok ? again.value.code : "", { name: "", passphrase: NEW });
    expect(await desk.signIn(NOOR.name, NEW)).toMatchObject({ ok: true, value: { halfway: expect.any(String) } });
  });
});
