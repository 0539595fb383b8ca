import type { Centre } from "@commonhall/domain";
import { addressesOf, type Site } from "../addresses.ts";
import { contextFor } from "../context.ts";
import { present, type JsonObject } from "../json.ts";
import type { PublicKeys } from "../keys.ts";
import { alsoKnownAs } from "../moving/former-ids.ts";
import { actorFields, IMPLEMENTS } from "./actor-fields.ts";

export interface NodeDocumentInput {
  readonly site: Site;
  readonly centre?: Centre;
  readonly keys: PublicKeys;
}

/**
 * The program itself, an `Application` named after its host. It signs what the node fetches, so its document has to be
 * readable without a signature, or two nodes ask each other for their keys for ever (wire.md 1).
 */
export function nodeDocument({ site, centre, keys }: NodeDocumentInput): JsonObject {
  const id = addressesOf(site).node();
  const document = present({
    id,
    type: "Application",
    preferredUsername: site.handleHost,
    webfinger: `${site.handleHost}@${site.handleHost}`,
    name: site.handleHost,
    url: site.origin,
    attributedTo: centre?.id,
    alsoKnownAs: alsoKnownAs(site, id),
    ...actorFields(site, id, keys),
    manuallyApprovesFollowers: true,
    discoverable: false,
    indexable: false,
    implements: IMPLEMENTS,
  });
  return { "@context": contextFor(document), ...document };
}
