import { alsoKnownAs } from "../moving/former-ids.ts";
import {
  feedName,
  feedTitle,
  firstLanguage,
  sectorsOfFederation,
  UNION_FEDERATIONS,
  type Centre,
  type FeedFilter,
  type FeedKind,
} from "@commonhall/domain";
import { addressesOf, type Site } from "../addresses.ts";
import { actorFields, generatorOf, webfingerOf } from "../centres/actor-fields.ts";
import { contextFor } from "../context.ts";
import { present, type JsonObject } from "../json.ts";
import type { PublicKeys } from "../keys.ts";
import { link, paragraph } from "../text/elements.ts";
import { localized } from "../text/localized.ts";
import { feedLanguages, feedWords } from "./feed-words.ts";

export interface FeedDocumentInput {
  readonly site: Site;
  readonly filter: FeedFilter;
  /** Those of the node, which its feeds sign with too. */
  readonly keys: PublicKeys;
  readonly centre?: Centre;
}

/**
 * A feed is a `Service` that passes on what fits its name (wire.md 5). Everything that stands here follows from the name,
 * from the centre and from the node's keys, so nobody has to keep it.
 */
export function feedDocument({ site, filter, keys, centre }: FeedDocumentInput): JsonObject {
  const addresses = addressesOf(site);
  const name = feedName(filter);
  const id = addresses.feed(name);
  const languages = feedLanguages(centre === undefined ? undefined : firstLanguage(centre.name));
  const names = localized(languages, (language) => feedTitle(filter, language));
  const summaries = localized(languages, (language) => {
    const { passesOn, alsoAs } = feedWords(language);
    return paragraph([`${passesOn} ${alsoAs} ${link(`${id}.atom`, { text: "Atom" })}`]);
  });
  const document = present({
    id,
    type: "Service",
    kind: "Feed",
    preferredUsername: name,
    webfinger: webfingerOf(site, name),
    name: names.first,
    nameMap: names.map,
    summary: summaries.first,
    summaryMap: summaries.map,
    url: id,
    alsoKnownAs: alsoKnownAs(site, id),
    ...actorFields(site, id, keys),
    followers: addresses.followers(id),
    featured: addresses.featured(id),
    attributedTo: centre?.id,
    feedFilter: filterFields(filter),
    manuallyApprovesFollowers: false,
    discoverable: true,
    indexable: true,
    generator: generatorOf(site),
  });
  return { "@context": contextFor(document), ...document };
}

/** The four parts of the name, for programs that know the codes. An empty list lets everything through. */
const filterFields = ({ place, branch, kind, language }: FeedFilter): JsonObject => ({
  regions: place === undefined ? [] : [/^[a-z]{2}(?:-|$)/.test(place) ? place.toUpperCase() : place],
  sectors: branch === undefined ? [] : sectorCodes(branch).map((code) => `isic4:${code}`),
  kinds: kind === undefined ? [] : [KIND_TERMS[kind]],
  languages: language === undefined ? [] : [language],
});

/** Of a union federation all that it organises. */
function sectorCodes(branch: string): readonly string[] {
  const federation = UNION_FEDERATIONS.find(branch);
  return federation === undefined ? [branch.toUpperCase()] : sectorsOfFederation(federation);
}

const KIND_TERMS = {
  campaign: "Campaign",
  post: "CampaignPost",
  action: "CampaignAction",
  call: "SolidarityCall",
  bulletin: "Bulletin",
  statistics: "StatTable",
} as const satisfies Record<FeedKind, string>;
