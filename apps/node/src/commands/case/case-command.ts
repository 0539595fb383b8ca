import { Option, type Command } from "commander";
import { may, ROLES, type Permission, type Result, type StaffMember } from "@commonhall/domain";
import type { CaseRefused, UnlockRefused, Vault, VaultDesk } from "@commonhall/vault";
import { addCommand, type Asked, type Io, type OpenHall } from "../hall-command.ts";
import { couldNot, done, wrong, type Outcome } from "../outcome.ts";
import { sealedRefusedSentence } from "../refusals.ts";

/** What a command of `hall case` works with, once somebody has said who they are. */
export interface AtDesk {
  readonly desk: VaultDesk;
  readonly vault: Vault;
  readonly hall: OpenHall;
  readonly member: StaffMember;
  readonly staff: readonly StaffMember[];
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly io: Io;
  /** What stood on standard input after the passphrase. */
  readonly text: string;
}

export interface CaseDefinition {
  readonly usage: string;
  readonly description: string;
  /** The same as at the desk. */
  readonly permission: Permission;
  readonly options?: readonly Option[];
  readonly run: (at: AtDesk) => Promise<Outcome>;
}

/** Adds a command of `hall case`: it asks for a passphrase on standard input, and does nothing for whoever may not. */
export function addCaseCommand(
  program: Command,
  io: Io,
  exit: (code: number) => void,
  definition: CaseDefinition,
): void {
  const { usage, description, permission, options = [], run } = definition;
  const as = new Option("--as <name>", "whose keys are used; their passphrase is the first line of standard input");
  addCommand(program, io, exit, {
    usage,
    description,
    options: [as.makeOptionMandatory(), ...options],
    run: (hall, asked) => unlockAndRun(hall, asked, permission, run),
  });
}

async function unlockAndRun(
  hall: OpenHall,
  { words, options, io }: Asked,
  permission: Permission,
  run: CaseDefinition["run"],
): Promise<Outcome> {
  const staff = await hall.store.staffDesk.list();
  const member = staff.find(({ name }) => name === options["as"]);
  if (member === undefined) return wrong(`--as: nobody of the staff is called \`${String(options["as"])}\``);
  if (!may(member.roles, permission)) {
    const who = ROLES.filter((role) => may([role], permission)).join(", ");
    return couldNot(`This is for ${who}; ${member.name} is ${member.roles.join(", ")}.`);
  }
  const sealed = await hall.sealed();
  if (!sealed.ok) return couldNot(sealedRefusedSentence(sealed.error));
  const { door } = sealed.value;
  const { passphrase, text } = passphraseAndText(await io.input());
  const unlocked = await door.unlock(member.id, passphrase);
  if (!unlocked.ok) return couldNot(unlockSentence(unlocked.error));
  const { token } = unlocked.value;
  const desk = await door.desk(member.id, token);
  if (desk === undefined) return couldNot("The keys were locked again at once.");
  try {
    return await run({ desk, vault: sealed.value, hall, member, staff, words, options, io, text });
  } finally {
    await door.lock(token);
  }
}

/** The first line; what follows is a text, for commands that take one. */
function passphraseAndText(input: string): { readonly passphrase: string; readonly text: string } {
  const [passphrase = "", ...lines] = input.split("\n");
  return { passphrase: passphrase.replace(/\r$/, ""), text: lines.join("\n").trim() };
}

function unlockSentence(refused: UnlockRefused): string {
  switch (refused.type) {
    case "wrong":
      return "This passphrase opens nothing.";
    case "too many":
      return `Too many tries; wait ${Math.ceil(refused.wait / 1000)} seconds.`;
    case "busy":
      return "Others are unlocking just now; try again.";
    case "no keys":
      return "No keys have been made for this person; they are made when the person unlocks at the desk for the first time.";
    case "not in the roster":
      return "Colleagues have to sign for this person first, at the desk under Keys.";
    case "locked down":
      return "Everything has been locked. Bring the copy of the keyring back first, with hall restore.";
    case "roster changed":
      return "Somebody changed the roster, and not by way of this program. Nothing is opened.";
  }
}

/** What became of something that was done to a case. */
export function caseOutcome(result: Result<undefined, CaseRefused>, id: string, did: string): Outcome {
  return result.ok ? done({ id, did }, `${did}: ${id}`) : couldNot(caseSentence(result.error));
}

export function caseSentence(refused: CaseRefused): string {
  switch (refused.type) {
    case "not found":
      return "There is no such case.";
    case "changed":
      return "This case does not open: somebody changed the file. A backup may still open it.";
    case "status":
      return `This cannot be done while the case is ${refused.status}.`;
    case "empty text":
      return "The text is missing: it stands on standard input after the line with the passphrase.";
    case "no reply possible":
      return "The worker has no code, so no reply can reach them.";
    case "last reader":
      return "Somebody has to be able to open the case.";
    case "no such reader":
      return "This person cannot be given cases.";
    case "same person":
      return "This needs a second person.";
    case "no hold":
      return "No hold waits for this.";
    case "end of hold":
      return "The last day of a hold has to be ahead, and no more than a year away.";
    case "held":
      return "The case is held on purpose; end the hold first.";
  }
}
