import { Command, CommanderError } from "commander";
import { addAllianceCommands } from "./commands/alliance.commands.ts";
import { addAllyCommands } from "./commands/ally.commands.ts";
import { addAttestCommands } from "./commands/attest.commands.ts";
import { addBackupCommands } from "./commands/backup.commands.ts";
import { addBulletinCommands } from "./commands/bulletins/bulletins.commands.ts";
import { addCaseCommands } from "./commands/case/case.commands.ts";
import { addCheck } from "./commands/check.command.ts";
import { addDeliveries } from "./commands/deliveries.command.ts";
import { addDomain } from "./commands/domain.command.ts";
import { addExportCommands } from "./commands/export.commands.ts";
import { addFeedCommands } from "./commands/feed.commands.ts";
import { addFollowCommands } from "./commands/follow.commands.ts";
import type { Io } from "./commands/hall-command.ts";
import { addInviteAgain } from "./commands/invite-again.command.ts";
import { addMoveCommands } from "./commands/move.commands.ts";
import { addMigrateStore } from "./commands/migrate-store.command.ts";
import { addPledgeCommands } from "./commands/pledge.commands.ts";
import { addPublicationCommands } from "./commands/publication.commands.ts";
import { addPublish } from "./commands/publish.command.ts";
import { addRestoreCommands } from "./commands/restore.commands.ts";
import { addServe, type Signals } from "./commands/serve.command.ts";
import { addSetup } from "./commands/setup.command.ts";
import { addTimeline } from "./commands/timeline.command.ts";
import { addTogetherCommands } from "./commands/together.commands.ts";
import { SOFTWARE } from "./software.ts";

/** The `hall` command line (interface.md 3). Answers the code to end with: 0 done, 1 could not, 2 the input is wrong. */
export async function hall(words: readonly string[], io: Io, signals: Signals): Promise<number> {
  let code = 0;
  const exit = (ended: number): void => {
    code = ended;
  };
  const program = hallProgram(io, signals, exit);
  try {
    await program.parseAsync([...words], { from: "user" });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
}

export function hallProgram(io: Io, signals: Signals, exit: (code: number) => void): Command {
  const program = new Command("hall")
    .description(
      "A node that a workers' centre runs for itself.\nSettings come from the environment; see docs/operators/settings.md.",
    )
    .version(SOFTWARE.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.out(text),
      writeErr: (text) => io.err(text),
      outputError: (text, write) => write(sentence(text)),
    })
    .showSuggestionAfterError();
  addServe(program, io, signals, exit);
  addSetup(program, io, exit);
  addPublish(program, io, exit);
  addPublicationCommands(program, io, exit);
  addFollowCommands(program, io, exit);
  addPledgeCommands(program, io, exit);
  addTimeline(program, io, exit);
  addFeedCommands(program, io, exit);
  addDeliveries(program, io, exit);
  addDomain(program, io, exit);
  addTogetherCommands(program, io, exit);
  addAttestCommands(program, io, exit);
  addAllyCommands(program, io, exit);
  addAllianceCommands(program, io, exit);
  addCaseCommands(program, io, exit);
  addBulletinCommands(program, io, exit);
  addBackupCommands(program, io, exit);
  addCheck(program, io, exit);
  addRestoreCommands(program, io, exit);
  addExportCommands(program, io, exit);
  addMoveCommands(program, io, signals, exit);
  addMigrateStore(program, io, exit);
  addInviteAgain(program, io, exit);
  return program;
}

/** `error: missing required argument 'id'` as people write. */
function sentence(text: string): string {
  const bare = text
    .trim()
    .replace(/^error: /, "")
    .replace(/\.$/, "");
  const [first = "", ...more] = bare.split("\n");
  const told = `${first.slice(0, 1).toUpperCase()}${first.slice(1)}.`;
  return `${[told, ...more].join("\n")}\nhall --help lists the commands, hall COMMAND --help what one accepts.\n`;
}
