import { open, readFile } from "node:fs/promises";
import { err, ok, type Result, type Timestamp } from "@commonhall/domain";
import type { FormerHouse } from "@commonhall/federation";
import { z } from "zod";

/** What the former origin shows once the node has moved: all that `hall redirect` needs. Nothing in it is secret. */
const schema = z.strictObject({
  kind: z.literal("former address"),
  origin: z.url(),
  to: z.url(),
  left: z.int(),
  actors: z.record(z.string(), z.string()),
  names: z.record(z.string(), z.string()),
});

export type HouseRefused =
  | { readonly type: "unreadable"; readonly file: string; readonly detail: string }
  | { readonly type: "not a house"; readonly file: string; readonly field: string };

/** The file may not be there yet, so that nobody writes over another. */
export async function writeHouse(file: string, house: FormerHouse): Promise<void> {
  const handle = await open(file, "wx", 0o644);
  try {
    await handle.writeFile(`${JSON.stringify({ kind: "former address", ...house }, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function readHouse(file: string): Promise<Result<FormerHouse, HouseRefused>> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const detail = error instanceof Error && "code" in error ? String(error.code) : String(error);
    return err({ type: "unreadable", file, detail });
  }
  const json = parsed(text);
  const read = schema.safeParse(json);
  if (!read.success) return err({ type: "not a house", file, field: read.error.issues[0]?.path.join(".") ?? "" });
  const { kind: _, ...house } = read.data;
  return ok(house);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const MONTHS = 18;

/** Until when the former origin is to be kept: links stand on leaflets and in other people's books. */
export function keepUntil(left: Timestamp): Timestamp {
  const day = new Date(left);
  return day.setUTCMonth(day.getUTCMonth() + MONTHS);
}
