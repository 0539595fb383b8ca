import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { hall } from "@commonhall/node";
import { DEPLOY, environmentOf, ROOT, unitIn } from "./units.ts";

/* What operators type: the pages that they follow name files that there are, and commands that a shell can read. */

const FOLDER = join(ROOT, "docs/operators");
const GUIDES = readdirSync(FOLDER).filter((name) => name.endsWith(".md"));
/** Made by the operator. */
const MADE = new Set(["deploy/settings", "deploy/pepper", "deploy/certificates"]);

const textOf = (name: string): string => readFileSync(join(FOLDER, name), "utf8");
/** Blocks without a language are commands, unless they are lines for a file. */
const commandsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^ *```(?:sh|bash)?\n([^`]*)^ *```$/gm)].map(([, block = ""]) => block);

describe.each(GUIDES)("%s", (name) => {
  const text = textOf(name);

  test("names files of deploy/ that there are", () => {
    const named = [...text.matchAll(/\bdeploy\/[\w.-]*\w/g)].map(([path]) => path);
    expect(named.filter((path) => !MADE.has(path) && !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test("links to pages that there are", () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = ""]) => link);
    expect(links.filter((link) => !existsSync(join(FOLDER, link)))).toEqual([]);
  });

  test("has commands that a shell can read", () => {
    for (const block of commandsOf(text)) {
      const read = spawnSync("sh", ["-n"], { input: block, encoding: "utf8" });
      expect([block, read.status, read.stderr]).toEqual([block, 0, ""]);
    }
  });
});

/** What is typed after `hall`: in blocks, and within a line. */
const hallIn = (text: string): readonly (readonly string[])[] => {
  const inBlocks = commandsOf(text).flatMap((block) => block.split("\n"));
  const within = [...text.replaceAll(/^ *```[^`]*^ *```$/gm, "").matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
  return [...inBlocks, ...within].flatMap((line) => {
    const [, typed] = /^\s*(?:npx --yes pnpm@12 )?hall ([a-z].*)$/.exec(line.replace(/ #.*$/, "")) ?? [];
    return typed === undefined ? [] : [typed.trim().split(/\s+/)];
  });
};

/** What the program says of a command: undefined where there is none of that name. */
async function helpOf([first = "", second = ""]: readonly string[]): Promise<string | undefined> {
  const said: string[] = [];
  const out = (text: string) => void said.push(text);
  const io = { environment: {}, folders: [ROOT], out, err: out, input: async () => "" };
  const words = ["bulletins", "case"].includes(first) ? [first, second] : [first];
  await hall([...words, "--help"], io, { onEnd: () => undefined });
  const help = said.join("");
  return help.startsWith(`Usage: hall ${words.join(" ")} `) ? help : undefined;
}

test.each(GUIDES)("what %s types after hall exists, with those options", async (name) => {
  for (const words of hallIn(textOf(name))) {
    const help = await helpOf(words);
    expect([name, words, help]).not.toEqual([name, words, undefined]);
    for (const option of words.filter((word) => word.startsWith("--"))) expect(help).toContain(`  ${option}`);
  }
});

/** On a machine with the units: `hall` is deploy/hall there. */
const INSTALLED = ["backup.md", "export.md", "install-laptop.md", "install-server.md", "move.md", "watching.md"];

test.each(INSTALLED)("%s is typed as root, names whole paths, and starts units that there are", (name) => {
  const blocks = commandsOf(textOf(name));
  const lines = blocks.flatMap((block) => block.split("\n")).map((line) => line.trim());
  expect(textOf(name)).not.toMatch(/\bsudo /);
  // deploy/hall reads settings from their file alone.
  expect(lines.filter((line) => /^HALL_\w+=\S+ hall /.test(line))).toEqual([]);
  const files = lines.flatMap((line) =>
    (/^hall (?:export|import|restore|backup|drill) (\S+)/.exec(line) ?? []).slice(1),
  );
  expect(files.filter((file) => !file.startsWith("/var/lib/commonhall/"))).toEqual([]);
  const units = lines
    .filter((line) => /\bsystemctl (?:enable|start|stop|restart)/.test(line))
    .flatMap((line) => line.match(/\bcommonhall[\w.-]*/g) ?? []);
  const ends = ["", ".service"];
  expect(units.filter((unit) => !ends.some((end) => existsSync(join(DEPLOY, unit + end))))).toEqual([]);
});

test.each(GUIDES)("%s says nothing twice", (name) => {
  const long = textOf(name)
    .split("\n")
    .filter((line) => line.length > 120);
  expect(long.filter((line, index) => long.indexOf(line) !== index)).toEqual([]);
});

test("Tor is let in at the socket as far as Tor keeps it: by its first group, and past AppArmor", () => {
  const socket = environmentOf(unitIn("commonhall.service"), [])["HALL_LISTEN"]?.replace("unix:", "");
  for (const name of ["install-server.md", "onion.md"]) {
    const text = textOf(name);
    // Tor gives up every other group when it leaves root, so adduser would let it in nowhere.
    expect(text).toMatch(/^\s*usermod -g commonhall debian-tor$/m);
    expect(text).not.toMatch(/^\s*adduser debian-tor/m);
    expect(text).toContain(`echo '${socket} rw,' >> /etc/apparmor.d/local/system_tor`);
  }
  expect(readFileSync(join(DEPLOY, "torrc"), "utf8")).toContain("usermod -g commonhall debian-tor");
});

test("the guides were read", () => {
  expect(GUIDES.flatMap((name) => hallIn(textOf(name))).length).toBeGreaterThan(20);
  const blocks = GUIDES.flatMap((name) => commandsOf(textOf(name)));
  expect(GUIDES).toEqual(expect.arrayContaining(["install-laptop.md", "install-server.md"]));
  expect(blocks.length).toBeGreaterThan(20);
});
