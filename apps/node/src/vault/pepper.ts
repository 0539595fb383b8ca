import { access } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { err, ok, type Result } from "@commonhall/domain";
import type { Log } from "@commonhall/federation";
import { readPepper } from "@commonhall/vault";
import { vaultFolder } from "../data-folder.ts";

export interface PepperOptions {
  readonly dataFolder: string;
  readonly pepperFile: string;
  /** systemd hands it over. */
  readonly pepperIsCredential?: boolean;
  readonly log: Log;
}

export type PepperRefused =
  /** There is something sealed, and the file that it cannot be opened without has gone. */
  | { readonly type: "pepper missing"; readonly file: string }
  | { readonly type: "pepper wrong"; readonly file: string }
  /** What the system says: `EACCES`. */
  | { readonly type: "pepper unreadable"; readonly file: string; readonly detail: string };

/** Reads the file when it is first asked, once. */
export type OpenPepper = () => Promise<Result<Uint8Array, PepperRefused>>;

/** Input to every Argon2id of the node (anonymity.md 3.2). The first start makes it, and tells its owner what to do with it. */
export function pepperOf(options: PepperOptions): OpenPepper {
  let read: ReturnType<OpenPepper> | undefined;
  return () => (read ??= open(options));
}

async function open({ dataFolder, pepperFile: file, pepperIsCredential, log }: PepperOptions): ReturnType<OpenPepper> {
  // A new pepper would not open what is sealed either, and would lie where the right one belongs.
  const sealed = ["data.db", "keyring.db"].map((name) => isThere(join(vaultFolder(dataFolder), name)));
  if ((await Promise.all(sealed)).some(Boolean) && !(await isThere(file))) return err({ type: "pepper missing", file });
  try {
    const pepper = await readPepper(file, { isCredential: pepperIsCredential === true });
    const isBeside = dirname(resolve(file)) === dirname(resolve(dataFolder));
    if (pepper.made && isBeside) log.warn("a pepper was made beside the data: keep a copy of it apart from them");
    if (pepper.made && !isBeside) log.info("a pepper was made: keep a copy of it");
    if (pepper.exposed) log.warn("others on this machine may read the pepper");
    return ok(pepper.bytes);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (!("code" in error) || typeof error.code !== "string") return err({ type: "pepper wrong", file });
    return err({ type: "pepper unreadable", file, detail: error.code });
  }
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
