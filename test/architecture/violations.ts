import { posix } from "node:path";
import {
  FLOORS,
  FORBIDDEN_IN_TESTS,
  FORBIDDEN_WORDS,
  LONGEST_FILE,
  OUT_OF_THE_VAULTS_SIGHT,
  ROOMS,
  WITHOUT_A_DOOR_TO_THE_VAULT,
  type FloorRule,
} from "./rules.ts";
import { codeOf, importsOf, type Manifest, type Source, type Tree } from "./sources.ts";

/** What breaks the rules, one sentence each, with the file. */
export function violations(tree: Tree): string[] {
  return [
    ...tree.manifests.flatMap(manifestViolations),
    ...vaultViolations(tree.manifests),
    ...tree.sources.flatMap((source) => [...importViolations(source, tree.manifests), ...textViolations(source)]),
  ];
}

const PREFIX = "@commonhall/";
const floorOf = (manifest: Manifest): string => manifest.name.slice(PREFIX.length);
/** Tests, and what only they use: fixtures, ports in memory, programs that are made to be killed. */
const isTest = (path: string): boolean =>
  /\.(?:test|fixture)\.ts$|\/src\/(?:testing|crash)\//.test(path) || path.startsWith("test/");
/** Run from the checkout, as tests are: it reads what nodes serve with others' parsers, and is no part of what runs. */
const isDemo = (path: string): boolean => path.startsWith("apps/node/src/demo/");
const allows = (allowed: readonly string[], name: string): boolean =>
  allowed.some((one) => one === "*" || one === name || (one.endsWith("/") && name.startsWith(one)));

/** Tools for tests, which any floor may have beside what it is made of. The real store, in memory, is one of them. */
const FOR_TESTS = [
  "@commonhall/store",
  "vitest",
  "fast-check",
  "@commonhall/testkit",
  "@types/",
  "@fedify/",
  "jsonld",
  "feedsmith",
  "ical.js",
  "postal-mime",
  "saxes",
];

function manifestViolations(manifest: Manifest): string[] {
  const rule = FLOORS[floorOf(manifest)];
  const file = `${manifest.folder}/package.json`;
  if (rule === undefined || !manifest.name.startsWith(PREFIX))
    return [`${file}: ${manifest.name} is no floor of the house`];
  const refused = manifest.dependencies.filter((name) => !mayDependOn(rule, name));
  const refusedInTests = manifest.devDependencies.filter(
    (name) => !mayDependOn(rule, name) && !allows(FOR_TESTS, name),
  );
  return [...refused, ...refusedInTests].map((name) => `${file}: ${floorOf(manifest)} may not depend on ${name}`);
}

const mayDependOn = (rule: FloorRule, name: string): boolean =>
  name.startsWith(PREFIX) ? allows(rule.floors, name.slice(PREFIX.length)) : allows(rule.outside, name);

/** Imports must be declared, so what is declared, however many steps away, is every path that there can be. */
function vaultViolations(manifests: readonly Manifest[]): string[] {
  const reaches = (from: string, to: string, seen: readonly string[] = []): boolean => {
    if (from === to) return true;
    const dependencies = manifests.find((manifest) => manifest.name === PREFIX + from)?.dependencies ?? [];
    return dependencies
      .filter((name) => name.startsWith(PREFIX))
      .map((name) => name.slice(PREFIX.length))
      .some((next) => !seen.includes(next) && reaches(next, to, [...seen, from]));
  };
  const inwards = WITHOUT_A_DOOR_TO_THE_VAULT.filter((floor) => reaches(floor, "vault"));
  const outwards = OUT_OF_THE_VAULTS_SIGHT.filter((floor) => reaches("vault", floor));
  const vault = manifests.find(({ name }) => name === `${PREFIX}vault`);
  const inTests = OUT_OF_THE_VAULTS_SIGHT.filter((floor) => vault?.devDependencies.includes(PREFIX + floor));
  return [
    ...inwards.map((floor) => `${floor}: its dependencies lead to the vault`),
    ...outwards.map((floor) => `vault: its dependencies lead to ${floor}`),
    ...inTests.map((floor) => `vault: its tests depend on ${floor}`),
  ];
}

function importViolations(source: Source, manifests: readonly Manifest[]): string[] {
  const own = manifests.find((manifest) => source.path.startsWith(`${manifest.folder}/`));
  if (own === undefined) return [`${source.path}: lies in no package`];
  return importsOf(source).flatMap((name) => {
    const why = name === undefined ? "imports a name that is computed" : importViolation(source, own, name, manifests);
    return why === undefined ? [] : [`${source.path}: ${why}`];
  });
}

function importViolation(
  source: Source,
  own: Manifest,
  name: string,
  manifests: readonly Manifest[],
): string | undefined {
  const rule = FLOORS[floorOf(own)];
  if (rule === undefined) return undefined;
  if (name.startsWith(".")) return relativeViolation(source, own, name);
  const room = roomViolation(source, own, name);
  if (room !== undefined && !isTest(source.path)) return room;
  if (name.startsWith("node:"))
    return allows(rule.builtins, name.slice("node:".length)) || isTest(source.path)
      ? undefined
      : `${floorOf(own)} may not import ${name}`;
  const hasTools = isTest(source.path) || isDemo(source.path);
  const declared = hasTools ? [...own.dependencies, ...own.devDependencies] : own.dependencies;
  const dependency = name
    .split("/")
    .slice(0, name.startsWith("@") ? 2 : 1)
    .join("/");
  if (!declared.includes(dependency)) return `${name} is not among the dependencies of ${floorOf(own)}`;
  const target = manifests.find((manifest) => manifest.name === dependency);
  if (target !== undefined && !target.entries.includes(name)) return `${name} is not a door of ${dependency}`;
  return undefined;
}

function relativeViolation(source: Source, own: Manifest, name: string): string | undefined {
  const target = posix.join(posix.dirname(source.path), name);
  if (!target.startsWith(`${own.folder}/`)) return `reaches into another package by ${name}`;
  if (isDemo(target) && !isDemo(source.path)) return `imports ${name}, which is for the demonstration`;
  return isTest(target) && !isTest(source.path) ? `imports ${name}, which is for tests` : undefined;
}

function roomViolation(source: Source, own: Manifest, name: string): string | undefined {
  const inside = source.path.slice(`${own.folder}/src/`.length);
  const broken = ROOMS.find(
    (room) =>
      room.floor === floorOf(own) &&
      allows([room.imports], name) &&
      !room.only.some((folder) => inside.startsWith(folder)),
  );
  return broken === undefined ? undefined : `may not import ${name}: ${broken.why}`;
}

const ANY = /(?::|<|\bas|\||&|=>|\bextends)\s*any\b(?!\s*[:(.,}])|,\s*any\s*>/;

function textViolations(source: Source): string[] {
  const code = codeOf(source.text);
  const lines = source.text.trimEnd().split("\n").length;
  const below =
    source.path.startsWith("packages/") && !source.path.startsWith("packages/testkit/") && !isTest(source.path);
  const words = below ? FORBIDDEN_WORDS : isTest(source.path) ? FORBIDDEN_IN_TESTS : [];
  const forbidden = words.filter(({ pattern }) => pattern.test(code));
  return [
    ...(lines > LONGEST_FILE ? [`${source.path}: has ${lines} lines, more than ${LONGEST_FILE}`] : []),
    ...(ANY.test(code) ? [`${source.path}: uses any`] : []),
    ...forbidden.map(({ pattern, instead }) => `${source.path}: uses ${pattern.exec(code)?.[0] ?? ""}; use ${instead}`),
  ];
}
