import {
  actorId,
  DOMAIN_LEVELS,
  err,
  hostFrom,
  isoInstant,
  LONGEST_REASON,
  MOST_RECOMMENDATIONS,
  ok,
  type ActorId,
  type Recommendation,
  type Result,
  type Timestamp,
} from "@commonhall/domain";
import { z } from "zod";
import { contextFor } from "../context.ts";
import { oneLine } from "../inbound/safe-text.ts";
import { listOf, refusal, required, text, timestamp, typeOutOf, word } from "../inbound/shapes.ts";
import type { WireError } from "../inbound/types.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import { plainText } from "../text/html.ts";

/** All that a centre advises others to do about domains, in one document that it signs (wire.md 7). */
export function recommendationsDocument(list: {
  readonly id: string;
  readonly centre: ActorId;
  readonly recommendations: readonly Recommendation[];
  readonly updated: Timestamp;
}): JsonObject {
  const { id, centre, recommendations, updated } = list;
  const document = {
    id,
    type: "OrderedCollection",
    attributedTo: centre,
    updated: isoInstant(updated),
    totalItems: recommendations.length,
    orderedItems: recommendations.map(({ host, level, reason, published }) => ({
      type: "Note",
      kind: "DomainRecommendation",
      attributedTo: centre,
      domain: host,
      domainLevel: level,
      content: reason,
      published: isoInstant(published),
    })),
  };
  return { "@context": contextFor(document), ...document };
}

const headSchema = z.object({ type: typeOutOf(new Set(["OrderedCollection"])), attributedTo: required(actorId) });
const itemSchema = z.object({ domain: text, domainLevel: word(DOMAIN_LEVELS), content: text, published: timestamp });

/** Somebody else's list. Whose it is and whether they signed it is for the caller to check; what is odd in it is passed over. */
export function readRecommendations(
  json: JsonObject,
  received: Timestamp,
): Result<{ readonly by: ActorId; readonly recommendations: readonly Recommendation[] }, WireError> {
  const head = headSchema.safeParse(json);
  if (!head.success) return err(refusal(head.error));
  if (head.data.type !== "OrderedCollection") return err({ type: "malformed", field: "type", detail: "is no list" });
  const items = listOf(json["orderedItems"]).slice(0, MOST_RECOMMENDATIONS);
  const recommendations = items.filter(isJsonObject).flatMap((item): Recommendation[] => {
    const { domain, domainLevel: level, content = "", published = received } = itemSchema.parse(item);
    const host = domain === undefined ? undefined : hostFrom(domain);
    if (host === undefined || level === undefined) return [];
    const reason = oneLine(plainText(content.slice(0, 10 * LONGEST_REASON)), LONGEST_REASON);
    return [{ host, level, reason, published: Math.min(published, received) }];
  });
  return ok({ by: head.data.attributedTo, recommendations });
}
