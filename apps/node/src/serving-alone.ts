import { mkdir } from "node:fs/promises";
import { err, ok, type Result } from "@commonhall/domain";
import { type Hold, holdAlone, type Store } from "@commonhall/store";
import { codeIn } from "./commands/system-refusals.ts";
import { databaseFile } from "./data-folder.ts";
import type { DataPlace, DataRefused } from "./open-data.ts";

export interface ServedAlready {
  readonly type: "served already";
  readonly folder: string;
}

/** Before the data is opened to be served. Commands need no hold: they work beside a node that serves. */
export async function serveAlone(folder: string): Promise<Result<Hold, ServedAlready | DataRefused>> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const hold = holdAlone(databaseFile(folder));
    return hold === undefined ? err({ type: "served already", folder }) : ok(hold);
  } catch (error) {
    const code = codeIn(error);
    if (code === undefined) throw error;
    return err({ type: "data", folder, detail: code });
  }
}

/** Whether a process answers for the node or works for it now, wherever it listens. */
export async function isServed({ dataFolder, database }: DataPlace, store: Pick<Store, "isTaken">): Promise<boolean> {
  if (database !== undefined) return (await store.isTaken("vault")) || (await store.isTaken("calendar"));
  const hold = await serveAlone(dataFolder);
  if (hold.ok) hold.value.release();
  return !hold.ok;
}
