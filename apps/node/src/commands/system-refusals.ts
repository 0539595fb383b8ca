import { userInfo } from "node:os";

const NEWER = "COMMONHALL_NEWER";

/** What the system or the database says (`ENOSPC`, `SQLITE_CORRUPT`), wherever in an error it stands; undefined where neither does. */
export function codeIn(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string" && /^(?:E[A-Z0-9]+$|SQLITE_|COMMONHALL_)/.test(at.code))
      return at.code;
  }
  return undefined;
}

/** What the system says of a connection, or PostgreSQL of what it was asked (SQLSTATE). */
export function postgresCodeIn(error: unknown): string | undefined {
  if (codeIn(error) === NEWER) return NEWER;
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string" && /^(?:E[A-Z]+|[0-9A-Z]{5})$/.test(at.code)) return at.code;
    if (/timeout exceeded when trying to connect|Connection terminated/.test(at.message)) return "ETIMEDOUT";
  }
  return undefined;
}

/** Of a database of PostgreSQL that cannot be opened. Its address has a password in it, so it is not repeated. */
export function postgresSentence(code: string): string {
  return `The database of HALL_DATABASE cannot be opened: ${whatPostgresWants(code) ?? `PostgreSQL says ${code}, and its own log says more`}.`;
}

function whatPostgresWants(code: string): string | undefined {
  switch (code) {
    case "ECONNREFUSED":
    case "ENOENT":
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
    case "ECONNRESET":
      return `nothing answers there (${code}). See that PostgreSQL runs and listens where HALL_DATABASE says`;
    case "ENOTFOUND":
    case "EAI":
      return `its host has no address (${code}). See how HALL_DATABASE is written`;
    case "28P01":
    case "28000":
      return `it does not let this user in (${code}). See the user and the password in HALL_DATABASE, and pg_hba.conf`;
    case "3D000":
      return `there is no database of that name (${code}). Make it: createdb --encoding=UTF8 --owner=USER NAME`;
    case "42501":
      return `this user may not make tables in it (${code}). Make it the owner: alter database NAME owner to USER`;
    case "53300":
      return `it has no connection left (${code}). Each process takes up to thirteen; raise max_connections`;
    case NEWER:
      return written(code);
    case "53100":
      return `there is no room left on its disk (${code}). Make room there, then do the same again; what was kept before is still there`;
    case "25006":
      return `it can only be read (${code}). It is a standby, or was set so; name the one that can be written in HALL_DATABASE`;
    case "57P01":
    case "57P02":
      return `it was ended meanwhile (${code}). See that PostgreSQL runs, then do the same again`;
    case "57P03":
      return `it is starting or ending (${code}). Wait a moment, then do the same again`;
    default:
      return undefined;
  }
}

const written = (code: string): string =>
  `it was written by a later version of this program than this one (${code}). Install that version again, or bring the node back from a backup that this version made; nothing was changed`;

/**
 * Of what broke in the middle of something for a reason about which somebody can do something: a disk, a file, the
 * database. Undefined of everything else, which is a fault of the program.
 */
export function brokenSentence(
  error: unknown,
  settings: { readonly dataFolder: string; readonly database?: string },
): string | undefined {
  const disk = diskCodeIn(error);
  if (disk !== undefined) {
    return systemSentence(`It could not be done at ${pathIn(error) ?? `${settings.dataFolder} (HALL_DATA)`}`, disk);
  }
  const wants = settings.database === undefined ? undefined : whatPostgresWants(postgresCodeIn(error) ?? "");
  return wants === undefined ? undefined : `It could not be done with the database of HALL_DATABASE: ${wants}.`;
}

/** The same of what is about a file or a disk, and somebody can do something about. */
export function diskCodeIn(error: unknown): string | undefined {
  const code = codeIn(error);
  return code === undefined || whatToDo(code) === undefined ? undefined : code;
}

/** Which file or folder it is about, where the system says so. */
export function pathIn(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("path" in at && typeof at.path === "string") return at.path;
  }
  return undefined;
}

/** Of what could not be written or read, with what somebody can do about it. Nothing that was kept before is lost by any of it. */
export function systemSentence(what: string, code: string): string {
  return `${what}: ${whatToDo(code) ?? whatIsInTheWay(code) ?? `the system says ${code}`}.`;
}

const RESTORE =
  "Change nothing in it: move it away and keep it, then bring the node back from its last backup (docs/operators/backup.md, hall restore)";

function whatToDo(code: string): string | undefined {
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
    case "EFBIG":
    case "SQLITE_FULL":
      return `there is no room left on the disk (${code}). Make room, then do the same again; what was kept before is still there`;
    case "EROFS":
      return `the disk can only be read (${code}). Look why the system mounted it so, mount it for writing, then do the same again`;
    case "EACCES":
    case "EPERM":
    case "SQLITE_CANTOPEN":
    case "SQLITE_READONLY":
    case "SQLITE_READONLY_DIRECTORY":
    case "SQLITE_READONLY_DBMOVED":
    case "SQLITE_READONLY_CANTINIT":
      return `the account ${account()} may not write there (${code}). See whose the files are with ls -l, give them to the account that the node runs as (chown -R), and see that the disk is not mounted for reading alone`;
    case "SQLITE_NOTADB":
    case "SQLITE_CORRUPT":
    case "SQLITE_CORRUPT_INDEX":
    case "SQLITE_CORRUPT_SEQUENCE":
    case "SQLITE_CORRUPT_VTAB":
    case "SQLITE_IOERR_SHORT_READ":
      return `the file is damaged or cut off (${code}). ${RESTORE}`;
    case NEWER:
      return written(code);
    case "COMMONHALL_NO_KEYRING":
      return `keyring.db is not there, and no case opens without it (${code}). Look whether somebody moved it; else bring it back from its copy: hall restore vault-keyring.sealed (docs/operators/backup.md). Nothing was changed, and no new one was made`;
    case "COMMONHALL_NO_DATA":
      return `keyring.db is there and data.db is not (${code}). Look whether somebody moved it; else move both away, keep them, and bring the node back from its last backup (docs/operators/backup.md, hall restore). Nothing was changed, and no new one was made`;
    case "EISDIR":
      return `a folder lies where there has to be a file (${code}). Choose another place; of a node's own files, move the folder away and bring the file back from its copy`;
    case "SQLITE_BUSY":
    case "SQLITE_BUSY_SNAPSHOT":
    case "SQLITE_BUSY_RECOVERY":
    case "SQLITE_LOCKED":
      return `another process has held it for long (${code}). End that one, or wait, then do the same again`;
    case "EIO":
      return `the disk does not read or write as it should (${code}). Copy what is there to another disk before anything else`;
    default:
      return code.startsWith("SQLITE_IOERR")
        ? `the disk does not read or write as it should (${code}). Copy what is there to another disk before anything else`
        : undefined;
  }
}

/** Of a place that somebody named. */
function whatIsInTheWay(code: string): string | undefined {
  switch (code) {
    case "ENOENT":
      return `there is no such file or folder (${code}). See how it is written, or make the folder and give it to the account that the node runs as`;
    case "EEXIST":
    case "ENOTDIR":
      return `a file lies where there has to be a folder (${code}). Choose another place, or move the file away`;
    default:
      return undefined;
  }
}

function account(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a number that no account has.
    return String(process.getuid?.() ?? "of this process");
  }
}
