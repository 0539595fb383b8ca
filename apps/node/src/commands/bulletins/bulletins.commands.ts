import type { Command } from "commander";
import { print, type Io } from "../hall-command.ts";

/** What the release engine would do with a file of cases (interface.md 5). It needs no node, no centre and no clock. */
export function addBulletinCommands(program: Command, io: Io, exit: (code: number) => void): void {
  const command = program
    .command("bulletins")
    .description("bulletins: what may be said of groups of workers")
    .command("simulate")
    .description("write every bulletin that a node with these cases would publish")
    .requiredOption("--caseload <file>", "cases, one JSON object a line")
    .requiredOption("--country <code>", "of all places in it, as ISO 3166-1 writes it (QA)")
    .requiredOption("--until <month>", "every release day up to the end of this month (2027-12)")
    .requiredOption("--seed <number>", "in place of the random release key, so that a run repeats")
    .requiredOption("--out <file>", "where the bulletins go, one a line")
    .option("--audit <file>", "where it is written which cases are in which bulletin; for tests, never for real cases")
    .option("--policy <file>", "stricter values than the defaults")
    .option("--pooled", "the cases are those of several nodes: country levels only, and no group hangs on one node")
    .option("--json", "print exactly one JSON value");
  command.action(async () => {
    const { simulateBulletins } = await import("./simulate-bulletins.ts");
    const options: Readonly<Record<string, unknown>> = command.opts();
    exit(print(io, await simulateBulletins(options, io.folders), options["json"] === true));
  });
}
