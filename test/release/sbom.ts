/** What of a CycloneDX document is looked at here; the rest is handed on. */
export interface Bom {
  readonly bomFormat: string;
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
  readonly metadata: { readonly timestamp?: string } & Readonly<Record<string, unknown>>;
}
interface Component {
  readonly "bom-ref": string;
  readonly group?: string;
  readonly name: string;
  readonly version: string;
}

/**
 * The same packages make the same bytes: everything in the order of its name, the time of the commit in the place of now,
 * and no number of its own (optional in CycloneDX 1.7, 4.1.3).
 */
export function sameEachTime(bom: Bom & { readonly serialNumber?: string }, committed: string): string {
  const { serialNumber: _, ...rest } = bom;
  const sorted = {
    ...rest,
    metadata: { ...bom.metadata, timestamp: committed },
    components: bom.components.toSorted((a, b) => order(a["bom-ref"], b["bom-ref"])),
    dependencies: bom.dependencies
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.toSorted(order) }))
      .toSorted((a, b) => order(a.ref, b.ref)),
  };
  return `${JSON.stringify(sorted, null, 2)}\n`;
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Packages of others that a list has and the document lacks. */
export function missingIn(
  bom: Bom,
  packages: readonly { readonly name: string; readonly version: string }[],
): string[] {
  const there = new Set(
    bom.components.map(({ group, name, version }) => `${group === undefined ? "" : `${group}/`}${name}@${version}`),
  );
  const isThere = (name: string, version: string) =>
    name.endsWith("*")
      ? [...there].some((one) => one.startsWith(name.slice(0, -1)) && one.endsWith(`@${version}`))
      : there.has(`${name}@${version}`);
  return packages
    .filter(({ name, version }) => !isThere(name, version))
    .map(({ name, version }) => `${name}@${version}`);
}
