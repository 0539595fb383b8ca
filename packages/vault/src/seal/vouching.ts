import { z } from "zod";
import { type Core, sameMac } from "../core.ts";
import { type Label, openSealed, type Reader, sealTo } from "./sealing.ts";

/**
 * Sealed, with the program's word inside that it was this program that sealed it. Public keys lie in the file, so
 * whoever can write the file can seal to them, but not under the MAC, whose key does not lie there.
 */
export async function sealVouched(
  core: Core,
  readers: readonly Reader[],
  label: Label,
  value: unknown,
): Promise<string> {
  const text = JSON.stringify(value);
  return sealTo(readers, label, { text, mac: macOf(core, label, text) });
}

const schema = z.strictObject({ text: z.string(), mac: z.string() });

/** Undefined where it does not open, or this program did not seal it. */
export async function openVouched(core: Core, sealed: string, label: Label, reader: Reader): Promise<unknown> {
  const opened = schema.safeParse(await openSealed(sealed, label, reader));
  if (!opened.success) return undefined;
  const { text, mac } = opened.data;
  return sameMac(mac, macOf(core, label, text)) ? JSON.parse(text) : undefined;
}

const macOf = (core: Core, label: Label, text: string): string => core.mac("sealed", label, text);
