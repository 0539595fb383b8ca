import { execFile } from "node:child_process";
import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Timestamp } from "@commonhall/domain";

/** Where something may be written down of who came. */
export interface LogPlaces {
  /** Remembers how long each is, so that only what comes after is read. */
  begin(): Promise<OpenLogs>;
}

export interface OpenLogs {
  /** What each of them got since; none where nothing can be looked at. */
  since(): Promise<readonly { readonly place: string; readonly text: string }[]>;
}

export interface LogPlacesOptions {
  /** Files that somebody named. */
  readonly files: readonly string[];
  /** Folders in which web servers write. */
  readonly folders?: readonly string[];
  readonly journal?: boolean;
  /** Resolves when what is on its way to a log has had time to get there. */
  readonly settle: () => Promise<void>;
  readonly now: () => Timestamp;
}

const WEB_SERVERS = ["/var/log/caddy", "/var/log/nginx", "/var/log/apache2", "/var/log/httpd"];
const MOST_BYTES = 16 * 1024 * 1024;

/** The files that were named, those of web servers, and the journal. */
export function logPlaces({ files, folders = WEB_SERVERS, journal = true, settle, now }: LogPlacesOptions): LogPlaces {
  return {
    async begin() {
      const all = [...files, ...(await Promise.all(folders.map(logsIn))).flat()];
      const lengths = new Map<string, number>();
      for (const file of all) {
        const size = await sizeOf(file);
        if (size !== undefined) lengths.set(file, size);
      }
      const began = now();
      return {
        async since() {
          await settle();
          const texts = await Promise.all([...lengths].map(([file, from]) => readFrom(file, from)));
          const told = journal ? await readJournal(began) : undefined;
          return [
            ...texts.flatMap((text) => text ?? []),
            ...(told === undefined ? [] : [{ place: "the journal", text: told }]),
          ];
        },
      };
    },
  };
}

const logsIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(() => []))
    .filter((name) => /\.(?:log|json)$|log$/.test(name))
    .map((name) => join(folder, name));

const sizeOf = (file: string): Promise<number | undefined> =>
  stat(file).then(
    ({ size }) => size,
    () => undefined,
  );

async function readFrom(file: string, from: number): Promise<{ place: string; text: string } | undefined> {
  try {
    await using handle = await open(file, "r");
    const { size } = await handle.stat();
    // A file that is shorter than before was begun anew.
    const start = size < from ? 0 : from;
    const buffer = Buffer.alloc(Math.min(size - start, MOST_BYTES));
    await handle.read(buffer, 0, buffer.length, start);
    return { place: file, text: buffer.toString("latin1") };
  } catch {
    return undefined;
  }
}

/** Undefined where there is no journal, or it is not ours to read. */
function readJournal(since: Timestamp): Promise<string | undefined> {
  const words = ["--quiet", "--no-pager", "--output=cat", `--since=@${Math.floor(since / 1000)}`];
  return new Promise((resolve) => {
    execFile("journalctl", words, { timeout: 10_000, maxBuffer: MOST_BYTES }, (error, out) =>
      resolve(error === null && out !== "" ? out : undefined),
    );
  });
}
