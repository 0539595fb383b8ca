import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** A package of others that runs wherever a node runs. */
export interface Shipped {
  /** Those that are made for each kind of machine stand together: `@img/sharp-*`. */
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

interface Lock {
  readonly importers: Readonly<Record<string, Importer>>;
  readonly packages: Readonly<Record<string, Entry>>;
  readonly snapshots: Readonly<Record<string, Links>>;
}
interface Links {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
interface Importer {
  readonly dependencies?: Readonly<Record<string, { readonly version: string }>>;
}
interface Entry {
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly resolution?: { readonly integrity?: string };
}

export const readLock = (root: string): Lock => parse(readFileSync(join(root, "pnpm-lock.yaml"), "utf8"));

/** From these two every part of the program is reached that runs: the Node that it brings, and the node itself. */
const STARTS = [".", "apps/node"];

/** Everything that the lockfile brings to a machine that runs a node, with the licence that each says of itself. */
export function shippedPackages(root: string): readonly Shipped[] {
  const lock = readLock(root);
  const installed = readdirSync(join(root, "node_modules/.pnpm"));
  const families = new Map<string, { readonly version: string; licence: string }>();
  for (const key of reached(lock, installed)) {
    const { name, version } = nameIn(key);
    const family = isForSome(lock, key) ? familyOf(name) : name;
    const known = families.get(`${family}@${version}`);
    const licence = licenceOf(root, installed, name, version);
    if (known === undefined) families.set(`${family}@${version}`, { version, licence });
    else if (known.licence === "") known.licence = licence;
  }
  return [...families]
    .map(([key, facts]) => ({ name: nameIn(key).name, ...facts }))
    .toSorted((a, b) => (a.name === b.name ? order(a.version, b.version) : order(a.name, b.name)));
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Keys of the lockfile's snapshots: `undici@7.30.2`, with what it was joined with in brackets. */
function reached(lock: Lock, installed: readonly string[]): ReadonlySet<string> {
  const { importers, snapshots } = lock;
  const found = new Set<string>();
  const visited = new Set<string>();
  const visit = (key: string): void => {
    if (found.has(key)) return;
    found.add(key);
    // What one made for other machines would bring with it is not here to be read.
    const { name: own, version: ours } = nameIn(key);
    if (isForSome(lock, key) && folderOf(installed, own, ours) === undefined) return;
    const { dependencies = {}, optionalDependencies = {} } = snapshots[key] ?? {};
    const { peerDependenciesMeta = {} } = lock.packages[`${own}@${ours}`] ?? {};
    for (const [name, version] of Object.entries({ ...dependencies, ...optionalDependencies })) {
      // It is there for a check of types alone, and without it the package runs as well.
      if (peerDependenciesMeta[name]?.optional !== true) visit(keyOf(name, version));
    }
  };
  const enter = (folder: string): void => {
    if (visited.has(folder)) return;
    visited.add(folder);
    for (const [name, { version }] of Object.entries(importers[folder]?.dependencies ?? {})) {
      if (version.startsWith("link:")) enter(join(folder, version.slice("link:".length)));
      else visit(keyOf(name, version));
    }
  };
  for (const start of STARTS) enter(start);
  return found;
}

/** Made for one kind of machine. */
function isForSome({ packages }: Lock, key: string): boolean {
  const { name, version } = nameIn(key);
  const { os, cpu } = packages[`${name}@${version}`] ?? {};
  return os !== undefined || cpu !== undefined;
}

/** A version that begins with a name is an alias. */
const keyOf = (name: string, version: string): string =>
  /^@?[a-z].*@\d/.test(version) ? version : `${name}@${version}`;

function nameIn(key: string): { readonly name: string; readonly version: string } {
  const bare = key.replace(/\(.*$/, "");
  const at = bare.lastIndexOf("@");
  return { name: bare.slice(0, at), version: bare.slice(at + 1) };
}

const familyOf = (name: string): string =>
  name.replace(
    /-(?:aix|android|darwin|freebsd|linux|linuxmusl|netbsd|openbsd|openharmony|sunos|wasm32|webcontainers|win32)\b.*$/,
    "-*",
  );

/** Empty for what is made for other machines than this one. */
function licenceOf(root: string, installed: readonly string[], name: string, version: string): string {
  const folder = folderOf(installed, name, version);
  if (folder === undefined) return "";
  const file = join(root, "node_modules/.pnpm", folder, "node_modules", name, "package.json");
  const { license }: { readonly license?: string } = JSON.parse(readFileSync(file, "utf8"));
  return license ?? "";
}

function folderOf(installed: readonly string[], name: string, version: string): string | undefined {
  const prefix = `${name.replace("/", "+")}@${version}`;
  return installed.find((one) => one === prefix || one.startsWith(`${prefix}_`));
}
