import { DEFAULT_DOOR, doorPath, type WorkersDoor, type WorkersDoors } from "@commonhall/domain";
import type { Settings } from "@commonhall/store";

const PATH = "workers' door path";
const TITLE = "workers' door title";

/** Where workers find the form, kept in the node's settings. */
export const workersDoors = (settings: Settings): WorkersDoors => ({
  get: async (): Promise<WorkersDoor> => {
    const [path, title] = await Promise.all([settings.get(PATH), settings.get(TITLE)]);
    const chosen = path === undefined ? undefined : doorPath(path);
    if (chosen === undefined) return DEFAULT_DOOR;
    return title === undefined || title === "" ? { path: chosen } : { path: chosen, title };
  },
  set: async ({ path, title }) => {
    await settings.set(PATH, path);
    await settings.set(TITLE, title ?? "");
  },
});
