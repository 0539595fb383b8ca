import type { Shipped } from "./shipped-packages.ts";

/**
 * Licences whose works may be part of one under AGPL-3.0 (https://www.gnu.org/licenses/license-list.html). One that is not
 * here is refused until somebody has read it.
 */
const COMPATIBLE: ReadonlySet<string> = new Set([
  "0BSD",
  "AGPL-3.0-only",
  "AGPL-3.0-or-later",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "GPL-3.0-only",
  "GPL-3.0-or-later",
  "ISC",
  "LGPL-2.1-or-later",
  "LGPL-3.0-only",
  "LGPL-3.0-or-later",
  "MIT",
  "MIT-0",
  "MPL-2.0",
  "PSF-2.0",
  "Python-2.0",
  "Unicode-3.0",
  "Unlicense",
  "Zlib",
]);

/** An SPDX expression of `AND` and `OR`, as packages have them: of what is said with OR one is enough. */
export function isCompatible(expression: string): boolean {
  const bare = expression.trim().replace(/^\((.*)\)$/, "$1");
  if (bare.includes("(")) return false;
  return bare.split(" OR ").some((either) => either.split(" AND ").every((one) => COMPATIBLE.has(one.trim())));
}

export const incompatible = (packages: readonly Shipped[]): readonly Shipped[] =>
  packages.filter(({ licence }) => !isCompatible(licence));

/** `docs/licences.md`. */
export const licenceList = (packages: readonly Shipped[]): string => `# Licences of what runs with a node

Commonhall is under the GNU Affero General Public License, version 3 ([LICENSE](../LICENSE)). It runs with these ${packages.length} packages of others, each in exactly this version. All of their licences go together with it. What only tests and checks use is not among them. Of packages that are made for each kind of machine a star stands for the kind.

Made by \`npx --yes pnpm@12 run licences\`; a test says when it is not current.

| package | version | licence |
|---|---|---|
${packages.map(({ name, version, licence }) => `| \`${name}\` | ${version} | ${licence} |`).join("\n")}
`;
