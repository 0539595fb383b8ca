import type { Campaign, Centre, Post } from "@commonhall/domain";
import type { Site } from "../addresses.ts";
import type { JsonObject } from "../json.ts";

export interface PostDocumentInput {
  readonly site: Site;
  readonly post: Post;
  readonly centre: Centre;
  readonly campaign?: Campaign;
}

export function postDocument(input: PostDocumentInput): JsonObject {
  throw new Error(`not yet: ${JSON.stringify(input)}`);
}
