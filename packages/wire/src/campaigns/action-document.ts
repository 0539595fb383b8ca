import type { Action, Campaign, Centre } from "@commonhall/domain";
import type { Site } from "../addresses.ts";
import type { JsonObject } from "../json.ts";

export interface ActionDocumentInput {
  readonly site: Site;
  readonly action: Action;
  readonly centre: Centre;
  readonly campaign: Campaign;
  /** How many come or have signed; a number, never names (row C12). */
  readonly participants?: number;
}

export function actionDocument(input: ActionDocumentInput): JsonObject {
  throw new Error(`not yet: ${JSON.stringify(input)}`);
}
