import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { sourceArchive } from "@commonhall/node";

const run = promisify(execFile);

export interface Release {
  readonly name: string;
  readonly archive: Uint8Array;
  /** When the commit was made, as ISO 8601. */
  readonly committed: string;
}

/**
 * The program as it stands in the commit: by the same way by which a node hands out its own text, so that anybody can
 * compare the two. Throws where something of the commit would be missing.
 */
export async function buildRelease(root: string, version: string, commit = "HEAD"): Promise<Release> {
  const folder = await mkdtemp(join(tmpdir(), "commonhall-release-"));
  try {
    const tree = join(folder, "tree");
    const tar = join(folder, "tree.tar");
    const git = async (...words: string[]) =>
      (await run("git", ["-C", root, ...words], { maxBuffer: 64 * 1024 * 1024 })).stdout;
    await git("archive", "--format=tar", `--prefix=tree/`, `--output=${tar}`, commit);
    await run("tar", ["-xf", tar, "-C", folder]);
    const name = `commonhall-${version}`;
    const archive = await sourceArchive({ root: tree, name, dataFolder: join(folder, "none") })();
    const tracked = (await git("ls-tree", "-r", "-z", "--name-only", commit)).split("\0").filter(Boolean);
    const packed = namesIn(archive);
    const missing = tracked.filter((path) => !packed.has(`${name}/${path}`));
    if (missing.length > 0) throw new Error(`The archive lacks what the commit has: ${missing.join(", ")}`);
    const seconds = Number((await git("show", "--no-patch", "--format=%ct", commit)).trim());
    return { name, archive, committed: new Date(seconds * 1000).toISOString() };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const BLOCK = 512;

/** Paths of a tar archive that `sourceArchive` packed. */
export function namesIn(archive: Uint8Array): ReadonlySet<string> {
  const tar = gunzipSync(archive);
  const names = new Set<string>();
  const textAt = (from: number, length: number) => tar.toString("utf8", from, from + length).replace(/\0.*$/s, "");
  for (let at = 0; at < tar.length && tar[at] !== 0;) {
    const [name, before] = [textAt(at, 100), textAt(at + 345, 155)];
    names.add(before === "" ? name : `${before}/${name}`);
    at += BLOCK + Math.ceil(Number.parseInt(textAt(at + 124, 12), 8) / BLOCK) * BLOCK;
  }
  return names;
}

export const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

/** As `sha256sum --check` reads it. */
export const sums = (files: readonly (readonly [name: string, bytes: Uint8Array | string])[]): string =>
  files.map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`).join("");
