import { DAY } from "@commonhall/domain";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { NOTHING_CODED } from "../cases/coding.ts";
import { deskOf, foundWith, reported } from "../testing/light-desk.ts";
import { lightVault } from "../testing/light-vault.ts";
import { isNear } from "./near-match.ts";

test.each([
  ["Al Noor Cleaning LLC", "شركة النور للتنظيف", false],
  ["Al Noor", "النور", true],
  ["Mohammed Hassan", "Muhamad Hasan", true],
  ["Hassan Mohammed", "Mohammed Hassan", true],
  ["Golden Star Manpower Co. Ltd", "Golden Star", true],
  ["Golden Star", "GoldenStar", true],
  ["Sharma Recruitment", "शर्मा", true],
  ["Acme Textiles", "Acme Textile", true],
  ["Acme Textiles", "Blue River Farms", false],
  ["Maria", "Joseph Rossi", false],
  ["工厂", "工厂", true],
])("%s and %s: near %s", (one, other, near) => {
  expect(isNear({ name: one }, { name: other })).toBe(near);
  expect(isNear({ name: other }, { name: one })).toBe(near);
});

test("of names that are whole books the beginning is compared, or one of them would keep everybody waiting", () => {
  const beginning = "Golden Star ".repeat(25);
  const one = beginning + Array.from({ length: 5000 }, (_, word) => `a${word}b`).join(" ");
  const other = beginning + Array.from({ length: 5000 }, (_, word) => `mnopq${word}rstv`).join(" ");
  expect(isNear({ name: one }, { name: other })).toBe(true);
});

test("a near match has to be answered, and every caseworker finds the same entries", async () => {
  await using hall = await lightVault();
  await foundWith(hall.vault);
  const [ana, bo, cleo] = [
    await deskOf(hall.vault, "ana"),
    await deskOf(hall.vault, "bo"),
    await deskOf(hall.vault, "cleo"),
  ];
  const first = await ana.register.add({ kind: "employer", name: "Al Noor", details: "by the port" });
  expect(await bo.register.add({ kind: "employer", name: "النور" })).toMatchObject({
    ok: false,
    error: { type: "near", entries: [{ name: "Al Noor", details: "by the port" }] },
  });
  expect((await bo.register.add({ kind: "recruiter", name: "Al Noor" })).ok).toBe(true);
  expect((await bo.register.add({ kind: "employer", name: "النور" }, "other")).ok).toBe(true);
  expect(await bo.register.add({ kind: "employer", name: "  " })).toMatchObject({
    ok: false,
    error: { type: "empty text" },
  });
  expect(await ana.register.list("employer")).toHaveLength(2);
  expect((await bo.register.list("employer")).some((entry) => first.ok && entry.id === first.value.id)).toBe(true);
  expect(await cleo.register.list("employer")).toEqual([]);
});

test("a person stays as long as a case of theirs, an employer as long as somebody may count him, and then their keys go", async () => {
  await using hall = await lightVault();
  const { vault, folder } = hall;
  await foundWith(vault);
  const ana = await deskOf(vault, "ana");
  const { id } = await reported(vault, ana, { consents: ["C2"] });
  const [person, employer, unused] = [
    await ana.register.add({ kind: "person", name: "Rosa" }),
    await ana.register.add({ kind: "employer", name: "Acme" }),
    await ana.register.add({ kind: "employer", name: "Blue River" }),
  ];
  if (!person.ok || !employer.ok || !unused.ok) throw new Error("not added");
  await ana.cases.verify(id);
  await ana.cases.code(id, {
    ...NOTHING_CODED,
    kinds: ["wage.unpaid"],
    person: person.value.id,
    employer: employer.value.id,
  });
  const names = async () => {
    await vault.sweep();
    const { register } = await deskOf(vault, "ana");
    return [...(await register.list("person")), ...(await register.list("employer"))].map(({ name }) => name);
  };
  expect(await names()).toEqual(["Rosa", "Acme", "Blue River"]);
  await hall.passes(40 * DAY);
  expect(await names()).toEqual(["Rosa", "Acme"]);
  await hall.passes(150 * DAY);
  expect(await names()).toEqual(["Acme"]);
  await hall.passes(250 * DAY);
  expect(await names()).toEqual([]);
  const keyring = new Sqlite(`${folder}/keyring.db`, { readonly: true });
  expect(keyring.prepare("select count(*) from erase_key").pluck().get()).toBe(0);
  keyring.close();
});

test("a person goes with the last case that names them, at once where it is erased by hand", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault);
  const ana = await deskOf(vault, "ana");
  const cases = [await reported(vault, ana), await reported(vault, ana)];
  const [rosa, other] = [
    await ana.register.add({ kind: "person", name: "Rosa" }),
    await ana.register.add({ kind: "person", name: "Jun" }),
  ];
  if (!rosa.ok || !other.ok) throw new Error("not added");
  for (const { id } of cases) {
    await ana.cases.code(id, { ...NOTHING_CODED, kinds: ["wage.unpaid"], person: rosa.value.id });
    await ana.cases.code(id, { ...NOTHING_CODED, kinds: ["wage.late"], person: rosa.value.id });
  }
  const names = async () => (await ana.register.list("person")).map(({ name }) => name);
  await ana.cases.erase(cases[0]!.id);
  expect(await names()).toEqual(["Jun", "Rosa"]);
  await ana.cases.erase(cases[1]!.id);
  expect(await names()).toEqual(["Jun"]);
});
