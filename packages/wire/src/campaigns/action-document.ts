import {
  isGathering,
  languagesOf,
  textIn,
  type Action,
  type CampaignFacts,
  type Centre,
  type LanguageTag,
} from "@commonhall/domain";
import { addressesOf, type Site } from "../addresses.ts";
import { contextFor } from "../context.ts";
import { present, type JsonObject, type JsonValue } from "../json.ts";
import { labelled, link, paragraph } from "../text/elements.ts";
import { fixedWords } from "../text/fixed-words.ts";
import { footHtml } from "../text/foot.ts";
import { localized, localizedTexts } from "../text/localized.ts";
import { htmlFromMarkdown } from "../text/markdown.ts";
import { isoInZone } from "../text/moments.ts";
import { factsOf, linksOf, participationUrl, titleOf } from "./action-facts.ts";
import { dateFields, publicFields } from "./public-fields.ts";

export interface ActionDocumentInput {
  readonly site: Site;
  readonly action: Action;
  readonly centre: Centre;
  readonly campaign: CampaignFacts;
  /** How many come or have signed; a number, never names (row C12). */
  readonly participants?: number;
}

/**
 * What happens at a place and time is an `Event`, so that calendars and Mobilizon take it; anything else is a `Note`,
 * which everybody shows (wire.md 2). Who comes never leaves the node, hence `joinMode: external`.
 */
export function actionDocument(input: ActionDocumentInput): JsonObject {
  const { site, action, centre, campaign, participants } = input;
  const addresses = addressesOf(site);
  const fields = publicFields({ addresses, centre, campaign });
  const document = present({
    id: action.id,
    type: isGathering(action.type) ? "Event" : "Note",
    kind: "CampaignAction",
    actionType: action.type,
    ...fields,
    // Those who follow the campaign alone get it too, for its calendar.
    cc: [addresses.followers(centre.id), campaign.id, addresses.followers(campaign.id)],
    ...dateFields(action),
    ...(isGathering(action.type) ? eventTexts(input) : noteTexts(input)),
    startTime: isoInZone(action.starts, action.timezone),
    endTime: action.ends === undefined ? undefined : isoInZone(action.ends, action.timezone),
    timezone: action.timezone,
    eventStatus: action.cancelled ? "EventCancelled" : "EventScheduled",
    ...(isGathering(action.type) ? eventFields(action) : {}),
    participantCount: participants,
    url: action.id,
    regions: campaign.regions,
    sectors: campaign.sectors,
  });
  return { "@context": contextFor(document), ...document };
}

/** The fields of FEP-8a8e, under the names that Mobilizon reads. */
const eventFields = (action: Action): Record<string, JsonValue | undefined> => ({
  "ical:status": action.cancelled ? "CANCELLED" : "CONFIRMED",
  joinMode: "external",
  externalParticipationUrl: participationUrl(action) ?? action.id,
  location: action.place === undefined ? undefined : present({ type: "Place", ...action.place }),
});

/** Name and summary have the facts, because Mastodon shows nothing else of an Event (wire.md 11, rule 2). */
function eventTexts(input: ActionDocumentInput): Record<string, JsonValue> {
  const { action } = input;
  const languages = languagesOfAction(action);
  const names = localized(languages, (language) => titleOf(action, language));
  const summaries = localized(languages, (language) =>
    paragraph([...factsIn(language, input), inCampaign(language, input)]),
  );
  const contents = localized(languages, (language) => bodyIn(language, input));
  return {
    name: names.first,
    nameMap: names.map,
    summary: summaries.first,
    summaryMap: summaries.map,
    content: contents.first,
    contentMap: contents.map,
  };
}

/** No name and no summary, which would be read as a content warning (rule 1); the heading is for programs that know it. */
function noteTexts(input: ActionDocumentInput): Record<string, JsonValue> {
  const { action } = input;
  const contents = localized(languagesOfAction(action), (language) =>
    [paragraph(factsIn(language, input)), bodyIn(language, input)].join(""),
  );
  return {
    headingMap: localizedTexts(action.name, languagesOf(action.name)).map,
    content: contents.first,
    contentMap: contents.map,
  };
}

function bodyIn(language: LanguageTag, { site, action, campaign }: ActionDocumentInput): string {
  const foot = footHtml({
    addresses: addressesOf(site),
    language,
    languages: languagesOfAction(action),
    url: action.id,
    links: linksOf({ action, campaign, language }),
  });
  return `${htmlFromMarkdown(textIn(action.text, [language]).text)}${foot}`;
}

const factsIn = (language: LanguageTag, { action, campaign }: ActionDocumentInput): string[] =>
  factsOf({ action, campaign, language });

const inCampaign = (language: LanguageTag, { campaign }: ActionDocumentInput): string =>
  labelled(fixedWords(language)("campaign"), link(campaign.id, { text: textIn(campaign.name, [language]).text }));

/** The language that it was written in first. What a language lacks stands there in the original. */
export const languagesOfAction = ({ name, text }: Action): LanguageTag[] => [
  ...new Set([...languagesOf(name), ...languagesOf(text)]),
];
