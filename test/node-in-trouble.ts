import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { runHall, spawnNode, type HallAnswer } from "@commonhall/testkit/network";

/** What tests of a machine that does harm to a node have in common. */

export const ORIGIN = "http://127.0.0.1:8499";

export const settingsOf = (dataFolder: string, more: Readonly<Record<string, string>> = {}) => ({
  HALL_DATA: dataFolder,
  HALL_ORIGIN: ORIGIN,
  HALL_LISTEN: "127.0.0.1:0",
  HALL_TEST_NETWORK: "1",
  ...more,
});

export async function centreFile(folder: string): Promise<string> {
  const file = join(folder, "centre.yaml");
  await writeFile(
    file,
    `kind: centre
handle: hall
name: Hall
summary: A hall.
languages: [en]
staff:
  - { name: first, roles: [administrator, editor], passphrase: a long passphrase of six words }
  - { name: case, roles: [caseworker], passphrase: another long passphrase of six words }
`,
  );
  return file;
}

export async function postFile(folder: string, text: string): Promise<string> {
  const file = join(folder, "post.yaml");
  await writeFile(file, `kind: post\ntext: ${text}\n`);
  return file;
}

/** A whole sentence, that says what to do, and no trace of the program. */
export function expectSentence({ code, err }: Pick<HallAnswer, "code" | "err">, ...parts: readonly RegExp[]): void {
  for (const part of parts) expect(err).toMatch(part);
  expect(err).not.toMatch(/\n\s+at |node_modules|Error:|the program broke/);
  expect(code).toBe(1);
}

const made = mkdtempSync(join(tmpdir(), "commonhall-trouble-"));
afterAll(() => rmSync(made, { recursive: true, force: true }));
let like: Promise<string> | undefined;

/** A node that was set up, has two posts and somebody who takes reports, and does not run. Its pepper lies beside it. */
export async function nodeIn(dataFolder: string): Promise<void> {
  const template = await (like ??= setUp(join(made, "data")));
  cpSync(template, dataFolder, { recursive: true });
  cpSync(`${template}.pepper`, `${dataFolder}.pepper`);
}

export async function setUp(dataFolder: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const settings = settingsOf(dataFolder, more);
  expect(await runHall(["setup", await centreFile(made)], settings)).toMatchObject({ code: 0 });
  for (const text of ["One", "Two"])
    expect(await runHall(["publish", await postFile(made, text)], settings)).toMatchObject({ code: 0 });
  return dataFolder;
}

/** How many posts there are, by a node that serves them. */
export async function postsOf(dataFolder: string, more: Readonly<Record<string, string>> = {}): Promise<number> {
  await using node = await spawnNode({ dataFolder, environment: { HALL_ORIGIN: ORIGIN, ...more } });
  const page = await (await fetch(`${node.origin}/centres/hall.json`)).json();
  return page.items.length;
}
