import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openSealed } from "./open-sealed.ts";
import { pepperOf } from "./pepper.ts";

let folder = "";
const lines: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hall-sealed-"));
  await mkdir(join(folder, "data"));
  lines.length = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const say = (level: string) => (message: string) => void lines.push(`${level} ${message}`);
const open = (changed: { readonly pepperFile?: string; readonly pepperIsCredential?: boolean } = {}) => {
  const log = { info: say("info"), warn: say("warn"), error: say("error") };
  const options = { dataFolder: join(folder, "data"), pepperFile: join(folder, "data.pepper"), log, ...changed };
  return openSealed({ ...options, pepper: pepperOf(options), clock: () => Date.UTC(2026, 10, 22) });
};

describe("what is sealed", () => {
  test("has its pepper made at the first start, for its owner alone, and says so once", async () => {
    const first = await open();
    if (!first.ok) expect.fail(first.error.type);
    await first.value.close();
    expect(lines).toEqual(["warn a pepper was made beside the data: keep a copy of it apart from them"]);
    expect((await stat(join(folder, "data.pepper"))).mode & 0o777).toBe(0o600);
    const second = await open();
    if (!second.ok) expect.fail(second.error.type);
    await second.value.close();
    expect(lines).toHaveLength(1);
  });

  test("warns of no pepper that lies elsewhere and is closed to others, nor of one that systemd hands over", async () => {
    const elsewhere = join(folder, "etc", "pepper");
    await mkdir(join(folder, "etc"));
    for (const [mode, pepperIsCredential, warned] of [
      [undefined, false, ["info a pepper was made: keep a copy of it"]],
      [0o400, false, []],
      [0o440, true, []],
      [0o440, false, ["warn others on this machine may read the pepper"]],
      [0o444, true, ["warn others on this machine may read the pepper"]],
    ] as const) {
      if (mode !== undefined) await chmod(elsewhere, mode);
      const opened = await open({ pepperFile: elsewhere, pepperIsCredential });
      if (!opened.ok) expect.fail(opened.error.type);
      await opened.value.close();
      expect([mode, lines.splice(0)]).toEqual([mode, warned]);
    }
  });

  test("does not open without its pepper, nor with another one, and no new one is made in its place", async () => {
    const first = await open();
    if (first.ok) await first.value.close();
    const pepper = join(folder, "data.pepper");
    const own = await readFile(pepper, "utf8");
    await rm(pepper);
    expect(await open()).toEqual({ ok: false, error: { type: "pepper missing", file: pepper } });
    await expect(stat(pepper)).rejects.toThrow("ENOENT");
    await writeFile(pepper, `${Buffer.alloc(32, 7).toString("base64url")}\n`, { mode: 0o600 });
    expect(await open()).toEqual({ ok: false, error: { type: "pepper wrong", file: pepper } });
    await writeFile(pepper, "no pepper");
    expect(await open()).toEqual({ ok: false, error: { type: "pepper wrong", file: pepper } });
    await writeFile(pepper, own);
    const again = await open();
    expect(again.ok).toBe(true);
    if (again.ok) await again.value.close();
  });
});
