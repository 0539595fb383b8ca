import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { incompatible, licenceList } from "./licences.ts";
import { shippedPackages } from "./shipped-packages.ts";

const root = resolve(import.meta.dirname, "../..");
const packages = shippedPackages(root);
const refused = incompatible(packages);
for (const { name, version, licence } of refused) {
  process.stderr.write(
    `${name} ${version} is under ${licence === "" ? "no licence that it names" : licence}, which does not go with AGPL-3.0 as far as is known.\n`,
  );
}
writeFileSync(resolve(root, "docs/licences.md"), licenceList(packages));
process.exitCode = refused.length === 0 ? 0 : 1;
