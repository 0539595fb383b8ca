import { stat, statfs } from "node:fs/promises";

/** What will lie in a folder, in bytes. */
export interface Needed {
  readonly folder: string;
  readonly bytes: number;
}

/** A file system that has too little left. */
export interface NoRoom {
  readonly type: "no room";
  readonly folder: string;
  /** In whole MiB. */
  readonly needed: number;
  readonly free: number;
}

const MEBIBYTE = 1024 * 1024;
/** So that a node that goes on serving meanwhile has some left, too. */
const SPARE = 16 * MEBIBYTE;

/** Undefined where all of it fits; folders on one file system share what it has. */
export async function noRoom(needed: readonly Needed[]): Promise<NoRoom | undefined> {
  const disks = new Map<number, { folder: string; bytes: number }>();
  for (const { folder, bytes } of needed) {
    const { dev } = await stat(folder);
    disks.set(dev, { folder, bytes: bytes + (disks.get(dev)?.bytes ?? SPARE) });
  }
  for (const { folder, bytes } of disks.values()) {
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    if (free < bytes) {
      return { type: "no room", folder, needed: Math.ceil(bytes / MEBIBYTE), free: Math.floor(free / MEBIBYTE) };
    }
  }
  return undefined;
}

/** 0 for what is not there. With its log, which holds what the file itself may still lack. */
export async function bytesOf(file: string): Promise<number> {
  const sizes = await Promise.all(
    [file, `${file}-wal`].map((name) =>
      stat(name).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
