import { chmod, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { readPepper } from "./pepper.ts";

test("a pepper is made once, for its owner alone, and many that start at once read the same one", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "data.pepper");
  const all = await Promise.all(Array.from({ length: 8 }, () => readPepper(file)));
  expect(new Set(all.map(({ bytes }) => Buffer.from(bytes).toString("hex"))).size).toBe(1);
  expect(all.filter(({ made }) => made)).toHaveLength(1);
  expect(all[0]?.bytes).toHaveLength(32);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder.path)).toEqual(["data.pepper"]);
  expect(await readFile(file, "utf8")).toMatch(/^[\w-]{43}\n$/);
  expect(await readPepper(file)).toMatchObject({ made: false, exposed: false });
});

test("a credential of systemd is read as it lies there, and is exposed to nobody but by what everybody may read", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "pepper");
  await writeFile(file, `${Buffer.alloc(32, 7).toString("base64")}\n`, { mode: 0o440 });
  await chmod(folder.path, 0o550);
  try {
    expect(await readPepper(file, { isCredential: true })).toMatchObject({ made: false, exposed: false });
    expect(await readPepper(file)).toMatchObject({ exposed: true });
    await chmod(file, 0o444);
    expect(await readPepper(file, { isCredential: true })).toMatchObject({ exposed: true });
  } finally {
    await chmod(folder.path, 0o700);
  }
});

test("one that others may read is told, and what is no pepper is refused", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "data.pepper");
  await readPepper(file);
  await chmod(file, 0o640);
  expect((await readPepper(file)).exposed).toBe(true);
  await writeFile(file, "not a pepper");
  await expect(readPepper(file)).rejects.toThrow("32 bytes");
});
