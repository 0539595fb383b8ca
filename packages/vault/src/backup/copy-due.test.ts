import { join } from "node:path";
import { DAY } from "@commonhall/domain";
import { expect, test } from "vitest";
import type { Vault } from "../open-vault.ts";
import { lightCore } from "../testing/light-core.ts";
import { deskOf, foundWith, reported } from "../testing/light-desk.ts";
import { lightVault } from "../testing/light-vault.ts";
import { weekOf } from "../weeks.ts";
import { askForCopy, rememberCopy, whatAsks } from "./copy-due.ts";

const dueOf = async (vault: Vault) => (await vault.door.state()).copyDue;

async function newRecovery(vault: Vault): Promise<void> {
  await (await deskOf(vault, "ana")).keys.makeRecovery(2, 3);
  const { keys } = await deskOf(vault, "cleo");
  await keys.sign((await keys.candidates())[0]?.fingerprint ?? "");
}

async function renewed(vault: Vault): Promise<void> {
  for await (const _ of (await deskOf(vault, "ana")).keys.renewCases());
}

test("a copy is due before the first one, after keys or papers are renewed, and after a month; and not otherwise", async () => {
  await using hall = await lightVault();
  const { vault, clock, folder } = hall;
  let copies = 0;
  const copy = async () => {
    const made = await vault.backUp({ program: "1", keyring: join(folder, `copy-${copies++}`) });
    expect(made.ok).toBe(true);
  };
  expect(await dueOf(vault)).toBeUndefined();
  await foundWith(vault);
  await reported(vault, await deskOf(vault, "ana"));
  // Without a recovery key there is nothing to seal a copy to; the desk asks for that key first.
  expect(await dueOf(vault)).toBeUndefined();
  await newRecovery(vault);
  expect(await dueOf(vault)).toBe("never");
  await copy();
  expect(await dueOf(vault)).toBeUndefined();
  await reported(vault, await deskOf(vault, "ana"));
  expect(await dueOf(vault)).toBeUndefined();
  await renewed(vault);
  expect(await dueOf(vault)).toBe("keys renewed");
  await newRecovery(vault);
  expect(await dueOf(vault)).toBe("recovery renewed");
  await renewed(vault);
  expect(await dueOf(vault)).toBe("recovery renewed");
  await vault.backUp({ program: "1", data: join(folder, "data-copy") });
  expect(await dueOf(vault)).toBe("recovery renewed");
  await copy();
  expect(await dueOf(vault)).toBeUndefined();
  // Monday, 2 November: the week of the copy began on the same day.
  clock.advance(30 * DAY - 10 * 60 * 60_000);
  expect(await dueOf(vault)).toBeUndefined();
  clock.advance(DAY);
  expect(await dueOf(vault)).toBe("old");
  await copy();
  expect(await dueOf(vault)).toBeUndefined();
  await vault.door.lockDown("ana");
  clock.advance(60 * DAY);
  expect(await dueOf(vault)).toBeUndefined();
});

test("what changes while a copy is being made asks for another one", async () => {
  await using core = await lightCore();
  const { db } = core.files.data;
  await askForCopy(db, "keys renewed");
  const asked = await whatAsks(core);
  await askForCopy(db, "keys renewed");
  await rememberCopy(db, weekOf(core.clock()), asked);
  expect((await whatAsks(core)).size).toBe(1);
  await rememberCopy(db, weekOf(core.clock()), await whatAsks(core));
  expect((await whatAsks(core)).size).toBe(0);
});

test("of a copy the week is kept, and nothing else", async () => {
  await using hall = await lightVault();
  const { vault, folder } = hall;
  await foundWith(vault);
  await newRecovery(vault);
  const { default: Sqlite } = await import("better-sqlite3");
  const rows = () => {
    const file = new Sqlite(`${folder}/data.db`, { readonly: true });
    const all = file.prepare("select name, value from vault where name not like 'audit%'").all();
    file.close();
    return new Map((all as { name: string; value: string }[]).map(({ name, value }) => [name, value]));
  };
  const before = rows();
  await vault.backUp({ program: "1", keyring: join(folder, "copy") });
  const after = rows();
  const changed = [...after].filter(([name, value]) => before.get(name) !== value);
  expect(changed).toEqual([["keyring copied", "2026-W45"]]);
  expect([...before.keys()].filter((name) => !after.has(name))).toEqual(["copy due: recovery renewed"]);
});
