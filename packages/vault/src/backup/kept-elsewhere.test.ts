import { createCipheriv, createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DAY } from "@commonhall/domain";
import { expect, test } from "vitest";
import { macUnder } from "../core.ts";
import { boxKey } from "../keys/curves.ts";
import { recoveryName } from "../keys/readers.ts";
import type { Recovery } from "../keys/roster.ts";
import type { Vault } from "../open-vault.ts";
import { sealTo, SUITE } from "../seal/sealing.ts";
import { foundWith, deskOf } from "../testing/light-desk.ts";
import { FROM_WEB, intakeOf, lightVault } from "../testing/light-vault.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { type BackupOf, readBackup, readBackupBytes, readManifest, writeBackup } from "./backup-file.ts";
import { macOfPart } from "./manifest.ts";
import { restoreVault } from "./restore.ts";

/* Whoever keeps the copies of a centre, every one of them, and opens none. */

const MONDAY = Date.UTC(2026, 10, 23, 3);
const photograph = () => ({ name: "passport.jpg", type: "image/jpeg", bytes: randomBytes(3 * 1024 * 1024) });

async function withPapers(vault: Vault): Promise<readonly string[]> {
  await foundWith(vault);
  const made = await (await deskOf(vault, "ana")).keys.makeRecovery(2, 3);
  if (!made.ok) throw new Error(made.error.type);
  const cleo = await deskOf(vault, "cleo");
  const [candidate] = await cleo.keys.candidates();
  await cleo.keys.sign(candidate!.fingerprint);
  return made.value.papers;
}

/** How large the copies of one week are; `told`: on Wednesday somebody tells, with photographs. */
async function copiesOfAWeek(told: boolean): Promise<readonly (readonly number[])[]> {
  await using hall = await lightVault({}, MONDAY);
  await using elsewhere = await temporaryFolder();
  const { vault } = hall;
  await withPapers(vault);
  const sizes: (readonly number[])[] = [];
  for (let day = 0; day < 7; day += 1) {
    if (told && day === 2) {
      await vault.intakes.submit(intakeOf({ files: [photograph(), photograph()] }), FROM_WEB);
    }
    const files = [join(elsewhere.path, `data-${day}`), join(elsewhere.path, `keyring-${day}`)] as const;
    expect(await vault.backUp({ program: "1", data: files[0], keyring: files[1] })).toMatchObject({ ok: true });
    sizes.push(files.map((file) => statSync(file).size));
    hall.clock.advance(DAY);
  }
  return sizes;
}

test("cannot tell from their sizes on which day of the week somebody told, nor whether", async () => {
  expect(await copiesOfAWeek(true)).toEqual(await copiesOfAWeek(false));
});

const MANIFEST = { backup: "0".repeat(32), made: MONDAY, program: "1" };

/** All that stands in clear in a copy, and enough to seal another one to the same papers. */
const recoveryIn = (file: string): Recovery =>
  JSON.parse(readFileSync(file, "latin1").split("\n", 1)[0] ?? "").recovery;

async function* once(bytes: Uint8Array) {
  yield bytes;
}

test("cannot put one of their own making in the place of ours, though they know to whom it is sealed", async () => {
  await using hall = await lightVault({}, MONDAY);
  await using elsewhere = await temporaryFolder();
  const papers = await withPapers(hall.vault);
  const at = (name: string) => join(elsewhere.path, name);
  const ours = { data: at("data"), keyring: at("keyring") };
  expect(await hall.vault.backUp({ program: "1", ...ours })).toMatchObject({ ok: true });
  const recovery = recoveryIn(ours.data);
  const pepper = randomBytes(32);
  const forge = async (of: BackupOf, bytes: Uint8Array) => {
    const mac = macOfPart(macUnder(pepper, "1".repeat(32)), of, MANIFEST);
    await writeBackup(at(`forged-${of}`), { of, manifest: MANIFEST, mac }, recovery, once(bytes));
    return at(`forged-${of}`);
  };
  const theirs = {
    data: await forge("data", readFileSync(join(hall.folder, "data.db"))),
    keyring: await forge("keyring", Buffer.concat([pepper, readFileSync(join(hall.folder, "keyring.db"))])),
    store: await forge("store", randomBytes(100)),
  };
  const to = { folder: at("vault"), pepperFile: at("pepper"), papers };
  const forged = (of: string) => ({ ok: false, error: { type: "forged", of } });
  expect(await restoreVault({ ...to, ...ours, data: theirs.data })).toEqual(forged("data"));
  expect(await restoreVault({ ...to, ...ours, keyring: theirs.keyring })).toMatchObject({ error: { type: "forged" } });
  const store = await readManifest(theirs.store, papers);
  expect(store.ok && (await restoreVault({ ...to, ...ours, with: [store.value] }))).toEqual(forged("store"));
  expect(await hall.vault.restoreKeyring(theirs.keyring, papers)).toEqual(forged("keyring"));
  // One that says nothing of itself, as those of before did, does not pass beside one that does.
  const silent = { of: "store", manifest: undefined } as const;
  expect(await restoreVault({ ...to, ...ours, with: [silent] })).toEqual(forged("store"));
  expect(existsSync(at("pepper"))).toBe(false);
  expect(await restoreVault({ ...to, ...ours })).toMatchObject({ ok: true });
});

test("cannot make one that claims to be longer than it is", async () => {
  await using hall = await lightVault({}, MONDAY);
  await using elsewhere = await temporaryFolder();
  const papers = await withPapers(hall.vault);
  const [data, bomb] = [join(elsewhere.path, "data"), join(elsewhere.path, "bomb")];
  await hall.vault.backUp({ program: "1", data });
  const recovery = recoveryIn(data);
  const key = randomBytes(32);
  const reader = { id: recoveryName(recovery), key: boxKey(recovery.box) };
  const sealed = await sealTo([reader], "backup:data", { key: key.toString("base64url"), manifest: MANIFEST });
  const header = JSON.stringify({ kind: "commonhall vault backup", suite: SUITE, of: "data", recovery, key: sealed });
  const plain = Buffer.alloc(1024 * 1024);
  plain.writeBigUInt64BE(2n ** 43n, plain.length - 8);
  const nonce = Buffer.from("010000000000000000000000", "hex");
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(createHash("sha256").update(header).digest());
  writeFileSync(
    bomb,
    Buffer.concat([Buffer.from(`${header}\n`), cipher.update(plain), cipher.final(), cipher.getAuthTag()]),
  );
  const altered = { ok: false, error: { type: "altered" } };
  expect(await readBackup(bomb, papers, "data", join(elsewhere.path, "out"))).toEqual(altered);
  expect(await readBackupBytes(bomb, papers, "data")).toEqual(altered);
});
