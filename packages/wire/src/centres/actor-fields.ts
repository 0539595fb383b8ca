import type { ActorId, FeedName, Handle } from "@commonhall/domain";
import { addressesOf, type Site } from "../addresses.ts";
import type { JsonObject } from "../json.ts";
import { multikeyOf, type PublicKeys } from "../keys.ts";

/** What every actor of a node has: where it is reached, and the two keys that it signs with. */
export function actorFields(site: Site, id: ActorId, keys: PublicKeys): JsonObject {
  const addresses = addressesOf(site);
  return {
    inbox: addresses.inbox(id),
    outbox: addresses.outbox(id),
    endpoints: { sharedInbox: addresses.sharedInbox() },
    publicKey: { id: addresses.mainKey(id), owner: id, publicKeyPem: keys.rsaPublic },
    assertionMethod: [
      {
        id: addresses.proofKey(id),
        type: "Multikey",
        controller: id,
        publicKeyMultibase: multikeyOf(keys.ed25519Public),
      },
    ],
  };
}

/** FEP-2c59: the handle, so that nobody has to guess it from the address. */
export const webfingerOf = (site: Site, handle: Handle | FeedName): string =>
  addressesOf(site).handleOf(handle).slice(1);

/** FEP-844e: what peers may rely on. Read from here, never from a version number. */
export const IMPLEMENTS = [
  { type: "Link", href: "https://datatracker.ietf.org/doc/html/rfc9421", name: "RFC 9421: HTTP Message Signatures" },
  { type: "Link", href: "https://w3id.org/fep/8b32", name: "FEP-8b32: Object Integrity Proofs" },
  { type: "Link", href: "https://w3id.org/workers-centres/ns#Campaign", name: "Campaigns of workers' centres" },
  { type: "Link", href: "https://w3id.org/workers-centres/ns#allyOf", name: "Alliances of two centres, with terms" },
  {
    type: "Link",
    href: "https://w3id.org/workers-centres/ns#purgesWithinADay",
    name: "What was for allies only is hidden and purged within 24 hours of the end of an alliance",
  },
  {
    type: "Link",
    href: "https://w3id.org/workers-centres/ns#Bulletin",
    name: "Bulletins, read strictly, never changed, and purged when they are taken back",
  },
  { type: "Link", href: "https://w3id.org/fep/7628", name: "FEP-7628: Move actor" },
  { type: "Link", href: "https://w3id.org/fep/1580", name: "FEP-1580: which ids objects had before their actor moved" },
] as const;

export const generatorOf = (site: Site): JsonObject => ({
  type: "Application",
  id: addressesOf(site).node(),
  implements: IMPLEMENTS,
});
