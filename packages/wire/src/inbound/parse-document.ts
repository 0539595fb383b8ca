import { err, ok, type Result } from "@commonhall/domain";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import type { WireError } from "./types.ts";

/** No document of this network has more than eight levels; no server of the fediverse that we know has more than twelve. */
const DEEPEST = 32;

/** JSON text of an object, nested no deeper than 32 levels, or why it is not. Its size is for the caller to limit. */
export function parseDocument(text: string): Result<JsonObject, WireError> {
  if (nestsTooDeep(text)) return err({ type: "too deep" });
  const value = readJson(text);
  return value !== undefined && isJsonObject(value) ? ok(value) : err({ type: "not JSON" });
}

function readJson(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const isOpening = (code: number): boolean => code === 0x7b || code === 0x5b;
const isClosing = (code: number): boolean => code === 0x7d || code === 0x5d;

/** Counts brackets outside of strings before anything is built, so that depth costs neither stack nor memory. */
function nestsTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (isOpening(code)) {
      depth += 1;
      if (depth > DEEPEST) return true;
    } else if (isClosing(code)) depth -= 1;
  }
  return false;
}

/** The same rule for a value that somebody else has parsed, without recursion. */
export function isTooDeep(value: JsonValue): boolean {
  let level = containersIn([value]);
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((container) => containersIn(Object.values(container)));
  }
  return false;
}

const containersIn = (values: readonly JsonValue[]): (readonly JsonValue[] | JsonObject)[] =>
  values.filter((value) => typeof value === "object" && value !== null);

/** The text of an object that stood in another document, with that document's context where it has none of its own. */
export const cutOut = (json: JsonObject, context: JsonValue | undefined): string =>
  JSON.stringify(json["@context"] === undefined && context !== undefined ? { "@context": context, ...json } : json);
