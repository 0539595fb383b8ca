import type { JsonValue } from "./json.ts";

const id = (iri: string) => ({ "@id": iri, "@type": "@id" }) as const;
const value = (iri: string) => ({ "@id": iri, "@type": "@vocab" }) as const;
const set = (iri: string) => ({ "@id": iri, "@container": "@set" }) as const;
const list = (iri: string) => ({ "@id": iri, "@container": "@list" }) as const;
const time = (iri: string) => ({ "@id": iri, "@type": "xsd:dateTime" }) as const;

/**
 * Every term beyond ActivityStreams that our documents may use, with what it stands for (wire.md 0.3). A term's meaning
 * never changes; a new need gets a new term. `kind` is `rdf:type`: a document has one plain `type` that everybody
 * knows, and ours beside it (wire.md 0.2).
 */
export const TERMS: Readonly<Record<string, JsonValue>> = {
  wcn: "https://w3id.org/workers-centres/ns#",
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  vf: "https://w3id.org/valueflows/ont/vf#",
  om2: "http://www.ontology-of-units-of-measure.org/resource/om-2/",
  ev: "https://w3id.org/fep/8a8e/",
  toot: "http://joinmastodon.org/ns#",
  schema: "http://schema.org#",
  gts: "https://gotosocial.org/ns#",
  sec: "https://w3id.org/security#",
  mz: "https://joinmobilizon.org/ns#",
  ical: "http://www.w3.org/2002/12/cal/ical#",

  // Of other vocabularies, under the names that others know them by.
  Hashtag: "as:Hashtag",
  sensitive: "as:sensitive",
  manuallyApprovesFollowers: "as:manuallyApprovesFollowers",
  movedTo: id("as:movedTo"),
  alsoKnownAs: id("as:alsoKnownAs"),
  featured: id("toot:featured"),
  discoverable: "toot:discoverable",
  indexable: "toot:indexable",
  PropertyValue: "schema:PropertyValue",
  value: "schema:value",
  webfinger: "https://purl.archive.org/socialweb/webfinger#webfinger",
  implements: { "@id": "https://w3id.org/fep/844e/implements", "@type": "@id", "@container": "@list" },
  interactionPolicy: id("gts:interactionPolicy"),
  canAnnounce: id("gts:canAnnounce"),
  canReply: id("gts:canReply"),
  automaticApproval: id("gts:automaticApproval"),
  Multikey: "sec:Multikey",
  assertionMethod: id("sec:assertionMethod"),
  controller: id("sec:controller"),
  publicKeyMultibase: { "@id": "sec:publicKeyMultibase", "@type": "sec:multibase" },
  Proposal: "vf:Proposal",
  Intent: "vf:Intent",
  Agreement: "vf:Agreement",
  Commitment: "vf:Commitment",
  purpose: "vf:purpose",
  publishes: "vf:publishes",
  action: "vf:action",
  stipulates: "vf:stipulates",
  finished: "vf:finished",
  satisfies: id("vf:satisfies"),
  resourceConformsTo: id("vf:resourceConformsTo"),
  resourceQuantity: "vf:resourceQuantity",
  availableQuantity: "vf:availableQuantity",
  hasUnit: "om2:hasUnit",
  hasNumericalValue: "om2:hasNumericalValue",
  eventStatus: value("ev:eventStatus"),
  EventScheduled: "ev:EventScheduled",
  EventCancelled: "ev:EventCancelled",
  timezone: "ev:timezone",
  joinMode: "ev:joinMode",
  externalParticipationUrl: id("ev:externalParticipationUrl"),
  address: "http://schema.org/address",
  participantCount: "mz:participantCount",

  // Kinds.
  kind: value("rdf:type"),
  Campaign: "wcn:Campaign",
  CampaignPost: "wcn:CampaignPost",
  CampaignAction: "wcn:CampaignAction",
  SolidarityCall: "wcn:SolidarityCall",
  Bulletin: "wcn:Bulletin",
  Feed: "wcn:Feed",
  Endorsement: "wcn:Endorsement",
  Alliance: "wcn:Alliance",
  AllianceLeave: "wcn:AllianceLeave",
  StatTable: "wcn:StatTable",
  Heartbeat: "wcn:Heartbeat",
  Attestation: "wcn:Attestation",
  Tally: "wcn:Tally",

  // Everywhere.
  regions: set("wcn:region"),
  sectors: set("wcn:sector"),
  languages: set("wcn:language"),

  // Campaigns.
  demands: list("wcn:demand"),
  targets: set("wcn:target"),
  role: value("wcn:role"),
  supplier: "wcn:supplier",
  brand: "wcn:brand",
  recruiter: "wcn:recruiter",
  government: "wcn:government",
  financier: "wcn:financier",
  employer: "wcn:employer",
  other: "wcn:other",
  title: "wcn:title",
  organization: "wcn:organization",
  givenName: "wcn:givenName",
  familyName: "wcn:familyName",
  postalAddress: "wcn:postalAddress",
  emailAddress: "wcn:emailAddress",
  organisers: id("wcn:organisers"),
  endorsements: id("wcn:endorsements"),
  actions: id("wcn:actions"),
  tallies: id("wcn:tallies"),
  campaignStatus: value("wcn:campaignStatus"),
  running: "wcn:running",
  suspended: "wcn:suspended",
  closed: "wcn:closed",
  outcome: value("wcn:outcome"),
  won: "wcn:won",
  partly: "wcn:partly",
  lost: "wcn:lost",
  unknown: "wcn:unknown",
  closingText: "wcn:closingText",
  workersTold: "wcn:workersTold",
  log: list("wcn:log"),
  change: value("wcn:change"),
  at: time("wcn:at"),
  opened: "wcn:opened",
  changed: "wcn:changed",
  resumed: "wcn:resumed",
  renewed: "wcn:renewed",
  closedByCalendar: "wcn:closedByCalendar",
  translations: list("wcn:translation"),
  language: "wcn:inLanguage",
  translationState: value("wcn:translationState"),
  original: "wcn:original",
  complete: "wcn:complete",
  partial: "wcn:partial",
  translator: "wcn:translator",
  about: id("wcn:about"),

  // Actions.
  actionType: value("wcn:actionType"),
  rally: "wcn:rally",
  picket: "wcn:picket",
  meeting: "wcn:meeting",
  strike: "wcn:strike",
  boycott: "wcn:boycott",
  petition: "wcn:petition",
  letters: "wcn:letters",
  "phone-in": "wcn:phone-in",
  headingMap: { "@id": "wcn:heading", "@container": "@language" },

  // Solidarity calls.
  needs: { "@id": "wcn:need", "@type": "@id", "@container": "@list" },
  callStatus: value("wcn:callStatus"),
  open: "wcn:open",
  met: "wcn:met",
  ended: "wcn:ended",
  withdrawn: "wcn:withdrawn",
  urgency: value("wcn:urgency"),
  severity: value("wcn:severity"),
  certainty: value("wcn:certainty"),
  exercise: "wcn:exercise",
  immediate: "wcn:immediate",
  expected: "wcn:expected",
  future: "wcn:future",
  extreme: "wcn:extreme",
  severe: "wcn:severe",
  moderate: "wcn:moderate",
  minor: "wcn:minor",
  observed: "wcn:observed",
  likely: "wcn:likely",
  possible: "wcn:possible",
  unlikely: "wcn:unlikely",

  // Bulletins.
  group: "wcn:group",
  level: "wcn:level",
  place: "wcn:place",
  period: "wcn:period",
  sector: "wcn:sectorOfGroup",
  origin: "wcn:origin",
  people: "wcn:people",
  abuse: set("wcn:abuse"),
  code: "wcn:code",
  share: "wcn:share",
  threshold: "wcn:threshold",
  reshare: "wcn:reshare",
  releasePolicy: "wcn:releasePolicy",
  approvals: "wcn:approvals",
  pad: "wcn:pad",

  // Moderation.
  DomainRecommendation: "wcn:DomainRecommendation",
  domain: "wcn:domain",
  domainLevel: value("wcn:domainLevel"),
  accept: "wcn:accept",
  limit: "wcn:limit",
  refuse: "wcn:refuse",

  // Feeds, alliances, attestations.
  feedFilter: "wcn:feedFilter",
  kinds: { "@id": "wcn:kind", "@type": "@vocab", "@container": "@set" },
  allies: id("wcn:allies"),
  alliances: id("wcn:alliances"),
  charter: "wcn:charter",
  signersDigest: "wcn:signersDigest",
  attestations: set("wcn:attestation"),
  affiliates: id("wcn:affiliates"),
};

/** Keys whose values are terms themselves. */
export const VALUES: ReadonlySet<string> = new Set(
  Object.entries(TERMS)
    .filter(
      ([, definition]) =>
        typeof definition === "object" &&
        definition !== null &&
        "@type" in definition &&
        definition["@type"] === "@vocab",
    )
    .map(([term]) => term),
);
