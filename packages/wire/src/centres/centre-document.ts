import type { Centre } from "@commonhall/domain";
import type { Site } from "../addresses.ts";
import type { JsonObject } from "../json.ts";
import type { PublicKeys } from "../keys.ts";

export interface CentreDocumentInput {
  readonly site: Site;
  readonly centre: Centre;
  readonly keys: PublicKeys;
  readonly software: { readonly name: string; readonly version: string };
}

export function centreDocument(input: CentreDocumentInput): JsonObject {
  throw new Error(`not yet: ${JSON.stringify(input)}`);
}
