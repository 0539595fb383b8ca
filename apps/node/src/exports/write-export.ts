import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { finished } from "node:stream/promises";
import { once } from "node:events";
import { isoInstant, type FollowLine, type LocalActor, type Timestamp } from "@commonhall/domain";
import type { Store } from "@commonhall/store";
import type { Site } from "@commonhall/wire";
import { MANIFEST, manifestSum, writeManifest, type Described } from "./manifest.ts";

export interface Exporting {
  readonly store: Store;
  readonly site: Site;
  readonly centre: string;
  readonly at: Timestamp;
}

export interface Written {
  /** How many rows each table has. */
  readonly counts: Readonly<Record<string, number>>;
  /** SHA-256 of the manifest, in hexadecimal: by it all of the export is known. */
  readonly manifest: string;
}

/** Writes an export into a folder that is empty. */
export async function writeExport({ store, site, centre, at }: Exporting, folder: string): Promise<Written> {
  const files = new Map<string, Described>();
  const write = async (name: string, text: string): Promise<void> => {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(path, text, { flag: "wx", mode: 0o600 });
    files.set(name, { sha256: createHash("sha256").update(text).digest("hex"), bytes: Buffer.byteLength(text) });
  };
  await mkdir(join(folder, "commonhall"), { recursive: true, mode: 0o700 });
  const { counts, described } = await writeTables(store, folder);
  for (const [name, of] of described) files.set(name, of);
  for (const actor of await store.direct.localActors.all()) await writeActor(store, actor, site, write);
  await writeLists(store, write);
  const sorted = new Map([...files].sort(([one], [other]) => (one < other ? -1 : 1)));
  const manifest = writeManifest({ site, centre, created: isoInstant(at), files: sorted });
  await writeFile(join(folder, MANIFEST), manifest, { flag: "wx", mode: 0o600 });
  return { counts, manifest: manifestSum(manifest) };
}

interface Tables {
  readonly counts: Readonly<Record<string, number>>;
  readonly described: ReadonlyMap<string, Described>;
}

/** One table after the other, a row a line. */
async function writeTables({ exports }: Store, folder: string): Promise<Tables> {
  const counts: Record<string, number> = Object.fromEntries(exports.tables.map((table) => [table, 0]));
  const described = new Map<string, Described>();
  const begin = (table: string) => ({
    table,
    hash: createHash("sha256"),
    bytes: 0,
    out: createWriteStream(join(folder, "commonhall", `${table}.jsonl`), { flags: "wx", mode: 0o600 }),
  });
  type Open = ReturnType<typeof begin>;
  const end = async ({ table, out, hash, bytes }: Open): Promise<void> => {
    out.end();
    await finished(out);
    described.set(`commonhall/${table}.jsonl`, { sha256: hash.digest("hex"), bytes });
  };
  let open: Open | undefined;
  await exports.read(async ({ table, line }) => {
    if (open?.table !== table) {
      if (open !== undefined) await end(open);
      open = begin(table);
    }
    const text = `${line}\n`;
    open.hash.update(text);
    open.bytes += Buffer.byteLength(text);
    counts[table] = (counts[table] ?? 0) + 1;
    if (!open.out.write(text)) await once(open.out, "drain");
  });
  if (open !== undefined) await end(open);
  return { counts, described };
}

type Write = (name: string, text: string) => Promise<void>;

const PAGE = 100;

/** As it is served, and all that it has told everybody, byte for byte as it was signed. */
async function writeActor(store: Store, { id, kind, handle, document, deleted }: LocalActor, site: Site, write: Write) {
  if (kind === "feed" || deleted !== undefined || !id.startsWith(`${site.origin}/`)) return;
  const of = kind === "campaign" ? `-${handle ?? "unnamed"}` : "";
  await write(`activitypub/${kind === "centre" ? "actor" : `${kind}${of}`}.json`, document);
  if (kind === "node") return;
  const items: string[] = [];
  for (let after: string | undefined, more = true; more;) {
    const page = await store.objectViews.outbox(id, PAGE, after);
    items.push(...page.items.map(({ activity }) => activity.document).filter((text) => text !== ""));
    after = page.next;
    more = after !== undefined;
  }
  const head = {
    "@context": "https://www.w3.org/ns/activitystreams",
    id: `${id}/outbox`,
    type: "OrderedCollection",
    totalItems: items.length,
  };
  await write(
    `activitypub/outbox${of}.json`,
    `${JSON.stringify(head).slice(0, -1)},"orderedItems":[${items.join(",")}]}`,
  );
}

/** In the columns that Mastodon writes and reads. */
async function writeLists({ followViews, direct }: Store, write: Write): Promise<void> {
  const followers = (await followViews.followers()).filter(({ state }) => state === "accepted");
  const following = (await followViews.following()).filter(({ state }) => state === "accepted" || state === "pending");
  const refused = (await direct.domains.all()).filter(({ level }) => level !== "accept");
  const severity = { limit: "silence", refuse: "suspend", accept: "noop" } as const;
  await write("activitypub/followers.csv", csv([["Account address"], ...accounts(followers).map((name) => [name])]));
  await write(
    "activitypub/following_accounts.csv",
    csv([
      ["Account address", "Show boosts", "Notify on new posts", "Languages"],
      ...accounts(following).map((name) => [name, "true", "false", ""]),
    ]),
  );
  await write(
    "activitypub/blocked_domains.csv",
    csv([
      ["#domain", "#severity", "#reject_media", "#reject_reports", "#public_comment", "#obfuscate"],
      ...refused.map(({ host, level }) => [host, severity[level], "false", "false", "", "false"]),
    ]),
  );
}

/** `name@host`, each once. */
const accounts = (lines: readonly FollowLine[]): readonly string[] =>
  [...new Set(lines.map(({ handle }) => handle.replace(/^@/, "")))].sort();

/** RFC 4180. What a table program would take for a formula is taken for text. */
const csv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(cell).join(",")}\n`).join("");
const cell = (text: string): string => {
  const plain = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
};
