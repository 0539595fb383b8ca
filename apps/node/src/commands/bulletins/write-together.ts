import { open, rename, rm } from "node:fs/promises";

/**
 * Writes files of JSON lines that belong together: all of them whole, or none, and never half of one under its name. Each
 * of the parts has for every file, in their order, the values that follow in it. Throws what the system says.
 */
export async function writeTogether(
  paths: readonly string[],
  parts: Iterable<readonly (readonly unknown[])[]>,
): Promise<void> {
  const drafts = paths.map((path) => `${path}.part`);
  try {
    for (const draft of drafts) await rm(draft, { force: true });
    await fill(drafts, parts);
    for (const [index, path] of paths.entries()) await rename(drafts[index] ?? "", path);
  } catch (error) {
    for (const draft of drafts) await rm(draft, { force: true });
    throw error;
  }
}

async function fill(drafts: readonly string[], parts: Iterable<readonly (readonly unknown[])[]>): Promise<void> {
  await using opened = new AsyncDisposableStack();
  const files = [];
  for (const draft of drafts) files.push(opened.use(await open(draft, "wx")));
  for (const part of parts) {
    for (const [index, values] of part.entries()) {
      if (values.length > 0)
        await files[index]?.appendFile(values.map((value) => `${JSON.stringify(value)}\n`).join(""));
    }
  }
  for (const file of files) await file.sync();
}
