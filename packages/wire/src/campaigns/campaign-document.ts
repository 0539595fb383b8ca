import type { Campaign, Centre } from "@commonhall/domain";
import type { Site } from "../addresses.ts";
import type { JsonObject } from "../json.ts";
import type { PublicKeys } from "../keys.ts";

export interface CampaignDocumentInput {
  readonly site: Site;
  readonly campaign: Campaign;
  readonly keys: PublicKeys;
  readonly centre?: Centre;
}

export function campaignDocument(input: CampaignDocumentInput): JsonObject {
  throw new Error(`not yet: ${JSON.stringify(input)}`);
}
