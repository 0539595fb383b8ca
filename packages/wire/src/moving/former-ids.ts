import type { ActorId } from "@commonhall/domain";
import { addressesOf, type Site } from "../addresses.ts";
import { contextFor } from "../context.ts";
import type { JsonObject } from "../json.ts";

/** What an id of ours was called wherever the node has been since it was made, the latest first; nothing for what is not ours. */
export function formerIds({ origin, former = [] }: Site, id: string, made = 0): readonly string[] {
  if (!id.startsWith(`${origin}/`)) return [];
  return former.filter(({ left }) => made < left).map((site) => site.origin + id.slice(origin.length));
}

/** `alsoKnownAs` as it stands in a document; absent where there is nothing to say. `others` stand there too. */
export function alsoKnownAs(site: Site, id: string, others: readonly string[] = []): readonly string[] | undefined {
  const ids = [...others, ...formerIds(site, id)];
  return ids.length === 0 ? undefined : ids;
}

/** Where a node that has moved tells which ids its actor's objects had before (FEP-1580); absent where it never has. */
export const migrationOf = (site: Site, actor: ActorId): string | undefined =>
  site.former === undefined || site.former.length === 0 ? undefined : addressesOf(site).migration(actor);

/** An object of ours says which ids it had; as it is where it never had another. Of its times `published` counts. */
export function withFormerIds(site: Site, document: JsonObject): JsonObject {
  const { "@context": _, ...bare } = document;
  const { id, published } = bare;
  if (typeof id !== "string" || typeof published !== "string") return document;
  const ids = formerIds(site, id, Date.parse(published));
  if (ids.length === 0) return document;
  const named: JsonObject = { ...bare, alsoKnownAs: ids };
  return { "@context": contextFor(named), ...named };
}

/** Where the node was when it gave this id; where it is now, for every other id. */
export function siteOfId(site: Site, id: string): Site {
  const former = site.former?.find(({ origin }) => id.startsWith(`${origin}/`));
  return former === undefined ? site : { origin: former.origin, handleHost: site.handleHost };
}
