import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { request, type IncomingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, spawnNode } from "@commonhall/testkit/network";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { programAt, runProgram, runServer, untilListening, whyNotRun } from "../programs.ts";
import { DEPLOY, environmentOf, moved, ROOT, unitIn, type Places } from "../units.ts";

/* What deploy/ has for a machine with systemd and Tor. systemd itself does not run here: its own checks do, and the same commands by hand. */

const UNITS = [
  "commonhall.service",
  "commonhall-backup.service",
  "commonhall-backup.timer",
  "commonhall-desk.service",
  "commonhall-desk.socket",
  "commonhall-redirect.service",
] as const;
const noSystemd = whyNotRun("systemd-analyze", "systemd");
const noTor = whyNotRun("tor", "tor");
const noStrace = whyNotRun("strace", "strace");

const CENTRE = `kind: centre
handle: hall
name: A hall
summary: A hall.
languages: [en]
staff:
  - { name: first, roles: [administrator, editor], passphrase: a long passphrase of six words }
  - { name: second, roles: [caseworker], passphrase: another passphrase of six words }
`;

let folder = "";
let places: Places = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "commonhall-unit-"));
  places = [
    ["/opt/commonhall", ROOT],
    ["/var/lib/commonhall", join(folder, "state")],
    ["/run/commonhall", join(folder, "run")],
    ["/etc/commonhall", join(folder, "etc")],
    ["%d", join(folder, "credentials")],
  ];
  for (const name of ["state", "run", "etc", "credentials"]) await mkdir(join(folder, name), { mode: 0o700 });
  await writeFile(join(folder, "credentials", "pepper"), Buffer.alloc(32, 7).toString("base64"), { mode: 0o400 });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("the units", () => {
  test("are right in the eyes of systemd", async ({ skip }) => {
    if (noSystemd !== undefined) skip(noSystemd);
    const files = UNITS.map((name) => join(folder, name));
    for (const [index, file] of files.entries()) await writeFile(file, moved(unitIn(UNITS[index] ?? "").text, places));
    const { code, text } = runProgram("systemd-analyze", ["verify", "--man=no", ...files]);
    expect(text.split("\n").filter((line) => line.includes("commonhall"))).toEqual([]);
    expect(code).toBe(0);
  });

  /** In tenths, as `systemd-analyze security` counts: what is left is the network, the JIT, and sockets. */
  test.for([
    ["commonhall.service", 12],
    ["commonhall-backup.service", 3],
    ["commonhall-desk.service", 3],
    ["commonhall-redirect.service", 3],
  ] as const)("leave %s no more than it needs", ([name, most], { skip }) => {
    if (noSystemd !== undefined) skip(noSystemd);
    const { code, text } = runProgram("systemd-analyze", [
      "security",
      "--offline=yes",
      "--no-pager",
      `--threshold=${most}`,
      join(DEPLOY, name),
    ]);
    expect(code, text).toBe(0);
  });

  test("keep memory off the disk, and hand the pepper over without letting the node's user read its file", () => {
    for (const name of ["commonhall.service", "commonhall-backup.service"]) {
      const unit = unitIn(name);
      expect([unit.one("MemorySwapMax"), unit.one("LimitCORE"), unit.one("UMask")]).toEqual(["0", "0", "0077"]);
      expect(unit.one("MemoryMax")).toMatch(/^\d+M$/);
      expect(unit.one("LoadCredential")).toBe("pepper:/etc/commonhall/pepper");
      expect(environmentOf(unit, [])["HALL_PEPPER_FILE"]).toBe("%d/pepper");
    }
  });

  test("have the same walls around the backup as around the node, but for the network", () => {
    const wallsOf = (name: string) => {
      const { text, lines } = unitIn(name);
      const from = lines.indexOf("NoNewPrivileges=yes");
      expect([name, from]).not.toEqual([name, -1]);
      expect(text).toContain("RestrictAddressFamilies=");
      return lines.slice(from).filter((line) => !/^(?:RestrictAddressFamilies|WantedBy)=/.test(line));
    };
    const jit = "MemoryDenyWriteExecute=no";
    expect(wallsOf("commonhall-backup.service")).toEqual(wallsOf("commonhall.service"));
    expect(wallsOf("commonhall-redirect.service")).toEqual(wallsOf("commonhall-backup.service"));
    expect(wallsOf("commonhall-desk.service")).toEqual(wallsOf("commonhall.service").filter((line) => line !== jit));
    expect(unitIn("commonhall-backup.service").one("PrivateNetwork")).toBe("yes");
  });

  test("start what pnpm start starts, and name settings that there are", async () => {
    const scripts: { start: string; hall: string } = JSON.parse(
      await readFile(join(ROOT, "package.json"), "utf8"),
    ).scripts;
    const bare = (line: string) => line.replace("/opt/commonhall/node_modules/.bin/node", "node");
    expect(bare(unitIn("commonhall.service").one("ExecStart"))).toBe(scripts.start);
    expect(bare(unitIn("commonhall-backup.service").one("ExecStart"))).toBe(
      `${scripts.hall} backup /var/lib/commonhall/copies`,
    );
    const known = await readFile(join(ROOT, "docs/operators/settings.md"), "utf8");
    const redirect = unitIn("commonhall-redirect.service").one("ExecStart");
    expect(bare(redirect)).toBe(`${scripts.hall} redirect /var/lib/commonhall/former.json`);
    for (const name of ["commonhall.service", "commonhall-backup.service", "commonhall-redirect.service"])
      for (const setting of Object.keys(environmentOf(unitIn(name), []))) expect(known).toContain(`\`${setting}\``);
  });
});

/** Every system call that the walls let through, groups within groups taken apart. */
function letThrough(filters: readonly string[]): ReadonlySet<string> {
  const inGroup = (group: string): readonly string[] =>
    runProgram("systemd-analyze", ["syscall-filter", "--no-pager", group])
      .text.split("\n")
      .slice(1)
      .map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("#"))
      .flatMap((name) => (name.startsWith("@") ? inGroup(name) : [name]));
  const [taken = "", left = ""] = filters;
  const names = (list: string) => list.replace("~", "").split(" ").flatMap(inGroup);
  const refused = new Set(names(left));
  return new Set([...names(taken), ...inGroup("@default")].filter((name) => !refused.has(name)));
}

/** SQLite gives a new file to the owner of the database where root runs it, as tests may; the unit's user is not root. */
const ONLY_AS_ROOT = ["fchown"];
/** Of what a traced program asked the system for, whatever the walls of the node would refuse. */
async function refusedOf(calls: string): Promise<readonly string[]> {
  const lines = (await readFile(calls, "utf8")).split("\n").map((line) => line.trim());
  const used = lines.filter((line) => /^[a-z]\w*$/.test(line));
  expect(used.length).toBeGreaterThan(30);
  const allowed = letThrough(unitIn("commonhall.service").all("SystemCallFilter"));
  expect(allowed.size).toBeGreaterThan(200);
  const known = new Set([...allowed, ...ONLY_AS_ROOT, "syscall", "total"]);
  return used.filter((name) => !known.has(name));
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

const overSocket = (socketPath: string, path: string, host: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    request({ socketPath, path, headers: { host } }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
    })
      .once("error", reject)
      .end();
  });

describe("the same commands by hand", () => {
  const unit = unitIn("commonhall.service");

  test("serve at the socket with the pepper that is handed over, and ask the system for nothing that the walls refuse", async ({
    skip,
  }) => {
    if (noStrace !== undefined || noSystemd !== undefined) skip(noStrace ?? noSystemd);
    const calls = join(folder, "calls");
    const [program = "", ...words] = moved(unit.one("ExecStart"), places).split(" ");
    const child = spawn(programAt("strace") ?? "", ["-fqc", "-U", "name", "-o", calls, program, ...words], {
      cwd: moved(unit.one("WorkingDirectory"), places),
      env: {
        PATH: process.env["PATH"],
        HALL_ORIGIN: "https://hall.example",
        CREDENTIALS_DIRECTORY: join(folder, "credentials"),
        ...environmentOf(unit, places),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = once(child, "exit");
    const said = await untilListening(child);
    expect(await overSocket(join(folder, "run", "hall.sock"), "/healthz", "hall.example")).toMatchObject({
      status: 200,
    });
    expect(said()).not.toContain("pepper was made");
    // The tracer hands no signal on, so its child is told.
    const [node = ""] = (await readFile(`/proc/${child.pid}/task/${child.pid}/children`, "utf8")).split(" ");
    process.kill(Number(node), "SIGTERM");
    await ended;
    expect(await refusedOf(calls)).toEqual([]);
  });

  test("read a photograph in their confined process without more", async ({ skip }) => {
    if (noStrace !== undefined || noSystemd !== undefined) skip(noStrace ?? noSystemd);
    const calls = join(folder, "calls");
    const program = [join(ROOT, "test/clean-picture.ts"), join(ROOT, "docs/images/campaign.png")];
    const words = ["-fqc", "-U", "name", "-o", calls, process.execPath, ...program];
    const { text } = runProgram("strace", words);
    expect(Number(text.trim()), text).toBeGreaterThan(1000);
    expect(await refusedOf(calls)).toEqual([]);
  });

  test("hall runs a command as the node would, and hands on what it ended with", async () => {
    const bin = join(folder, "bin");
    await mkdir(bin);
    const log = join(folder, "asked");
    // Stands for systemd: notes what it was told to wall in, and runs the program.
    const fake = `#!/bin/sh
while [ "\${1#--}" != "$1" ]; do
  printf '%s\\n' "$1" >> '${log}'
  case "$1" in --setenv=*) export "\${1#--setenv=}";; esac
  shift
done
export CREDENTIALS_DIRECTORY='${join(folder, "credentials")}'
cd '${ROOT}'
exec "$@"
`;
    await writeFile(join(bin, "systemd-run"), fake);
    await chmod(join(bin, "systemd-run"), 0o755);
    const script = join(folder, "hall");
    await writeFile(script, moved(await readFile(join(DEPLOY, "hall"), "utf8"), places));
    const environment = { PATH: `${bin}:${process.env["PATH"] ?? ""}`, HALL_ORIGIN: "https://hall.example" };
    const told = async () => (await readFile(log, "utf8")).split("\n");
    runProgram("sh", [script, "deliveries"], environment);
    expect(await told()).toContain(`--setenv=HALL_PEPPER_FILE=${join(folder, "state", "pepper")}`);
    expect((await told()).some((line) => line.includes("LoadCredential"))).toBe(false);
    await writeFile(join(folder, "etc", "pepper"), "for systemd alone");
    await writeFile(join(folder, "centre.yaml"), CENTRE);
    expect(runProgram("sh", [script, "setup", join(folder, "centre.yaml")], environment)).toMatchObject({ code: 0 });
    const answered = runProgram("sh", [script, "deliveries", "--json"], environment);
    expect(answered.text).toContain('"counts"');
    expect(answered.code).toBe(0);
    const backup = runProgram("sh", [script, "backup", folder], environment);
    expect(backup.code).toBe(1);
    expect(backup.text).toContain("recovery key");
    const asked = await told();
    expect(asked).not.toContain("--property=SupplementaryGroups=systemd-journal");
    runProgram("sh", [script, "check", "--help"], environment);
    expect(await told()).toContain("--property=SupplementaryGroups=systemd-journal");
    runProgram("sh", [script, "serve", "--help"], environment);
    for (const line of ["RuntimeDirectory", "RuntimeDirectoryMode"])
      expect(await told()).toContain(`--property=${line}=${unit.one(line)}`);
    for (const line of ["User", "Group", "UMask", "LoadCredential", "EnvironmentFile", "MemorySwapMax", "LimitCORE"])
      expect(asked).toContain(`--property=${line}=${moved(unit.one(line), places)}`);
  });

  test("the laptop's door leads to the desk from this machine, and workers come by the onion address", async ({
    skip,
  }) => {
    const listener = "systemd-socket-activate";
    if (programAt(listener) === undefined) skip(whyNotRun(listener, "systemd"));
    const onion = "http://2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion";
    const socket = join(folder, "run", "hall.sock");
    const own = { HALL_LISTEN: `unix:${socket}`, HALL_ONION_ORIGIN: onion, HALL_TEST_NETWORK: "0" };
    const port = await freePort();
    const environment = { ...own, HALL_ORIGIN: `http://localhost:${port}` };
    await using node = await spawnNode({ dataFolder: join(folder, "state", "data"), environment });
    await writeFile(join(folder, "centre.yaml"), CENTRE);
    expect((await node.hall("setup", join(folder, "centre.yaml"))).code).toBe(0);
    const [program = "", ...words] = moved(unitIn("commonhall-desk.service").one("ExecStart"), places).split(" ");
    await using _door = await runServer(listener, ["-l", `127.0.0.1:${port}`, program, ...words], {
      port,
      environment: { PATH: process.env["PATH"] },
    });
    const desk = await fetch(`http://localhost:${port}/desk/sign-in`);
    expect([desk.status, await desk.text()]).toEqual([200, expect.stringContaining('name="passphrase"')]);
    const door = await overSocket(socket, "/report", new URL(onion).host);
    const form = await overSocket(socket, door.headers.location ?? "", new URL(onion).host);
    expect([door.status, form.status]).toEqual([303, 200]);
    expect(form.headers["set-cookie"]).toBeUndefined();
    for (const line of unitIn("commonhall-desk.socket").all("ListenStream"))
      expect(line).toMatch(/^(?:127\.0\.0\.1|\[::1\]):8420$/);
  });
});

test("the torrc is right in the eyes of Tor, and leads to the socket at which the node listens", async ({ skip }) => {
  if (noTor !== undefined) skip(noTor);
  const text = await readFile(join(DEPLOY, "torrc"), "utf8");
  const service = join(folder, "onion");
  await mkdir(service, { mode: 0o700 });
  const file = join(folder, "torrc");
  await writeFile(file, text.replaceAll("/var/lib/tor/commonhall/", `${service}/`));
  const checked = runProgram("tor", ["--verify-config", "-f", file, "--DataDirectory", join(folder, "tor")]);
  expect(checked.text).toContain("Configuration was valid");
  const warnings = checked.text.split("\n").filter((line) => line.includes("[warn]") && !line.includes("as root"));
  expect([checked.code, warnings]).toEqual([0, []]);
  const listens = environmentOf(unitIn("commonhall.service"), [])["HALL_LISTEN"];
  expect(text).toContain(`HiddenServicePort 80 ${listens}`);
});
