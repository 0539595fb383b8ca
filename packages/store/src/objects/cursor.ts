import type { Timestamp } from "@commonhall/domain";

/** Where a list in the order (time, key), newest first, goes on: after this row. Opaque to whoever hands it back. */
export interface Cursor<Key extends string | number> {
  readonly at: Timestamp;
  readonly key: Key;
}

export const cursorText = ({ at, key }: Cursor<string | number>): string =>
  Buffer.from(JSON.stringify([at, key])).toString("base64url");

/** Undefined for what is no cursor: whoever makes one up reads the first page. */
export const numberCursor = (text: string | undefined): Cursor<number> | undefined =>
  parsed(text, (key) => typeof key === "number");

export const textCursor = (text: string | undefined): Cursor<string> | undefined =>
  parsed(text, (key) => typeof key === "string");

function parsed<Key extends string | number>(
  text: string | undefined,
  isKey: (key: unknown) => key is Key,
): Cursor<Key> | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
    if (!Array.isArray(value)) return undefined;
    const [at, key]: unknown[] = value;
    return typeof at === "number" && isKey(key) ? { at, key } : undefined;
  } catch {
    return undefined;
  }
}
