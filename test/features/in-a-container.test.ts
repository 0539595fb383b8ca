import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { untilListening } from "../programs.ts";
import { DEPLOY, moved, ROOT, unitIn, type Places } from "../units.ts";

/* Images cannot be built here. What their files say is looked at, and done by hand. */

interface Step {
  readonly name: string;
  readonly rest: string;
}

/** Instructions of the Containerfile, continued lines joined. */
const STEPS: readonly Step[] = readFileSync(join(DEPLOY, "Containerfile"), "utf8")
  .replaceAll(/^#.*\n/gm, "")
  .replaceAll(/\s*\\\n\s*/g, " ")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => {
    const [name = "", ...rest] = line.split(" ");
    return { name, rest: rest.join(" ") };
  });
const all = (name: string): readonly string[] => STEPS.filter((step) => step.name === name).map(({ rest }) => rest);
const last = (name: string): string => all(name).at(-1) ?? "";
const words = (json: string): readonly string[] => JSON.parse(json) as readonly string[];

const VARIABLES: Readonly<Record<string, string>> = Object.fromEntries(
  [...last("ENV").matchAll(/(\w+)=(\S+)/g)].map(([, name = "", value = ""]) => [name, value]),
);

interface Service {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly user?: string;
  readonly volumes: readonly string[];
  readonly secrets?: readonly string[];
  readonly ports?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly env_file?: string;
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt: readonly string[];
  readonly mem_limit: string;
  readonly memswap_limit: string;
  readonly sysctls?: Readonly<Record<string, number>>;
}

interface Compose {
  readonly services: { readonly node: Service; readonly caddy: Service };
  readonly secrets: { readonly pepper: { readonly file: string } };
  readonly volumes: Readonly<Record<string, unknown>>;
}

const compose = parse(readFileSync(join(DEPLOY, "compose.yaml"), "utf8")) as Compose;
const { node, caddy } = compose.services;
const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  readonly scripts: { readonly start: string };
  readonly dependencies: { readonly node: string };
};

describe("the Containerfile", () => {
  test("begins with the Node that the program brings along", () => {
    for (const from of all("FROM"))
      expect(from).toMatch(
        new RegExp(`^docker\\.io/library/node:${manifest.dependencies.node}-[a-z]+-slim(?: AS \\w+)?$`),
      );
  });

  test("runs what pnpm start runs, as a user who is not root and owns only the node's folders", () => {
    const command = [...words(last("ENTRYPOINT")), ...words(last("CMD"))].join(" ");
    expect(command.replace("node_modules/.bin/node", "node")).toBe(manifest.scripts.start);
    expect(last("USER")).toMatch(/^[1-9]\d+:[1-9]\d+$/);
    const [user, group] = last("USER").split(":");
    expect(last("RUN")).toContain(`--gid ${group} commonhall`);
    expect(last("RUN")).toContain(`--uid ${user} --gid ${group}`);
    const owned = [...last("RUN").matchAll(/install -d -m (\d+) -o (\d+) -g (\d+) (\S+)/g)];
    expect(owned.map(([, ...rest]) => rest)).toEqual([
      ["0700", user, group, "/var/lib/commonhall"],
      ["0750", user, group, "/run/commonhall"],
    ]);
    expect(words(last("VOLUME"))).toEqual(["/var/lib/commonhall", "/run/commonhall"]);
  });

  test("listens and keeps its data where the unit for systemd does, and has no secret in it", () => {
    const unit = unitIn("commonhall.service").all("Environment");
    expect(unit).toEqual(
      expect.arrayContaining([`HALL_DATA=${VARIABLES["HALL_DATA"]}`, `HALL_LISTEN=${VARIABLES["HALL_LISTEN"]}`]),
    );
    expect(VARIABLES["HALL_PEPPER_FILE"]).toBe("/run/secrets/pepper");
    for (const name of ["deploy/pepper", "deploy/settings", "deploy/certificates", "data", "**/node_modules", ".git"])
      expect(readFileSync(join(ROOT, ".dockerignore"), "utf8").split("\n")).toContain(name);
  });

  test("copies only what is there", () => {
    for (const copied of all("COPY")) {
      if (copied.startsWith("--from=")) continue;
      for (const source of copied.split(" ").slice(0, -1))
        expect([source, existsSync(join(ROOT, source))]).toEqual([source, true]);
    }
  });
});

describe("the compose file", () => {
  test("builds from that file, and names files that are there or that the guide makes", () => {
    expect(node.build).toEqual({ context: "..", dockerfile: "deploy/Containerfile" });
    expect([node.env_file, compose.secrets.pepper.file]).toEqual(["settings", "pepper"]);
    expect(existsSync(join(DEPLOY, "settings.example"))).toBe(true);
    const guide = readFileSync(join(ROOT, "docs/operators/install-server.md"), "utf8");
    for (const made of ["deploy/settings", "deploy/pepper", "deploy/certificates"]) expect(guide).toContain(made);
    const binds = [...node.volumes, ...caddy.volumes].map((line) => line.split(":")[0] ?? "");
    for (const bind of binds) {
      if (bind === "./certificates") continue;
      if (bind.startsWith("./")) expect([bind, existsSync(join(DEPLOY, bind))]).toEqual([bind, true]);
      else expect(Object.keys(compose.volumes)).toContain(bind);
    }
  });

  test.each([
    ["node", node],
    ["caddy", caddy],
  ])("gives %s no more than it needs, and nothing to a swap file", (_, service) => {
    expect([service.read_only, service.cap_drop, service.security_opt]).toEqual([
      true,
      ["ALL"],
      ["no-new-privileges:true"],
    ]);
    expect(service.memswap_limit).toBe(service.mem_limit);
    expect(service.user ?? last("USER")).toBe(last("USER"));
  });

  test("lets nobody reach the node but Caddy, by its socket", () => {
    const socket = dirname((VARIABLES["HALL_LISTEN"] ?? "").replace("unix:", ""));
    expect([node.ports, node.environment]).toEqual([undefined, undefined]);
    for (const service of [node, caddy]) expect(service.volumes).toContain(`socket:${socket}`);
    const caddyfile = readFileSync(join(DEPLOY, "Caddyfile"), "utf8");
    expect(caddyfile).toContain(`reverse_proxy ${(VARIABLES["HALL_LISTEN"] ?? "").replace("unix:", "unix/")}`);
    expect(Object.keys(caddy.environment ?? {})).toEqual(
      [...caddyfile.matchAll(/\{\$(\w+):/g)].map(([, name]) => name),
    );
  });
});

describe("done by hand", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "commonhall-image-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test("what is copied is enough to install and to serve at the socket", async () => {
    const listed = spawnSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: ROOT, encoding: "utf8" });
    const program = join(folder, "program");
    // A file that was taken away and is still known to git is not copied.
    for (const name of listed.stdout.split("\n").filter((line) => line !== "" && existsSync(join(ROOT, line))))
      await cp(join(ROOT, name), join(program, name));
    const [install = ""] = all("RUN");
    const environment = { PATH: process.env["PATH"], HOME: process.env["HOME"] };
    // From what is on this machine already: a test fetches nothing, and pnpm looks on the same disk unless told.
    const { stdout: store } = spawnSync("npx", ["--yes", "pnpm@12", "store", "path"], { cwd: ROOT, encoding: "utf8" });
    const installed = spawnSync("sh", ["-c", `${install} --offline --store-dir '${store.trim()}'`], {
      cwd: program,
      env: environment,
      encoding: "utf8",
    });
    expect(installed.status, installed.stdout + installed.stderr).toBe(0);
    expect(existsSync(join(program, "node_modules/vitest"))).toBe(false);
    const places: Places = ["/var/lib/commonhall", "/run/commonhall", "/run/secrets"].map((path) => [
      path,
      join(folder, path),
    ]);
    for (const [, here] of places) await mkdir(here, { recursive: true });
    await writeFile(join(folder, "/run/secrets/pepper"), Buffer.alloc(32, 7).toString("base64"), { mode: 0o400 });
    const settings = Object.fromEntries(Object.entries(VARIABLES).map(([name, value]) => [name, moved(value, places)]));
    const [command = "", ...rest] = [...words(last("ENTRYPOINT")), ...words(last("CMD"))];
    const child = spawn(command, rest, {
      cwd: program,
      env: { ...environment, ...settings, HALL_ORIGIN: "https://hall.example" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = once(child, "exit");
    await untilListening(child);
    const asked = request({ socketPath: (settings["HALL_LISTEN"] ?? "").replace("unix:", ""), path: "/healthz" }).end();
    const [response] = (await once(asked, "response")) as [{ readonly statusCode?: number; resume(): void }];
    response.resume();
    expect(response.statusCode).toBe(200);
    child.kill(last("STOPSIGNAL") as NodeJS.Signals);
    expect((await ended)[0]).toBe(0);
  });
});
