import { few, finding, notDone, well } from "./finding.ts";
import type { Check, CheckPorts } from "./ports.ts";

/** Whether the database writes down rows of what it keeps, for whoever may read its log. */
export const checkDatabaseLog: Check = async ({ databaseWrites }: Pick<CheckPorts, "databaseWrites">) => {
  if (databaseWrites === undefined)
    return well("database-log", "The node keeps its store in a file, which has no log.");
  const written = await databaseWrites().catch(() => undefined);
  if (written === undefined) return notDone("database-log", "PostgreSQL does not say what it writes down.");
  return written.length === 0
    ? well("database-log", "PostgreSQL keeps rows out of its log.")
    : finding(
        "database-log",
        `PostgreSQL writes names, texts and rows into its log (${few(written.map(({ setting, value }) => `${setting}=${value}`))}).`,
        "Tell it not to, as docs/operators/postgresql.md says under “Making the database”, start the node anew, and delete the logs of before.",
      );
};
