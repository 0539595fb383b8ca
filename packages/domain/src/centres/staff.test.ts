import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  checkFirstStaff,
  checkStaffMember,
  isStaffName,
  may,
  PASSPHRASE_MINIMUM,
  PERMISSIONS,
  ROLES,
  type Role,
  type StaffDraft,
} from "./staff.ts";

const FIRST: StaffDraft = {
  name: "first",
  roles: ["administrator", "editor"],
  passphrase: "a long passphrase of six words",
};
const SECOND: StaffDraft = {
  name: "second",
  roles: ["caseworker", "proposer"],
  passphrase: "another passphrase of six words",
};

const refused = (staff: Partial<StaffDraft>, type: string) =>
  expect(checkStaffMember({ ...FIRST, ...staff })).toMatchObject({ ok: false, error: { type } });

describe("somebody of the staff", () => {
  test.each(["ana", "Ana_2", "أمينة", "あや", "a.b-c", "नीता", "x".repeat(40)])("may be called %s", (name) =>
    expect(isStaffName(name)).toBe(true),
  );
  test.each(["", "a", ".a", "-a", "a b", "a@b", "a\u202eb", "x".repeat(41), "a\n"])("may not be called %j", (name) => {
    expect(isStaffName(name)).toBe(false);
    refused({ name }, "name");
  });

  test("has a passphrase of sixteen characters, in whatever script, that is not the name", () => {
    refused({ passphrase: "x".repeat(PASSPHRASE_MINIMUM - 1) }, "passphrase too short");
    refused({ passphrase: "🪧".repeat(PASSPHRASE_MINIMUM - 1) }, "passphrase too short");
    expect(checkStaffMember({ ...FIRST, passphrase: "工".repeat(PASSPHRASE_MINIMUM) }).ok).toBe(true);
    refused({ name: "organizer-of-beirut", passphrase: " Organizer-of-Beirut " }, "passphrase has the name");
  });

  test("has a role", () => refused({ roles: [] }, "no role"));

  test("never administers and opens reports: whoever runs the machine cannot read them (row G2)", () => {
    const casework: readonly Role[] = ["caseworker", "proposer", "approver"];
    fc.assert(
      fc.property(fc.subarray([...ROLES], { minLength: 1 }), (roles) => {
        const both = roles.includes("administrator") && roles.some((role) => casework.includes(role));
        const checked = checkStaffMember({ ...FIRST, roles });
        expect(checked.ok).toBe(!both);
        if (!checked.ok) expect(checked.error.type).toBe("administrator with casework");
      }),
    );
  });
});

describe("the first staff of a centre", () => {
  test("may be one or several", () => {
    expect(checkFirstStaff([FIRST])).toEqual({ ok: true, value: [FIRST] });
    expect(checkFirstStaff([FIRST, SECOND]).ok).toBe(true);
  });

  test("has an administrator", () => {
    expect(checkFirstStaff([SECOND])).toEqual({ ok: false, error: { type: "no administrator" } });
    expect(checkFirstStaff([])).toEqual({ ok: false, error: { type: "no administrator" } });
  });

  test("has no two of one name, however it is written", () => {
    expect(checkFirstStaff([FIRST, { ...SECOND, name: "FIRST" }])).toMatchObject({
      ok: false,
      error: { type: "same name twice" },
    });
  });

  test("is refused for any one of them", () => {
    expect(checkFirstStaff([FIRST, { ...SECOND, passphrase: "short" }])).toMatchObject({
      ok: false,
      error: { type: "passphrase too short", name: "second" },
    });
  });
});

describe("what a role may do", () => {
  test("nobody may do what none of their roles may, and every permission belongs to some role", () => {
    expect(may(["helper"], "publish")).toBe(false);
    expect(may(["helper", "editor"], "publish")).toBe(true);
    expect(may(["editor"], "manage staff")).toBe(false);
    expect(may([], "read what arrived")).toBe(false);
    for (const role of ROLES) expect(may([role], "read what arrived")).toBe(true);
    for (const roles of Object.values(PERMISSIONS)) expect(roles.length).toBeGreaterThan(0);
  });

  /** Everything that shows a report or lets somebody near a key. */
  const SEALED = [
    "unlock the vault",
    "work on cases",
    "sign the roster",
    "make the recovery key",
    "read the audit",
  ] as const;

  test("no administrator, editor or helper comes near a report", () => {
    for (const role of ["administrator", "editor", "helper"] as const) {
      for (const permission of SEALED)
        expect([role, permission, may([role], permission)]).toEqual([role, permission, false]);
    }
    fc.assert(
      fc.property(fc.subarray([...ROLES], { minLength: 1 }), (roles) => {
        const allowed = checkStaffMember({ ...FIRST, roles }).ok;
        expect(allowed && roles.includes("administrator") && may(roles, "work on cases")).toBe(false);
      }),
    );
  });

  test("an auditor reads who did what, and no report", () => {
    expect(SEALED.filter((permission) => may(["auditor"], permission))).toEqual(["unlock the vault", "read the audit"]);
  });

  test("whoever proposes or approves signs with keys of their own, and reads no report either", () => {
    for (const role of ["proposer", "approver"] as const) {
      expect(SEALED.filter((permission) => may([role], permission))).toEqual(["unlock the vault", "sign the roster"]);
    }
  });
});
