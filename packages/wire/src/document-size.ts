import type { JsonObject } from "./json.ts";

/** Bytes that a document of ours stays below (wire.md 11, rule 7). An activity counts with the object in it. */
export const DOCUMENT_LIMIT = 100_000;

export const bytesOf = (document: JsonObject): number => Buffer.byteLength(JSON.stringify(document));
