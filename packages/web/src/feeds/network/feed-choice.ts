import {
  ANY,
  branchFrom,
  branchLabel,
  countryOf,
  FEED_KINDS,
  feedFilterFrom,
  feedKindLabel,
  ISIC4,
  languageTag,
  ownName,
  partName,
  partsOfCountry,
  placeFrom,
  placeLabel,
  PLACES_TO_CHOOSE,
  UNION_FEDERATIONS,
  type FeedFilter,
  type FeedPlace,
} from "@commonhall/domain";
import { select, type Choice, type ChoiceGroup } from "../../layout/fields.ts";
import { html, type Html } from "../../layout/html.ts";
import { button } from "../../layout/parts.ts";
import { OFFERED_LANGUAGES } from "../../words/offered-languages.ts";
import type { PublicReader } from "../../words/reader.ts";
import { sayFor } from "./words/say.ts";

/** What the form of the builder asks for; what nobody could have chosen there narrows nothing. */
export function filterChosen(query: (name: string) => string): FeedFilter {
  const whole = placeFrom(query("place"));
  const part = placeFrom(query("part"));
  // A part of another country was chosen before the country was.
  const place = part !== undefined && whole !== undefined && part.startsWith(`${whole}-`) ? part : whole;
  const name = [place, branchFrom(query("branch")), kindIn(query("kind")), languageIn(query("language"))];
  const filter = feedFilterFrom(name.map((one) => one ?? ANY).join("."));
  return filter.ok ? filter.value : {};
}

const kindIn = (text: string): string | undefined => FEED_KINDS.find((kind) => kind === text);
const languageIn = (text: string): string | undefined => {
  const read = feedFilterFrom(`any.any.any.${text}`);
  return read.ok ? text : undefined;
};

/** The same as a query, to open the builder with it. */
export function choiceQuery({ place, branch, kind, language }: FeedFilter): string {
  const country = place === undefined ? undefined : place.replace(/^([a-z]{2})-.*$/, "$1");
  const part = country === place ? undefined : place;
  const set = Object.entries({ place: country, part, branch, kind, language }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return set.length === 0 ? "" : `?${new URLSearchParams(set).toString()}`;
}

/** A plain form, sent by a button. Once a country is chosen its parts can be. */
export function choiceForm(reader: PublicReader, action: string, filter: FeedFilter): Html {
  const say = sayFor(reader);
  const { language } = reader;
  const asked = new URL(reader.link("/"), "http://reader.invalid").searchParams.get("lang");
  const country = filter.place?.replace(/^([a-z]{2})-.*$/, "$1");
  const any = { value: ANY, label: say("choose.any") };
  return html`<form method="get" action="${action}" class="filter">
${asked !== null && html`<input type="hidden" name="lang" value="${asked}">`}
${select({ name: "place", label: say("part.place"), choices: [any, ...placeChoices(reader)], chosen: country })}
${partSelect(reader, filter.place, country)}
${select({ name: "branch", label: say("part.branch"), choices: [any, ...branchChoices(reader)], chosen: filter.branch })}
${select({
  name: "kind",
  label: say("part.kind"),
  choices: FEED_KINDS.map((value): Choice => ({ value, label: feedKindLabel(value, language) })).toSpliced(0, 0, any),
  chosen: filter.kind,
})}
${select({
  name: "language",
  label: say("part.language"),
  choices: [any, ...languageChoices(filter)],
  chosen: filter.language,
})}
${button({ label: say("choose.show") })}
</form>`;
}

function placeChoices(reader: PublicReader): readonly ChoiceGroup[] {
  const say = sayFor(reader);
  const { language } = reader;
  const { world, groups, countries } = PLACES_TO_CHOOSE;
  const isCountry = new Set<FeedPlace>(countries);
  const inOrder = (places: readonly FeedPlace[]): readonly Choice[] =>
    places
      .map((value) => ({ value, label: placeLabel(value, language) }))
      .toSorted((a, b) => a.label.localeCompare(b.label, language));
  return [
    {
      heading: say("choose.world"),
      choices: world
        .filter(({ place }) => !isCountry.has(place))
        .map(({ place, depth }) => ({
          value: place,
          label: `${"\u2003".repeat(depth)}${placeLabel(place, language)}`,
        })),
    },
    { heading: say("choose.groups"), choices: inOrder(groups) },
    { heading: say("choose.countries"), choices: inOrder(countries) },
  ];
}

function partSelect(reader: PublicReader, place: FeedPlace | undefined, country: string | undefined): Html | false {
  const parts = country === undefined ? [] : partChoices(country.toUpperCase(), reader.language);
  const all = { value: "", label: sayFor(reader)("choose.whole") };
  return (
    parts.length > 0 &&
    select({ name: "part", label: sayFor(reader)("choose.part"), choices: [all, ...parts], chosen: place })
  );
}

const partChoices = (country: string, language: string): readonly Choice[] =>
  partsOfCountry(country)
    .map((code) => ({ value: code.toLowerCase(), label: `${partName(code) ?? countryOf(code)} (${code})` }))
    .toSorted((a, b) => a.label.localeCompare(b.label, language));

function branchChoices(reader: PublicReader): readonly ChoiceGroup[] {
  const say = sayFor(reader);
  const { language } = reader;
  const sections = ISIC4.all.filter((code) => code.length === 1);
  const choice = (code: string, label: (name: string) => string): readonly Choice[] => {
    const branch = branchFrom(code.toLowerCase());
    return branch === undefined ? [] : [{ value: branch, label: label(branchLabel(branch, language)) }];
  };
  return [
    {
      heading: say("choose.federations"),
      choices: UNION_FEDERATIONS.all.flatMap((code) => choice(code, (name) => name)),
    },
    ...sections.map((section): ChoiceGroup => ({
      heading: ISIC4.label(section, language),
      choices: [
        ...choice(section, (name) => say("choose.whole-section", { name, code: section })),
        ...ISIC4.all
          .filter((code) => code.length > 1 && code.startsWith(section))
          .flatMap((code) => choice(code, (name) => `${name} (${code})`)),
      ],
    })),
  ];
}

/** Those that are offered everywhere, and the one that is asked for. */
function languageChoices({ language }: FeedFilter): readonly Choice[] {
  const asked = language === undefined || OFFERED_LANGUAGES.includes(language) ? [] : [language];
  return [...OFFERED_LANGUAGES.flatMap((tag) => languageTag(tag) ?? []), ...asked].map((value) => ({
    value,
    label: ownName(value),
  }));
}
