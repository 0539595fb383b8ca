import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "./units.ts";

/* What operators type: the pages that they follow name files that there are, and commands that a shell can read. */

const FOLDER = join(ROOT, "docs/operators");
const GUIDES = readdirSync(FOLDER).filter((name) => name.endsWith(".md"));
/** Made by the operator. */
const MADE = new Set(["deploy/settings", "deploy/pepper", "deploy/certificates"]);

const textOf = (name: string): string => readFileSync(join(FOLDER, name), "utf8");
/** Blocks without a language are commands, unless they are lines for a file. */
const commandsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^```(?:sh|bash)?\n([^`]*)^```$/gm)].map(([, block = ""]) => block);

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

test("the guides were read", () => {
  const blocks = GUIDES.flatMap((name) => commandsOf(textOf(name)));
  expect(GUIDES).toEqual(expect.arrayContaining(["install-laptop.md", "install-server.md"]));
  expect(blocks.length).toBeGreaterThan(20);
});
