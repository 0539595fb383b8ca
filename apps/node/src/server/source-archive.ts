import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

export interface SourceArchiveOptions {
  /** The folder that the program runs from. It is run as it is written, so its text is all there. */
  readonly root: string;
  /** Name of the folder within the archive: `commonhall-0.1.0`. */
  readonly name: string;
  /** Never looked into, wherever it lies. */
  readonly dataFolder: string;
}

/** What belongs to the program. Whatever else lies in its folder (data, notes, backups) does not leave the machine. */
const PARTS: readonly string[] = [
  ".ci",
  ".dockerignore",
  ".gitignore",
  ".npmrc",
  ".oxfmtrc.json",
  ".oxlintrc.json",
  "CONTRIBUTING.md",
  "LICENSE",
  "README.md",
  "apps",
  "deploy",
  "docs",
  "knip.json",
  "package.json",
  "packages",
  "pnpm-lock.yaml",
  "pnpm-workspace.yaml",
  "test",
  "tsconfig.base.json",
  "tsconfig.json",
  "vitest.config.ts",
];
const KINDS =
  /(?:^|\/)(?:run|hall|LICENSE|Caddyfile|Containerfile|torrc|\.dockerignore|\.gitignore|\.npmrc|[^/]+\.(?:ts|json|yaml|yml|md|css|svg|png|pem|service|socket|timer|conf|example|txt|sql|sql\.gz))$/;

/**
 * The program text of exactly what runs here, changes included, as a tar archive (AGPL-3.0, section 13): whoever uses a
 * node over a network can get it from the node itself. Read once, when somebody first asks for it.
 */
export function sourceArchive(options: SourceArchiveOptions): () => Promise<Uint8Array> {
  let archive: Promise<Uint8Array> | undefined;
  return () => (archive ??= pack(options));
}

async function pack({ root, name, dataFolder }: SourceArchiveOptions): Promise<Uint8Array> {
  const folder = resolve(root);
  const paths = await filesIn(folder, "", (path) =>
    path.includes("/") ? join(folder, path) !== resolve(dataFolder) && !NOT_TEXT.test(path) : PARTS.includes(path),
  );
  const blocks: Buffer[] = [];
  for (const path of paths.filter((file) => KINDS.test(file)).toSorted()) {
    const file = join(folder, path);
    const runs = ((await stat(file)).mode & 0o100) !== 0;
    blocks.push(...entryOf({ path: `${name}/${path}`, content: await readFile(file), runs }));
  }
  const packed = await promisify(gzip)(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]));
  // RFC 1952, 2.3.1: on which system it was packed is nobody's business, and would make other bytes on each.
  packed[OPERATING_SYSTEM] = 255;
  return packed;
}

const OPERATING_SYSTEM = 9;

const NOT_TEXT = /\/(?:node_modules|dist|\.git)$/;

/** Paths below the root, with `/`. Links are not followed: they lead out. */
async function filesIn(root: string, folder: string, belongs: (path: string) => boolean): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (!belongs(path)) continue;
    if (entry.isDirectory()) files.push(...(await filesIn(root, path, belongs)));
    else if (entry.isFile()) files.push(path);
  }
  return files;
}

const BLOCK = 512;

interface Packed {
  readonly path: string;
  readonly content: Buffer;
  /** It is a program by itself. */
  readonly runs: boolean;
}

/** One file of a tar archive (POSIX.1-1988, ustar). Without dates and owners, so that the same text makes the same bytes. */
function entryOf({ path, content, runs }: Packed): readonly Buffer[] {
  const header = Buffer.alloc(BLOCK);
  const cut = path.length <= 100 ? -1 : path.indexOf("/", path.length - 101);
  header.write(cut === -1 ? path : path.slice(cut + 1), 0, 100);
  header.write((runs ? "0000755\0" : "0000644\0") + "0000000\0".repeat(2), 100);
  header.write(`${content.length.toString(8).padStart(11, "0")}\0${"0".repeat(11)}\0`, 124);
  header.write(" ".repeat(8), 148);
  header.write("0", 156);
  header.write("ustar\u000000", 257);
  if (cut !== -1) header.write(path.slice(0, cut), 345, 155);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  const rest = content.length % BLOCK;
  return [header, content, Buffer.alloc(rest === 0 ? 0 : BLOCK - rest)];
}
