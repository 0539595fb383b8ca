import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { backUpNode, storeOf } from "../backup/back-up-node.ts";
import { findBackup } from "../backup/backup-files.ts";
import { type BackupProof, proveBackup } from "../backup/prove-backup.ts";
import { noBackupSentence, notFound, restoreRefused, timeText } from "./backup-refusals.ts";
import { addBareCommand, addCommand, type Asked, type BareHall, type Io, type OpenHall } from "./hall-command.ts";
import { couldNot, done, type Outcome } from "./outcome.ts";
import { papersFrom } from "./papers.ts";
import { sealedRefusedSentence } from "./refusals.ts";

/** Copies of the whole node, and whether they are any good. Whoever has the machine's account may make them; they open nothing by it. */
export function addBackupCommands(program: Command, io: Io, exit: (code: number) => void): void {
  addCommand(program, io, exit, {
    usage: "backup <folder>",
    description:
      "copies the whole node while it serves: its store, what is sealed and, to be kept apart, the keyring, as files that only the papers of the recovery key open",
    run: backup,
  });
  addBareCommand(program, io, exit, {
    usage: "drill <folder>",
    description:
      "proves a backup good without touching the node: opens all of it, and every case in it; the papers of the recovery key stand on standard input, one a line",
    options: backupOptions(),
    run: drill,
  });
}

/** Which backup is meant, where a folder holds several, or not all of one. */
export const backupOptions = (): readonly Option[] => [
  new Option("--of <date>", "that of this day (2026-11-22) instead of the last one"),
  new Option("--keyring <file>", "where the keyring's file lies, where it does not lie with the others"),
];

export async function wantedBackup({ words: [name = ""], options, io }: Asked): ReturnType<typeof findBackup> {
  const at = (path: string) => resolve(io.folders[0] ?? ".", path);
  const { of, keyring } = options;
  return findBackup(at(name), {
    ...(typeof of === "string" ? { of } : {}),
    ...(typeof keyring === "string" ? { keyring: at(keyring) } : {}),
  });
}

async function backup(hall: OpenHall, { words: [name = ""], io }: Asked): Promise<Outcome> {
  const opened = await hall.sealed();
  if (!opened.ok) return couldNot(sealedRefusedSentence(opened.error));
  const { dataFolder } = hall.settings;
  const made = await backUpNode({
    dataFolder,
    folder: resolve(io.folders[0] ?? ".", name),
    clock: hall.clock,
    vault: opened.value,
    store: storeOf(hall.settings),
    settings: hall.store.settings,
  });
  if (!made.ok) return couldNot(noBackupSentence(made.error));
  const { store, data, keyring } = made.value;
  return done(
    made.value,
    `${store}\n${data}\n${keyring}\nKeep the keyring's file apart from the others, and never longer than 14 days.`,
  );
}

async function drill(_: BareHall, asked: Asked): Promise<Outcome> {
  const files = await wantedBackup(asked);
  if (!files.ok) return notFound(files.error);
  const proof = await proveBackup(files.value, await papersFrom(asked.io));
  if (!proof.ok) return restoreRefused(proof.error);
  const { manifest, store, vault } = proof.value;
  const lines = drillLines(proof.value);
  const isWhole = vault.open === vault.cases && vault.withKeys === vault.members;
  if (!isWhole) return couldNot(...lines, "So this backup does not bring everything back. Make a new one.");
  return done(
    { good: true, made: manifest?.made ?? null, store, vault },
    [...lines, "This backup is good."].join("\n"),
  );
}

function drillLines({ manifest, store, vault }: BackupProof): readonly string[] {
  return [
    manifest === undefined ? "Made before backups said when." : `Made at ${timeText(manifest.made)}.`,
    `The store holds together: ${store.objects} objects, ${store.followers} followers, ${store.staff} of the staff, ${store.waiting} deliveries waiting.`,
    `The papers open ${vault.open} of ${vault.cases} cases${vault.shut === 0 ? "" : `, and ${vault.shut} have no key in this keyring`}.`,
    `${vault.withKeys} of ${vault.members} people have keys that their passphrases open.`,
  ];
}
