import { addMonths, CODED_FOR_MONTHS, dateOf, startOfDay, type Timestamp, UNDETERMINED } from "@commonhall/domain";
import type { SealedFile } from "../files/ports.ts";
import { type Coding, NOTHING_CODED } from "./coding.ts";
import type { Entry } from "./entries.ts";
import type { RegisterId } from "../ids.ts";
import type { AskedConsent, CaseOutcome, ConsentDraft, TaskDraft } from "./ports.ts";
import type { Report, ToldEntry } from "./told.ts";

type Deed<Type extends string> = Extract<Extract<Entry, { by: string }>["deed"], { type: Type }>;
interface By {
  readonly id: Entry["id"];
  readonly at: Timestamp;
  readonly by: string;
}

export interface ConsentLine extends ConsentDraft {
  /** Empty where the worker ticked it in the form, or withdrew with the code. */
  readonly by: string;
  readonly at: Timestamp;
}

/** All that is known of a case, read off its entries. */
export interface CaseState {
  readonly report: Report | undefined;
  readonly told: readonly (Exclude<ToldEntry, { type: "withdrawal" }> & { readonly id: Entry["id"] })[];
  readonly title: string | undefined;
  readonly verifiedAt: Timestamp | undefined;
  /** Drawn when it was verified; undefined for one that was verified before there were release days. */
  readonly coin: string | undefined;
  /** Everybody of the register whom the case was ever said to be of: two of them may turn out to be one. */
  readonly persons: readonly RegisterId[];
  readonly coding: Coding;
  readonly notes: readonly (By & { readonly text: string })[];
  readonly replies: readonly (By & { readonly reply: string; readonly text: string })[];
  readonly tasks: readonly (By & TaskDraft & { readonly done: boolean })[];
  readonly consents: readonly ConsentLine[];
  readonly conclusion: { readonly outcome: CaseOutcome; readonly text: string; readonly by: string } | undefined;
  readonly hold: (Omit<Deed<"hold">, "type"> & By & { readonly second: string | undefined }) | undefined;
  /** How many entries there are. */
  readonly entries: number;
}

export const NOTHING: CaseState = {
  report: undefined,
  told: [],
  title: undefined,
  verifiedAt: undefined,
  coin: undefined,
  persons: [],
  coding: NOTHING_CODED,
  notes: [],
  replies: [],
  tasks: [],
  consents: [],
  conclusion: undefined,
  hold: undefined,
  entries: 0,
};

export const stateOf = (entries: readonly Entry[]): CaseState => entries.reduce(after, NOTHING);

export function after(state: CaseState, entry: Entry): CaseState {
  const next = { ...state, entries: state.entries + 1 };
  return entry.by === null ? afterTold(next, entry) : afterDeed(next, entry, entry.deed);
}

function afterTold(state: CaseState, { id, told }: Extract<Entry, { by: null }>): CaseState {
  if (told.type === "withdrawal") return { ...state, consents: [...state.consents, withdrawn(state, told.at)] };
  const isReport = told.type === "report" && state.report === undefined;
  return {
    ...state,
    told: [...state.told, { ...told, id }],
    ...(isReport ? { report: told, consents: [...state.consents, ...ticked(told)] } : {}),
  };
}

const ticked = ({ consents, language, at }: Report): readonly ConsentLine[] =>
  consents.map((level) => ({ level, language, how: "form", teachBack: false, by: "", at }));

const withdrawn = ({ report }: CaseState, at: Timestamp): ConsentLine => {
  const language = report?.language ?? UNDETERMINED;
  return { level: "C0", language, how: "form", teachBack: false, by: "", at };
};

function afterDeed(state: CaseState, { id, at, by }: By, deed: Extract<Entry, { by: string }>["deed"]): CaseState {
  const own = { id, at, by };
  switch (deed.type) {
    case "named":
      return { ...state, title: deed.title };
    case "verified":
      return state.verifiedAt === undefined ? { ...state, verifiedAt: at, coin: deed.coin } : state;
    case "coded":
      return { ...state, coding: deed.coding, persons: withPerson(state.persons, deed.coding.person) };
    case "note":
      return { ...state, notes: [...state.notes, { ...own, text: deed.text }] };
    case "reply":
      return { ...state, replies: [...state.replies, { ...own, reply: deed.reply, text: deed.text }] };
    case "task": {
      const { type: _type, ...task } = deed;
      return { ...state, tasks: [...state.tasks, { ...own, ...task, done: false }] };
    }
    case "task done":
      return { ...state, tasks: state.tasks.map((task) => (task.id === deed.task ? { ...task, done: true } : task)) };
    case "consent":
      return { ...state, consents: [...state.consents, { ...deed.consent, by, at }] };
    case "concluded":
      return { ...state, conclusion: { outcome: deed.outcome, text: deed.text, by } };
    case "reopened":
      return { ...state, conclusion: undefined };
    case "hold":
      return { ...state, hold: { ...own, reason: deed.reason, until: deed.until, second: undefined } };
    case "hold agreed":
      return agreed(state, deed.hold, by);
    case "hold ended":
      return { ...state, hold: undefined };
    case "accepted":
    case "confirmed":
    case "shared":
    case "taken back":
      return state;
  }
}

const withPerson = (known: readonly RegisterId[], person: RegisterId | undefined): readonly RegisterId[] =>
  person === undefined || known.includes(person) ? known : [...known, person];

/** Two people: whoever asked for a hold cannot be the second. */
function agreed(state: CaseState, hold: string, by: string): CaseState {
  if (state.hold?.id !== hold || state.hold.by === by) return state;
  return { ...state, hold: { ...state.hold, second: by } };
}

export const consentEnd = (at: Timestamp): Timestamp => startOfDay(addMonths(dateOf(at), CODED_FOR_MONTHS));

/** What the worker agrees to now: the newest line of each level, C0 ends all before it, each ends by itself. */
export function consentsNow({ consents }: CaseState, now: Timestamp): ReadonlyMap<AskedConsent, ConsentLine> {
  const valid = new Map<AskedConsent, ConsentLine>();
  for (const line of consents) {
    if (line.level === "C0") valid.clear();
    else valid.set(line.level, line);
  }
  for (const [level, line] of valid) {
    const until =
      line.until === undefined ? consentEnd(line.at) : Math.min(consentEnd(line.at), startOfDay(line.until));
    if (now >= until) valid.delete(level);
  }
  return valid;
}

export const isHeld = ({ hold }: CaseState, now: Timestamp): boolean =>
  hold?.second !== undefined && now < startOfDay(hold.until);

export const filesOf = ({ told }: CaseState): readonly SealedFile[] =>
  told.flatMap(({ files }) => files.map(({ copyOf, ...file }) => (copyOf === undefined ? file : { ...file, copyOf })));
