import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { err, ok, type Result } from "@commonhall/domain";
import { extract, pack, type Header } from "tar-stream";
import { isFileName, MANIFEST } from "./manifest.ts";

/** All files of an export as one, the manifest first, so that whoever reads knows what comes. */
export async function packFolder(folder: string, file: string): Promise<void> {
  const draft = `${file}.part`;
  const archive = pack();
  const written = pipeline(archive, createWriteStream(draft, { flags: "wx", mode: 0o600 }));
  try {
    for (const name of [MANIFEST, ...(await filesIn(folder))]) {
      const path = join(folder, name);
      const { size } = await stat(path);
      // Without times and owners: the same export is the same bytes.
      const entry = archive.entry({ name, size, mode: 0o600, mtime: new Date(0) });
      await pipeline(createReadStream(path), entry);
    }
    archive.finalize();
    await written;
    await rename(draft, file);
  } catch (error) {
    archive.destroy();
    await written.catch(() => undefined);
    await rm(draft, { force: true });
    throw error;
  }
}

/** What an export's folder holds beside the manifest. */
export async function filesIn(folder: string): Promise<readonly string[]> {
  const folders = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.name !== MANIFEST);
  const inside = await Promise.all(
    folders.map(async (entry) =>
      entry.isDirectory()
        ? (await readdir(join(folder, entry.name))).map((name) => `${entry.name}/${name}`)
        : [entry.name],
    ),
  );
  return inside.flat().sort();
}

export type ArchiveRefused =
  | { readonly type: "cut off" }
  | { readonly type: "strange entry"; readonly name: string }
  | { readonly type: "too large" }
  | { readonly type: "another program"; readonly names: readonly string[] };

/** More than any centre has; a file that goes on for ever is no export. */
export const LIMITS = { files: 20_000, bytes: 64 * 2 ** 30 };

/**
 * Writes out what an archive holds, where every name is one that an export can have: so nothing is ever written beside
 * the folder, over something, or through a link.
 */
export async function unpack(
  file: string,
  folder: string,
  limits: { readonly files: number; readonly bytes: number } = LIMITS,
): Promise<Result<undefined, ArchiveRefused>> {
  if (await isGzip(file)) return err({ type: "another program", names: await namesIn(file) });
  const seen = new Set<string>();
  let bytes = 0;
  let refused: ArchiveRefused | undefined;
  const whole = await eachEntry(file, async ({ name, type, size }, content) => {
    bytes += size;
    const isOurs = type === "file" && (name === MANIFEST || isFileName(name)) && !seen.has(name);
    if (seen.size === 0 && isElsewhere(name)) refused = { type: "another program", names: [] };
    else if (!isOurs) refused = { type: "strange entry", name };
    else if (seen.size === limits.files || bytes > limits.bytes) refused = { type: "too large" };
    if (refused !== undefined) return false;
    seen.add(name);
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await pipeline(content, createWriteStream(path, { flags: "wx", mode: 0o600 }));
    return true;
  });
  if (refused?.type === "another program") return err({ ...refused, names: await namesIn(file) });
  if (refused !== undefined) return err(refused);
  return whole && seen.size > 0 ? ok() : err({ type: "cut off" });
}

type Content = ReturnType<typeof extract> extends AsyncIterable<infer Entry> ? Entry : never;

/**
 * Hands over one entry after the other, until one is answered with false. Answers whether all of the archive could be
 * read; rejects where an entry could not be written.
 */
async function eachEntry(file: string, take: (header: Header, content: Content) => Promise<boolean>): Promise<boolean> {
  const archive = extract();
  const unpacked = (await isGzip(file)) ? [createGunzip()] : [];
  const enough = new AbortController();
  let failure: unknown;
  archive.on("entry", (header, content, proceed) => {
    // Where the archive ends too early its own error tells of it.
    content.on("error", () => undefined);
    take(header, content).then(
      (goesOn) => (goesOn ? proceed() : enough.abort()),
      (error: unknown) => {
        // What the archive itself broke off is told below.
        if (error instanceof Error && "syscall" in error) failure = error;
        enough.abort();
      },
    );
  });
  const isWhole = await pipeline([createReadStream(file), ...unpacked, archive], { signal: enough.signal }).then(
    () => true,
    () => false,
  );
  if (failure !== undefined) throw failure;
  return isWhole;
}

/** What Mastodon and those who learned from it put into theirs. */
const ELSEWHERE = ["actor.json", "outbox.json", "likes.json", "bookmarks.json"];
const isElsewhere = (name: string): boolean => ELSEWHERE.includes(name.replace(/^\.\//, ""));

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

const MOST_NAMES = 1000;

/** Of an archive that is not used, so that it can be said what it is; as far as it can be read. */
async function namesIn(file: string): Promise<readonly string[]> {
  const names: string[] = [];
  await eachEntry(file, async ({ name }, content) => {
    names.push(name);
    content.resume();
    return names.length < MOST_NAMES;
  });
  return names;
}
