import { access, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { restoreVault, type Admitted } from "@commonhall/vault";
import { restoreNode, type RestoredNode } from "../backup/restore-node.ts";
import { vaultFolder } from "../data-folder.ts";
import { backupOptions, wantedBackup } from "./backup.commands.ts";
import { notFound, papersSentence, restoreRefused, timeText } from "./backup-refusals.ts";
import { addBareCommand, addCommand, type Asked, type BareHall, type Io, type OpenHall } from "./hall-command.ts";
import { couldNot, done, wrong, type Outcome } from "./outcome.ts";
import { papersFrom } from "./papers.ts";
import { sealedRefusedSentence } from "./refusals.ts";
import { codeIn, diskCodeIn, pathIn, postgresCodeIn, postgresSentence, systemSentence } from "./system-refusals.ts";

/** How copies come back, and who opens what is in them: both with the papers of the recovery key. */
export function addRestoreCommands(program: Command, io: Io, exit: (code: number) => void): void {
  addBareCommand(program, io, exit, {
    usage: "restore <from> [data]",
    description:
      "brings a whole node back from a FOLDER that hall backup wrote into; or after the panic lock the KEYRING alone, or with the DATA a vault. The papers of the recovery key stand on standard input, one a line",
    options: [...backupOptions(), new Option("--mixed", "take files of different backups")],
    run: restore,
  });
  addCommand(program, io, exit, {
    usage: "admit <name>",
    description:
      "gives somebody all cases where everybody's passphrases are lost; the papers of the recovery key stand on standard input, one a line",
    run: admit,
  });
}

async function restore(hall: BareHall, asked: Asked): Promise<Outcome> {
  const { words, io } = asked;
  const [from = "", data] = words;
  const at = (name: string) => resolve(io.folders[0] ?? ".", name);
  if (data === undefined && (await isFolder(at(from)))) return restoreAll(hall, asked);
  for (const name of [from, ...(data === undefined ? [] : [data])]) {
    if (!(await isThere(at(name)))) return wrong(`${name}: there is no such file`);
  }
  const papers = await papersFrom(io);
  if (data !== undefined) {
    const { dataFolder, pepperFile } = hall.settings;
    const vault = { folder: vaultFolder(dataFolder), pepperFile, data: at(data), keyring: at(from), papers };
    const restored = await unlessSystemRefuses(() => restoreVault(vault));
    if ("outcome" in restored) return restored.outcome;
    if (!restored.done.ok) return restoreRefused(restored.done.error);
    const { shut } = restored.done.value;
    return done({ restored: "vault", shut }, `What was sealed is back.\n${shutSentence(shut)}`);
  }
  return hall.open((opened) => restoreKeyring(opened, at(from), papers));
}

async function restoreKeyring(hall: OpenHall, keyring: string, papers: readonly string[]): Promise<Outcome> {
  const opened = await hall.sealed({ keyringIsLost: true });
  if (!opened.ok) return couldNot(sealedRefusedSentence(opened.error));
  const restored = await opened.value.restoreKeyring(keyring, papers);
  return restored.ok
    ? done(
        { restored: "keyring", ...restored.value },
        `The keyring is back, with ${restored.value.keys} keys.\n${shutSentence(restored.value.shut)}`,
      )
    : restoreRefused(restored.error);
}

async function restoreAll({ settings, clock }: BareHall, asked: Asked): Promise<Outcome> {
  const files = await wantedBackup(asked);
  if (!files.ok) return notFound(files.error);
  const papers = await papersFrom(asked.io);
  const mixed = asked.options["mixed"] === true;
  const restored = await unlessSystemRefuses(() =>
    restoreNode({ ...settings, files: files.value, papers, now: clock(), mixed }),
  );
  if ("outcome" in restored) return restored.outcome;
  if (!restored.done.ok) return restoreRefused(restored.done.error);
  return done({ restored: "node", ...restored.done.value }, restoredText(restored.done.value, clock()));
}

/** What only people know by now, so that they do it again. */
function restoredText({ made, shut, staff, followers, waiting, ended }: RestoredNode, now: number): string {
  const since = made === undefined ? "the backup" : timeText(made);
  return [
    `The node is back as it was at ${since}. It is ${timeText(now)} by this machine's clock.`,
    `${followers} followers, ${staff} of the staff, ${waiting} deliveries that go on${ended === 0 ? "" : `, ${ended} that do not`}. ${shutSentence(shut)}`,
    `Before you start it, see that the old machine does not run any more. What happened since ${since} this node does not know. Do again what matters of it:`,
    "- take staff away again who left, and change passphrases again that were changed;",
    "- delete again what was deleted, end calls again that ended, and refuse domains again that were refused;",
    "- take back again what workers took back, and erase again what was erased;",
    "- whoever began to follow since then has to follow once more.",
    "Nobody is signed in any more, and open invitations have ended.",
  ].join("\n");
}

/** Where a folder, a disk or a database does not allow it, what the system says. */
async function unlessSystemRefuses<T>(
  work: () => Promise<T>,
): Promise<{ readonly done: T } | { readonly outcome: Outcome }> {
  try {
    return { done: await work() };
  } catch (error) {
    const nothing = "Nothing was brought back";
    // What is said of a file names it, or is of SQLite.
    const isOfFile = pathIn(error) !== undefined || diskCodeIn(error) !== undefined;
    const said = isOfFile ? undefined : postgresCodeIn(error);
    if (said !== undefined) return { outcome: couldNot(postgresSentence(said), `${nothing}.`) };
    const code = codeIn(error);
    if (code === undefined) throw error;
    const path = pathIn(error);
    const what = `${nothing}${path === undefined ? "" : `, because of ${path}`}`;
    return { outcome: couldNot(systemSentence(what, code)) };
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

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
