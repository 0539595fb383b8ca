import type { Role } from "@commonhall/domain";
import { fakeClock } from "@commonhall/testkit";
import { expect, test } from "vitest";
import { openTestStore } from "../database/open-test-store.fixture.ts";
import { argon2id } from "./passphrase.ts";

const OLD = "seven green umbrellas";
const NEW = "eleven brown umbrellas";
const refused = (type: string) => ({ ok: false, error: expect.objectContaining({ type }) });

async function openDesk() {
  const store = await openTestStore({ clock: fakeClock(), passphrases: argon2id({ kibibytes: 64, passes: 1 }) });
  const desk = store.staffDesk;
  const join = async (name: string, ...roles: Role[]) => {
    const made = await desk.invite({ roles, note: "" }, "first");
    const joined = await desk.join(made.ok ? made.value.code : "", { name, passphrase: OLD });
    return joined.ok ? joined.value : expect.fail(joined.error.type);
  };
  const signIn = async (name: string) => {
    const signedIn = await desk.signIn(name, OLD);
    const token = signedIn.ok && "token" in signedIn.value ? signedIn.value.token : expect.fail();
    return { token, session: (await desk.session(token)) ?? expect.fail() };
  };
  return { desk, join, signIn, [Symbol.asyncDispose]: store.close };
}

test("whoever knows the old passphrase changes it, and every other session of theirs ends", async () => {
  await using hall = await openDesk();
  await hall.join("ana", "administrator");
  await hall.join("bo", "editor");
  const [here, elsewhere, other] = [await hall.signIn("ana"), await hall.signIn("ana"), await hall.signIn("bo")];
  expect(await hall.desk.changePassphrase(here.session, { old: OLD, wanted: NEW })).toEqual({
    ok: true,
    value: undefined,
  });
  expect(await hall.desk.session(here.token)).toBeDefined();
  expect(await hall.desk.session(elsewhere.token)).toBeUndefined();
  expect(await hall.desk.session(other.token)).toBeDefined();
  expect(await hall.desk.signIn("ana", OLD)).toEqual(refused("wrong"));
  expect((await hall.desk.signIn("ana", NEW)).ok).toBe(true);
  expect((await hall.desk.signIn("bo", OLD)).ok).toBe(true);
});

test("a wrong old passphrase or an unfit new one changes nothing", async () => {
  await using hall = await openDesk();
  await hall.join("ana", "administrator");
  const [{ session }, elsewhere] = [await hall.signIn("ana"), await hall.signIn("ana")];
  expect(await hall.desk.changePassphrase(session, { old: "wrong", wanted: NEW })).toEqual(refused("wrong"));
  expect(await hall.desk.changePassphrase(session, { old: OLD, wanted: "short" })).toEqual(
    refused("passphrase too short"),
  );
  expect(await hall.desk.session(elsewhere.token)).toBeDefined();
  expect((await hall.desk.signIn("ana", OLD)).ok).toBe(true);
});

test("tries at a desk that was left open count as those of signing in do", async () => {
  await using hall = await openDesk();
  const { id } = await hall.join("ana", "administrator");
  for (let tried = 0; tried < 6; tried++) expect(await hall.desk.confirm(id, "wrong")).toEqual(refused("wrong"));
  expect(await hall.desk.confirm(id, OLD)).toEqual(refused("too many"));
  expect(await hall.desk.signIn("ana", OLD)).toEqual(refused("too many"));
  expect(await hall.desk.confirm("nobody", OLD)).toEqual(refused("wrong"));
});

test("whoever is removed has no session and no name here, and the last administrator stays", async () => {
  await using hall = await openDesk();
  const ana = await hall.join("ana", "administrator");
  const bo = await hall.join("bo", "caseworker");
  const { token } = await hall.signIn("bo");
  expect(await hall.desk.remove(bo.id)).toEqual({ ok: true, value: undefined });
  expect(await hall.desk.session(token)).toBeUndefined();
  expect(await hall.desk.signIn("bo", OLD)).toEqual(refused("wrong"));
  expect(await hall.desk.remove(bo.id)).toEqual(refused("no such member"));
  expect(await hall.desk.remove(ana.id)).toEqual(refused("last administrator"));
  const second = await hall.join("bo", "administrator");
  const both = await Promise.all([hall.desk.remove(ana.id), hall.desk.remove(second.id)]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
});

test("somebody's part changes from one page to the next, and neither the last administrator's nor into what cannot be", async () => {
  await using hall = await openDesk();
  const ana = await hall.join("ana", "administrator");
  const bo = await hall.join("bo", "caseworker");
  const { token } = await hall.signIn("bo");
  expect(await hall.desk.changeRoles(bo.id, ["editor", "helper"])).toEqual({ ok: true, value: undefined });
  expect((await hall.desk.session(token))?.staff.roles).toEqual(["editor", "helper"]);
  expect(await hall.desk.changeRoles(bo.id, [])).toEqual(refused("no role"));
  expect(await hall.desk.changeRoles(bo.id, ["administrator", "approver"])).toEqual(
    refused("administrator with casework"),
  );
  expect(await hall.desk.changeRoles("nobody", ["editor"])).toEqual(refused("no such member"));
  expect(await hall.desk.changeRoles(ana.id, ["editor"])).toEqual(refused("last administrator"));
  expect(await hall.desk.changeRoles(bo.id, ["administrator"])).toMatchObject({ ok: true });
  const both = await Promise.all([ana, bo].map(({ id }) => hall.desk.changeRoles(id, ["editor"])));
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
});
