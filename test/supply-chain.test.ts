import { execFile, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readTree } from "./architecture/sources.ts";
import { buildRelease, namesIn, sha256, sums } from "./release/build-release.ts";
import { incompatible, isCompatible, licenceList } from "./release/licences.ts";
import { missingIn, sameEachTime } from "./release/sbom.ts";
import { readLock, shippedPackages } from "./release/shipped-packages.ts";
import { NAMESPACE, sign } from "./release/sign.ts";

const ROOT = resolve(import.meta.dirname, "..");
const run = promisify(execFile);

describe("what comes from others (row O3)", () => {
  test("stands in each package.json in exactly one version, and in the lockfile with its sum", () => {
    const { manifests } = readTree(ROOT);
    const folders = [".", ...manifests.map(({ folder }) => folder)];
    expect(folders.length).toBeGreaterThan(9);
    const loose = folders.flatMap((folder) => {
      const json: Readonly<Record<string, Readonly<Record<string, string>> | undefined>> = JSON.parse(
        readFileSync(join(ROOT, folder, "package.json"), "utf8"),
      );
      const all = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"].flatMap((kind) =>
        Object.entries(json[kind] ?? {}),
      );
      return all.filter(([, version]) => !isExact(version)).map(([name, version]) => `${folder}: ${name} ${version}`);
    });
    expect(loose).toEqual([]);
    const { packages } = readLock(ROOT);
    expect(Object.keys(packages).length).toBeGreaterThan(100);
    const unsummed = Object.entries(packages).filter(
      ([, { resolution }]) => !(resolution?.integrity ?? "").startsWith("sha512-"),
    );
    expect(unsummed.map(([name]) => name)).toEqual([]);
  });

  test.each(["^1.0.0", "~1.0.0", "1.x", ">=1.0.0", "latest", "*", "", "1.0", "git+https://x.example/y", "file:../x"])(
    "“%s” is no exact version",
    (version) => expect(isExact(version)).toBe(false),
  );

  test("is under licences that go with ours, and all of it is listed", () => {
    const packages = shippedPackages(ROOT);
    expect(packages.length).toBeGreaterThan(50);
    expect(packages.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["hono", "kysely", "node", "nodemailer", "@img/sharp-*"]),
    );
    expect(packages.map(({ name }) => name)).not.toContain("vitest");
    expect(incompatible(packages)).toEqual([]);
    expect(readFileSync(join(ROOT, "docs/licences.md"), "utf8")).toBe(licenceList(packages));
  });

  test.each([
    ["MIT", true],
    ["(MIT OR CC0-1.0)", true],
    ["GPL-2.0-only OR MIT", true],
    ["Apache-2.0 AND LGPL-3.0-or-later", true],
    ["Apache-2.0 AND GPL-2.0-only", false],
    ["GPL-2.0-only", false],
    ["SSPL-1.0", false],
    ["BUSL-1.1", false],
    ["CC-BY-NC-4.0", false],
    ["UNLICENSED", false],
    ["SEE LICENSE IN LICENSE.md", false],
    ["", false],
  ])("%s: %s", (licence, fits) => expect(isCompatible(licence)).toBe(fits));
});

const isExact = (version: string): boolean => version === "workspace:*" || /^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version);

const answers = (program: string, ...words: string[]): boolean => spawnSync(program, words).error === undefined;

/** Both are where releases are made, and on build machines (`.ci/run`). */
describe.runIf(answers("git", "--version") && answers("ssh-keygen", "-?"))(
  "a release, where there are git and OpenSSH",
  () => {
    let folder = "";
    let source = ROOT;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "commonhall-supply-"));
      if (existsSync(join(ROOT, ".git"))) return;
      // The program was unpacked from an archive: a commit of all that is in it.
      source = join(folder, "source");
      await run("git", ["init", "--quiet", source]);
      const git = [
        "--git-dir",
        join(source, ".git"),
        "--work-tree",
        ROOT,
        "-c",
        "user.name=x",
        "-c",
        "user.email=x@x.example",
      ];
      await run("git", [...git, "add", "--all"]);
      await run("git", [...git, "commit", "--quiet", "--message", "All"]);
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    test("of one commit is the same bytes each time, has every file of it, and tells nobody who made it", async () => {
      const [one, two] = [await buildRelease(source, "1.2.3"), await buildRelease(source, "1.2.3")];
      expect(sha256(one.archive)).toBe(sha256(two.archive));
      const { stdout } = await run("git", ["-C", source, "ls-tree", "-r", "--name-only", "HEAD"]);
      const tracked = stdout.trim().split("\n");
      expect(tracked.length).toBeGreaterThan(500);
      expect([...namesIn(one.archive)].toSorted()).toEqual(
        tracked.map((path) => `commonhall-1.2.3/${path}`).toSorted(),
      );
      // RFC 1952: no time, no name, no system.
      expect([...one.archive.subarray(3, 10)]).toEqual([0, 0, 0, 0, 0, one.archive[8], 255]);
      const tar = gunzipSync(one.archive);
      expect([tar.toString("utf8", 108, 124), tar.toString("utf8", 136, 148)]).toEqual([
        "0000000\0".repeat(2),
        "00000000000\0",
      ]);
      const modeOf = (path: string) =>
        tar.toString("utf8", tar.indexOf(`commonhall-1.2.3/${path}\0`) + 100).slice(0, 7);
      expect([modeOf(".ci/run"), modeOf("README.md")]).toEqual(["0000755", "0000644"]);
      expect(tar.toString("utf8", 265, 329).replaceAll("\0", "")).toBe("");
    });

    test("of a commit with a file that would be left out is refused", async () => {
      const repository = join(folder, "repository");
      const git = (...words: string[]) =>
        run("git", ["-C", repository, "-c", "user.name=x", "-c", "user.email=x@x.example", ...words]);
      await run("git", ["init", "--quiet", repository]);
      await writeFile(join(repository, "README.md"), "x");
      await git("add", ".");
      await git("commit", "--quiet", "--message", "One");
      expect([...namesIn((await buildRelease(repository, "1.0.0")).archive)]).toEqual(["commonhall-1.0.0/README.md"]);
      await writeFile(join(repository, "secret.key"), "x");
      await git("add", ".");
      await git("commit", "--quiet", "--message", "Two");
      await expect(buildRelease(repository, "1.0.0")).rejects.toThrow("secret.key");
    });

    test("is signed so that everybody can verify it with OpenSSH, and nothing of it can be changed unnoticed", async () => {
      const key = join(folder, "key");
      await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "releases", "-f", key]);
      const list = join(folder, "SHA256SUMS");
      const archive = join(folder, "commonhall-1.2.3.tar.gz");
      await writeFile(archive, "the program");
      await writeFile(list, sums([["commonhall-1.2.3.tar.gz", "the program"]]));
      await sign(list, key);
      const signers = join(folder, "signers");
      await writeFile(signers, `releases namespaces="${NAMESPACE}" ${await readFile(`${key}.pub`, "utf8")}`);
      const verify = async (namespace: string = NAMESPACE) => {
        const words = ["-Y", "verify", "-f", signers, "-I", "releases", "-n", namespace, "-s", `${list}.sig`];
        const verifying = run("ssh-keygen", words);
        verifying.child.stdin?.end(await readFile(list));
        return verifying.then(
          () => "good",
          () => "bad",
        );
      };
      const check = () =>
        run("sha256sum", ["--check", "--status", "SHA256SUMS"], { cwd: folder }).then(
          () => "good",
          () => "bad",
        );
      expect([await verify(), await check()]).toEqual(["good", "good"]);
      expect(await verify("something-else")).toBe("bad");
      await appendFile(archive, " ");
      expect([await verify(), await check()]).toEqual(["good", "bad"]);
      await writeFile(list, sums([["commonhall-1.2.3.tar.gz", "the program "]]));
      expect([await verify(), await check()]).toEqual(["bad", "good"]);
    });
  },
);

describe("the list of components", () => {
  const component = (name: string, group?: string) => ({
    "bom-ref": `pkg:npm/${name}@1.0.0`,
    name,
    version: "1.0.0",
    ...(group === undefined ? {} : { group }),
  });
  const bom = (names: readonly string[]) => ({
    bomFormat: "CycloneDX",
    serialNumber: `urn:uuid:${names.join("-")}`,
    metadata: { timestamp: "now", tools: {} },
    components: [...names.map((name) => component(name)), component("sharp-linux-x64", "@img")],
    dependencies: names.map((ref) => ({ ref, dependsOn: names })),
  });

  test("is the same bytes for the same packages, in whatever order they come", () => {
    const one = sameEachTime(bom(["a", "b", "c"]), "2026-11-22T00:00:00.000Z");
    expect(sameEachTime(bom(["c", "a", "b"]), "2026-11-22T00:00:00.000Z")).toBe(one);
    expect(JSON.parse(one)).toMatchObject({
      bomFormat: "CycloneDX",
      metadata: { timestamp: "2026-11-22T00:00:00.000Z" },
    });
    expect(sameEachTime(bom(["a", "b"]), "2026-11-22T00:00:00.000Z")).not.toBe(one);
  });

  test("that lacks a package is noticed", () => {
    const wanted = [
      { name: "a", version: "1.0.0" },
      { name: "b", version: "2.0.0" },
      { name: "@img/sharp-*", version: "1.0.0" },
      { name: "@img/other-*", version: "1.0.0" },
    ];
    expect(missingIn(bom(["a", "b"]), wanted)).toEqual(["b@2.0.0", "@img/other-*@1.0.0"]);
  });
});
