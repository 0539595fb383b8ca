import type { Command } from "commander";
import { addCommand, type Io } from "./hall-command.ts";

export function addPublish(program: Command, io: Io, exit: (code: number) => void): void {
  addCommand(program, io, exit, {
    usage: "publish <file.yaml>",
    description: "publish the campaign, post, action or call in the file",
    run: async (hall, asked) => {
      const { publishFile } = await import("./publish-file.ts");
      return publishFile(hall, asked, asked.words[0] ?? "", undefined);
    },
  });
  addCommand(program, io, exit, {
    usage: "update <id> <file.yaml>",
    description: "change what was published, or the centre itself, to what the file says",
    run: async (hall, asked) => {
      const { publishFile } = await import("./publish-file.ts");
      return publishFile(hall, asked, asked.words[1] ?? "", asked.words[0] ?? "");
    },
  });
}
