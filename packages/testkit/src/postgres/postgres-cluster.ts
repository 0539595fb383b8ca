import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A PostgreSQL of its own for tests: in a folder of its own, reached by a socket in it alone, and gone with it. */
export interface PostgresCluster extends AsyncDisposable {
  /** The address of a database in it, by its name. */
  readonly url: (database: string) => string;
  /** Makes a database, empty or as another one is. */
  readonly create: (database: string, like?: string) => Promise<void>;
  readonly drop: (database: string) => Promise<void>;
  /** Says something to it as its superuser, and answers what it says. */
  readonly say: (database: string, statement: string) => Promise<string>;
  /** It goes away as by a power cut, and comes back with all that it had. */
  readonly halt: () => Promise<void>;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const DEBIAN = "/usr/lib/postgresql";
const ACCOUNT = "postgres";

/** The newest that Debian's packages have put on this machine. */
function programs(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  const folders = versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(DEBIAN, version, "bin"));
  return folders.find((folder) => existsSync(join(folder, "initdb")));
}

/** Why no test can have a PostgreSQL here; undefined where it can. */
export const whyNoPostgres = (): string | undefined =>
  programs() === undefined ? "PostgreSQL is not installed here (on Debian: apt-get install postgresql)" : undefined;

/** What is written need not outlive the machine, so nothing waits for a disk; unless somebody asks for it to be durable. */
const NOT_DURABLE = ["fsync=off", "full_page_writes=off", "synchronous_commit=off"];
const ROOM = ["max_connections=200", "shared_buffers=64MB"];

export async function startPostgres({ durable = false } = {}): Promise<PostgresCluster> {
  const bin = programs();
  if (bin === undefined) throw new Error(whyNoPostgres());
  const folder = await mkdtemp(join(tmpdir(), "commonhall-"));
  const as = await asUser(folder);
  const call = (program: string, ...args: readonly string[]) => run(...as(join(bin, program), args), { cwd: folder });
  const data = join(folder, "data");
  await call("initdb", "-D", data, "-U", "hall", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync");
  const settings = [...ROOM, ...(durable ? [] : NOT_DURABLE), "listen_addresses=", `unix_socket_directories=${folder}`];
  const options = settings.map((setting) => `-c ${setting}`).join(" ");
  const start = async () =>
    void (await call("pg_ctl", "-D", data, "-w", "-l", join(folder, "log"), "-o", options, "start"));
  const halt = async () => void (await call("pg_ctl", "-D", data, "-m", "immediate", "stop"));
  await start();
  const stop = async () => {
    await halt();
    await rm(folder, { recursive: true, force: true });
  };
  const say = async (database: string, statement: string) =>
    (await call("psql", "-h", folder, "-U", "hall", "-d", database, "-qAt", "-c", statement)).stdout.trim();
  return {
    url: (database) => `postgres://hall@localhost/${database}?host=${encodeURIComponent(folder)}`,
    create: async (database, like = "template0") => {
      await say("postgres", `create database "${database}" template "${like}" strategy file_copy`);
    },
    drop: async (database) => void (await say("postgres", `drop database "${database}" with (force)`)),
    say,
    halt,
    start,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** PostgreSQL does not run as root; there it runs as the account that its package has made. */
async function asUser(folder: string) {
  if (process.getuid?.() !== 0) return (program: string, args: readonly string[]) => [program, [...args]] as const;
  const [user, group] = await Promise.all(
    ["-u", "-g"].map(async (which) => (await run("id", [which, ACCOUNT])).stdout.trim()),
  );
  await chown(folder, Number(user), Number(group));
  const same = [`--reuid=${ACCOUNT}`, `--regid=${ACCOUNT}`, "--init-groups"];
  return (program: string, args: readonly string[]) => ["setpriv", [...same, program, ...args]] as const;
}
