import type { NeedType } from "./need-type.ts";

/** An ISO 4217 code: `USD`, `PHP`. */
export type Currency = string & { readonly currency: true };

/** What a quantity counts. */
export type Unit = CountedUnit | Currency;

export const COUNTED_UNITS = ["people", "places", "pieces", "hours"] as const;
export type CountedUnit = (typeof COUNTED_UNITS)[number];

/**
 * The units that a need of each type may have, the first of them where none is said. Of people, places and pieces a
 * type has only one: on the wire all three are FEP-0837's `one`, and the type says what is counted.
 */
const FITTING: Readonly<Record<Exclude<NeedType, "money">, readonly CountedUnit[]>> = {
  legal: ["people", "hours"],
  shelter: ["places"],
  medical: ["people", "hours"],
  interpreter: ["people", "hours"],
  observer: ["people", "hours"],
  media: ["people", "hours"],
  protest: ["people"],
  food: ["pieces"],
  travel: ["places"],
  other: ["pieces", "hours"],
};

/** Undefined for what is no currency in use (ISO 4217), as the runtime knows them. */
export function currency(text: string): Currency | undefined {
  return currencies.has(text) ? (text as Currency) : undefined;
}
const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

export const isCurrency = (unit: Unit): unit is Currency => currencies.has(unit);

/** Undefined where the unit does not fit the type, or where money has no currency. */
export function unitFor(type: NeedType, text: string | undefined): Unit | undefined {
  if (type === "money") return text === undefined ? undefined : currency(text);
  const fitting = FITTING[type];
  return text === undefined ? fitting[0] : fitting.find((unit) => unit === text);
}

/** What `unitFor` accepts, for messages. */
export const unitsFor = (type: NeedType): readonly string[] =>
  type === "money" ? ["an ISO 4217 code (USD, PHP)"] : FITTING[type];
