import { isCurrency, type Quantity, type Unit } from "@commonhall/domain";

/** `3`, `2.5 hours`, `US$4,000.00`: a number as the language writes it, money and hours with what they are. */
export function quantityInWords(quantity: Quantity, unit: Unit, language: string): string {
  return new Intl.NumberFormat([language, "en"], formatOf(quantity, unit)).format(quantity / 100);
}

function formatOf(quantity: Quantity, unit: Unit): Intl.NumberFormatOptions {
  const digits = quantity % 100 === 0 ? 0 : 2;
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: 2 };
  if (isCurrency(unit)) return { style: "currency", currency: unit, currencyDisplay: "code", ...fraction };
  return unit === "hours" ? { style: "unit", unit: "hour", unitDisplay: "long", maximumFractionDigits: 2 } : {};
}
