import { globSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** One source file, with what it imports. */
export interface Source {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
}

export interface Manifest {
  /** Where the package lies: `packages/wire`. */
  readonly folder: string;
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  /** What others may import of it: `@commonhall/wire`. */
  readonly entries: readonly string[];
}

export interface Tree {
  readonly sources: readonly Source[];
  readonly manifests: readonly Manifest[];
}

/** The test of these rules is full of what breaks them, as texts. */
const PLANTED = "test/architecture.test.ts";

export function readTree(root: string): Tree {
  const found = (pattern: string) => globSync(pattern, { cwd: root, exclude: (name) => name === "node_modules" });
  const paths = ["packages/*/src/**/*.ts", "apps/*/src/**/*.ts", "test/**/*.ts"].flatMap(found);
  const folders = ["packages/*/package.json", "apps/*/package.json", "test/package.json"].flatMap(found);
  return {
    sources: paths
      .filter((path) => !path.includes("node_modules") && path !== PLANTED)
      .map((path) => ({
        path: relative(root, join(root, path)).replaceAll("\\", "/"),
        text: readFileSync(join(root, path), "utf8"),
      })),
    manifests: folders.map((path) =>
      manifest(path.replace(/\/package\.json$/, ""), readFileSync(join(root, path), "utf8")),
    ),
  };
}

export function manifest(folder: string, json: string): Manifest {
  const read = JSON.parse(json) as {
    name: string;
    dependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
    exports?: Record<string, string>;
  };
  return {
    folder,
    name: read.name,
    dependencies: Object.keys(read.dependencies ?? {}),
    devDependencies: Object.keys(read.devDependencies ?? {}),
    entries: Object.keys(read.exports ?? {}).map((entry) => read.name + entry.slice(1)),
  };
}

const FROM = /^\s*(?:import|export)\b[^"'`;]*?\bfrom\s*["']([^"']+)["']/gm;
const BARE = /^\s*import\s*["']([^"']+)["']/gm;
const DYNAMIC = /\bimport\(\s*(?:["']([^"']+)["']|([^"'\s)][^)]*))/g;

/** What a file imports, also for its types only, and also while it runs. `undefined`: a name that is computed. */
export function importsOf(source: Source): (string | undefined)[] {
  const text = withoutComments(source.text);
  return [
    ...[FROM, BARE].flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1])),
    ...[...text.matchAll(DYNAMIC)].map((match) => match[1]),
  ];
}

const STRINGS_AND_COMMENTS = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

export const withoutComments = (text: string): string =>
  text.replace(STRINGS_AND_COMMENTS, (found) => (found.startsWith("/") ? "" : found));

/** What is left where neither comments nor texts count. */
export const codeOf = (text: string): string =>
  text.replace(STRINGS_AND_COMMENTS, (found) => (found.startsWith("/") ? "" : '""'));
