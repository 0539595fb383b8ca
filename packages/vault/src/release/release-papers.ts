import { z } from "zod";
import { type Core, sameMac } from "../core.ts";
import type { Data } from "../database/vault-files.ts";
import { dropRowKeys, openRow, sealRow } from "../keys/row-keys.ts";
import type { Reader } from "../seal/sealing.ts";

/** What only the officers may read, and only this program may have written. */
export async function writePaper(core: Core, db: Data, name: string, box: Reader, value: unknown): Promise<void> {
  const text = JSON.stringify(value);
  const sealed = await sealRow(core, name, labelOf(name), [box], { text, mac: macOf(core, name, text) });
  await db
    .insertInto("release_paper")
    .values({ name, sealed })
    .onConflict((at) => at.column("name").doUpdateSet({ sealed }))
    .execute();
}

const schema = z.strictObject({ text: z.string(), mac: z.string() });

/** Undefined where there is none; loudly, where somebody else wrote it. */
export async function readPaper(core: Core, name: string, box: Reader): Promise<unknown> {
  const { db } = core.files.data;
  const row = await db.selectFrom("release_paper").select("sealed").where("name", "=", name).executeTakeFirst();
  const opened = row === undefined ? undefined : await openRow(core, name, labelOf(name), row.sealed, box);
  if (opened === undefined) return undefined;
  const parsed = schema.safeParse(opened);
  if (parsed.success && sameMac(parsed.data.mac, macOf(core, name, parsed.data.text)))
    return JSON.parse(parsed.data.text);
  core.alarm("row changed");
  return undefined;
}

/** The key first: from then on no copy of it opens. */
export async function burnPaper(core: Core, name: string): Promise<void> {
  await dropRowKeys(core, [name]);
  await core.files.data.db.deleteFrom("release_paper").where("name", "=", name).execute();
}

/** For another key of the box, in the commit that brings it. */
export async function resealPapers(core: Core, db: Data, from: Reader, to: Reader): Promise<void> {
  for (const { name, sealed } of await db.selectFrom("release_paper").selectAll().execute()) {
    const opened = await openRow(core, name, labelOf(name), sealed, from);
    if (opened === undefined) continue;
    const anew = await sealRow(core, name, labelOf(name), [to], opened);
    await db.updateTable("release_paper").set({ sealed: anew }).where("name", "=", name).execute();
  }
}

const labelOf = (name: string) => `paper:${name}` as const;
const macOf = (core: Core, name: string, text: string): string => core.mac("release paper", name, text);
