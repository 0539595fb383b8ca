import {
  ACTION_TYPES,
  CERTAINTIES,
  DAY,
  hundredths,
  dateOf,
  languageTag,
  MINUTE,
  NEED_TYPES,
  OUTCOMES,
  region,
  sector,
  SEVERITIES,
  TARGET_ROLES,
  trusted,
  unitFor,
  UNDETERMINED,
  URGENCIES,
  type Action,
  type ActionDraft,
  type Audience,
  type Call,
  type Campaign,
  type Centre,
  type Closing,
  type LanguageTag,
  type Need,
  type Place,
  type Post,
  type Target,
  type Texts,
  type Timestamp,
} from "@commonhall/domain";
import fc from "fast-check";
import { ADDRESSES } from "./actors.ts";

const LANGUAGES = (
  "en es ar fr id fil ne bn hi ta my th vi ur am si ti rhg " +
  "pt-BR zh-Hans zh-Hant-HK pa-Arab ku-Arab dv und om sr-Latn he"
)
  .split(" ")
  .map((tag) => languageTag(tag) ?? UNDETERMINED);

const SCRIPTS = ["عدالة", "工资", "న్యాయం", "ຄ່າແຮງງານ", "👩🏾‍🏭", "\u202eevil", "ہمارا حق", "ค่าจ้าง", "Ünïcödé"];
const MARKUP = ["<b>x</b>", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "]]>", "&amp;", "</p>"];
const LINKS = ["[a](javascript:alert(1))", "[b](https://b.example/?a=1&b=2)", "https://c.example/x", "&#60;i&#62;"];
const MARKDOWN = [
  "# T\n\n",
  "- item\n",
  "1. first\n",
  "> said\n",
  "**bold**",
  "*it*",
  "\n\n",
  "    four\n",
  "```\n",
  "|a|",
];
/** What people might write in any script, and what somebody might try. */
const PIECES = [...SCRIPTS, ...MARKUP, ...LINKS, ...MARKDOWN];

const word = fc.oneof(fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }), fc.constantFrom(...PIECES));
const line = fc
  .array(word, { minLength: 1, maxLength: 6 })
  .map((words) => words.join(" ").replaceAll("\n", " ").trim())
  .filter((text) => text !== "");
const text = fc
  .array(word, { minLength: 1, maxLength: 12 })
  .map((words) => words.join(" ").trim())
  .filter((words) => words !== "");

const languages = fc.uniqueArray(fc.constantFrom(...LANGUAGES), { minLength: 1, maxLength: 4 });

/** In the first of the languages, and in some of the others, in any order. */
const textsIn = (wanted: readonly LanguageTag[], written: fc.Arbitrary<string>): fc.Arbitrary<Texts> =>
  fc
    .tuple(
      fc.shuffledSubarray([...wanted]),
      fc.array(written, { minLength: wanted.length + 1, maxLength: wanted.length + 1 }),
      fc.boolean(),
    )
    .map(([some, texts, firstStandsFirst]) => {
      const [first] = wanted;
      const rest = some.filter((language) => language !== first);
      const order = [first, ...rest].filter((language) => language !== undefined);
      const ordered = firstStandsFirst ? order : order.toReversed();
      return Object.fromEntries(ordered.map((language, index) => [language, texts[index] ?? "x"]));
    });

/** A text whose first key is the first language: the one that decides what language a document is in. */
const leading = (wanted: readonly LanguageTag[], written: fc.Arbitrary<string>): fc.Arbitrary<Texts> =>
  textsIn(wanted, written).map((texts) => {
    const [first] = wanted;
    const entries = Object.entries(texts).sort(([tag]) => (tag === first ? -1 : 0));
    return Object.fromEntries(entries);
  });

const codes = <T>(of: (text: string) => T | undefined, ...texts: readonly string[]): fc.Arbitrary<T[]> =>
  fc.subarray(texts.map(of).filter((code) => code !== undefined));
const regions = codes(region, "LB", "LB-BA", "ID", "US-CA", "QA-DA", "HK");
const sectors = codes(sector, "isic4:T97", "isic4:F", "isic4:C1410");
const moment = fc.integer({ min: Date.UTC(2001, 0), max: Date.UTC(2090, 0) }).map((at) => at - (at % 1000));
const url = fc.oneof(fc.webUrl(), fc.constantFrom("https://x.example/a?b=%22&c='<'", "javascript:alert(1)", "no url"));

export const anyCentre: fc.Arbitrary<Centre> = languages.chain((spoken) =>
  fc
    .record({ name: leading(spoken, line), summary: textsIn(spoken, text), regions, sectors, founded: moment })
    .map((fields) => ({
      id: ADDRESSES.centre(trusted.handle("hall")),
      handle: trusted.handle("hall"),
      languages: [spoken[0] ?? UNDETERMINED, ...spoken.slice(1)],
      ...fields,
    })),
);

const anyTarget: fc.Arbitrary<Target> = fc.record(
  {
    name: line,
    role: fc.constantFrom(...TARGET_ROLES),
    url,
    title: line,
    organization: line,
    givenName: line,
    familyName: line,
    postalAddress: line,
    emailAddress: fc.emailAddress(),
  },
  { requiredKeys: ["name", "role"] },
);

const EVENTS = ["published", "changed", "suspended", "resumed", "renewed", "closed", "closed by the calendar"] as const;

const anyClosing: fc.Arbitrary<Closing> = fc.record({
  outcome: fc.constantFrom(...OUTCOMES),
  changed: fc.oneof(text, fc.constant("")),
  workersTold: fc.boolean(),
});

const anyState: fc.Arbitrary<Pick<Campaign, "status" | "closing">> = fc.oneof(
  fc.record({ status: fc.constantFrom("running", "suspended") }),
  fc.record({ status: fc.constant("closed"), closing: anyClosing }),
);

const anyDates: fc.Arbitrary<{ readonly published: Timestamp; readonly updated?: Timestamp }> = fc.record(
  { published: moment, updated: moment },
  { requiredKeys: ["published"] },
);

export const anyCampaign: fc.Arbitrary<Campaign> = languages.chain((spoken) =>
  fc
    .record({
      name: leading(spoken, line),
      summary: textsIn(spoken, text),
      regions,
      sectors,
      targets: fc.array(anyTarget, { minLength: 1, maxLength: 4 }),
      demands: fc.array(textsIn(spoken, line), { minLength: 1, maxLength: 4 }),
      translator: line,
      post: fc.uuid(),
      dates: anyDates,
      state: anyState,
      log: fc.array(fc.record({ at: moment, by: fc.constant("somebody"), what: fc.constantFrom(...EVENTS) })),
    })
    .map(({ translator, post, dates, state, ...fields }) => ({
      id: ADDRESSES.campaign(trusted.handle("payup")),
      handle: trusted.handle("payup"),
      centre: ADDRESSES.centre(trusted.handle("hall")),
      openingPost: ADDRESSES.post(post),
      starts: dateOf(dates.published),
      ends: dateOf(dates.published),
      translators: Object.fromEntries(spoken.slice(1, 2).map((language) => [language, translator])),
      ...dates,
      ...state,
      ...fields,
    })),
);

const tag = fc.constantFrom("PayUp", "severance", "أجور", "賃金", "न्याय", "Paga_ya", "2026a");

export const anyPost: fc.Arbitrary<Post> = languages.chain((spoken) =>
  fc
    .record({
      text: leading(spoken, text),
      tags: fc.uniqueArray(tag),
      regions,
      sectors,
      uuid: fc.uuid(),
      dates: anyDates,
    })
    .map(({ uuid, dates, ...fields }) => ({
      id: ADDRESSES.post(uuid),
      centre: ADDRESSES.centre(trusted.handle("hall")),
      ...dates,
      ...fields,
    })),
);

const anyPlace: fc.Arbitrary<Place> = fc.record({ name: line, address: line }, { requiredKeys: ["name"] });

const anyChoices: fc.Arbitrary<Pick<ActionDraft, "place" | "url">> = fc.record(
  { place: anyPlace, url },
  { requiredKeys: [] },
);

const anySpan: fc.Arbitrary<Pick<ActionDraft, "starts" | "ends">> = fc
  .tuple(moment, fc.integer({ min: 0, max: 100_000 }))
  .map(([starts, minutes]) => (minutes === 0 ? { starts } : { starts, ends: starts + minutes * MINUTE }));

export const anyAction: fc.Arbitrary<Action> = languages.chain((spoken) =>
  fc
    .record({
      type: fc.constantFrom(...ACTION_TYPES),
      name: leading(spoken, line),
      text: textsIn(spoken, text),
      span: anySpan,
      timezone: fc.constantFrom(...Intl.supportedValuesOf("timeZone")),
      choices: anyChoices,
      uuids: fc.tuple(fc.uuid(), fc.uuid()),
      cancelled: fc.boolean(),
      dates: anyDates,
      sequence: fc.nat(),
    })
    .map(({ uuids: [uuid, announcement], span, choices, dates, ...fields }) => ({
      id: ADDRESSES.action(uuid),
      announcement: ADDRESSES.post(announcement),
      campaign: ADDRESSES.campaign(trusted.handle("payup")),
      centre: ADDRESSES.centre(trusted.handle("hall")),
      ...span,
      ...choices,
      ...dates,
      ...fields,
    })),
);

const anyAudience: fc.Arbitrary<Audience> = fc.oneof(
  fc.constant({ type: "public" } as const),
  fc.constant({ type: "allies" } as const),
  fc.constant({ type: "alliance", alliance: trusted.object("https://ally.example/alliances/1") } as const),
  fc.constant({ type: "named", actors: [trusted.actor("https://ally.example/centres/ally")] } as const),
);

/** A type with a unit that fits it, and a quantity that fits the unit: halves only where there can be any. */
const anyAsked: fc.Arbitrary<Pick<Need, "type" | "unit" | "quantity">> = fc
  .record({
    type: fc.constantFrom(...NEED_TYPES),
    unit: fc.constantFrom("USD", "IDR", "hours", undefined),
    whole: fc.integer({ min: 1, max: 9_999_999 }),
    cents: fc.integer({ min: 0, max: 99 }),
  })
  .map(({ type, unit: wanted, whole, cents }) => {
    const unit = unitFor(type, wanted) ?? unitFor(type, type === "money" ? "EUR" : undefined) ?? "people";
    const isWhole = unit === "people" || unit === "places" || unit === "pieces";
    return { type, unit, quantity: hundredths(whole * 100 + (isWhole ? 0 : cents)) };
  });

const anyNeed = (spoken: readonly LanguageTag[], call: string, published: Timestamp): fc.Arbitrary<Need> =>
  fc
    .record(
      {
        name: leading(spoken, line),
        asked: anyAsked,
        left: fc.integer({ min: 0, max: 4 }),
        by: fc.integer({ min: 1, max: 40 }).map((days) => published + days * DAY),
        closed: fc.integer({ min: 1, max: 40 }).map((hours) => published + hours * 3_600_000),
      },
      { requiredKeys: ["name", "asked", "left"] },
    )
    .map(({ asked, left, ...fields }) => ({
      id: trusted.object(`${call}/needs/1`),
      number: 1,
      ...fields,
      ...asked,
      available: hundredths(Math.floor((asked.quantity * left) / 400 / 100) * 100),
    }));

/** Of any audience; a drill is never for everybody. A withdrawn one has none of its needs on the wire. */
export const anyCall: fc.Arbitrary<Call> = fc.tuple(languages, fc.uuid(), moment).chain(([spoken, uuid, published]) => {
  const id = ADDRESSES.call(uuid);
  return fc
    .record({
      text: leading(spoken, text),
      urgency: fc.constantFrom(...URGENCIES),
      severity: fc.constantFrom(...SEVERITIES),
      certainty: fc.constantFrom(...CERTAINTIES),
      isDrill: fc.boolean(),
      audience: anyAudience,
      days: fc.integer({ min: 1, max: 60 }),
      needs: fc.array(anyNeed(spoken, id, published), { minLength: 1, maxLength: 4 }),
      state: fc.oneof(
        fc.record({ status: fc.constantFrom("open", "ended", "withdrawn") }),
        fc.record({
          status: fc.constantFrom("met", "ended"),
          closing: fc.record({ text: leading(spoken, text), report: fc.uuid().map((post) => ADDRESSES.post(post)) }),
        }),
      ),
      changed: fc.constantFrom({}, { updated: published + DAY }),
      regions,
      sectors,
    })
    .map(({ isDrill, days, needs, state, changed, audience, ...fields }) => ({
      id,
      centre: ADDRESSES.centre(trusted.handle("hall")),
      published,
      told: published,
      expires: published + days * DAY,
      exercise: isDrill && audience.type !== "public",
      audience,
      recognisable: true,
      consent: {
        asked: dateOf(published),
        language: spoken[0] ?? UNDETERMINED,
        how: "through somebody they trust" as const,
        audience,
      },
      log: [{ at: published, by: "somebody", what: "published" as const }],
      needs: needs.map((need, index) => ({
        ...need,
        number: index + 1,
        id: trusted.object(`${id}/needs/${index + 1}`),
      })),
      ...state,
      ...changed,
      ...fields,
    }));
});
