import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { packFolder, unpack } from "./archive.ts";

const folder = await mkdtemp(join(tmpdir(), "commonhall-archive-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

test("what is packed comes out as it was, and no more of it than there may be", async () => {
  const [from, tar] = [join(folder, "from"), join(folder, "it.tar")];
  await mkdir(join(from, "commonhall"), { recursive: true });
  await writeFile(join(from, "manifest.yml"), "a: 1\n");
  await writeFile(join(from, "commonhall/post.jsonl"), "x".repeat(5000));
  await packFolder(from, tar);
  const to = (name: string) => join(folder, name);
  expect(await unpack(tar, to("whole"))).toEqual({ ok: true });
  expect(await readFile(join(to("whole"), "commonhall/post.jsonl"), "utf8")).toBe("x".repeat(5000));
  const tooLarge = { ok: false, error: { type: "too large" } };
  expect(await unpack(tar, to("files"), { files: 1, bytes: 9000 })).toEqual(tooLarge);
  expect(await unpack(tar, to("bytes"), { files: 9, bytes: 4000 })).toEqual(tooLarge);
  // Nothing of what is too large was written out.
  await expect(readFile(join(to("bytes"), "commonhall/post.jsonl"))).rejects.toThrow("ENOENT");
});
