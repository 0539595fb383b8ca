import { join } from "node:path";

/** The database within the one folder that has all of a node's state. */
export const databaseFile = (dataFolder: string): string => join(dataFolder, "hall.sqlite");

/** What is sealed lies in files of its own. */
export const vaultFolder = (dataFolder: string): string => join(dataFolder, "vault");
