import type { Io } from "./hall-command.ts";

/** The papers of the recovery key, one a line. */
export const papersFrom = async (io: Io): Promise<readonly string[]> =>
  (await io.input()).split("\n").filter((line) => line.trim() !== "");
