import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DAY } from "@commonhall/domain";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readPepper } from "../keys/pepper.ts";
import { fileSealer } from "../files/seal-files.ts";
import { openVault, type Vault } from "../open-vault.ts";
import { allCases, deskOf, foundWith, reported } from "../testing/light-desk.ts";
import { lightVault, passphraseOf } from "../testing/light-vault.ts";
import { LIGHT, PEPPER } from "../testing/light-core.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { readBackup, writeBackup } from "./backup-file.ts";
import { restoreVault } from "./restore.ts";
import { weekOf } from "../weeks.ts";
import { makeRecovery } from "../keys/recovery.ts";

const refused = (type: string) => ({ ok: false, error: { type } });
const DONE = { ok: true, value: undefined };
const NONE = { noRecovery: 0, olderRecovery: 0, noKey: 0, changed: 0 };

async function withRecovery(vault: Vault): Promise<readonly string[]> {
  const made = await (await deskOf(vault, "ana")).keys.makeRecovery(2, 3);
  if (!made.ok) throw new Error(made.error.type);
  const cleo = await deskOf(vault, "cleo");
  const [candidate] = await cleo.keys.candidates();
  expect(candidate).toMatchObject({ newRecovery: true, signed: ["ana"] });
  expect((await cleo.keys.sign(candidate!.fingerprint)).ok).toBe(true);
  return made.value.papers;
}

const renewed = async (vault: Vault) => {
  for await (const _ of (await deskOf(vault, "ana")).keys.renewCases());
};

async function backedUp(vault: Vault, folder: string) {
  const [data, keyring] = [join(folder, "data.backup"), join(folder, "keyring.backup")];
  expect(await vault.backUp({ program: "1", data, keyring })).toMatchObject({ ok: true });
  return { data, keyring };
}

test("a recovery key is tried out in a drill, and counts when two have signed", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault);
  expect((await vault.door.state()).recovery).toBeUndefined();
  const [one = "", two = "", three = ""] = await withRecovery(vault);
  expect((await vault.door.state()).recovery).toEqual({ shares: 3, needed: 2 });
  const { keys } = await deskOf(vault, "ana");
  expect(await keys.drill([three, one])).toEqual(DONE);
  expect(await keys.drill([two])).toEqual({ ok: false, error: { type: "too few papers", needed: 2 } });
  expect(await (await deskOf(vault, "dina")).keys.makeRecovery(2, 3)).toEqual(refused("may not sign"));
});

test("a vault comes back out of its backups, with its pepper, on an empty machine", async () => {
  await using hall = await lightVault();
  await using elsewhere = await temporaryFolder();
  const { vault } = hall;
  await foundWith(vault);
  const { id, code } = await reported(vault, await deskOf(vault, "ana"));
  await (await deskOf(vault, "ana")).cases.note(id, "A note.");
  const [one = "", , three = ""] = await withRecovery(vault);
  const files = await backedUp(vault, elsewhere.path);
  for (const file of Object.values(files)) {
    const bytes = readFileSync(file);
    expect(bytes.includes(Buffer.from("sealed_case"))).toBe(false);
    expect(bytes.includes(Buffer.from(PEPPER))).toBe(false);
  }
  const to = { folder: join(elsewhere.path, "vault"), pepperFile: join(elsewhere.path, "pepper"), ...files };
  expect(await restoreVault({ ...to, papers: [one] })).toMatchObject(refused("too few papers"));
  expect(await restoreVault({ ...to, data: files.keyring, papers: [one, three] })).toMatchObject(refused("other file"));
  expect(await restoreVault({ ...to, papers: [one, three] })).toEqual({ ok: true, value: { shut: 0 } });
  expect(await restoreVault({ ...to, papers: [one, three] })).toEqual(refused("vault is there"));
  const { bytes, made } = await readPepper(to.pepperFile);
  expect(made).toBe(false);
  await using back = await openVault({
    folder: to.folder,
    clock: hall.clock,
    pepper: bytes,
    stretching: LIGHT,
    files: fileSealer({ cleanImage: async () => undefined }),
    alarm: () => {},
  });
  const opened = await (await deskOf(back, "bo")).cases.open(id);
  expect(opened).toMatchObject({ ok: true, value: { notes: [{ text: "A note." }], broken: 0 } });
  expect(await back.returnChannel.open(code)).toEqual({ replies: [] });
});

test("after the panic lock the keyring's backup brings back what is there, and nothing that was erased since", async () => {
  await using hall = await lightVault();
  await using elsewhere = await temporaryFolder();
  const { vault } = hall;
  await foundWith(vault);
  const kept = await reported(vault, await deskOf(vault, "ana"));
  const erased = await reported(vault, await deskOf(vault, "ana"));
  const papers = await withRecovery(vault);
  expect((await vault.door.state()).keyringCopy).toBeUndefined();
  const { keyring } = await backedUp(vault, elsewhere.path);
  const copied = weekOf(hall.clock());
  await (await deskOf(vault, "ana")).cases.erase(erased.id);
  hall.clock.advance(14 * DAY);
  await reported(vault, await deskOf(vault, "ana"));
  expect((await vault.door.state()).keyringCopy).toBe(copied);
  await vault.door.lockDown("dina");
  expect(await vault.restoreKeyring(keyring, papers.slice(1))).toEqual({ ok: true, value: { keys: 1, shut: 1 } });
  const ana = await deskOf(vault, "ana");
  expect((await allCases(ana)).map(({ id }) => id)).toEqual([kept.id]);
  expect(await vault.intakes.isOpen()).toBe(true);
  const { lines } = await (await deskOf(vault, "dina")).audit.read();
  expect(lines.map(({ by, did }) => `${by} ${did}`)).toEqual(
    expect.arrayContaining(["program locked in panic", "program restored", "program backed up"]),
  );
});

test("with the papers, custodians let a colleague in where nobody is left, and hand over every case", async () => {
  await using hall = await lightVault();
  const { vault } = hall;
  await foundWith(vault);
  const { id } = await reported(vault, await deskOf(vault, "ana"));
  const papers = await withRecovery(vault);
  const { keys } = await deskOf(vault, "ana");
  expect(await keys.withoutRecovery()).toBe(1);
  await renewed(vault);
  expect(await keys.withoutRecovery()).toBe(0);
  const later = await reported(vault, await deskOf(vault, "ana"));
  expect(await keys.withoutRecovery()).toBe(0);
  await (await deskOf(vault, "ana")).register.add({ kind: "employer", name: "Acme" });
  expect(await vault.admitByRecovery(papers.slice(1), "emil")).toEqual(refused("not enrolled"));
  await vault.enrol({ id: "emil", roles: ["caseworker"], passphrase: passphraseOf("emil") });
  expect(await vault.admitByRecovery(papers.slice(2), "emil")).toMatchObject(refused("too few papers"));
  expect(await vault.admitByRecovery(papers.slice(1), "emil")).toEqual({ ok: true, value: { cases: 2, closed: NONE } });
  const emil = await deskOf(vault, "emil");
  for (const each of [id, later.id]) expect((await emil.cases.open(each)).ok).toBe(true);
  expect(await emil.register.list("employer")).toMatchObject([{ name: "Acme" }]);
  expect(hall.alarms).toEqual([]);
});

test("a backup that was altered, cut or lengthened anywhere is refused, and nothing is left of it", async () => {
  await using folder = await temporaryFolder();
  const made = await makeRecovery(2, 2);
  if (!made.ok) throw new Error(made.error.type);
  const { recovery, papers } = made.value;
  const plain = Buffer.alloc(2_500_000, 5);
  const file = join(folder.path, "a.backup");
  await writeBackup(
    file,
    { of: "data", manifest: { backup: "b", made: 0, program: "1" } },
    recovery,
    (async function* () {
      for (let at = 0; at < plain.length; at += 70_000) yield plain.subarray(at, at + 70_000);
    })(),
  );
  let turn = 0;
  const read = async (bytes: Buffer) => {
    const [from, to] = [join(folder.path, `f${++turn}`), join(folder.path, `t${turn}`)];
    writeFileSync(from, bytes);
    const result = await readBackup(from, papers, "data", to);
    return { result, left: result.ok || result.error.type === "altered" ? readFileSync(to) : Buffer.alloc(0) };
  };
  const whole = readFileSync(file);
  const back = await read(whole);
  expect(back.result).toEqual(DONE);
  expect(Buffer.compare(back.left, plain)).toBe(0);
  const header = whole.indexOf("\n") + 1;
  const chunk = 1024 * 1024 + 16;
  const [a, b, c] = [0, 1, 2].map((index) => whole.subarray(header + index * chunk, header + (index + 1) * chunk)) as [
    Buffer,
    Buffer,
    Buffer,
  ];
  const top = whole.subarray(0, header);
  for (const parts of [[a, b], [b, a, c], [a, c], [a, a, b, c], [a, b, c, c], []]) {
    const { result, left } = await read(Buffer.concat([top, ...parts]));
    expect(result).toEqual(refused("altered"));
    expect(left).toHaveLength(0);
  }
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), async (at) => {
      const altered = Buffer.from(whole);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect((await read(altered)).result.ok).toBe(false);
    }),
    { numRuns: 12 },
  );
});
