import { statfs } from "node:fs/promises";

/** Ten reports with all the files that one may have, and the log that they go through: then somebody has to make room. */
const LITTLE = 1024 * 1024 * 1024;
const MEBIBYTE = 1024 * 1024;

/** For whoever is not root. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** In whole MiB; undefined while there is enough, and where the system does not say. */
export async function diskLeft(free: () => Promise<number>): Promise<number | undefined> {
  try {
    const bytes = await free();
    return bytes < LITTLE ? Math.floor(bytes / MEBIBYTE) : undefined;
  } catch {
    return undefined;
  }
}
