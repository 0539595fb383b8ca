import { DAY, dateOf } from "@commonhall/domain";
import { backupsOf } from "../watching/last-backup.ts";
import { finding, notDone, well } from "./finding.ts";
import type { Check } from "./ports.ts";

const TODO = "Run hall backup, keep the files elsewhere, and let a timer do it every week.";

/** Whether a copy exists that brings back what is there. */
export const checkBackup: Check = async ({ vault, store, clock }) => {
  const state = await vault.door.state();
  if (!state.founded) return notDone("backup", "Nobody can take reports yet, so there is nothing sealed to copy.");
  if (state.recovery === undefined) {
    return finding(
      "backup",
      "There is no recovery key, so no backup can be made of what is sealed.",
      "A caseworker makes it at the desk under Keys, and a second person signs for it.",
    );
  }
  const last = await backupsOf(store.settings, vault.door).lastBackup();
  if (last === undefined) return finding("backup", "There is no backup of what is sealed.", TODO);
  const day = dateOf(last);
  if (state.copyDue !== undefined) {
    const days = Math.floor((clock() - last) / DAY);
    return finding(
      "backup",
      `The last backup is of the week of ${day} (${days} days ago), and does not bring back all that is there now.`,
      TODO,
    );
  }
  return well("backup", `The last backup is of the week of ${day}.`);
};
