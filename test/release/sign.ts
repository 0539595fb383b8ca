import { execFile } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { promisify } from "node:util";

/** What the signature is for: one that was made for something else does not count here (PROTOCOL.sshsig). */
export const NAMESPACE = "commonhall-release";

/** Writes `FILE.sig`, with OpenSSH's own program. `key` is a private key, or a public one whose private half an agent or a token holds. */
export async function sign(file: string, key: string): Promise<string> {
  const signature = `${file}.sig`;
  await rm(signature, { force: true });
  await promisify(execFile)("ssh-keygen", ["-Y", "sign", "-q", "-f", key, "-n", NAMESPACE, file]);
  return readFile(signature, "utf8");
}
