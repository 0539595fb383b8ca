import type { Command } from "commander";
import { addCommand, type Io } from "./hall-command.ts";

export function addSetup(program: Command, io: Io, exit: (code: number) => void): void {
  addCommand(program, io, exit, {
    usage: "setup <file.yaml>",
    description: "create the centre from a file instead of the browser",
    begins: true,
    run: async (hall, asked) => {
      const { setUpFromFile } = await import("./set-up-from-file.ts");
      return setUpFromFile(hall, asked);
    },
  });
}
