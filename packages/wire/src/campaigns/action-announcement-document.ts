import type { Action, Campaign, Centre } from "@commonhall/domain";
import type { Site } from "../addresses.ts";
import type { JsonObject } from "../json.ts";

export interface ActionAnnouncementInput {
  readonly site: Site;
  readonly action: Action;
  readonly centre: Centre;
  readonly campaign: Campaign;
}

export function actionAnnouncementDocument(input: ActionAnnouncementInput): JsonObject {
  throw new Error(`not yet: ${JSON.stringify(input)}`);
}
