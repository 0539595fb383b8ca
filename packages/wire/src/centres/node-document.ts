import type { Centre } from "@commonhall/domain";
import type { Site } from "../addresses.ts";
import type { JsonObject } from "../json.ts";
import type { PublicKeys } from "../keys.ts";

export interface NodeDocumentInput {
  readonly site: Site;
  readonly centre?: Centre;
  readonly keys: PublicKeys;
}

export function nodeDocument(input: NodeDocumentInput): JsonObject {
  throw new Error(`not yet: ${JSON.stringify(input)}`);
}
