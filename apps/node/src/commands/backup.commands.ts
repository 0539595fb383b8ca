import { access, mkdir, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { dateOf } from "@commonhall/domain";
import { restoreVault, type Admitted, type PapersRefused, type RestoreRefused, type Vault } from "@commonhall/vault";
import { vaultFolder } from "../data-folder.ts";
import { addCommand, type Asked, type Io, type OpenHall } from "./hall-command.ts";
import { couldNot, done, wrong, type Outcome } from "./outcome.ts";
import { sealedRefusedSentence } from "./refusals.ts";

/** Copies of what is sealed, and how they come back. Whoever has the machine's account may make them; they open nothing by it. */
export function addBackupCommands(program: Command, io: Io, exit: (code: number) => void): void {
  addCommand(program, io, exit, {
    usage: "backup <folder>",
    description: "writes what is sealed, and apart from it the keyring, as files that only the recovery key opens",
    run: backup,
  });
  addCommand(program, io, exit, {
    usage: "restore <keyring> [data]",
    description:
      "brings the keyring back after the panic lock, or with the data a whole vault; the papers of the recovery key stand on standard input, one a line",
    begins: true,
    run: restore,
  });
  addCommand(program, io, exit, {
    usage: "admit <name>",
    description:
      "gives somebody all cases where everybody's passphrases are lost; the papers of the recovery key stand on standard input, one a line",
    run: admit,
  });
}

async function backup(hall: OpenHall, { words: [name = ""], io }: Asked): Promise<Outcome> {
  const opened = await hall.sealed();
  if (!opened.ok) return couldNot(sealedRefusedSentence(opened.error));
  const folder = resolve(io.folders[0] ?? ".", name);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const files = {
    data: join(folder, `vault-data-${dateOf(hall.clock())}.sealed`),
    // Always the same: what was erased stays gone only where no older keyring lies about.
    keyring: join(folder, "vault-keyring.sealed"),
  };
  for (const which of ["data", "keyring"] as const) {
    const refused = await backUpAnew(opened.value, which, files[which]);
    if (refused !== undefined) return couldNot(refused);
  }
  return done(
    files,
    `${files.data}\n${files.keyring}\nKeep the keyring's file apart from the other, and never longer than 14 days.`,
  );
}

/** In the place of the file that was there, and only once the new one is whole. */
async function backUpAnew(vault: Vault, of: "data" | "keyring", file: string): Promise<string | undefined> {
  const draft = `${file}.part`;
  await rm(draft, { force: true });
  const made = await vault.backUp(of, draft);
  if (made.ok) {
    await rename(draft, file);
    return undefined;
  }
  return made.error.type === "no recovery key"
    ? "There is no recovery key yet, and a backup is sealed to it. Make it at the desk under Keys, or with hall case recovery; a second person signs for it."
    : "There is nothing sealed yet: no caseworker has joined.";
}

async function restore(hall: OpenHall, { words: [keyring = "", data], io }: Asked): Promise<Outcome> {
  const papers = await papersFrom(io);
  const at = (name: string) => resolve(io.folders[0] ?? ".", name);
  for (const name of [keyring, ...(data === undefined ? [] : [data])]) {
    if (!(await isThere(at(name)))) return wrong(`${name}: there is no such file`);
  }
  if (data !== undefined) {
    const { dataFolder, pepperFile } = hall.settings;
    const from = { folder: vaultFolder(dataFolder), pepperFile, data: at(data), keyring: at(keyring), papers };
    const restored = await unlessSystemRefuses(() => restoreVault(from));
    if (typeof restored === "string") return couldNot(`Nothing was brought back: the system says ${restored}.`);
    if (!restored.ok) return refusal(restored.error);
    return done(
      { restored: "vault", ...restored.value },
      `What was sealed is back.\n${shutSentence(restored.value.shut)}`,
    );
  }
  const opened = await hall.sealed();
  if (!opened.ok) return couldNot(sealedRefusedSentence(opened.error));
  const restored = await opened.value.restoreKeyring(at(keyring), papers);
  return restored.ok
    ? done(
        { restored: "keyring", ...restored.value },
        `The keyring is back, with ${restored.value.keys} keys.\n${shutSentence(restored.value.shut)}`,
      )
    : refusal(restored.error);
}

/** What the system says (`EACCES`) where a folder or a disk does not allow it. */
async function unlessSystemRefuses<T>(work: () => Promise<T>): Promise<T | string> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
    throw error;
  }
}

const shutSentence = (shut: number): string =>
  shut === 0
    ? "Every case has its key."
    : `Cases that stay shut: ${shut}. They came, were shared or got new keys after this copy of the keyring was made. A later copy would open them.`;

async function admit(hall: OpenHall, { words: [name = ""], io }: Asked): Promise<Outcome> {
  const member = (await hall.store.staffDesk.list()).find((one) => one.name === name);
  if (member === undefined) return wrong(`NAME: nobody of the staff is called \`${name}\``);
  const opened = await hall.sealed();
  if (!opened.ok) return couldNot(sealedRefusedSentence(opened.error));
  const admitted = await opened.value.admitByRecovery(await papersFrom(io), member.id);
  if (admitted.ok) return done({ name, ...admitted.value }, admittedText(name, admitted.value));
  const { error } = admitted;
  switch (error.type) {
    case "roster changed":
      return couldNot("Somebody changed the roster, and not by way of this program. Nothing is opened.");
    case "not enrolled":
      return couldNot(
        `${name} is no caseworker with keys yet: whoever administers gives them that part, or a new invitation, and they unlock once at the desk.`,
      );
    default:
      return couldNot(papersSentence(error));
  }
}

function admittedText(name: string, { cases, closed }: Admitted): string {
  const { noRecovery, olderRecovery, noKey, changed } = closed;
  const why = [
    [
      noRecovery,
      "came before there was a recovery key and were never renewed: they open for nobody but who reads them now",
    ],
    [olderRecovery, "are sealed to the recovery key of before: they open for nobody but who reads them now"],
    [noKey, "have no key in this keyring: hall restore with the right copy of it, then hall admit once more"],
    [changed, "do not open, because somebody changed them in the file"],
  ] as const;
  const lines = why.flatMap(([count, sentence]) => (count === 0 ? [] : [`${count} ${sentence}.`]));
  const total = noRecovery + olderRecovery + noKey + changed;
  return [`${name} can open ${cases} of ${cases + total} cases.`, ...lines].join("\n");
}

const papersFrom = async (io: Io): Promise<readonly string[]> =>
  (await io.input()).split("\n").filter((line) => line.trim() !== "");

function refusal(refused: RestoreRefused): Outcome {
  switch (refused.type) {
    case "not a backup":
      return wrong("This file is no backup that hall backup wrote.");
    case "altered":
      return couldNot("The backup was altered or cut off, so nothing was brought back.");
    case "other file":
      return wrong(`The ${refused.wanted} stands in the other file: hall restore KEYRING DATA.`);
    case "vault is there":
      return couldNot("There is a vault in HALL_DATA already. Restore into an empty folder.");
    default:
      return couldNot(papersSentence(refused));
  }
}

function papersSentence(refused: PapersRefused): string {
  switch (refused.type) {
    case "mistyped":
      return `Paper ${refused.paper} has a mistyped digit.`;
    case "same paper twice":
      return "The same paper was typed twice.";
    case "too few papers":
      return `${refused.needed} papers are needed.`;
    case "other papers":
      return "Together these papers make no key of this vault.";
    case "no recovery key":
      return "There was no recovery key when this was made.";
  }
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
