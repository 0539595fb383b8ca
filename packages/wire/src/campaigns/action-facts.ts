import {
  regionName,
  httpUrl,
  isGathering,
  textIn,
  type Action,
  type CampaignFacts,
  type LanguageTag,
} from "@commonhall/domain";
import { escapeText, labelled, plainLink, strong } from "../text/elements.ts";
import { fixedWords } from "../text/fixed-words.ts";
import { spanInWords } from "../text/moments.ts";

export interface ActionInLanguage {
  readonly action: Action;
  readonly campaign: CampaignFacts;
  readonly language: LanguageTag;
}

/** `Picket: At the gates of BuildCo`. */
export function headingOf({ action, language }: ActionInLanguage): string {
  return withCancelled(action, language, `${fixedWords(language)(action.type)}: ${nameOf(action, language)}`);
}

/** The name alone; a cancelled action says so first, because most programs read nothing else of that. */
export const titleOf = (action: Action, language: LanguageTag): string =>
  withCancelled(action, language, nameOf(action, language));

/** What it is, when and where, each on a line of its own; HTML. */
export function factsOf(of: ActionInLanguage): string[] {
  return [strong(headingOf(of)), ...whenAndWhere(of)];
}

function whenAndWhere({ action, campaign, language }: ActionInLanguage): string[] {
  const words = fixedWords(language);
  const { starts, ends, timezone, place } = action;
  // What lasts, such as a boycott or an open strike, has begun by then rather than happens then.
  const label = ends === undefined && (!isGathering(action.type) || action.type === "strike") ? "starts" : "when";
  const when = labelled(words(label), escapeText(spanInWords({ starts, ends, timezone }, language)));
  const where = place === undefined ? regionsOf(campaign, language) : placeInWords(place);
  return [when, ...(where === "" ? [] : [labelled(words("where"), escapeText(where))])];
}

const placeInWords = ({ name, address }: NonNullable<Action["place"]>): string =>
  address === undefined || address === name ? name : `${name}, ${address}`;

const regionsOf = ({ regions }: CampaignFacts, language: LanguageTag): string =>
  regions.map((region) => regionName(region, language)).join(", ");

/** Where one takes part, if that is elsewhere, and the action's own page; HTML. */
export function linksOf({ action, language }: ActionInLanguage): string[] {
  const elsewhere = participationUrl(action);
  const own = plainLink(action.id);
  return [...(elsewhere === undefined ? [] : [plainLink(elsewhere)]), labelled(fixedWords(language)("more"), own)];
}

export const participationUrl = ({ url }: Action): string | undefined =>
  url === undefined ? undefined : httpUrl(url)?.href;

const nameOf = ({ name }: Action, language: LanguageTag): string => textIn(name, [language]).text;

const withCancelled = ({ cancelled }: Action, language: LanguageTag, text: string): string =>
  cancelled ? `${fixedWords(language)("cancelled")}: ${text}` : text;
