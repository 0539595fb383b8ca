import {
  firstLanguage,
  httpUrl,
  isoInstant,
  translations,
  type Campaign,
  type CampaignEvent,
  type Centre,
  type Target,
} from "@commonhall/domain";
import { addressesOf, type Site } from "../addresses.ts";
import { actorFields, generatorOf, webfingerOf } from "../centres/actor-fields.ts";
import { alsoKnownAs, migrationOf } from "../moving/former-ids.ts";
import { contextFor } from "../context.ts";
import { present, type JsonObject } from "../json.ts";
import type { PublicKeys } from "../keys.ts";
import { localizedTexts } from "../text/localized.ts";
import { htmlFromMarkdown } from "../text/markdown.ts";
import { campaignProperties, type OrganiserName } from "./campaign-properties.ts";

export interface CampaignDocumentInput {
  readonly site: Site;
  readonly campaign: Campaign;
  readonly keys: PublicKeys;
  readonly centre?: Centre;
  /** Other centres that organise it, in the order in which they came. */
  readonly organisers?: readonly OrganiserName[];
}

/**
 * A campaign is a `Group`: it has a handle for the leaflet, followers and a history of its own (wire.md 2). Everything
 * that a program needs stands in fields, and the main of it again in `attachment`, which is all that Mastodon shows.
 */
export function campaignDocument({ site, campaign, keys, centre, organisers }: CampaignDocumentInput): JsonObject {
  const { id, handle, name, summary, published, updated, status } = campaign;
  const addresses = addressesOf(site);
  const states = translations(campaign);
  const order = states.map(({ language }) => language);
  const names = localizedTexts(name, order);
  const summaries = localizedTexts(summary, order, htmlFromMarkdown);
  const document = present({
    id,
    type: "Group",
    kind: "Campaign",
    preferredUsername: handle,
    webfinger: webfingerOf(site, handle),
    name: names.first,
    nameMap: names.map,
    summary: summaries.first,
    summaryMap: summaries.map,
    url: id,
    ...actorFields(site, id, keys),
    followers: addresses.followers(id),
    featured: addresses.featured(id),
    // FEP-1b12 reads the moderators of a group here; `organisers` says the same without the pun.
    attributedTo: addresses.organisers(id),
    organisers: addresses.organisers(id),
    endorsements: addresses.endorsements(id),
    actions: addresses.actions(id),
    tallies: addresses.tallies(id),
    alsoKnownAs: alsoKnownAs(site, id, campaign.goesOnFrom === undefined ? [] : [campaign.goesOnFrom]),
    migration: migrationOf(site, id),
    manuallyApprovesFollowers: false,
    discoverable: true,
    indexable: true,
    published: isoInstant(published),
    updated: updated === undefined ? undefined : isoInstant(updated),
    // Days without a time zone: from the start of the first to the end of the last, in UTC.
    startTime: `${campaign.starts}T00:00:00Z`,
    endTime: `${campaign.ends}T23:59:59Z`,
    campaignStatus: status,
    ...closingFields(campaign),
    regions: campaign.regions,
    sectors: campaign.sectors,
    demands: campaign.demands.map((demand, index) => {
      const { first, map } = localizedTexts(demand, order);
      return { id: `${id}#demand-${index + 1}`, name: first, nameMap: map };
    }),
    targets: campaign.targets.map(targetFields),
    translations: states.map(({ language, state, translator }) =>
      present({ language, translationState: state, translator }),
    ),
    log: campaign.log.map(eventFields),
    attachment: campaignProperties({ campaign, centre, organisers, language: firstLanguage(name) }),
    generator: generatorOf(site),
  });
  return { "@context": contextFor(document), ...document };
}

/** The calendar closes without having asked, so it says neither what changed nor whether the workers were told. */
function closingFields({ closing }: Campaign): Record<string, string | boolean> {
  if (closing === undefined) return {};
  const { outcome, changed, workersTold } = closing;
  return changed === "" ? { outcome } : { outcome, closingText: changed, workersTold };
}

/** Field names of an OSDI target. With a family or given name it is a person in office, else an organisation. */
function targetFields(target: Target): JsonObject {
  const { name, role, title, organization, givenName, familyName, postalAddress, emailAddress } = target;
  const type = givenName === undefined && familyName === undefined ? "Organization" : "Person";
  const url = target.url === undefined ? undefined : httpUrl(target.url)?.href;
  const fields = { type, name, role, url, title, organization, givenName, familyName, postalAddress, emailAddress };
  return present(fields);
}

const CHANGES = {
  published: "opened",
  changed: "changed",
  suspended: "suspended",
  resumed: "resumed",
  renewed: "renewed",
  closed: "closed",
  "closed by the calendar": "closedByCalendar",
} as const satisfies Record<CampaignEvent["what"], string>;

/** What happened and when; by whom stays on the node. */
const eventFields = ({ what, at }: CampaignEvent): JsonObject => ({ change: CHANGES[what], at: isoInstant(at) });
