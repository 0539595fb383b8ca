import {
  dateOf,
  firstText,
  isoInstant,
  type ActivityId,
  type Attestation,
  type Centre,
  type LanguageTag,
  type Relation,
  type Timestamp,
} from "@commonhall/domain";
import { addressesOf, type Site } from "../addresses.ts";
import { contextFor } from "../context.ts";
import type { JsonObject } from "../json.ts";
import { escapeText, labelled, link, paragraph, plainLink } from "../text/elements.ts";
import { fixedWords, type FixedWord } from "../text/fixed-words.ts";
import { localized } from "../text/localized.ts";
import { dayInWords } from "../text/moments.ts";

export interface AttestationOfferInput {
  readonly site: Site;
  readonly id: ActivityId;
  readonly centre: Pick<Centre, "id" | "name" | "languages">;
  readonly attestation: Attestation;
  readonly jws: string;
  readonly published: Timestamp;
}

/** What the subject is to the issuer, as the heading of a line that names the issuer. */
export const RELATION_WORDS = {
  affiliate: "affiliatedTo",
  observer: "observerAt",
  "organising-partner": "partnerOf",
} as const satisfies Record<Relation, FixedWord>;

/** Asks a centre to carry an attestation in its own document. Whoever does not know these reads it as a note. */
export function attestationOffer(input: AttestationOfferInput): JsonObject {
  const { site, id, centre, attestation, jws, published } = input;
  const { issuer: actor, subject, jti } = attestation;
  const content = localized([centre.languages[0]], (language) => contentIn(language, centre, attestation));
  const note = {
    id: addressesOf(site).attestation(jti),
    type: "Note",
    kind: "Attestation",
    attributedTo: actor,
    to: [subject],
    published: isoInstant(published),
    content: content.first,
    contentMap: content.map,
    attestations: [jws],
  };
  const document = { id, type: "Offer", actor, to: [subject], published: isoInstant(published), object: note };
  return { "@context": contextFor(document), ...document };
}

function contentIn(
  language: LanguageTag,
  { id, name }: AttestationOfferInput["centre"],
  attestation: Attestation,
): string {
  const words = fixedWords(language);
  return paragraph([
    plainLink(attestation.subject),
    labelled(words(RELATION_WORDS[attestation.relation]), link(id, { text: name[language] ?? firstText(name) })),
    // The last day, which ends where the next begins.
    labelled(words("until"), escapeText(dayInWords(dateOf(attestation.expires - 1), language))),
  ]);
}
