import { randomBytes } from "node:crypto";
import { link, open, readFile, rm, stat } from "node:fs/promises";

const BYTES = 32;
const FOR_ITS_OWNER = 0o600;

export interface Pepper {
  readonly bytes: Uint8Array;
  /** The file was not there: it has to be kept outside the data folder's backups, and people have to be told. */
  readonly made: boolean;
  /** Others on this machine may read it. */
  readonly exposed: boolean;
}

/** Who may read a file: its group and everybody, or, where the file is handed to this account alone, everybody. */
const ANYBODY_ELSE = 0o077;
const EVERYBODY = 0o007;

/**
 * A secret that lies beside the data, never among them: a stolen folder lacks it. Throws where the file holds something
 * else. A credential of systemd is handed over by an access list, which shows among the group's rights and opens it to no
 * group (systemd.exec(5), CREDENTIALS).
 */
export async function readPepper(file: string, { isCredential = false } = {}): Promise<Pepper> {
  const made = await makeUnlessThere(file);
  const bytes = Buffer.from((await readFile(file, "utf8")).trim(), "base64url");
  if (bytes.length !== BYTES) throw new Error(`${file} holds no pepper: 32 bytes as base64url are expected`);
  const { mode } = await stat(file);
  return { bytes, made, exposed: (mode & (isCredential ? EVERYBODY : ANYBODY_ELSE)) !== 0 };
}

/** Written whole under another name first: two that start at once both read the same one. */
async function makeUnlessThere(file: string): Promise<boolean> {
  const draft = `${file}.${randomBytes(8).toString("hex")}`;
  if (await isThere(file)) return false;
  try {
    await using handle = await open(draft, "wx", FOR_ITS_OWNER);
    await handle.writeFile(`${randomBytes(BYTES).toString("base64url")}\n`);
    await handle.sync();
    await link(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );
