import type { Command } from "commander";
import { addCommand, type Io } from "./hall-command.ts";
import { done, wrong } from "./outcome.ts";

/** For whoever administers and lost their own passphrase: nobody at the desk could invite them. */
export function addInviteAgain(program: Command, io: Io, exit: (code: number) => void): void {
  addCommand(program, io, exit, {
    usage: "invite-again <name>",
    description: "makes an address where somebody of the staff chooses a new passphrase, once, within seven days",
    run: async ({ store, site }, { words: [name = ""], by }) => {
      const member = (await store.staffDesk.list()).find((one) => one.name === name);
      const made = member === undefined ? undefined : await store.staffDesk.inviteAgain(member.id, by);
      if (made?.ok !== true) return wrong(`NAME: nobody of the staff is called \`${name}\``);
      const url = `${site.origin}/desk/join/${made.value.code}`;
      return done({ name, url }, url);
    },
  });
}
