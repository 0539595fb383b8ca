import { lstat, mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { getuid, pid } from "node:process";
import { isAlive } from "@commonhall/store";

/** A folder for the time of one command, for the owner of this process alone. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
}

/**
 * `name` begins its name. What is laid there may be all that a centre has said to its allies, or the shell of its cases:
 * so what earlier commands left that were killed in the middle goes first. The name says which process it belongs to.
 */
export async function ownTemporaryFolder(parent: string, name: string): Promise<TemporaryFolder> {
  await removeLeft(parent, name);
  const path = await mkdtemp(join(parent, `${name}-${pid}-`));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

async function removeLeft(parent: string, name: string): Promise<void> {
  for (const one of await readdir(parent)) {
    if (!one.startsWith(`${name}-`)) continue;
    const [, owner] = /^(\d+)-[A-Za-z0-9]{6}$/.exec(one.slice(name.length + 1)) ?? [];
    const path = join(parent, one);
    if (owner !== undefined && !isAlive(Number(owner)) && (await isOurs(path))) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

const isOurs = (path: string): Promise<boolean> =>
  lstat(path).then(
    (found) => found.isDirectory() && (getuid === undefined || found.uid === getuid()),
    () => false,
  );
