import {
  amountFrom,
  currency,
  isCurrency,
  unitFor,
  type CountedUnit,
  type NeedType,
  type Quantity,
  type Unit,
  quantityText,
} from "@commonhall/domain";
import { isJsonObject, type JsonObject } from "../json.ts";

/** How FEP-0837 and Mitra write a count, and how OM 2 calls an hour. Money is in its ISO 4217 code. */
const ON_THE_WIRE: Readonly<Record<CountedUnit, string>> = {
  people: "one",
  places: "one",
  pieces: "one",
  hours: "hour",
};

const OM2 = "http://www.ontology-of-units-of-measure.org/resource/om-2/";

export const unitOnTheWire = (unit: Unit): string => (isCurrency(unit) ? unit : ON_THE_WIRE[unit]);

/** A Measure (FEP-0837): the number is a string, so that no program makes a binary fraction of it. */
export const measureJson = (quantity: Quantity, unit: Unit): JsonObject => ({
  hasUnit: unitOnTheWire(unit),
  hasNumericalValue: quantityText(quantity),
});

export interface Measure {
  /** Zero or more. */
  readonly quantity: Quantity;
  readonly unit: Unit;
}

/**
 * A Measure as it arrived, undefined where it cannot be understood: no plain decimal of up to nine digits, a unit that
 * does not fit what is asked for, half a person. `one` counts whatever that type is counted in.
 */
export function readMeasure(json: unknown, type: NeedType): Measure | undefined {
  if (!isJsonObject(json)) return undefined;
  const unit = unitIn(json["hasUnit"], type);
  const quantity = quantityIn(json["hasNumericalValue"]);
  if (unit === undefined || quantity === undefined) return undefined;
  const isWhole = quantity % 100 === 0;
  return isWhole || unit === "hours" || isCurrency(unit) ? { quantity, unit } : undefined;
}

function unitIn(value: unknown, type: NeedType): Unit | undefined {
  if (typeof value !== "string") return undefined;
  const name = [OM2, "om2:"].reduce(
    (text, prefix) => (text.startsWith(prefix) ? text.slice(prefix.length) : text),
    value,
  );
  if (type === "money") return currency(name);
  if (name === "one") return unitFor(type, undefined);
  return name === "hour" ? unitFor(type, "hours") : undefined;
}

/** A number, too: other programs may write one. What it is is what it says in decimals. */
function quantityIn(value: unknown): Quantity | undefined {
  if (typeof value === "string") return amountFrom(value);
  return typeof value === "number" ? amountFrom(String(value)) : undefined;
}
