import { regionName, firstLanguage, isoInstant, languagesOf, type Attestation, type Centre } from "@commonhall/domain";
import { addressesOf, type Site } from "../addresses.ts";
import { contextFor } from "../context.ts";
import { present, type JsonObject } from "../json.ts";
import type { PublicKeys } from "../keys.ts";
import { alsoKnownAs, migrationOf } from "../moving/former-ids.ts";
import { RELATION_WORDS } from "../attestations/attestation-document.ts";
import { link } from "../text/elements.ts";
import { fixedWords } from "../text/fixed-words.ts";
import { localizedTexts } from "../text/localized.ts";
import { htmlFromMarkdown } from "../text/markdown.ts";
import { actorFields, generatorOf, webfingerOf } from "./actor-fields.ts";

export interface CentreDocumentInput {
  readonly site: Site;
  readonly centre: Centre;
  readonly keys: PublicKeys;
  readonly software: { readonly name: string; readonly version: string };
  /** Those that the centre has agreed to carry. */
  readonly attestations?: readonly CarriedAttestation[];
}

export interface CarriedAttestation {
  readonly attestation: Attestation;
  readonly jws: string;
  /** The issuer's, in whatever language is known. */
  readonly issuerName: string;
}

/** A centre is an `Organization`: it speaks as itself, and nobody learns which of its people wrote (wire.md 1). */
export function centreDocument({ site, centre, keys, software, attestations = [] }: CentreDocumentInput): JsonObject {
  const { id, handle, name, summary, languages, regions, sectors, founded, changed } = centre;
  const addresses = addressesOf(site);
  const order = languagesOf(name);
  const names = localizedTexts(name, order);
  const summaries = localizedTexts(summary, order, htmlFromMarkdown);
  const document = present({
    id,
    type: "Organization",
    preferredUsername: handle,
    webfinger: webfingerOf(site, handle),
    name: names.first,
    nameMap: names.map,
    summary: summaries.first,
    summaryMap: summaries.map,
    url: id,
    alsoKnownAs: alsoKnownAs(site, id),
    migration: migrationOf(site, id),
    ...actorFields(site, id, keys),
    followers: addresses.followers(id),
    following: addresses.following(id),
    featured: addresses.featured(id),
    allies: addresses.allies(id),
    manuallyApprovesFollowers: false,
    discoverable: true,
    indexable: true,
    published: isoInstant(founded),
    updated: changed === undefined ? undefined : isoInstant(changed.at),
    languages,
    regions,
    sectors,
    affiliates: addresses.affiliates(id),
    alliances: addresses.alliances(id),
    attestations: attestations.length === 0 ? undefined : attestations.map(({ jws }) => jws),
    attachment: [
      ...regionProperties(centre, firstLanguage(name)),
      ...attestations.map((carried) => attestationProperty(carried, firstLanguage(name))),
    ],
    generator: { ...generatorOf(site), name: software.name },
  });
  return { "@context": contextFor(document), ...document };
}

function regionProperties({ regions }: Centre, language: string): JsonObject[] {
  if (regions.length === 0) return [];
  const value = regions.map((region) => regionName(region, language)).join(", ");
  return [{ type: "PropertyValue", name: fixedWords(language)("regions"), value }];
}

function attestationProperty({ attestation, issuerName }: CarriedAttestation, language: string): JsonObject {
  const name = fixedWords(language)(RELATION_WORDS[attestation.relation]);
  return { type: "PropertyValue", name, value: link(attestation.issuer, { text: issuerName }) };
}
