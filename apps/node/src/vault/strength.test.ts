import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ok } from "@commonhall/domain";
import { LEAST_STRETCHING, type Stretching } from "@commonhall/vault";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { databaseFile, vaultFolder } from "../data-folder.ts";
import { openData } from "../open-data.ts";
import { openSealed } from "./open-sealed.ts";
import { strengthOf, toStrength, type Tries } from "./strength.ts";

const MEBIBYTE = 1024;
const GIBIBYTE = 1024 * MEBIBYTE;

function settings(kept?: string) {
  let value = kept;
  return {
    get: async () => value,
    set: async (_: string, wanted: string) => void (value = wanted),
    kept: () => value,
  };
}

/** A machine on which the least takes so long, the first time and the second. */
function machine(memory: number, first: number, second = first) {
  const tried: Stretching[] = [];
  const tries: Tries = { memory, time: async (stretching) => (tried.push(stretching) === 1 ? first : second) };
  return { tries, tried };
}

const NOBODY = { list: async () => [] };

async function foundOn(tries: Tries): Promise<number> {
  const kept = settings();
  await toStrength({ settings: kept, staffDesk: NOBODY }, { testNetwork: false }, tries)();
  return (await strengthOf(kept)).kibibytes / MEBIBYTE;
}

describe("what a passphrase is worth", () => {
  test.each([
    ["half a second on an ordinary machine", machine(8 * GIBIBYTE, 200), 160],
    ["no more than a quarter of a gibibyte on a fast one", machine(64 * GIBIBYTE, 20), 256],
    ["never less than the design has on a slow one", machine(8 * GIBIBYTE, 4000), 64],
    ["an eighth of the memory that there is", machine(GIBIBYTE, 100), 128],
    ["the least, however little memory there is", machine(GIBIBYTE / 4, 100), 64],
    ["as much as the quicker of two tries allows", machine(8 * GIBIBYTE, 900, 250), 128],
  ] as const)("is %s", async (_, { tries, tried }, mebibytes) => {
    expect(await foundOn(tries)).toBe(mebibytes);
    expect(tried).toEqual([LEAST_STRETCHING, LEAST_STRETCHING]);
  });

  test("is found once, before there is anybody, and not for a network of tests", async () => {
    const staff = { list: async () => [{ id: "ana", name: "ana", roles: [], since: 0 }] };
    for (const [kept, staffDesk, testNetwork] of [
      [settings("131072"), NOBODY, false],
      [settings(), staff, false],
      [settings(), NOBODY, true],
    ] as const) {
      const before = kept.kept();
      const { tries, tried } = machine(8 * GIBIBYTE, 200);
      await toStrength({ settings: kept, staffDesk }, { testNetwork }, tries)();
      expect([kept.kept(), tried]).toEqual([before, []]);
    }
  });

  test.each([undefined, "", "8", "-1", "NaN", "1e99", "many"])(
    "is never less because %j stands in the file",
    async (kept) => {
      const { kibibytes, passes } = await strengthOf(settings(kept));
      expect(kibibytes).toBe(LEAST_STRETCHING.kibibytes);
      expect(passes).toBe(3);
    },
  );

  test("is never so much that the machine breaks over it", async () => {
    expect((await strengthOf(settings("99999999"))).kibibytes).toBe(256 * MEBIBYTE);
  });
});

describe("a node whose strength was found", () => {
  let folder = "";
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "hall-strength-"))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test("makes secrets and keys with it, codes with the least, and opens what was made with another", async () => {
    const pepper = async () => ok(new Uint8Array(32).fill(7));
    const data = await openData({ dataFolder: join(folder, "data") }, Date.now, pepper);
    if (!data.ok) expect.fail(data.error.detail);
    await using store = data.value;
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const options = { dataFolder: join(folder, "data"), pepperFile: "", pepper, log, clock: Date.now };
    const sealed = await openSealed({ ...options, strength: () => strengthOf(store.settings) });
    if (!sealed.ok) expect.fail(sealed.error.type);
    await using vault = sealed.value;
    const rows = (file: string, sql: string) => {
      using database = new DatabaseSync(file, { readOnly: true });
      return database.prepare(sql).all().flatMap(Object.values);
    };
    const passphrase = "a long passphrase of six words";
    const joins = async (name: string) => {
      const made = await store.staffDesk.invite({ roles: ["caseworker"], note: "" }, "");
      const joined = await store.staffDesk.join(made.ok ? made.value.code : "", { name, passphrase });
      return joined.ok ? joined.value : expect.fail(joined.error.type);
    };
    await store.settings.set("argon2id", "98304");
    const ana = await joins("ana");
    expect(await vault.door.enrol(ana, passphrase)).toBe("member");
    expect(rows(databaseFile(options.dataFolder), "select secret from staff")).toEqual([
      expect.stringContaining("$m=98304,t=3,p=1"),
    ]);
    expect(rows(join(vaultFolder(options.dataFolder), "data.db"), "select kibibytes from staff_key")).toEqual([98_304]);
    await store.settings.set("argon2id", "65536");
    expect(await store.staffDesk.signIn("ana", passphrase)).toMatchObject({ ok: true });
    expect(await vault.door.unlock(ana.id, passphrase)).toMatchObject({ ok: true });
    // The row is written anew with each unlocking, as it was.
    expect(rows(join(vaultFolder(options.dataFolder), "data.db"), "select kibibytes from staff_key")).toEqual([98_304]);
  });
});
