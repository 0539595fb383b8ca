import {
  charterHash,
  err,
  httpUrl,
  MOST_VERSIONS,
  ok,
  sameOrigin,
  type CharterHash,
  type Result,
} from "@commonhall/domain";
import { isJsonObject, type JsonObject } from "../json.ts";
import { parseDocument } from "../inbound/parse-document.ts";
import { listOf, typeIn } from "../inbound/shapes.ts";
import type { WireError } from "../inbound/types.ts";

/** A hundred kilobytes are what our own documents have at most; four hundred signatures make a little more. */
const LONGEST_STATEMENT = 200_000;

const KINDS: ReadonlySet<string> = new Set(["Alliance", "AllianceLeave"]);

/** The signed text of an object that is offered; undefined where it is of another kind. */
export function statementIn(object: JsonObject): Result<string | undefined, WireError> {
  const kind = typeIn(object["kind"], KINDS);
  if (kind === undefined || !KINDS.has(kind)) return ok(undefined);
  const text = object["charter"];
  if (typeof text !== "string") return err({ type: "missing", field: "charter", detail: "is missing" });
  return text.length > LONGEST_STATEMENT
    ? err({ type: "malformed", field: "charter", detail: "is too long" })
    : ok(text);
}

/** The collection that an actor's document names, of one origin with it; undefined where it names none. */
export function alliancesOfActor(document: string): string | undefined {
  const json = parseDocument(document);
  const { id, alliances } = json.ok ? json.value : {};
  const isUrl = typeof id === "string" && typeof alliances === "string" && httpUrl(alliances) !== undefined;
  return isUrl && sameOrigin(id, alliances) ? alliances : undefined;
}

export interface ReadReplicaEntry {
  readonly hash: CharterHash;
  /** `digestOfSigners` of what is known there; undefined for a leave. */
  readonly signers: string | undefined;
}

/** What another member knows. Entries that cannot be read are passed over. */
export const readReplica = (json: JsonObject): readonly ReadReplicaEntry[] =>
  listOf(json["items"])
    .slice(0, 2 * MOST_VERSIONS)
    .flatMap((item) => {
      if (!isJsonObject(item)) return [];
      const { id, signersDigest: signers } = item;
      const hash = typeof id === "string" ? charterHash(id.slice(id.lastIndexOf("/") + 1)) : undefined;
      return hash === undefined ? [] : [{ hash, signers: typeof signers === "string" ? signers : undefined }];
    });
