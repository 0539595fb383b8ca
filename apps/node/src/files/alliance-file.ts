import { z } from "zod";
import {
  LONGEST_ALLIANCE_NAME,
  LONGEST_PURPOSE,
  LONGEST_RETENTION,
  SHARED_KINDS,
  type CharterDraft,
  type DraftTerms,
  type LanguageTag,
  type Result,
  type SharedKind,
} from "@commonhall/domain";
import { checkFields } from "./check-fields.ts";
import { date, fields, isRecord, list, refused, texts, value, word } from "./fields.ts";
import type { YamlFile } from "./yaml-file.ts";

/** `kind: alliance` (interface.md 4): what the charter of an alliance of many says. `first`: the centre's first language. */
export const readAlliance = (file: YamlFile, first: LanguageTag): Result<CharterDraft, readonly string[]> =>
  checkFields(file, allianceSchema(first));

const flag = value("true or false", (input) => (typeof input === "boolean" ? input : undefined));
const member = word("a centre as @name@host or the id of its actor", (text) =>
  text !== "" && text.length <= 2048 ? text : undefined,
);

const allianceSchema = (first: LanguageTag) =>
  fields({
    kind: z.literal("alliance"),
    name: texts({ first, maximum: LONGEST_ALLIANCE_NAME }),
    purpose: texts({ first, maximum: LONGEST_PURPOSE }),
    members: list('a list of centres as ["@hall@hall.example"]', member, 1),
    terms: z.unknown().transform((input, context): DraftTerms => {
      const read = readTerms(input);
      if (read !== undefined) return read;
      context.addIssue({ code: "custom", message: refused(input, TERMS_RULE) });
      return z.NEVER;
    }),
    until: date,
    public: flag.default(false),
  }).transform(({ kind: _, ...draft }): CharterDraft => draft);

const TERMS_RULE = `kinds that the members share, as [calls, bulletins], or each with who sends it and whether it may be passed on, as { calls: { from: all, passOn: false }, bulletins: { from: ["@fed@fed.example"] }, retention: 365 }; kinds are ${SHARED_KINDS.join(", ")}; retention is a number of days up to ${LONGEST_RETENTION}`;

const isKind = (text: unknown): text is SharedKind => SHARED_KINDS.some((kind) => kind === text);

/** A plain list is shared by all and passed on by nobody. */
function readTerms(input: unknown): DraftTerms | undefined {
  if (Array.isArray(input)) {
    const named: readonly unknown[] = input;
    if (named.length === 0 || !named.every(isKind)) return undefined;
    return { kinds: Object.fromEntries(named.map((kind) => [kind, { from: "all", passOn: false }])) };
  }
  if (!isRecord(input)) return undefined;
  const { retention, ...kinds } = input;
  const read = Object.entries(kinds).map(([kind, terms]) => [kind, readKind(terms)] as const);
  const isFit = read.length > 0 && read.every(([kind, terms]) => isKind(kind) && terms !== undefined);
  const isKept =
    retention === undefined || (typeof retention === "number" && Number.isInteger(retention) && retention >= 1);
  if (!isFit || !isKept || (retention ?? 1) > LONGEST_RETENTION) return undefined;
  return { kinds: Object.fromEntries(read), ...(retention === undefined ? {} : { retention }) };
}

type DraftKind = NonNullable<DraftTerms["kinds"]["calls"]>;

function readKind(input: unknown): DraftKind | undefined {
  if (input === "all") return { from: "all", passOn: false };
  if (!isRecord(input)) return undefined;
  const { from = "all", passOn = false, ...unknown } = input;
  if (typeof passOn !== "boolean" || Object.keys(unknown).length > 0) return undefined;
  if (from === "all") return { from, passOn };
  const senders: readonly unknown[] = Array.isArray(from) ? from : [];
  const isList = senders.length > 0 && senders.every((sender) => typeof sender === "string" && sender.trim() !== "");
  return isList ? { from: senders.map(String), passOn } : undefined;
}
