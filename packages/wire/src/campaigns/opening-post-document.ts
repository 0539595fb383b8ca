import type { Campaign, Centre } from "@commonhall/domain";
import type { Site } from "../addresses.ts";
import type { JsonObject } from "../json.ts";

export interface OpeningPostInput {
  readonly site: Site;
  readonly campaign: Campaign;
  readonly centre: Centre;
}

export function openingPostDocument(input: OpeningPostInput): JsonObject {
  throw new Error(`not yet: ${JSON.stringify(input)}`);
}
