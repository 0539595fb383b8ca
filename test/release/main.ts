import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs, promisify } from "node:util";
import { buildRelease, sha256, sums } from "./build-release.ts";
import { incompatible, licenceList } from "./licences.ts";
import { missingIn, sameEachTime, type Bom } from "./sbom.ts";
import { shippedPackages } from "./shipped-packages.ts";
import { NAMESPACE, sign } from "./sign.ts";

/** Makes a release of the commit that is checked out: docs/operators/releases.md. */
const root = resolve(import.meta.dirname, "../..");
const { values } = parseArgs({
  options: { out: { type: "string", default: join(root, "dist") }, key: { type: "string" } },
});
const run = promisify(execFile);

const verifying = `SHA256SUMS.sig\nTo verify: ssh-keygen -Y verify -f SIGNERS -I releases -n ${NAMESPACE} -s SHA256SUMS.sig < SHA256SUMS && sha256sum --check SHA256SUMS\n`;

const refusal = await release(resolve(values.out), values.key);
if (refusal !== undefined) process.stderr.write(`${refusal}\n`);
process.exitCode = refusal === undefined ? 0 : 1;

async function release(out: string, key: string | undefined): Promise<string | undefined> {
  const changed = await run("git", ["-C", root, "status", "--porcelain"]).catch(() => undefined);
  if (changed === undefined) return "A release is of a commit, and there is no git here, or no commit.";
  const isClean = changed.stdout === "";
  if (!isClean && key !== undefined)
    return `There are changes that no commit has. Nothing was signed:\n${changed.stdout}`;
  if (!isClean) process.stderr.write("There are changes that no commit has; they are not in the release.\n");
  const packages = shippedPackages(root);
  if (
    incompatible(packages).length > 0 ||
    (await readFile(join(root, "docs/licences.md"), "utf8")) !== licenceList(packages)
  ) {
    return "docs/licences.md is not current, or a licence does not go with ours: pnpm run licences.";
  }
  const { version }: { readonly version: string } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const [built, again] = [await buildRelease(root, version), await buildRelease(root, version)];
  if (sha256(built.archive) !== sha256(again.archive))
    return "Two builds of one commit are not the same. Nothing was written.";
  const bom = await readBom(out);
  const missing = missingIn(bom, packages);
  if (missing.length > 0) return `The list of components lacks ${missing.join(", ")}.`;
  const { name, archive, committed } = built;
  const files = [
    [`${name}.tar.gz`, archive],
    [`${name}.cdx.json`, sameEachTime(bom, committed)],
  ] as const;
  for (const [file, bytes] of files) await writeFile(join(out, file), bytes);
  const list = join(out, "SHA256SUMS");
  await writeFile(list, sums(files));
  const said = [`${files.map(([file]) => file).join("\n")}\nSHA256SUMS\n`];
  if (key === undefined) said.push("Not signed: say --key FILE with the key of releases.\n");
  else await sign(list, resolve(key));
  process.stdout.write(`${said.join("")}${key === undefined ? "" : verifying}`);
  return undefined;
}

/** CycloneDX as the package manager itself writes it: of what is installed for production, and of nothing that tests use. */
async function readBom(out: string): Promise<Bom> {
  await mkdir(out, { recursive: true });
  const file = join(out, "components.tmp.json");
  const words = ["--yes", "pnpm@12", "--filter", "commonhall", "--filter", "@commonhall/node"];
  const asked = ["sbom", "--prod", "--sbom-format", "cyclonedx", "--sbom-type", "application", "--out", file];
  await run("npx", [...words, ...asked], { cwd: root });
  const bom: Bom = JSON.parse(await readFile(file, "utf8"));
  await rm(file);
  return bom;
}
