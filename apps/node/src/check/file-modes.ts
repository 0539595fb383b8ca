import { lstat, readdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { getuid } from "node:process";
import type { Settings } from "../settings.ts";

/** A file or a folder, and what others on the machine may do with it. */
export interface FileMode {
  readonly path: string;
  readonly of: "data" | "pepper" | "socket" | "socket's folder";
  /** The nine bits. */
  readonly mode: number;
  readonly isOurs: boolean;
}

const DEEPEST = 4;

/**
 * Of the data folder with all that is in it, of the pepper, and of the socket at which the node listens. To be read before
 * the data are opened, which puts some right.
 */
export async function readModes({
  dataFolder,
  pepperFile,
  listen,
}: Pick<Settings, "dataFolder" | "pepperFile" | "listen">): Promise<readonly FileMode[]> {
  const socket = listen.type === "unix" ? listen.path : undefined;
  return [
    ...(await below(resolve(dataFolder), "data", DEEPEST)),
    ...(await below(pepperFile, "pepper", 0)),
    ...(socket === undefined ? [] : await below(socket, "socket", 0)),
    ...(socket === undefined ? [] : await below(dirname(socket), "socket's folder", 0)),
  ];
}

async function below(path: string, of: FileMode["of"], deep: number): Promise<FileMode[]> {
  try {
    const found = await lstat(path);
    const own = { path, of, mode: found.mode & 0o777, isOurs: getuid === undefined || found.uid === getuid() };
    if (!found.isDirectory() || deep === 0) return [own];
    const inside = await Promise.all((await readdir(path)).map((name) => below(join(path, name), of, deep - 1)));
    return [own, ...inside.flat()];
  } catch {
    // A log of the database may go between the list and the look.
    return [];
  }
}
