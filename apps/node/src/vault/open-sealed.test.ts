import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
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

const say = (message: string) => void lines.push(message);
const open = () => {
  const log = { info: say, warn: say, error: say };
  const options = { dataFolder: join(folder, "data"), pepperFile: join(folder, "data.pepper"), log };
  return openSealed({ ...options, pepper: pepperOf(options), clock: () => Date.UTC(2026, 10, 22) });
};

describe("what is sealed", () => {
  test("has its pepper made at the first start, for its owner alone, and says so once", async () => {
    const first = await open();
    if (!first.ok) expect.fail(first.error.type);
    await first.value.close();
    expect(lines).toEqual(["a pepper was made: keep a copy of it apart from the data"]);
    expect((await stat(join(folder, "data.pepper"))).mode & 0o777).toBe(0o600);
    const second = await open();
    if (!second.ok) expect.fail(second.error.type);
    await second.value.close();
    expect(lines).toHaveLength(1);
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
