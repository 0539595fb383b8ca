import { unreachable } from "@commonhall/domain";
import type { StoreProof } from "@commonhall/store";
import type { BackupOf, MixedBackup, NoBackup, PapersRefused } from "@commonhall/vault";
import type { NotFound } from "../backup/backup-files.ts";
import type { BackupNotProven } from "../backup/prove-backup.ts";
import type { RestoreNodeRefused } from "../backup/restore-node.ts";
import type { NoRoom } from "../backup/room-on-disk.ts";
import { couldNot, wrong, type Outcome } from "./outcome.ts";
import { systemSentence } from "./system-refusals.ts";

const PARTS: Readonly<Record<BackupOf, string>> = {
  store: "node-store-DATE.sealed",
  data: "vault-data-DATE.sealed",
  keyring: "vault-keyring.sealed",
};

/** Minutes, in UTC. */
export const timeText = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;

export function noBackupSentence(refused: NoBackup | NoRoom): string {
  switch (refused.type) {
    case "no recovery key":
      return "There is no recovery key yet, and a backup is sealed to it. Make it at the desk under Keys, or with hall case recovery; a second person signs for it.";
    case "not founded":
      return "There is nothing sealed yet: no caseworker has joined.";
    case "no room":
      return `There is too little room on the disk of ${refused.folder}: it takes ${refused.needed} MiB, and ${refused.free} MiB are free. Make room, or name a folder on another disk. The backups of before are still there.`;
    default:
      return unreachable(refused);
  }
}

export function notFound(refused: NotFound): Outcome {
  return refused.type === "no such folder"
    ? wrong(`${refused.folder}: there is no such folder`)
    : wrong(
        `${refused.wanted} is not there. A backup is three files that hall backup wrote: ${Object.values(PARTS).join(", ")}. Where the keyring lies elsewhere, name it with --keyring FILE; another day's with --of DATE.`,
      );
}

export function restoreRefused(refused: RestoreNodeRefused | BackupNotProven): Outcome {
  switch (refused.type) {
    case "not a backup":
      return wrong("This file is no backup that hall backup wrote.");
    case "altered":
      return couldNot(
        "The backup was altered or cut off, so nothing was brought back. Copy it once more from where it is kept, or take the one of another day.",
      );
    case "other file":
      return wrong(`The ${refused.wanted} stands in the other file: hall restore KEYRING DATA.`);
    case "vault is there":
      return couldNot("There is a vault in HALL_DATA already. Restore into an empty folder.");
    case "node is there":
      return couldNot(
        "There is a node in HALL_DATA already, and nothing is restored over one. Set HALL_DATA to an empty folder, or move that one away and keep it.",
      );
    case "store is there":
      return couldNot(
        "There is something in the database of HALL_DATABASE already, and nothing is restored over it. Make another database that is empty, and keep that one.",
      );
    case "another pepper":
      return couldNot(
        `In ${refused.file} (HALL_PEPPER_FILE) lies another pepper than the backup's, and nothing of it would open with that one. Move that file away and keep it, then do the same again. Where systemd hands it over, that is /etc/commonhall/pepper.`,
      );
    case "clock behind":
      return couldNot(
        `By this machine's clock it is ${timeText(refused.now)}, and the backup was made at ${timeText(refused.made)}. Set the clock first: what is said from here on has to be later than what was said before.`,
      );
    case "mixed backup":
      return couldNot(mixedSentence(refused));
    case "store":
      return couldNot(storeSentence(refused.proof));
    case "broken":
      return couldNot(systemSentence(`The ${refused.of} in the backup does not open`, refused.detail));
    case "forged":
      return couldNot(
        `${PARTS[refused.of]} is sealed to the recovery key, and this node did not write it: whoever has one copy can make another. Nothing was brought back. Ask who kept it, and take the copy that lies elsewhere.`,
      );
    case "other pepper":
      return couldNot("The keyring in this backup is not the one of its data. Take both from one backup.");
    case "roster changed":
      return couldNot("Somebody changed the roster, and not by way of this program. Nothing is opened.");
    default:
      return couldNot(papersSentence(refused));
  }
}

function mixedSentence({ parts }: MixedBackup): string {
  const each = parts.map(
    ({ of, manifest }) =>
      `${of} ${manifest === undefined ? "of before backups said so" : `of ${timeText(manifest.made)}`}`,
  );
  return `These files are not of one backup: ${each.join(", ")}. Take all three from one; or add --mixed, and cases that are younger than the keyring stay shut, and what was erased before it stays erased.`;
}

function storeSentence(proof: Exclude<StoreProof, { type: "good" }>): string {
  return proof.type === "newer"
    ? "The backup was made by a later version of this program. Install that version, then do the same again; nothing was brought back."
    : `The store in the backup does not hold together: ${proof.detail}. Take the backup of another day; nothing was brought back.`;
}

export function papersSentence(refused: PapersRefused): string {
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
