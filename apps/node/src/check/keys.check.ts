import { finding, notDone, well } from "./finding.ts";
import type { Check } from "./ports.ts";

/** Whether the list of who may open reports is the one that its members signed, and whether anything opens at all. */
export const checkKeys: Check = async ({ vault }) => {
  const { rosterChanged, lockedDown, founded } = await vault.door.state();
  if (rosterChanged) {
    return finding(
      "keys",
      "The list of who may open reports was changed in the file, and not by this program. Nothing is sealed and nothing opens.",
      "Take the machine off the network, copy its disk for whoever will look into it, and restore from a backup.",
    );
  }
  if (lockedDown) {
    return finding(
      "keys",
      "The panic lock was used: nothing opens.",
      "When it is safe, bring the keyring back with hall restore.",
    );
  }
  return founded
    ? well("keys", "The list of who may open reports is as its members signed it.")
    : notDone("keys", "Nobody can take reports yet.", "Invite the first caseworker at the desk under Staff.");
};
