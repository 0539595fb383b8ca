import type { JsonObject } from "./json.ts";

/**
 * Bytes that an object of ours stays below (wire.md 11, rule 7): Mastodon refuses a megabyte, and a phone on two bars much
 * less. The activity around it adds two thousand.
 */
export const DOCUMENT_LIMIT = 100_000;

export const bytesOf = (document: JsonObject): number => Buffer.byteLength(JSON.stringify(document));
