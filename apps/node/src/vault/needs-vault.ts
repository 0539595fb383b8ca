import { doorPath, SPOKEN_DOOR, type WorkersDoors } from "@commonhall/domain";

/** Whether what lies at this path is answered out of the vault: the desk, set-up, and where workers tell. */
export async function needsVault(path: string, doors: Pick<WorkersDoors, "get">): Promise<boolean> {
  if (/^\/(?:desk|setup)(?:\/|$)/.test(path)) return true;
  const name = /^\/([a-z0-9-]+)(?:\/code)?$/.exec(path)?.[1];
  if (name === undefined || (name !== SPOKEN_DOOR && doorPath(name) === undefined)) return false;
  return name === SPOKEN_DOOR || (await doors.get()).path === name;
}
