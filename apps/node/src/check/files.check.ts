import { resolve, sep } from "node:path";
import { few, finding, notDone, well } from "./finding.ts";
import type { FileMode } from "./file-modes.ts";
import type { CheckPorts } from "./ports.ts";
import type { Check } from "./ports.ts";

/** Whether anybody else on this machine could read or change what the node keeps, and whether the pepper lies apart. */
export const checkFiles: Check = async ({ settings, modes }: Pick<CheckPorts, "settings" | "modes">) => {
  const { dataFolder, pepperFile, pepperIsCredential } = settings;
  if (modes.length === 0) return notDone("files", `Nothing can be seen in ${dataFolder} (HALL_DATA).`);
  const isInside = resolve(pepperFile).startsWith(resolve(dataFolder) + sep);
  if (isInside) {
    return finding(
      "files",
      `The pepper (${pepperFile}) lies in the data folder: whoever copies the folder has both.`,
      "Stop the node, move the file elsewhere and set HALL_PEPPER_FILE.",
    );
  }
  const door = modes.find((one) => standsOpen(one));
  if (door !== undefined) {
    return finding(
      "files",
      `Anybody on this machine can speak to the node past the web server, or stand in its place: ${door.path} (${door.mode.toString(8)}).`,
      "Set HALL_LISTEN to a socket in a folder of its own, for the node's account and the web server's group alone: unix:/run/commonhall/hall.sock, where RuntimeDirectoryMode=0750 of the unit in deploy/ makes it.",
    );
  }
  // systemd itself keeps others away from what it hands over.
  const looked = modes.filter(({ of }) => of === "data" || (of === "pepper" && pepperIsCredential !== true));
  const open = looked.filter(({ mode }) => (mode & 0o077) !== 0);
  if (open.length > 0) {
    return finding(
      "files",
      `Others on this machine may look into ${few(open.map(({ path, mode }) => `${path} (${mode.toString(8)})`))}.`,
      "chmod -R go= on the folder, chmod 400 on the pepper; and start the node with UMask=0077, as the unit in deploy/ does.",
    );
  }
  const foreign = looked.filter(({ isOurs }) => !isOurs);
  if (foreign.length > 0) {
    return finding(
      "files",
      `Somebody else owns ${few(foreign.map(({ path }) => path))}.`,
      "chown -R to the user that runs the node, and run its commands as that user, never as root.",
    );
  }
  return well("files", `${looked.length} files and folders are for the node's own account alone.`);
};

/** The web server is in the group of the socket and of its folder; nobody else may enter either, nor put another there. */
const standsOpen = ({ of, mode }: FileMode): boolean =>
  of === "socket" ? (mode & 0o007) !== 0 : of === "socket's folder" && (mode & 0o022) !== 0;
