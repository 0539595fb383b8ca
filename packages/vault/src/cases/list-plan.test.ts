import Sqlite from "better-sqlite3";
import { expect, test, vi } from "vitest";
import { deskOf, foundWith } from "../testing/light-desk.ts";
import { FROM_WEB, intakeOf, lightVault } from "../testing/light-vault.ts";

test("a page of the list reads the long rows of fifty cases and of no others, however many there are", async () => {
  await using hall = await lightVault();
  const { vault, folder } = hall;
  await foundWith(vault);
  for (let told = 0; told < 52; told++) await vault.intakes.submit(intakeOf(), { ...FROM_WEB, code: "none" });
  const ana = await deskOf(vault, "ana");
  const { next = "" } = await ana.cases.list({});
  const prepare = vi.spyOn(Sqlite.prototype, "prepare");
  await ana.cases.list({});
  await ana.cases.list({ after: next });
  await ana.cases.list({ status: "unverified", after: next });
  await ana.reminders();
  const asked = prepare.mock.calls.map(([sql]) => sql).filter((sql) => /^select .* from "sealed_case"/.test(sql));
  prepare.mockRestore();
  expect(asked.length).toBeGreaterThanOrEqual(7);
  const file = new Sqlite(`${folder}/data.db`, { readonly: true });
  for (const sql of new Set(asked)) {
    const plan = file.prepare(`explain query plan ${sql}`).all(...(sql.match(/\?/g) ?? []).map(() => "x"));
    const details = plan.map((step) => String((step as { readonly detail: unknown }).detail));
    const long = details.filter((detail) => detail.startsWith("SCAN") && !detail.includes("COVERING INDEX"));
    expect([sql, long]).toEqual([sql, []]);
    // What is put in order is either in it already, or no more than a page.
    const sorted = details.some((detail) => detail.includes("TEMP B-TREE"));
    expect([sql, sorted && !/"id" in \(/.test(sql)]).toEqual([sql, false]);
  }
  file.close();
});
