import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { sourceArchive } from "./source-archive.ts";

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "source-archive-"));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

/** Unpacked by the system's own tar: names and contents of files. */
async function unpacked(
  archive: Uint8Array,
): Promise<{ readonly names: readonly string[]; readonly contentOf: (name: string) => Promise<string> }> {
  const place = await folder();
  const file = join(place, "source.tar.gz");
  await writeFile(file, archive);
  const tar = async (...options: string[]) => (await promisify(execFile)("tar", options)).stdout;
  const names = (await tar("-tzf", file)).trim().split("\n");
  return { names, contentOf: (name) => tar("-xzOf", file, name) };
}

describe("the program text", () => {
  test("is what belongs to the program, whole, and nothing of the data, of others or through links", async () => {
    const root = await folder();
    const long = `packages/${"deep/".repeat(20)}file.ts`;
    const files: Record<string, string> = {
      "package.json": "{}",
      LICENSE: "licence",
      [long]: "long",
      "packages/web/src/style.css": "x".repeat(1000),
      "packages/web/src/words/ar.json": '"دار"',
      "packages/web/node_modules/secret.ts": "no",
      "packages/data/hall.sqlite": "no",
      "packages/data/notes.md": "no",
      "data/notes.md": "no",
      ".env": "no",
      "packages/web/.env": "no",
      "packages/web/key.sqlite": "no",
    };
    for (const [path, content] of Object.entries(files)) {
      await mkdir(join(root, path, ".."), { recursive: true });
      await writeFile(join(root, path), content);
    }
    await symlink("/etc", join(root, "packages/etc.ts"));
    const archive = await sourceArchive({ root, name: "hall-1", dataFolder: join(root, "packages/data") })();
    const { names, contentOf } = await unpacked(archive);
    const expected = Object.entries(files).filter(([, content]) => content !== "no");
    expect(names.toSorted()).toEqual(expected.map(([path]) => `hall-1/${path}`).toSorted());
    for (const [path, content] of expected) expect(await contentOf(`hall-1/${path}`)).toBe(content);
  });

  test("of this program has its pages, its licence and this file, and is the same each time", async () => {
    const root = join(import.meta.dirname, "../../../..");
    const ask = () => sourceArchive({ root, name: "hall", dataFolder: "/nowhere" })();
    const archive = await ask();
    const { names, contentOf } = await unpacked(archive);
    expect(names).toEqual(
      expect.arrayContaining([
        "hall/LICENSE",
        "hall/pnpm-lock.yaml",
        "hall/apps/node/src/main.ts",
        "hall/packages/web/src/layout/style/tokens.css",
      ]),
    );
    expect(names.filter((name) => name.includes("node_modules"))).toEqual([]);
    expect(await contentOf("hall/apps/node/src/server/source-archive.ts")).toContain(
      "The program text of exactly what runs here",
    );
    expect(Buffer.from(await ask()).equals(Buffer.from(archive))).toBe(true);
  });
});
