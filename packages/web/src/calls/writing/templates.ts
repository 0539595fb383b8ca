import {
  DAY,
  HOUR,
  isTimeZone,
  languageTag,
  unitFor,
  wallTime,
  type CallDraft,
  type Centre,
  type Duration,
  type NeedType,
  type Timestamp,
} from "@commonhall/domain";
import { timeZoneOf } from "../../desk/times.ts";
import { textsFieldName } from "../../layout/fields.ts";
import { INTERFACE_LANGUAGES, wordsFor, type InterfaceLanguage } from "../../words/words.ts";
import type { Reader } from "../../words/reader.ts";
import type { Fields } from "../../campaigns/writing/work.ts";

/** What mostly happens, and what is mostly needed then (row S4). */
export const TEMPLATES = ["arrest", "nonpayment", "passport", "stranded", "disaster", "dismissal", "violence"] as const;
export type Template = (typeof TEMPLATES)[number];

export const templateFrom = (text: string): Template | undefined => TEMPLATES.find((template) => template === text);

const NEEDED = {
  lawyers: "legal",
  papers: "legal",
  interpreters: "interpreter",
  bail: "money",
  hardship: "money",
  beds: "shelter",
  doctors: "medical",
  observers: "observer",
  press: "media",
  protest: "protest",
  food: "food",
  seats: "travel",
} as const satisfies Record<string, NeedType>;
type Needed = keyof typeof NEEDED;

interface Usual extends Pick<CallDraft, "urgency" | "severity" | "certainty"> {
  readonly lasts: Duration;
  readonly needs: readonly (readonly [what: Needed, quantity: number | undefined])[];
}

/** How much money is needed nobody can guess, nor in what; of the rest the number is where to begin. */
const USUAL: Readonly<Record<Template, Usual>> = {
  arrest: {
    urgency: "immediate",
    severity: "severe",
    certainty: "observed",
    lasts: 2 * DAY,
    needs: [
      ["lawyers", 2],
      ["interpreters", 1],
      ["observers", 2],
      ["bail", undefined],
    ],
  },
  nonpayment: {
    urgency: "expected",
    severity: "moderate",
    certainty: "observed",
    lasts: 14 * DAY,
    needs: [
      ["lawyers", 1],
      ["hardship", undefined],
      ["food", 50],
      ["protest", 20],
      ["press", 2],
    ],
  },
  passport: {
    urgency: "expected",
    severity: "severe",
    certainty: "observed",
    lasts: 7 * DAY,
    needs: [
      ["papers", 1],
      ["interpreters", 1],
      ["beds", 2],
    ],
  },
  stranded: {
    urgency: "immediate",
    severity: "severe",
    certainty: "observed",
    lasts: 3 * DAY,
    needs: [
      ["beds", 20],
      ["food", 50],
      ["seats", 20],
      ["interpreters", 1],
    ],
  },
  disaster: {
    urgency: "immediate",
    severity: "extreme",
    certainty: "observed",
    lasts: 2 * DAY,
    needs: [
      ["doctors", 4],
      ["beds", 30],
      ["food", 100],
      ["hardship", undefined],
      ["press", 2],
    ],
  },
  dismissal: {
    urgency: "expected",
    severity: "moderate",
    certainty: "observed",
    lasts: 14 * DAY,
    needs: [
      ["lawyers", 1],
      ["hardship", undefined],
      ["protest", 30],
      ["press", 2],
    ],
  },
  violence: {
    urgency: "immediate",
    severity: "severe",
    certainty: "observed",
    lasts: 2 * DAY,
    needs: [
      ["doctors", 1],
      ["beds", 2],
      ["lawyers", 1],
      ["interpreters", 1],
    ],
  },
};

/** The form as it begins, with the needs in the reader's language and in those of the others that the pages speak. */
export function templateFields(
  template: Template | undefined,
  { reader, centre, now }: { readonly reader: Reader; readonly centre: Centre; readonly now: Timestamp },
): Fields {
  const languages = [...new Set([reader.language, ...centre.languages])];
  const usual = template === undefined ? undefined : USUAL[template];
  const head: readonly [string, string][] = [
    ["language", languageTag(reader.language) ?? reader.language],
    ["languages", languages.join(" ")],
    ["exercise", "no"],
    ["urgency", usual?.urgency ?? "immediate"],
    ["severity", usual?.severity ?? "unknown"],
    ["certainty", usual?.certainty ?? "observed"],
  ];
  const needs = usual?.needs ?? [];
  return Object.fromEntries([
    ...head,
    ...momentFields("expires", now + (usual?.lasts ?? 3 * DAY), centre),
    ["need.rows", String(Math.max(1, needs.length))],
    ...needs.flatMap(([what, quantity], row) => needFields(what, quantity, row, languages)),
  ]);
}

/** A moment on the centre's clocks, to the full hour. */
export function momentFields(name: string, at: Timestamp, centre: Centre): readonly [string, string][] {
  const zone = timeZoneOf(centre);
  const { date, time } = wallTime(at - (at % HOUR), isTimeZone(zone) ? zone : "UTC");
  return [
    [`${name}.date`, date],
    [`${name}.time`, time],
  ];
}

function needFields(
  what: Needed,
  quantity: number | undefined,
  row: number,
  languages: readonly string[],
): readonly [string, string][] {
  const type = NEEDED[what];
  const names = languages
    .filter(isSpoken)
    .map((language): [string, string] => [
      textsFieldName(`need.${row}.name`, language),
      wordsFor(language)(`desk.call.need.${what}`),
    ]);
  return [
    ...names,
    [`need.${row}.type`, type],
    [`need.${row}.unit`, unitFor(type, undefined) === undefined ? "money" : "counted"],
    ...(quantity === undefined ? [] : [[`need.${row}.quantity`, String(quantity)] as [string, string]]),
  ];
}

const isSpoken = (language: string): language is InterfaceLanguage =>
  INTERFACE_LANGUAGES.some((spoken) => spoken === language);
